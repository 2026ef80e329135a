from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from reader.ui import actions, shortcuts

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def meaning(key: str | int, modifiers: Qt.KeyboardModifier, at: str) -> list[str]:
    """Return the ids of the actions a key press may mean, the likeliest first."""
    known = {
        shortcuts.chord(keys): action.id
        for action in actions.table(right_to_left=True, platform="linux")
        for keys in action.keys
    }
    code = ord(key) if isinstance(key, str) else key
    return [known[reading] for reading in shortcuts.readings(code, modifiers.value, at) if reading in known]


@pytest.mark.parametrize("layout", ["ara", "ir", "il", "pk"])
def test_every_shortcut_works_with_this_layout_alone_and_beside_the_american(
    on_screen: Callable[..., str], layout: str
) -> None:
    both = [layout, f"{layout},us"]
    did = json.loads(on_screen("keyboard_session.py", *both))
    table = actions.table(right_to_left=True, platform="linux")
    expected = {keys: [action.id] for action in table if action.listed for keys in (*action.keys, *action.page_keys)}
    assert did == dict.fromkeys(both, expected)


@pytest.mark.parametrize(
    ("key", "modifiers", "at", "first"),
    [
        ("F", CONTROL, "F", ["find"]),
        ("ب", CONTROL, "F", ["find"]),
        ("[", CONTROL | SHIFT, "F", ["search"]),  # ara types a bracket there
        ("~", CONTROL | SHIFT, "Z", ["redo"]),
        ("Z", CONTROL | SHIFT, "Z", ["redo"]),
        ("۱", CONTROL, "1", ["mark_1"]),
        ("&", CONTROL, "1", ["mark_1"]),  # French keyboards
        ("+", CONTROL | SHIFT, "=", ["bigger"]),
        ("=", CONTROL, "=", ["bigger"]),
        (",", CONTROL, "'", ["settings"]),  # the comma of il is at the place of the apostrophe
        ("ת", CONTROL, ",", ["settings"]),
        (",", CONTROL, "W", ["settings"]),  # Dvorak: the key at W is the comma, and closes nothing
        ("'", CONTROL, "W", ["close"]),  # il
        ("U", CONTROL, "F", ["style"]),  # Dvorak: the key at F is U
        (Qt.Key.Key_F3.value, SHIFT, "", ["find_previous"]),
    ],
)
def test_the_letter_decides_where_it_is_latin_else_the_place(
    key: str | int, modifiers: Qt.KeyboardModifier, at: str, first: list[str]
) -> None:
    assert meaning(key, modifiers, at) == first


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
@pytest.mark.parametrize("right_to_left", [True, False])
def test_no_key_means_two_things(platform: str, right_to_left: bool) -> None:
    table = actions.table(right_to_left=right_to_left, platform=platform)
    keys = [shortcuts.chord(name) for action in table for name in action.keys]
    assert len(keys) == len(set(keys))
    assert len({action.id for action in table}) == len(table)
    assert all(action.keys for action in table)


def test_back_points_where_reading_came_from() -> None:
    keys = {
        mirrored: {action.id: action.keys for action in actions.table(right_to_left=mirrored, platform="linux")}
        for mirrored in (True, False)
    }
    assert keys[False]["back"] == keys[True]["forward"] == ("Alt+Left",)
    assert keys[True]["back"] == keys[False]["forward"] == ("Alt+Right",)


def test_the_places_of_the_other_platforms() -> None:
    expected = ["1", "Q", "F", "Z", ",", ""]
    assert [shortcuts.place(code, 0, "win32") for code in (0x02, 0x10, 0x21, 0x2C, 0x33, 0x01)] == expected
    assert [shortcuts.place(0, code, "darwin") for code in (18, 12, 3, 6, 43, 36)] == expected
    assert [shortcuts.place(code, 0, "linux") for code in (10, 24, 41, 52, 59, 9)] == expected


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.did: list[str] = []
        self.field = QLineEdit("بيان", self)
        self.page = QWidget(self)
        self.page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.page)
        table = actions.table(right_to_left=True, platform="linux")
        self.on_page = False
        self.shortcuts = shortcuts.Shortcuts(self, table, self.did.append, lambda: self.on_page)


def press(widget: QWidget, key: str, modifiers: Qt.KeyboardModifier, scan_code: int) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, ord(key), modifiers, scan_code, 0, 0, "")
    QApplication.sendEvent(widget, event)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_field_keeps_its_own_undo_and_delete(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.field, "x")
    assert window.field.text() == "بيانx"
    press(window.field, "ئ", CONTROL, 52)  # Ctrl+Z on an Arabic keyboard
    assert window.did == []
    assert window.field.text() == "بيان"
    window.field.setFocus()
    press(window.field, "ئ", CONTROL, 52)  # nothing is left to undo in the field, which must not reach further
    assert window.did == []
    press(window.page, "ئ", CONTROL, 52)
    assert window.did == ["undo"]


def test_a_field_can_select_all_and_copy_without_latin_letters(window: Window, qtbot: QtBot) -> None:
    press(window.field, "ش", CONTROL, 38)
    assert window.field.selectedText() == "بيان"
    press(window.field, "ؤ", CONTROL, 54)
    assert QApplication.clipboard().text() == "بيان"


def test_bare_digits_mark_only_while_a_selection_stands(window: Window) -> None:
    press(window.page, "٣", Qt.KeyboardModifier.NoModifier, 12)
    assert window.did == []
    window.on_page = True
    press(window.page, "٣", Qt.KeyboardModifier.NoModifier, 12)
    window.field.setFocus()
    press(window.field, "3", Qt.KeyboardModifier.NoModifier, 12)
    assert window.did == ["mark_3"]
    assert window.field.text() == "بيان"


def test_keys_of_another_window_are_left_alone(window: Window, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    press(other, "F", CONTROL, 41)
    assert window.did == []

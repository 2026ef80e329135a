from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QListView, QPushButton

from reader import annotate, shelf
from reader.annotation.model import Annotation, Colour
from reader.document.model import Article, Block, BlockKind, Direction, Mark, MarkKind
from reader.ui import actions
from reader.ui import app as program

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from reader.ui.history_panel import HistoryPanel
    from reader.ui.search_panel import SearchPanel
    from reader.ui.settings_panel import SettingsPanel
    from reader.ui.window import MainWindow

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def marked(window: MainWindow, quote: str = "البيت الأبيض") -> Annotation:
    desk = window.session.desk
    assert desk is not None
    start = desk.whole().index(quote)
    made = annotate.highlight(window.session.library, desk.id, start, start + len(quote))
    window.session.refresh()
    return made


def test_the_library_is_searched_and_a_place_opened(window: MainWindow, qtbot: QtBot) -> None:
    text = "عنوان ثان\n\nكلام فيه كِتَابٌ قديم."
    other = shelf.add(window.session.library, Article(text, (Block(0, 9), Block(11, len(text)))), name="second")
    QTest.keyClick(window.surface, Qt.Key.Key_F, CONTROL | SHIFT)
    panel: SearchPanel = window.panels["search"]  # type: ignore[assignment]
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal, panel.model)
    panel.field.setText("كتاب")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1, timeout=10_000)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    desk = window.session.desk
    assert desk is not None
    assert desk.id == other.id
    selected = window.surface.selection()
    assert selected is not None
    assert desk.text(*selected) == "كِتَابٌ"
    assert not panel.isVisible()


def test_history_shows_what_was_and_brings_it_back(window: MainWindow, qtbot: QtBot) -> None:
    made = marked(window)
    library = window.session.library
    annotate.edit(library, made.id, note="أول")
    annotate.edit(library, made.id, note="ثان", colour=Colour.PINK)
    window.session.refresh()
    window.set_active(made.id)
    window.commands.run("history")
    panel: HistoryPanel = window.panels["history"]  # type: ignore[assignment]
    said = " ".join(label.text() for label in panel.body.findChildren(QLabel))
    assert "أول" in said
    assert "Yellow" in said
    assert "Made" in said
    panel.restore("note", "أول")
    assert annotate.get(library, made.id).note == "أول"
    window.commands.run("undo")
    assert annotate.get(library, made.id).note == "ثان"


def test_a_footnote_opens_in_the_margin_and_escape_leads_back(window: MainWindow, qtbot: QtBot) -> None:
    text = "متن فيه إشارة١ ثم كلام.\nنص الحاشية السفلية"
    at = text.index("١")
    article = Article(
        text,
        (Block(0, 23), Block(24, len(text), BlockKind.FOOTNOTE, label="١", anchor="fn1")),
        (Mark(at, at + 1, MarkKind.NOTE_REFERENCE, target="fn1"),),
        language="ar",
        direction=Direction.RTL,
    )
    added = shelf.add(window.session.library, article, name="notes")
    window.open_article(added.id)
    window.surface.footnote_activated.emit("fn1")
    assert window.footnote.isVisible()
    assert window.footnote.text.text() == "نص الحاشية السفلية"
    assert window.margin.geometry().contains(window.footnote.geometry())
    QTest.keyClick(window.footnote, Qt.Key.Key_Escape)
    assert not window.footnote.isVisible()
    assert window.surface.hasFocus()
    window.surface.footnote_activated.emit("fn1")
    QTest.keyClick(window.footnote, Qt.Key.Key_Return)
    assert window.surface.caret() == 24


@pytest.mark.parametrize("language", ["en", "ar"])
def test_numbers_of_the_settings_are_seen(open_window: Callable[..., MainWindow], language: str) -> None:
    window = open_window(language=language)
    QTest.keyClick(window.surface, Qt.Key.Key_Comma, CONTROL)
    panel: SettingsPanel = window.panels["settings"]  # type: ignore[assignment]
    for number in panel.numbers.values():
        assert number.lineEdit().width() > number.width() - 20
        assert number.lineEdit().rect().contains(number.lineEdit().cursorRect().center())


def test_settings_take_effect_at_once(window: MainWindow) -> None:
    QTest.keyClick(window.surface, Qt.Key.Key_Comma, CONTROL)
    panel: SettingsPanel = window.panels["settings"]  # type: ignore[assignment]
    assert panel.boxes["theme"].hasFocus()
    panel.boxes["theme"].setCurrentIndex(panel.boxes["theme"].findData("sepia"))
    panel.numbers["size"].setValue(30)
    panel.justify.setChecked(True)
    assert (window.settings.theme, window.settings.size, window.settings.justify) == ("sepia", 30.0, True)
    assert window.look.theme.name == "sepia"
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_another_language_opens_the_window_anew_on_the_same_place(
    open_window: Callable[..., MainWindow], qapp: QApplication, qtbot: QtBot
) -> None:
    windows = [open_window(language="en")]
    windows[0].surface.go_to(1200, at=0.0)
    before = windows[0].surface.position()
    windows[0].choose(language="ar")
    program.reopen(qapp, windows)
    window = windows[0]
    qtbot.waitUntil(lambda: window.built, timeout=20_000)
    assert window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert window.header.name.text() == "هامش"
    assert window.surface.position() == before
    window.close()
    window.deleteLater()


def test_the_keys_panel_lists_the_table(window: MainWindow) -> None:
    QTest.keyClick(window.surface, Qt.Key.Key_F1)
    said = {label.text().strip("\u2066\u2069") for label in window.panels["keys"].body.findChildren(QLabel)}
    assert {"Undo", "Ctrl+Z", "Alt+Down", "Find in the text"} <= said


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_control_has_a_name(open_window: Callable[..., MainWindow], language: str) -> None:
    window = open_window(language=language)
    for panel in window.panels.values():
        panel.open()
    window.messages.say("?", button="!", act=window.update)
    for kind in (QAbstractButton, QLineEdit, QComboBox, QListView):
        for control in window.findChildren(kind):
            if control.objectName().startswith("qt_") or control.parentWidget() is None:
                continue
            if isinstance(control.parentWidget(), QLineEdit | QComboBox) or control.inherits("QComboBoxListView"):
                continue
            interface = QAccessible.queryAccessibleInterface(control)
            assert interface.text(QAccessible.Text.Name), f"{control} in {control.parentWidget()}"


def test_the_buttons_of_the_header_do_what_they_say(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.header.buttons["find"], Qt.MouseButton.LeftButton)
    assert window.panels.find.isVisible()
    qtbot.mouseClick(window.header.shelf, Qt.MouseButton.LeftButton)
    assert not window.shelf.isVisible()
    qtbot.mouseClick(window.header.shelf, Qt.MouseButton.LeftButton)
    assert window.shelf.isVisible()
    qtbot.mouseClick(window.header.buttons["margin"], Qt.MouseButton.LeftButton)
    assert not window.margin.isVisible()


def test_the_strip_scrolls_and_goes_to_a_mark(window: MainWindow, qtbot: QtBot) -> None:
    made = marked(window, "SolarWinds")
    window.follow.fill_lists()
    y = round(10 + window.surface.fraction(made.placement.start) * (window.strip.height() - 23)) + 1
    qtbot.mouseClick(window.strip, Qt.MouseButton.LeftButton, pos=QPoint(10, y))
    assert window.surface.line_y(made.placement.start) is not None
    window.surface.go_to(0)
    bottom = QPoint(10, window.strip.height() - 14)
    qtbot.mouseClick(window.strip, Qt.MouseButton.LeftButton, pos=bottom)
    assert window.surface.position()[1] > 0


def test_nothing_says_anything_in_english_in_the_arabic_window(open_window: Callable[..., MainWindow]) -> None:
    window = open_window(language="ar")
    said = [
        *(label.text() for label in window.findChildren(QLabel)),
        *(button.text() for button in window.findChildren(QPushButton)),
        *(button.toolTip() for button in window.findChildren(QAbstractButton)),
    ]
    allowed = {"", "English", "Ctrl", "Shift", "Alt"}
    for text in said:
        words = list(text.replace("\u2066", " ").replace("\u2069", " ").replace("+", " ").split())
        latin = [word for word in words if word.isascii() and word.isalpha() and len(word) > 3]
        keys = {"Ctrl", "Shift", "Down", "PgUp", "Left", "Right", "Meta"}
        assert not (set(latin) - keys - allowed), text


def test_the_menu_holds_every_action_with_its_keys(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[str] = []
    window.header.wanted.connect(asked.append)
    menu = window.header.all_actions()
    entries = [entry for group in menu.actions() for entry in group.menu().actions()]
    listed = [action for action in actions.table(right_to_left=False) if action.listed]
    assert [entry.text().split("\t")[0] for entry in entries] == [
        action.text for group in actions.Group for action in listed if action.group is group
    ]
    next(entry for entry in entries if "Ctrl+G" in entry.text()).trigger()
    assert asked == ["go_to"]
    menu.deleteLater()


def test_an_article_without_highlights_says_how_to_begin(window: MainWindow) -> None:
    window.follow.fill_lists()
    before = window.margin.grab().toImage()
    marked(window)
    window.follow.fill_lists()
    assert window.margin.grab().toImage() != before

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from reader import annotate, shelf
from reader.annotation.model import Annotation, Colour, Placement, Status, Target
from reader.document.model import Article, Block
from reader.ui.notes_filter import Filter, Order, Scope, chosen

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from reader.ui.notes_panel import NotesPanel
    from reader.ui.window import MainWindow

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def note(name: str, **fields: object) -> Annotation:
    return Annotation(name, "a", Target(0, 4, "كِتَابٌ"), Placement(0, 4), **fields)  # type: ignore[arg-type]


NOTES = [
    note("one", note="قارن بالمصدر", colour=Colour.PINK, tags=("لغة",), modified="2026-01-01T00:00:00.000Z"),
    note("two", colour=Colour.YELLOW, modified="2026-03-01T00:00:00.000Z"),
    note("three", note="full range", colour=Colour.PINK, modified="2026-02-01T00:00:00.000Z"),
]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Filter(), ["one", "two", "three"]),
        (Filter(order=Order.DATE), ["two", "three", "one"]),
        (Filter(order=Order.COLOUR), ["two", "one", "three"]),
        (Filter(colours=frozenset({Colour.PINK})), ["one", "three"]),
        (Filter(tag="لغة"), ["one"]),
        (Filter(noted=False), ["two"]),
        (Filter(noted=True), ["one", "three"]),
        (Filter(text="كتاب"), ["one", "two", "three"]),
        (Filter(text="كتاب المصدر"), ["one"]),
        (Filter(text="FULL"), ["three"]),
        (Filter(text="لغه"), ["one"]),
        (Filter(scope=Scope.ORPHANS), []),
    ],
)
def test_filters_and_orders(wanted: Filter, names: list[str]) -> None:
    assert [each.id for each in chosen(NOTES, wanted)] == names


def test_orphans_and_doubtful_places_are_a_scope_of_their_own() -> None:
    orphan = Annotation("x", "a", Target(0, 1, "س"), Placement(0, 1, Status.ORPHAN, 0.0))
    assert chosen([*NOTES, orphan], Filter(scope=Scope.ORPHANS)) == [orphan]


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> NotesPanel:
    desk = window.session.desk
    assert desk is not None
    text = desk.whole()
    rows = []
    for quote, colour, said, tags in (
        ("البيت الأبيض", "yellow", "الصيغة الرسمية", ["بيان"]),
        ("أفغانستان", "green", "", []),
        ("SolarWinds", "pink", "أول ذكر", ["أمن"]),
    ):
        start = text.index(quote)
        rows.append({"start": start, "end": start + len(quote), "colour": colour, "note": said, "tags": tags})
    annotate.highlight_many(window.session.library, desk.id, rows)
    window.session.refresh()
    QTest.keyClick(window.surface, Qt.Key.Key_N, CONTROL | SHIFT)
    opened: NotesPanel = window.panels["notes"]  # type: ignore[assignment]
    QAbstractItemModelTester(opened.model, QAbstractItemModelTester.FailureReportingMode.Fatal, opened.model)
    qtbot.waitUntil(lambda: opened.model.rowCount() == 3, timeout=20_000)
    return opened


def stored(window: MainWindow) -> list[Annotation]:
    desk = window.session.desk
    assert desk is not None
    return annotate.notes(window.session.library, desk.id)


def test_typing_filters_the_list(panel: NotesPanel, qtbot: QtBot) -> None:
    assert panel.text.hasFocus()
    QTest.keyClicks(panel.text, "solar")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1, timeout=20_000)
    panel.text.clear()
    qtbot.mouseClick(panel.colours[Colour.GREEN], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1 and panel.model.index(0).data() == "أفغانستان", timeout=20_000)


def test_a_click_goes_there(panel: NotesPanel, window: MainWindow, qtbot: QtBot) -> None:
    index = panel.model.index(2)
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=panel.list.visualRect(index).center())
    target = stored(window)[2]
    assert window.active == target.id
    assert window.surface.line_y(target.placement.start) is not None


def test_several_at_once_are_one_step(panel: NotesPanel, window: MainWindow, qtbot: QtBot) -> None:
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_A, CONTROL)
    assert len(panel.selected()) == 3
    panel.give_colour(Colour.BLUE)
    assert {each.colour for each in stored(window)} == {Colour.BLUE}
    window.commands.run("undo")
    assert {each.colour for each in stored(window)} == {Colour.YELLOW, Colour.GREEN, Colour.PINK}


def test_tags_are_added_to_those_there_are(panel: NotesPanel, window: MainWindow) -> None:
    panel.select_all()
    panel.give_tags(["مهم"])
    assert [each.tags for each in stored(window)] == [("بيان", "مهم"), ("مهم",), ("أمن", "مهم")]
    window.commands.undo()
    assert [each.tags for each in stored(window)] == [("بيان",), (), ("أمن",)]


def test_removed_notes_lie_in_the_bin_until_it_is_emptied(panel: NotesPanel, window: MainWindow, qtbot: QtBot) -> None:
    panel.select_all()
    qtbot.mouseClick(panel.remove, Qt.MouseButton.LeftButton)
    assert stored(window) == []
    panel.show_scope(Scope.BIN)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3 and panel.empty.isVisible(), timeout=20_000)
    panel.list.setCurrentIndex(panel.model.index(0))
    qtbot.mouseClick(panel.restore, Qt.MouseButton.LeftButton)
    assert len(stored(window)) == 1
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=20_000)
    qtbot.mouseClick(panel.empty, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.messages.button, Qt.MouseButton.LeftButton)
    assert annotate.binned(window.session.library) == []
    assert len(stored(window)) == 1


def test_a_note_of_another_text_opens_it(panel: NotesPanel, window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    text = "نص آخر\n\nفيه كلام."
    other = shelf.add(window.session.library, Article(text, (Block(0, 6), Block(8, len(text)))), name="other")
    made = annotate.highlight(window.session.library, other.id, 8, 11, note="من النص الآخر")
    panel.scope.setCurrentIndex(panel.scope.findData(Scope.LIBRARY))
    qtbot.waitUntil(lambda: panel.model.find(made.id).isValid(), timeout=20_000)
    panel.list.activated.emit(panel.model.find(made.id))
    assert window.session.desk is not None
    assert window.session.desk.id == other.id
    assert window.active == made.id


def test_some_notes_can_be_exported(panel: NotesPanel, window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    from reader.ui import exporting

    desk = window.session.desk
    assert desk is not None
    wanted = stored(window)[2]
    exporting.export_to(window, desk.id, tmp_path / "some.md", frozenset({wanted.id}))
    qtbot.waitUntil((tmp_path / "some.md").exists, timeout=20_000)
    written = (tmp_path / "some.md").read_text(encoding="utf-8")
    assert "SolarWinds" in written
    assert "أفغانستان" not in written

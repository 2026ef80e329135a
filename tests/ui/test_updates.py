from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from reader import annotate, fetch, shelf
from reader.annotation.model import Status
from reader.ui import exporting, intake
from reader.ui.lists import BOOKMARK

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from reader.ui.orphans_panel import OrphansPanel
    from reader.ui.window import MainWindow


def prepared(window: MainWindow, tmp_path: Path) -> Path:
    """Highlight two passages and return a file with the text changed: one passage moves, one is gone."""
    desk = window.session.desk
    assert desk is not None
    text = desk.whole()
    for quote in ("البيت الأبيض", "المخاوف الأمنية المشتركة"):
        start = text.index(quote)
        annotate.highlight(window.session.library, desk.id, start, start + len(quote), note=quote)
    window.session.refresh()
    fresh = text.replace("وقال البيت الأبيض", "تمهيد جديد قصير.\n\nوقال البيت الأبيض", 1)
    paragraph = next(line for line in text.split("\n") if "المخاوف الأمنية المشتركة" in line)
    path = tmp_path / "new.txt"
    path.write_text(fresh.replace(paragraph, "فقرة أخرى تماما لا شيء فيها مما كان."), encoding="utf-8")
    return path


def test_a_new_text_keeps_its_notes_and_names_those_it_lost(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    desk = window.session.desk
    assert desk is not None
    path = prepared(window, tmp_path)
    intake.update_from(window, desk.id, path)
    qtbot.waitUntil(lambda: window.session.desk is not desk, timeout=20_000)
    fresh = window.session.desk
    assert fresh is not None
    assert fresh.version == desk.version + 1
    (kept,) = fresh.annotations
    assert fresh.text(kept.placement.start, kept.placement.end) == "البيت الأبيض"
    assert [note.note for note in fresh.orphans] == ["المخاوف الأمنية المشتركة"]
    qtbot.waitUntil(window.shelf.unsure.isVisible, timeout=20_000)
    qtbot.mouseClick(window.shelf.unsure, Qt.MouseButton.LeftButton)
    panel: OrphansPanel = window.panels["orphans"]  # type: ignore[assignment]
    qtbot.waitUntil(lambda: bool(panel.frames), timeout=20_000)
    start = fresh.whole().index("فقرة أخرى")
    window.surface.set_selection(start, start + len("فقرة أخرى"))
    last = panel.frames[0].findChildren(QPushButton)[-1]
    qtbot.mouseClick(last, Qt.MouseButton.LeftButton)
    statuses = {note.placement.status for note in annotate.notes(window.session.library, fresh.id)}
    assert Status.ORPHAN not in statuses
    qtbot.waitUntil(lambda: not window.shelf.unsure.isVisible(), timeout=20_000)


def test_a_bookmark_stands_among_the_contents_and_is_removed_by_the_same_key(window: MainWindow) -> None:
    window.surface.go_to(1200, at=0.0)
    first = window.surface.visible_range()[0]
    QTest.keyClick(window.surface, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    desk = window.session.desk
    assert desk is not None
    (mark,) = window.going.bookmarks()
    assert mark.offset == first
    assert desk.text(first, first + 60).startswith(mark.label.split()[0])
    row = window.shelf.contents.find((mark.offset, BOOKMARK))
    assert row.isValid()
    window.surface.go_to(0)
    window.shelf.contents_list.clicked.emit(row)
    start, end = window.surface.visible_range()
    assert start <= mark.offset < end
    QTest.keyClick(window.surface, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.going.bookmarks() == []
    window.commands.run("undo")
    assert window.going.bookmarks() == [mark]


def test_what_is_known_of_a_text_is_changed_in_one_step(window: MainWindow) -> None:
    QTest.keyClick(window.surface, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    about = window.panels.about
    assert about.fields["title"].hasFocus()
    about.fields["author"].setText("يورو عربي")
    about.fields["year"].setText("2021")
    about.calendar.setCurrentIndex(about.calendar.findData("gregorian"))
    QTest.keyClick(about.fields["title"], Qt.Key.Key_Escape)
    desk = window.session.desk
    assert desk is not None
    known = shelf.metadata(window.session.library, desk.id)
    assert (known.author, known.year, known.calendar) == ("يورو عربي", "2021", "gregorian")
    window.commands.run("undo")
    assert shelf.metadata(window.session.library, desk.id).author == ""


def test_another_direction_of_the_document_shows_at_once(window: MainWindow) -> None:
    desk = window.session.desk
    assert desk is not None
    window.panels.about.show_article(desk.id)
    window.panels.about.direction.setCurrentIndex(window.panels.about.direction.findData("ltr"))
    window.panels.about.dismiss()
    assert window.session.desk is not None
    assert str(window.session.desk.direction) == "ltr"
    assert window.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_a_copied_address_is_fetched(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    page = fetch.Page(
        "عنوان الصفحة\n\nكلام عربي من الشبكة.".encode(), "text/plain; charset=utf-8", "https://example.org/a", "a.txt"
    )
    asked: list[str] = []

    def answer(address: str, **_kept: object) -> fetch.Page:
        asked.append(address)
        return page

    monkeypatch.setattr(fetch, "fetch", answer)
    data = QMimeData()
    data.setText("https://example.org/a")
    intake.add_from(window, data)
    qtbot.waitUntil(lambda: "عنوان الصفحة" in window.windowTitle(), timeout=20_000)
    assert asked == ["https://example.org/a"]
    assert shelf.articles(window.session.library)[0].source == "https://example.org/a"


def test_notes_that_were_taken_out_come_back_in(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    desk = window.session.desk
    assert desk is not None
    start = desk.whole().index("SolarWinds")
    made = annotate.highlight(window.session.library, desk.id, start, start + 10, note="أول ذكر", tags=["أمن"])
    exporting.export_to(window, desk.id, tmp_path / "notes.md")
    qtbot.waitUntil((tmp_path / "notes.md").exists, timeout=20_000)
    annotate.delete(window.session.library, [made.id])
    annotate.empty_bin(window.session.library)
    intake.import_notes(window, desk.id, tmp_path / "notes.md")
    qtbot.waitUntil(lambda: bool(annotate.notes(window.session.library, desk.id)), timeout=20_000)
    (back,) = annotate.notes(window.session.library, desk.id)
    assert (back.target.exact, back.note, back.tags) == ("SolarWinds", "أول ذكر", ("أمن",))
    assert (back.placement.start, back.placement.end) == (start, start + 10)


def test_a_removed_text_is_brought_back(window: MainWindow) -> None:
    desk = window.session.desk
    assert desk is not None
    window.commands.remove_article(desk.id)
    assert shelf.articles(window.session.library) == []
    window.commands.bring_back(desk.id)
    assert [info.id for info in shelf.articles(window.session.library)] == [desk.id]

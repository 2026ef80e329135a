from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QThreadPool, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader import annotate, shelf
from reader.__main__ import main
from reader.document.model import Article, Block
from reader.exchange import markdown
from reader.store.library import Library
from reader.ui import exporting, intake

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from reader.ui.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
QUOTE = "نظام\u00a0SolarWinds"


def select(window: MainWindow, quote: str = QUOTE) -> None:
    desk = window.session.desk
    assert desk is not None
    start = desk.whole().index(quote)
    window.surface.set_selection(start, start + len(quote))


def test_a_file_is_added_and_opened(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "نص.txt"
    path.write_text("عنوان جديد\n\nفقرة أولى، فيها كلام.\n", encoding="utf-8")
    intake.add_files(window, [path])
    qtbot.waitUntil(lambda: "عنوان جديد" in window.windowTitle(), timeout=20_000)
    assert len(shelf.articles(window.session.library)) == 2
    qtbot.waitUntil(lambda: window.shelf.articles.rowCount() == 2, timeout=20_000)


def test_a_text_that_arrives_while_a_note_is_written_waits(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "نص.txt"
    path.write_text("عنوان جديد\n\nفقرة أولى، فيها كلام.\n", encoding="utf-8")
    select(window)
    QTest.keyClick(window.surface, Qt.Key.Key_M, CONTROL)
    QTest.keyClicks(window.editor.text, "half a ")
    intake.add_files(window, [path])
    qtbot.waitUntil(lambda: "عنوان جديد" in window.messages.text.text(), timeout=20_000)
    QTest.keyClicks(window.editor.text, "thought")
    assert window.editor.text.hasFocus()
    assert window.editor.text.toPlainText() == "half a thought"
    QTest.mouseClick(window.messages.button, Qt.MouseButton.LeftButton)
    assert "عنوان جديد" in window.windowTitle()


def test_a_file_that_is_no_text_gets_a_sentence_and_changes_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    intake.add_files(window, [tmp_path / "empty.txt"])
    qtbot.waitUntil(window.messages.isVisible, timeout=20_000)
    assert window.messages.text.text()
    assert len(shelf.articles(window.session.library)) == 1


def test_a_changed_file_is_offered_as_the_new_text_of_the_one_before(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    library, path = window.session.library, tmp_path / "نص.txt"
    path.write_text("عنوان جديد\n\nفقرة أولى، فيها كلام.\n", encoding="utf-8")
    intake.add_files(window, [path])
    qtbot.waitUntil(lambda: "عنوان جديد" in window.windowTitle(), timeout=20_000)
    first = shelf.articles(library)[0]
    at = shelf.text(library, first.id).index("أولى")
    annotate.highlight(library, first.id, at, at + 4)
    path.write_text("عنوان جديد\n\nوهذه فقرة أولى، فيها كلام أكثر.\n", encoding="utf-8")
    intake.add_files(window, [path])
    qtbot.waitUntil(lambda: window.messages.button.text() == "Make it the new text of that one", timeout=20_000)
    assert len(shelf.articles(library)) == 3
    window.messages.button.click()
    qtbot.waitUntil(lambda: window.session.desk is not None and window.session.desk.id == first.id, timeout=20_000)
    (note,) = annotate.notes(library, first.id)
    whole = shelf.text(library, first.id)
    assert whole[note.placement.start : note.placement.end] == "أولى"
    assert "وهذه" in whole
    assert len(shelf.articles(library)) == 2


def test_what_is_dropped_is_added(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "dropped.txt"
    path.write_text("نص مسقط\n\nكلام عربي هنا.\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(400, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    qtbot.waitUntil(lambda: "نص مسقط" in window.windowTitle(), timeout=20_000)


def test_what_was_copied_is_added(window: MainWindow, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("خبر منسوخ\n\nقالت الوكالة إن الخبر صحيح.")
    window.surface.setFocus()
    QTest.keyClick(window.surface, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: "خبر منسوخ" in window.windowTitle(), timeout=20_000)
    window.surface.setFocus()
    QApplication.clipboard().setText("")
    QTest.keyClick(window.surface, Qt.Key.Key_V, CONTROL)
    assert len(shelf.articles(window.session.library)) == 2


def test_a_copy_keeps_direction_and_logical_order(window: MainWindow) -> None:
    select(window)
    QTest.keyClick(window.surface, Qt.Key.Key_C, CONTROL)
    data = QApplication.clipboard().mimeData()
    assert data.text() == QUOTE
    assert '<p dir="rtl" lang="ar">نظام\u00a0SolarWinds</p>' in data.html()


def test_a_copy_with_its_source_names_it(window: MainWindow) -> None:
    desk = window.session.desk
    assert desk is not None
    shelf.set_metadata(window.session.library, desk.id, author="يورو عربي", title="بايدن & الناتو")
    select(window)
    QTest.keyClick(window.surface, Qt.Key.Key_C, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    quote, source = QApplication.clipboard().text().split("\n")
    assert quote == QUOTE
    assert source.replace("\u2068", "").replace("\u2069", "") == "يورو عربي، «بايدن & الناتو»"
    assert "بايدن &amp; الناتو" in QApplication.clipboard().mimeData().html()


def test_a_copy_names_what_nobody_sees_in_it_and_can_be_made_without(window: MainWindow) -> None:
    text = "\u202eنص\u202c مقلوب\u00a0هنا وكـ\u200cلام"
    info = shelf.add(window.session.library, Article(text, (Block(0, len(text)),)), name="turned")
    window.open_article(info.id)
    window.surface.set_selection(0, len(text))
    QTest.keyClick(window.surface, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == text
    assert "RLO, PDF" in window.messages.text.text()
    QTest.mouseClick(window.messages.button, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "نص مقلوب\u00a0هنا وكـ\u200cلام"
    assert "RLO" not in QApplication.clipboard().mimeData().html()
    assert window.messages.text.text() == "Copied."


def test_the_export_of_the_window_is_that_of_the_store(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    select(window)
    QTest.keyClick(window.surface, Qt.Key.Key_2, CONTROL)
    desk = window.session.desk
    assert desk is not None
    target = tmp_path / "notes.md"
    exporting.export_to(window, desk.id, target)
    qtbot.waitUntil(window.messages.isVisible, timeout=20_000)
    expected = markdown.render(annotate.export_of(window.session.library, desk.id))
    assert target.read_text(encoding="utf-8") == expected
    assert QUOTE in expected


def test_an_export_that_cannot_be_written_gets_a_sentence(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    desk = window.session.desk
    assert desk is not None
    exporting.export_to(window, desk.id, tmp_path / "missing" / "notes.md")
    qtbot.waitUntil(window.messages.isVisible, timeout=20_000)
    assert "notes.md" in window.messages.text.text()


@pytest.mark.parametrize("form", exporting.forms(), ids=lambda form: form.name)
def test_every_format_is_written_as_the_command_line_would(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, form: exporting.Form
) -> None:
    select(window)
    QTest.keyClick(window.surface, Qt.Key.Key_2, CONTROL)
    desk = window.session.desk
    assert desk is not None
    target = tmp_path / f"notes{form.ending}"
    exporting.export_to(window, desk.id, target, form=form)
    qtbot.waitUntil(target.exists, timeout=20_000)
    written = target.read_text(encoding="utf-8")
    assert written == exporting.rendered(annotate.export_of(window.session.library, desk.id), form)
    assert "SolarWinds" in written
    assert written.startswith({"html": "<!DOCTYPE html>", "web-annotation": "{", "markdown": "---"}[form.format])


def test_closing_the_window_stops_what_is_under_way(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("فقرة من كلام كثير، تتكرر مرات لا تحصى.\n\n" * 60_000, encoding="utf-8")
    intake.add_files(window, [path])
    library = window.session.library.path
    window.close()
    assert QThreadPool.globalInstance().activeThreadCount() == 0
    with Library.open(library, read_only=True) as stored:
        assert all(info.chars < 10_000 or info.chars > 1_000_000 for info in shelf.articles(stored))
        assert shelf.verify(stored) == []


def test_long_work_tells_how_far_it_is_and_stops_when_asked(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("فقرة من كلام كثير، تتكرر مرات لا تحصى.\n\n" * 60_000, encoding="utf-8")
    intake.add_files(window, [path])
    qtbot.waitUntil(
        lambda: window.messages.button.isVisible() and window.messages.button.text() == "Stop", timeout=20_000
    )
    qtbot.mouseClick(window.messages.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QThreadPool.globalInstance().activeThreadCount() == 0, timeout=20_000)
    assert len(shelf.articles(window.session.library)) in {1, 2}


def test_every_way_in_gives_the_same_article(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = "<html lang='ar'><body><h1>خبر الصباح</h1><p>قالت وكالة SolarWinds إن الخبر <b>صحيح</b>.</p></body></html>"
    files = [tmp_path / name / "خبر.html" for name in ("command", "menu", "drop", "paste")]
    for file in files:
        file.parent.mkdir()
        file.write_text(page, encoding="utf-8")
    texts = []
    for way, file in zip((None, "menu", "drop", "paste"), files, strict=True):
        library = tmp_path / f"{file.parent.name}.sqlite"
        if way is None:
            assert main(["--library", str(library), "add", str(file)]) == 0
            with Library.open(library) as opened:
                texts.append(shelf.load(opened, shelf.articles(opened)[0].id))
            continue
        before = {info.id for info in shelf.articles(window.session.library)}
        if way == "menu":
            intake.add_files(window, [file])
        else:
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(file))])
            intake.add_from(window, data)
        qtbot.waitUntil(lambda seen=before: len(shelf.articles(window.session.library)) > len(seen), timeout=20_000)
        (added,) = {info.id for info in shelf.articles(window.session.library)} - before
        texts.append(shelf.load(window.session.library, added))
        shelf.remove(window.session.library, [added])
        shelf.empty_bin(window.session.library)
    assert "صحيح" in texts[0].text
    first, *others = [(text.text, text.blocks, text.marks, text.direction) for text in texts]
    assert len(others) == 3
    assert all(other == first for other in others)

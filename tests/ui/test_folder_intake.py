from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QUrl

from reader import shelf
from reader.formats import Watch
from reader.store.library import Library
from reader.ui import intake
from reader.ui.folder_intake import Batch, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from reader.ui.window import MainWindow


def folder_of(path: Path, good: int) -> Path:
    (path / "inner" / ".hidden").mkdir(parents=True)
    for number in range(good):
        place = path / "inner" if number % 2 else path
        (place / f"{number:03}.txt").write_text(f"عنوان {number}\n\nفقرة رقم {number}.\n", encoding="utf-8")
    (path / "050-empty.txt").write_bytes(b"")
    (path / "inner" / "051-lied.pdf").write_bytes(b"%PDF-1.4 nothing")
    (path / ".secret.txt").write_text("نص", encoding="utf-8")
    (path / "inner" / ".hidden" / "x.txt").write_text("نص", encoding="utf-8")
    return path


def test_a_folder_is_added_whole_and_its_bad_files_are_told_apart(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    open_before = window.session.desk
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder_of(tmp_path / "مجلد", 100)))])
    intake.add_from(window, data)
    qtbot.waitUntil(lambda: "100 texts were added. 2 files could not" in window.messages.text.text(), timeout=60_000)
    assert len(shelf.articles(window.session.library)) == 101
    assert window.session.desk is open_before
    window.messages.button.click()
    told = window.panels.unread.text.toPlainText()
    assert window.panels.unread.isVisible()
    assert "050-empty.txt" in told
    assert "051-lied.pdf" in told
    assert "hidden" not in told


def test_adding_a_folder_again_adds_nothing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "folder", 6)
    with Library.open(tmp_path / "library.sqlite") as library:
        first = take_in(library, [folder], Batch(), Watch())
        again = take_in(library, [folder], Batch(), Watch())
    assert (len(first.added), len(first.failed)) == (6, 2)
    assert (len(again.added), len(again.failed), again.number, again.total) == (0, 2, 8, 8)


def test_what_was_added_before_a_stop_stays(tmp_path: Path) -> None:
    batch = Batch()
    watch = Watch(lambda _done: None, lambda: len(batch.added) == 3)
    with Library.open(tmp_path / "library.sqlite") as library:
        take_in(library, [folder_of(tmp_path / "folder", 9)], batch, watch)
        assert [info.id for info in shelf.articles(library)] == batch.added[::-1]
    assert batch.stopped
    assert batch.failed == []
    assert len(batch.added) == 3


def test_work_that_is_stopped_by_the_button_says_what_it_did(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    intake.add_files(window, [folder_of(tmp_path / "folder", 60)])
    qtbot.waitUntil(lambda: "of 62" in window.messages.text.text(), timeout=20_000)
    window.messages.button.click()
    qtbot.waitUntil(lambda: window.messages.text.text().startswith("Stopped."), timeout=20_000)
    assert len(shelf.articles(window.session.library)) < 61

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from reader import annotate, shelf
from reader.formats import Hints, read
from reader.ui import rereading

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from reader.ui.window import MainWindow

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def opened(window: MainWindow, path: Path, encoding: str = "") -> str:
    article = shelf.add_file(window.session.library, path, encoding=encoding).id
    window.session.refresh()
    window.open_article(article)
    return article


def text_of(window: MainWindow) -> str:
    desk = window.session.desk
    assert desk is not None
    return desk.whole()


def test_a_text_is_taken_as_it_is_and_mended_again(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("عنوان\n\nنص\u202e عربي مع NATO هنا.\n\nفقرة ثانية.\n", encoding="utf-8")
    article = opened(window, path)
    start = text_of(window).index("NATO")
    annotate.highlight(window.session.library, article, start, start + 4, note="حلف")
    window.session.refresh()
    window.surface.setFocus()
    QTest.keyClick(window.surface, Qt.Key.Key_I, BOTH)
    qtbot.waitUntil(lambda: "\u202e" in text_of(window), timeout=20_000)
    desk = window.session.desk
    assert desk is not None
    (note,) = desk.annotations
    assert desk.text(note.placement.start, note.placement.end) == "NATO"
    assert note.placement.start == start + 1
    assert shelf.info(window.session.library, article).source == str(path)
    QTest.keyClick(window.surface, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "\u202e" not in text_of(window), timeout=20_000)
    rereading.as_is(window)
    qtbot.waitUntil(lambda: "\u202e" in text_of(window), timeout=20_000)
    rereading.read_again(window)
    qtbot.waitUntil(lambda: "\u202e" not in text_of(window), timeout=20_000)


def test_the_menu_shows_what_each_encoding_makes_of_the_file(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("سؤال وجواب\n\nهذا نص عربي مع NATO.\n".encode("windows-1256"))
    article = opened(window, path, "windows-1255")
    assert "سؤال" not in text_of(window)
    menu = QMenu(window)
    assert rereading.fill(window, article, menu)
    (right,) = [action for action in menu.actions() if "سؤال وجواب" in action.text() and "1256" in action.text()]
    right.trigger()
    qtbot.waitUntil(lambda: text_of(window).startswith("سؤال وجواب"), timeout=20_000)
    menu.deleteLater()


def test_reading_that_changes_nothing_says_so(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.session.desk
    assert desk is not None
    rereading.read_again(window)
    qtbot.waitUntil(lambda: "the same" in window.messages.text.text(), timeout=20_000)
    assert window.session.desk is desk


def test_a_text_without_a_file_says_so(window: MainWindow, qtbot: QtBot) -> None:
    pasted = shelf.add(window.session.library, read("نص ملصق.".encode(), Hints(encoding="utf-8"))).id
    window.open_article(pasted)
    QTest.keyClick(window.surface, Qt.Key.Key_G, BOTH)
    qtbot.waitUntil(lambda: "was not kept" in window.messages.text.text(), timeout=20_000)
    window.messages.text.setText("")
    QTest.keyClick(window.surface, Qt.Key.Key_I, BOTH)
    qtbot.waitUntil(lambda: "was not kept" in window.messages.text.text(), timeout=20_000)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_opens_by_its_key(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window.surface, Qt.Key.Key_G, BOTH)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in window.findChildren(QMenu)), timeout=20_000)
    (menu,) = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    assert len(menu.actions()) > 15
    menu.close()


def test_a_turned_paragraph_is_turned_when_the_text_is_opened_again(window: MainWindow, tmp_path: Path) -> None:
    first = window.session.desk
    assert first is not None
    path = tmp_path / "a.txt"
    path.write_text("عنوان\n\nفقرة أولى من كلام.\n\nفقرة ثانية.\n", encoding="utf-8")
    article = opened(window, path)
    desk = window.session.desk
    assert desk is not None
    block = desk.block(1)

    def left_to_right() -> bool:
        (box,) = window.surface.span_boxes(block.start, block.start + 4)
        return box.center().x() < window.surface.viewport().width() / 2

    window.surface.set_selection(block.start + 2, block.start + 3)
    assert not left_to_right()
    QTest.keyClick(window.surface, Qt.Key.Key_X, BOTH)
    assert left_to_right()
    window.open_article(first.id)
    window.open_article(article)
    assert left_to_right()
    window.surface.set_selection(block.start + 2, block.start + 3)
    QTest.keyClick(window.surface, Qt.Key.Key_X, BOTH)
    assert not left_to_right()

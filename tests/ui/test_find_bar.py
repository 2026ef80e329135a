from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from reader import shelf
from reader.document.model import Article, Block

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from reader.ui.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


def find(window: MainWindow, qtbot: QtBot, text: str) -> None:
    window.panels.find.field.clear()
    window.panels.find.field.setText(text)
    qtbot.waitUntil(lambda: bool(window.panels.find.count.text()), timeout=20_000)


def test_results_come_while_typing_and_the_hit_is_in_view(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window.surface, Qt.Key.Key_F, CONTROL)
    assert window.panels.find.field.hasFocus()
    find(window, qtbot, "الناتو")
    bar, desk = window.panels.find, window.session.desk
    assert desk is not None
    assert {desk.text(start, end) for start, end, _exact in bar.hits} == {"الـناتو"}
    assert len(bar.hits) == desk.whole().count("الـناتو")
    for at in range(1, len(bar.hits) + 2):
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
        start = bar.hits[at % len(bar.hits)][0]
        y = window.surface.line_y(start)
        assert y is not None
        assert 0 <= y < window.surface.viewport().height() - 30
    assert bar.geometry().bottom() < window.surface.geometry().top()
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text().startswith("1 ") or len(bar.hits) > 1


def test_what_is_folded_can_be_switched_off(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("find")
    find(window, qtbot, "الناتو")
    assert window.panels.find.hits
    window.panels.find.folds["tatweel"].setChecked(False)
    qtbot.waitUntil(lambda: not window.panels.find.hits, timeout=20_000)
    assert window.panels.find.count.text() == "Not found"


def test_the_button_that_clears_stands_in_the_middle_of_the_field(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("find")
    find(window, qtbot, "بايدن")
    field = window.panels.find.field
    (button,) = field.findChildren(QToolButton)
    assert abs(button.geometry().center().y() - field.rect().center().y()) <= 2
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not field.text()


def test_escape_closes_and_shows_nothing_more(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("find")
    find(window, qtbot, "بايدن")
    assert window.panels.find.hits
    QTest.keyClick(window.panels.find.field, Qt.Key.Key_Escape)
    assert not window.panels.find.isVisible()
    assert window.panels.find.hits == []
    assert window.surface.hasFocus()


def test_a_bad_expression_is_told_and_stops_nothing(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("find")
    window.panels.find.regex.setChecked(True)
    find(window, qtbot, "(بايدن")
    qtbot.waitUntil(lambda: bool(window.panels.find.count.toolTip()), timeout=20_000)
    assert window.panels.find.count.text() == "Cannot be searched"


def test_a_selection_is_what_is_looked_for(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.session.desk
    assert desk is not None
    at = desk.whole().index("SolarWinds")
    window.surface.set_selection(at, at + 10)
    window.commands.run("find")
    assert window.panels.find.field.text() == "SolarWinds"
    qtbot.waitUntil(lambda: len(window.panels.find.hits) == 1, timeout=20_000)
    assert window.panels.find.hits[0][:2] == (at, at + 10)


def test_quranic_spelling_is_found_by_todays(window: MainWindow, qtbot: QtBot) -> None:
    text = "وَأَقِيمُوا۟ ٱلصَّلَوٰةَ وَءَاتُوا۟ ٱلزَّكَوٰةَ"
    added = shelf.add(window.session.library, Article(text, (Block(0, len(text)),), language="ar"), name="verse")
    window.open_article(added.id)
    window.commands.run("find")
    find(window, qtbot, "الصلاة")
    qtbot.waitUntil(lambda: len(window.panels.find.hits) == 1, timeout=20_000)
    start, end, exact = window.panels.find.hits[0]
    assert text[start:end] == "ٱلصَّلَوٰةَ"
    assert not exact


def test_alt_e_finds_only_what_is_spelled_as_typed(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("find")
    find(window, qtbot, "الناتو")
    qtbot.waitUntil(lambda: bool(window.panels.find.hits), timeout=20_000)
    assert "spelled otherwise" in window.panels.find.count.text()
    QTest.keyClick(window.panels.find.field, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not window.panels.find.hits, timeout=20_000)
    QTest.keyClick(window.panels.find.field, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(window.panels.find.hits), timeout=20_000)

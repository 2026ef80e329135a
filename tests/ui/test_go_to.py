from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.document.model import Locator, LocatorKind
from reader.ui.go_to import place_of

if TYPE_CHECKING:
    from reader.ui.window import MainWindow

PAGES = [Locator(offset, LocatorKind.PAGE, label) for offset, label in ((0, "1:22"), (100, "1:23"), (900, "2:23"))]
VERSES = [
    Locator(10, LocatorKind.VERSE, "1:1"),
    Locator(300, LocatorKind.VERSE, "2:1"),
    Locator(500, LocatorKind.VERSE, "2:255"),
]
BIBLE = [Locator(5, LocatorKind.VERSE, "Gen 1:1"), Locator(50, LocatorKind.VERSE, "Gen 1:2")]
SURAS = [(0, "سورة الفاتحة"), (290, "سُورَةُ ٱلْبَقَرَةِ"), (700, "آل عمران")]


@pytest.mark.parametrize(
    ("wanted", "places", "offset"),
    [
        ("2:255", VERSES, 500),
        ("٢:٢٥٥", VERSES, 500),
        ("2 255", VERSES, 500),
        ("البقرة ٢٥٥", VERSES, 500),
        ("البقرة", VERSES, 290),
        ("الفاتحة", VERSES, 0),
        ("الفاتحة ١", VERSES, 10),
        ("آل عمران 3", VERSES, 700),
        ("Gen 1:2", BIBLE, 50),
        ("gen 1:2", BIBLE, 50),
        ("בראשית א ב", BIBLE, 50),
        ("בראשית א׳:ב׳", BIBLE, 50),
        ("בראשית 1:2", BIBLE, 50),
        ("בראשית", [Locator(7, LocatorKind.CHAPTER, "Gen 1")], 7),
        ("תהלים קי״ט, קע״ו", [Locator(9, LocatorKind.VERSE, "Ps 119:176")], 9),
        ("שמואל ב ט״ו ג", [Locator(9, LocatorKind.VERSE, "2Sam 15:3")], 9),
        ("בראשית foo", BIBLE, None),
        ("1:23", PAGES, 100),
        ("ج ٢، ص ٢٣", PAGES, 900),
        ("23", PAGES, 100),
        ("٤٠٪", [], 400),
        ("40%", [], 400),
        ("999%", [], 1000),
        ("", VERSES, None),
        ("لا شيء", VERSES, None),
        ("2:999", VERSES, None),
    ],
)
def test_every_way_to_name_a_place(wanted: str, places: list[Locator], offset: int | None) -> None:
    assert place_of(wanted, places, SURAS, 1000) == offset


def test_ctrl_g_goes_there_and_back(window: MainWindow) -> None:
    before = window.surface.position()
    QTest.keyClick(window.surface, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    panel = window.panels["go_to"]
    field = window.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "80%")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not panel.isVisible()
    assert window.surface.position() != before
    QTest.keyClick(window.surface, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.surface.position() == before


def test_a_place_that_is_not_there_is_said_and_the_field_stays(window: MainWindow) -> None:
    window.commands.run("go_to")
    field = window.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "zzz")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.panels["go_to"].isVisible()

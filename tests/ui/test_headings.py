"""From heading to heading by the bare letter H, which stays a letter wherever one types or looks through a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader import shelf
from reader.document.model import Block, BlockKind
from reader.store.library import Library
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.ui.window import MainWindow

LINES = [
    "الباب الأول",
    *["كلام كثير في الباب. " * 12] * 12,
    "الباب الثاني",
    *["كلام آخر. " * 20] * 12,
    "الباب الثالث",
    "خاتمة",
]


@pytest.fixture
def window(open_window: Callable[..., MainWindow], library: Path) -> MainWindow:
    plain = article_of("\n".join(LINES))
    headings = {"الباب الأول", "الباب الثاني", "الباب الثالث"}
    blocks = [
        Block(b.start, b.end, BlockKind.HEADING, 1) if plain.text[b.start : b.end] in headings else b
        for b in plain.blocks
    ]
    with Library.open(library) as opened:
        shelf.add(opened, article_of(plain.text, blocks=tuple(blocks)))
    return open_window()


def heading(window: MainWindow) -> str:
    assert window.session.desk is not None
    return window.session.desk.block_text(window.session.desk.block_at(window.surface.caret()))


def press(window: MainWindow, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_H, modifiers)


def test_h_goes_on_and_shift_h_back(window: MainWindow) -> None:
    seen = []
    for _ in range(3):
        press(window)
        seen.append(heading(window))
    assert seen == ["الباب الثاني", "الباب الثالث", "الباب الثالث"]
    assert window.surface.line_y(window.surface.caret()) is not None
    press(window, Qt.KeyboardModifier.ShiftModifier)
    assert heading(window) == "الباب الثاني"


def test_h_is_a_letter_in_a_field_and_in_a_list(window: MainWindow) -> None:
    before = window.surface.caret()
    window.commands.run("find")
    press(window)
    assert window.panels.find.field.text().lower() == "h"
    window.shelf.article_list.setFocus()
    press(window)
    assert window.surface.caret() == before

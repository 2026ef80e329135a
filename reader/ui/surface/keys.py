"""Which key moves the caret or the page where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from reader.ui.surface.caret import Move

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_MOVES = {
    (Qt.Key.Key_Left, False): Move.LEFT,
    (Qt.Key.Key_Right, False): Move.RIGHT,
    (Qt.Key.Key_Left, True): Move.WORD_LEFT,
    (Qt.Key.Key_Right, True): Move.WORD_RIGHT,
    (Qt.Key.Key_Up, False): Move.UP,
    (Qt.Key.Key_Down, False): Move.DOWN,
    (Qt.Key.Key_Up, True): Move.PARAGRAPH_UP,
    (Qt.Key.Key_Down, True): Move.PARAGRAPH_DOWN,
    (Qt.Key.Key_Home, False): Move.LINE_START,
    (Qt.Key.Key_End, False): Move.LINE_END,
    (Qt.Key.Key_Home, True): Move.START,
    (Qt.Key.Key_End, True): Move.END,
}


def move_of(event: QKeyEvent) -> Move | None:
    """Return the movement of the caret that a key asks for; Ctrl goes by word, paragraph or to the end."""
    if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return None
    return _MOVES.get((Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)))


def page_of(event: QKeyEvent) -> int:
    """Return 1 for a key that goes a page down, -1 for one that goes up, 0 for another."""
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if event.key() == Qt.Key.Key_Space:
        return -1 if shift else 1
    return {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)

"""Growing and shrinking a highlight by a word at either end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.desk import Desk

AROUND = 400
"""Code points looked at on each side of an end."""


def by_word(desk: Desk, start: int, end: int, *, start_moves: bool, later: bool) -> tuple[int, int] | None:
    """Return the span with one end at the next or previous border of a word; None where nothing would be left."""
    from reader.text.words import words

    moving = start if start_moves else end
    first = max(0, moving - AROUND)
    text = desk.text(first, moving + AROUND)
    borders = [first + (begin if start_moves else finish) for begin, finish in words(text)]
    beyond = [border for border in borders if (border > moving if later else border < moving)]
    if not beyond:
        return None
    reached = min(beyond) if later else max(beyond)
    span = (reached, end) if start_moves else (start, reached)
    return span if span[0] < span[1] else None

"""Changes stretches of an article's text, and moves everything that stands over it along."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.document.model import Article


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` instead of the code points from ``start`` to ``end``; one lies inside one line."""

    start: int
    end: int
    text: str


def rewrite(article: Article, edits: Sequence[Edit]) -> Article:
    """Return ``article`` with ``edits``, which are in order and apart; offsets inside one go to its borders."""
    if not edits:
        return article
    parts: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    position = shift = 0
    for edit in edits:
        parts += (article.text[position : edit.start], edit.text)
        starts.append(edit.start)
        shifts.append(shift)
        shift += len(edit.text) - (edit.end - edit.start)
        position = edit.end
    parts.append(article.text[position:])

    def moved(offset: int, is_end: bool) -> int:
        place = bisect_right(starts, offset) - 1
        if place < 0:
            return offset
        edit = edits[place]
        if offset >= edit.end:
            return offset + shifts[place] + len(edit.text) - (edit.end - edit.start)
        if offset == edit.start or not is_end:
            return edit.start + shifts[place]
        return edit.start + shifts[place] + len(edit.text)

    blocks = (replace(item, start=moved(item.start, False), end=moved(item.end, True)) for item in article.blocks)
    marks = (replace(item, start=moved(item.start, False), end=moved(item.end, True)) for item in article.marks)
    return replace(
        article,
        text="".join(parts),
        blocks=tuple(block for block in blocks if block.start < block.end),
        marks=tuple(mark for mark in marks if mark.start < mark.end),
        locators=tuple(replace(item, offset=moved(item.offset, False)) for item in article.locators),
    )

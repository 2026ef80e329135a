"""Rows of a page as paragraphs: columns, indents, gaps, larger type, and what stands at the edge of every page."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from reader.formats.pdf_order import Row, kind_of, split

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = re.compile(r"[0-9٠-٩۰-۹]+")
_PAGE_NUMBER = re.compile(r"[\s\-–—.()\[\]|]*[0-9٠-٩۰-۹ivxlc]{1,5}[\s\-–—.()\[\]|]*")
_EDGE = 0.09
_REPEATED = 3
_GUTTER = 1.1
_BAYT_GAP = 1.5
_WIDE = 1.4
_ENDS = (".", "!", "?", "؟", "۔", ":", "”", "»", "׃")


@dataclass(slots=True)
class Line:
    """One line of text in logical order with its place; the hemistichs of a bayt are parted by a newline."""

    text: str
    left: float
    right: float
    y: float
    size: float
    page: int
    is_bayt: bool = False
    column_left: float = 0.0
    column_right: float = 0.0


def in_columns(found: list[Row], base: str) -> list[list[Row]]:
    """Return the rows of a page as groups to be read one after the other: whole rows, or columns side by side."""
    if len(found) < 6:
        return [found]
    parts = [split(row, _GUTTER * row.size) for row in found]
    gutter = _gutter(parts)
    if gutter is None:
        return [found]
    groups: list[list[Row]] = []
    sides: tuple[list[Row], list[Row]] = ([], [])
    for row, pieces in zip(found, parts, strict=True):
        left = [piece for piece in pieces if piece.right <= gutter]
        right = [piece for piece in pieces if piece.left >= gutter]
        if len(left) + len(right) < len(pieces):
            groups += _flushed(sides, base)
            sides = ([], [])
            groups.append([row])
            continue
        for side, there in zip(sides, (left, right), strict=True):
            if there:
                side.append(Row(row.y, row.size, [glyph for piece in there for glyph in piece.glyphs]))
    groups += _flushed(sides, base)
    return _joined(groups)


def _flushed(sides: tuple[list[Row], list[Row]], base: str) -> list[list[Row]]:
    ordered = sides[::-1] if base == "rtl" else sides
    return [side for side in ordered if side]


def _joined(groups: list[list[Row]]) -> list[list[Row]]:
    """Join single rows that follow one another into one group."""
    joined: list[list[Row]] = []
    single = False
    for group in groups:
        if len(group) == 1 and single:
            joined[-1] += group
        else:
            joined.append(group)
        single = len(group) == 1
    return joined


def _gutter(parts: list[list[Row]]) -> float | None:
    """Return where an empty strip parts two columns of prose, or None: verse and tables are read across."""
    centres = [(a.right + b.left) / 2 for row in parts for a, b in itertools.pairwise(row)]
    if len(centres) < 5:
        return None
    centre = median(centres)
    parted = [row for row in parts if len(row) == 2 and row[0].right < centre < row[1].left]
    crossing = [row for row in parts if any(piece.left < centre < piece.right for piece in row)]
    if len(parted) < max(5, 0.4 * len(parts)) or len(crossing) > 0.5 * len(parts):
        return None
    letters = median(len(piece.glyphs) for row in parted for piece in row)
    return centre if letters >= 28 else None


def bayts(group: Sequence[Row]) -> dict[int, list[Row]]:
    """Return the two hemistichs, as they are read, of each row that is a bayt, by the ``id`` of the row.

    Such a row has one wide gap between two halves of nearly one length, and stands beside another one.
    """
    halved = [_halves(row) for row in group]
    found: dict[int, list[Row]] = {}
    for number, (row, halves) in enumerate(zip(group, halved, strict=True)):
        beside = halved[max(number - 1, 0) : number] + halved[number + 1 : number + 2]
        if halves and any(beside):
            found[id(row)] = halves
    return found


def _halves(row: Row) -> list[Row]:
    parts = split(row, _BAYT_GAP * row.size)
    if len(parts) != 2 or any("R" not in {kind_of(glyph.text) for glyph in part.glyphs} for part in parts):
        return []
    left, right = (part.right - part.left for part in parts)
    letters = [len(part.glyphs) for part in parts]
    if not 6 <= min(letters) <= max(letters) <= 48 or max(left, right) > 1.5 * min(left, right):
        return []
    return parts[::-1]


def edges(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[int]:
    """Return the ``id`` of each line that is a running head or a page number at the edge of its page."""
    repeated: Counter[str] = Counter()
    candidates: list[tuple[Line, str]] = []
    for lines, height in zip(pages, heights, strict=True):
        for line in {id(line): line for line in (*lines[:2], *lines[-2:])}.values():
            if line.y > (1 - _EDGE) * height or line.y < _EDGE * height:
                key = " ".join(_DIGITS.sub("", line.text).split())
                candidates.append((line, key))
                repeated[key] += 1
    return {
        id(line)
        for line, key in candidates
        if _PAGE_NUMBER.fullmatch(line.text)
        or (len(pages) >= _REPEATED and repeated[key] >= max(_REPEATED, len(pages) // 8))
    }


def body_size(lines: Sequence[Line]) -> float:
    """Return the size of type that most letters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def set_columns(lines: Sequence[Line]) -> None:
    """Give each line the edges of its column: those of the longest lines of its page and side."""
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    for page in by_page.values():
        for line in page:
            beside = [other for other in page if other.left < line.right and line.left < other.right]
            line.column_left = min((other.left for other in beside), default=line.left)
            line.column_right = max((other.right for other in beside), default=line.right)


@dataclass(frozen=True, slots=True)
class Spacing:
    """How the lines of a document stand: the usual distance, and whether wider ones part its paragraphs."""

    leading: float
    has_gaps: bool


def spacing(lines: Sequence[Line], size: float) -> Spacing:
    """Return how ``lines`` of type ``size`` stand."""
    together = [(a, b) for a, b in itertools.pairwise(lines) if a.page == b.page]
    steps = [a.y - b.y for a, b in together if 0.7 * size < a.y - b.y < 4 * size]
    if not steps:
        return Spacing(1.5 * size, False)
    leading = min(median(steps), 1.5 * min(steps))
    wide = sum(1 for step in steps if step > _WIDE * leading)
    return Spacing(leading, wide >= max(3, len(steps) // 20))


def begins_paragraph(before: Line, line: Line, base: str, spaced: Spacing) -> bool:
    """Tell whether ``line`` begins a paragraph: other type, a wide gap, an indent, or room left on the line before."""
    if line.is_bayt or before.is_bayt:
        return True
    if abs(line.size - before.size) > 0.12 * max(line.size, before.size):
        return True
    same_page = line.page == before.page and line.y < before.y
    if same_page and before.y - line.y > _WIDE * spaced.leading:
        return True
    indent = line.column_right - line.right if base == "rtl" else line.left - line.column_left
    indent_before = before.column_right - before.right if base == "rtl" else before.left - before.column_left
    if indent > line.size and indent_before < 0.5 * line.size:
        return True
    room = before.left - before.column_left if base == "rtl" else before.column_right - before.right
    first_word = len(line.text.split(" ", 1)[0])
    width = (line.right - line.left) / max(len(line.text), 1)
    if spaced.has_gaps and same_page:
        return room > 0.3 * (before.column_right - before.column_left) and before.text.endswith(_ENDS)
    return room > (first_word + 1.5) * width + 0.5 * line.size

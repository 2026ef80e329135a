"""From glyphs in their places on a page to text in logical order: lines, marks on their letters, directions."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

QUOTES = str.maketrans("“”‘’", "”“’‘")
BRACKETS = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_JOINS_DIGITS = frozenset(".,:/٫٬'")
_ALEFS = frozenset("اأإآٱ")


@dataclass(slots=True)
class Glyph:
    """One drawn sign: usually a letter, more for a ligature; places in points.

    ``x`` and ``y`` are where the pen stood: they keep the order of letters that are drawn over one another; where the
    pen did not move, ``order`` does, the place of the glyph in reading order as pdfium sees it.
    """

    text: str
    x: float
    left: float
    right: float
    y: float
    size: float
    order: int = 0


@dataclass(slots=True)
class Row:
    """Glyphs on one baseline, from left to right."""

    y: float
    size: float
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Return the left edge."""
        return min(glyph.left for glyph in self.glyphs[:3])

    @property
    def right(self) -> float:
        """Return the right edge."""
        return max(glyph.right for glyph in self.glyphs[-3:])


@cache
def is_mark(text: str) -> bool:
    """Tell whether a sign stands on another one."""
    return all(unicodedata.category(character) in {"Mn", "Me"} for character in text)


def rows(glyphs: Sequence[Glyph]) -> list[Row]:
    """Return the glyphs as rows from the top down; marks that float stand after the letter below or above them."""
    found: list[Row] = []
    marks: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        if is_mark(glyph.text.strip()) and glyph.text.strip():
            glyph.text = glyph.text.strip()
            marks.append(glyph)
        elif found and abs(found[-1].y - glyph.y) <= 0.3 * min(found[-1].size, glyph.size):
            found[-1].glyphs.append(glyph)
        else:
            found.append(Row(glyph.y, glyph.size, [glyph]))
    for row in found:
        row.glyphs.sort(key=_from_left)
        row.size = max(glyph.size for glyph in row.glyphs)
    for mark in marks:
        _attach(mark, found)
    return found


def _from_left(glyph: Glyph) -> tuple[float, int]:
    return round(glyph.x, 1), -glyph.order if kind_of(glyph.text) == "R" else glyph.order


def _attach(mark: Glyph, found: list[Row]) -> None:
    """Add a mark to the text of the glyph it stands on."""
    centre = (mark.left + mark.right) / 2
    best: Glyph | None = None
    distance = float("inf")
    for row in found:
        rise = abs(row.y - mark.y)
        if rise > 1.2 * row.size:
            continue
        for glyph in row.glyphs:
            away = max(glyph.left - centre, centre - glyph.right, 0.0) + 0.5 * rise
            if glyph.text.isspace():
                away += 0.1 * row.size
            if away < distance:
                best, distance = glyph, away
    if best is not None:
        best.text += mark.text


def split(row: Row, gap: float) -> list[Row]:
    """Return ``row`` cut where more than ``gap`` points are empty, from left to right."""
    parts = [Row(row.y, row.size)]
    right = row.glyphs[0].left
    for glyph in row.glyphs:
        if glyph.text.isspace():
            continue
        if parts[-1].glyphs and glyph.left - right > gap:
            parts.append(Row(row.y, row.size))
        parts[-1].glyphs.append(glyph)
        right = max(right, glyph.right)
    wide = [part for part in parts if part.glyphs]
    return wide if len(wide) > 1 else [row]


@cache
def kind_of(text: str) -> str:
    """Return "R", "L", "N" for digits, or "" for what has no direction of its own."""
    for character in text:
        found = unicodedata.bidirectional(character)
        if found in {"R", "AL"}:
            return "R"
        if found == "L":
            return "L"
        if found in {"EN", "AN"}:
            return "N"
    return ""


def logical(row: Row, base: str, swap_brackets: bool, reversed_ligatures: bool) -> str:
    """Return the text of ``row`` in the order in which it is read.

    ``base`` is "rtl" or "ltr"; ``swap_brackets`` where the file maps mirrored brackets to what they look like;
    ``reversed_ligatures`` where it lists the letters of a ligature backwards.
    """
    items = _spaced(row, reversed_ligatures)
    kinds = [kind_of(text) for text in items]
    if "R" not in kinds and (base == "ltr" or "L" in kinds):
        return "".join(items)
    if base == "rtl":
        items.reverse()
        kinds.reverse()
        return "".join(_turn(items, kinds, _left_runs(items, kinds), swap_brackets, False))
    return "".join(_turn(items, kinds, _right_runs(kinds), swap_brackets, True))


def _spaced(row: Row, reversed_ligatures: bool) -> list[str]:
    """Return the texts from left to right, a space where a gap is wide and none is written."""
    items: list[str] = []
    right = row.glyphs[0].left
    has_spaces = sum(glyph.text.isspace() for glyph in row.glyphs) > len(row.glyphs) // 20
    gap = (0.6 if has_spaces else 0.17) * row.size
    for glyph in row.glyphs:
        if items and not glyph.text.isspace() and not items[-1].isspace() and glyph.left - right > gap:
            items.append(" ")
        items.append(_ligature(glyph.text, reversed_ligatures))
        right = max(right, glyph.right)
    return items


def _ligature(text: str, is_reversed: bool) -> str:
    letters = [character for character in text if not is_mark(character)]
    if len(letters) < 2 or kind_of(text) != "R":
        return text
    if is_reversed or (len(letters) == 2 and letters[0] in _ALEFS and letters[1] == "ل"):
        marks = "".join(character for character in text if is_mark(character))
        return "".join(reversed(letters)) + marks
    return text


def _left_runs(items: list[str], kinds: list[str]) -> list[tuple[int, int]]:
    """Return the stretches of a right-to-left line, in reading order, that are written from left to right."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(kinds):
        if kinds[start] not in {"L", "N"}:
            start += 1
            continue
        end = start + 1
        place = start + 1
        has_letter = kinds[start] == "L"
        while place < len(kinds) and kinds[place] != "R":
            if kinds[place] in {"L", "N"}:
                between = items[end:place]
                joined = not between or (len(between) == 1 and between[0] in _JOINS_DIGITS)
                if not (joined or has_letter or _letter_ahead(kinds, place)):
                    break
                has_letter = has_letter or kinds[place] == "L"
                end = place + 1
            place += 1
        found.append((start, end))
        start = end
    return found


def _letter_ahead(kinds: list[str], place: int) -> bool:
    for kind in kinds[place:]:
        if kind == "R":
            return False
        if kind == "L":
            return True
    return False


def _right_runs(kinds: list[str]) -> list[tuple[int, int]]:
    """Return the stretches of a left-to-right line that are written from right to left."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(kinds):
        if kinds[start] != "R":
            start += 1
            continue
        end = start + 1
        for place in range(start + 1, len(kinds)):
            if kinds[place] == "L":
                break
            if kinds[place] == "R":
                end = place + 1
        found.append((start, end))
        start = end
    return found


def _turn(items: list[str], kinds: list[str], runs: list[tuple[int, int]], swap: bool, inside: bool) -> list[str]:
    """Reverse ``runs`` of ``items``, and undo the mirroring of signs that stand in right-to-left text.

    ``inside`` tells that the runs are the right-to-left ones. Digits inside them keep their own order.
    """
    turned: list[str] = []
    position = 0
    for start, end in [*runs, (len(items), len(items))]:
        outside = items[position:start]
        turned += outside if inside else [_unmirrored(item, swap) for item in outside]
        run, run_kinds = items[start:end][::-1], kinds[start:end][::-1]
        if inside:
            run = [_unmirrored(item, swap) for item in run]
            for first, last in _left_runs(run, run_kinds):
                run[first:last] = run[first:last][::-1]
        turned += run
        position = end
    return turned


def _unmirrored(item: str, swap: bool) -> str:
    """Return ``item`` with quotation marks as written: pdfium mirrors them, though Unicode does not."""
    item = item.translate(QUOTES)
    return item.translate(BRACKETS) if swap else item

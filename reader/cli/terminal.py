"""The terminal view: an article as lines of cells, shaped and ordered here for terminals that do neither.

``visual`` order: letters take their joined forms (arabic-reshaper), lines are wrapped by display width in logical
order, then every line is put into visual order by the levels of UAX #9 (python-bidi resolves them, rule L2 is applied
here), and brackets at right-to-left levels are mirrored (L4), which the library leaves to its caller. ``logical`` order
leaves all that to a terminal that knows how. Control characters of the text never reach the terminal: they could
command it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from reader.annotation.model import Colour, Status, Style
from reader.text.bidi import isolate, paragraph_direction
from reader.text.graphemes import clusters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reader.annotation.model import Annotation

_BACKGROUNDS = {
    Colour.YELLOW: 228,
    Colour.GREEN: 157,
    Colour.PINK: 218,
    Colour.BLUE: 153,
    Colour.PURPLE: 183,
    Colour.ORANGE: 216,
}
_RESET = "\x1b[0m"
_PAIRED = "()[]{}<>«»‹›≤≥⟨⟩（）"
_MIRRORED = str.maketrans(_PAIRED, ")(][}{><»«›‹≥≤⟩⟨）（")
_LAM, _ALEFS = "\u0644", "\u0622\u0623\u0625\u0627"
_LAM_ALEF = {chr(code) for code in range(0xFEF5, 0xFEFD)}
_JOINERS = "\u200c\u200d"
_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20)} | dict.fromkeys(range(0x7F, 0xA0), "\ufffd")
_LEVEL = re.compile(r"Level\(\n\s+(\d+),\n")
_LONGEST = 8_000
"""Code points whose levels are resolved at once; a longer paragraph is cut, so that one line cannot take minutes."""


class Order(StrEnum):
    """Who puts the characters into visual order: we (VISUAL), or the terminal (LOGICAL)."""

    AUTO = "auto"
    LOGICAL = "logical"
    VISUAL = "visual"


@dataclass(frozen=True, slots=True)
class View:
    """How the article is shown."""

    order: Order = Order.VISUAL
    width: int = 80
    """Cells in a line."""
    colours: bool = False
    """Whether highlights are coloured with ANSI sequences."""
    direction: str = "rtl"
    """Base direction of the document, for paragraphs that have none of their own."""


@dataclass(slots=True)
class _Cell:
    """One cluster, or a lam-alef of two: what is printed, and where it stands in the paragraph."""

    start: int
    text: str
    width: int
    level: int = 0


@dataclass(slots=True)
class _Look:
    """What one stretch of the text is printed with."""

    bold: bool = False
    underlined: bool = False
    struck: bool = False
    background: int = 0

    def add(self, annotation: Annotation) -> None:
        """Lay one more highlight over the stretch; a second one underlines it."""
        self.underlined |= annotation.style is Style.UNDERLINE or self.background > 0
        self.struck |= annotation.style is Style.STRIKETHROUGH
        if annotation.style is Style.BACKGROUND:
            self.background = _BACKGROUNDS[annotation.colour]

    def parameters(self) -> str:
        """Return the parameters of the ANSI sequence Select Graphic Rendition."""
        parts = [code for code, on in (("1", self.bold), ("4", self.underlined), ("9", self.struck)) if on]
        return ";".join([*parts, f"38;5;16;48;5;{self.background}"] if self.background else parts)


def choose_order(order: Order, environment: Mapping[str, str], *, terminal: bool) -> Order:
    """Return the order that ``auto`` means: logical into files, and into terminals known to order and shape."""
    if order is not Order.AUTO:
        return order
    version = environment.get("VTE_VERSION", "")
    knows = (
        (version.isdigit() and int(version) >= 5800)
        or "KONSOLE_VERSION" in environment
        or "MLTERM" in environment
        or environment.get("TERM_PROGRAM") in {"Apple_Terminal", "mintty", "iTerm.app"}
    )
    return Order.LOGICAL if knows or not terminal else Order.VISUAL


def lines(
    text: str, view: View, annotations: Iterable[Annotation] = (), headings: Sequence[tuple[int, int]] = ()
) -> Iterator[str]:
    """Yield the lines of ``text`` as the terminal shall print them, without newlines.

    ``annotations`` are highlighted and ``headings`` (spans in code points) are bold where ``view.colours`` says so;
    orphans have no place and are left out. A right-to-left line stands at the right edge in visual order.
    """
    style = _styler(annotations, headings) if view.colours else _plain
    start = 0
    for paragraph in text.split("\n"):
        offset = 0
        for part in _parts(paragraph):
            if view.order is Order.LOGICAL:
                cells = [_Cell(at, part[at:end].translate(_CONTROLS), 1) for at, end in clusters(part)]
                yield _painted(cells, start + offset, style)
            else:
                yield from _visual_lines(part, start + offset, view, style)
            offset += len(part)
        start += len(paragraph) + 1


def harmless(text: str) -> str:
    """Return ``text`` with control characters as signs to be seen, so that no name or text commands the terminal."""
    return text.translate(_CONTROLS)


def _parts(paragraph: str) -> list[str]:
    return [paragraph[at : at + _LONGEST] for at in range(0, max(1, len(paragraph)), _LONGEST)]


def label(text: str, order: Order) -> str:
    """Return ``text`` on one line, to stand among other words: isolated, or in visual order already."""
    flat = " ".join(text.split()).translate(_CONTROLS)
    if order is Order.LOGICAL:
        return isolate(flat)
    base = paragraph_direction(flat)
    cells = [cell for part in _parts(flat) for cell in _cells(part, _levels(part, base))]
    return "".join(cell.text for cell in _reordered(cells))


def _visual_lines(part: str, start: int, view: View, style: Callable[[int], str]) -> Iterator[str]:
    base = paragraph_direction(part, view.direction)
    cells = _cells(part, _levels(part, base))
    for line in _wrapped(cells, view.width):
        ordered = _reordered(line)
        indent = view.width - sum(cell.width for cell in ordered) if base == "rtl" and ordered else 0
        yield " " * max(0, indent) + _painted(ordered, start, style)


# ---- shaping and order


def _cells(part: str, levels: Sequence[int]) -> list[_Cell]:
    """Return the paragraph's clusters in logical order with joined forms; invisible ones have no cell."""
    spans = list(clusters(part))
    forms = _joined([part[start] + _joiner(part[start:end]) for start, end in spans])
    cells: list[_Cell] = []
    for (start, end), form in zip(spans, forms, strict=True):
        base, marks = part[start], part[start + 1 : end]
        if unicodedata.bidirectional(base) == "AL":
            marks = marks.strip(_JOINERS)  # they have done their work on the forms
        if not form and cells:  # the alef of a lam-alef: its marks go to the one glyph both have
            cells[-1].text += marks
        elif unicodedata.category(base) == "Cf" and unicodedata.bidirectional(base) not in {"AN", "AL", "R"}:
            continue
        else:
            cells.append(_Cell(start, form.translate(_CONTROLS) + marks, _width(base), levels[start]))
    return cells


def _joiner(cluster: str) -> str:
    return cluster[-1] if len(cluster) > 1 and cluster[-1] in _JOINERS else ""


def _joined(letters: list[str]) -> list[str]:
    """Return the joined form of each letter (with its joiner, if any); empty for an alef that its lam has swallowed."""
    shaped = _reshaper()("".join(letters))
    forms: list[str] = []
    at = 0
    swallow = False
    for index, letter in enumerate(letters):
        if swallow:
            forms.append("")
            swallow = False
        elif at < len(shaped):
            forms.append(shaped[at])
            following = letters[index + 1 : index + 2]
            swallow = shaped[at] in _LAM_ALEF and letter == _LAM and bool(following) and following[0][0] in _ALEFS
            at += 1
        if len(letter) > 1 and shaped[at : at + 1] == letter[1]:
            at += 1
    # The library answers one form for each letter and lam-alef; where it did not, unjoined letters are still right.
    return forms if len(forms) == len(letters) and at == len(shaped) else [letter[0] for letter in letters]


@cache
def _reshaper() -> Callable[[str], str]:
    from arabic_reshaper import ArabicReshaper  # type: ignore[import-untyped]

    reshape: Callable[[str], str] = ArabicReshaper(
        {"delete_harakat": False, "delete_tatweel": False, "support_ligatures": True, "ARABIC LIGATURE ALLAH": False}
    ).reshape
    return reshape


def _levels(part: str, base: str) -> list[int]:
    """Return the embedding level of each code point (UAX #9 up to rule I2)."""
    from bidi import get_display  # type: ignore[import-untyped]

    # One paragraph for the algorithm, whatever separators stand in it.
    flat = "".join(" " if unicodedata.bidirectional(character) in {"B", "S"} else character for character in part)
    report = str(get_display(flat, base_dir="R" if base == "rtl" else "L", debug=True))
    levels = [int(level) for level in _LEVEL.findall(report, report.index("\n    levels: ["))]
    found: list[int] = []
    at = 0
    for character in flat:
        found.append(levels[at])
        at += len(character.encode("utf-8"))
    return found


def _wrapped(cells: list[_Cell], width: int) -> Iterator[list[_Cell]]:
    """Yield lines of at most ``width`` cells, cut at spaces where there are any; spaces at a cut are dropped."""
    line: list[_Cell] = []
    used = 0
    space = -1
    for cell in cells:
        if cell.text == " ":
            space = len(line)
        if used + cell.width > width and line:
            if cell.text == " ":
                yield _stripped(line)
                line, used, space = [], 0, -1
                continue
            cut = space if space > 0 else len(line)
            yield _stripped(line[:cut])
            line = line[cut + 1 :] if space > 0 else []
            used = sum(kept.width for kept in line)
            space = -1
        line.append(cell)
        used += cell.width
    yield _stripped(line)


def _stripped(line: list[_Cell]) -> list[_Cell]:
    """Return the line without spaces at its end: rule L1 would move them to the far edge, where nobody sees them."""
    end = len(line)
    while end and line[end - 1].text == " ":
        end -= 1
    return line[:end]


def _reordered(line: list[_Cell]) -> list[_Cell]:
    """Return the cells from left to right (rule L2), paired characters mirrored where they run right to left (L4)."""
    ordered = list(line)
    levels = [cell.level for cell in line]
    odd = [level for level in levels if level % 2]
    for level in range(max(levels, default=0), min(odd, default=0) - 1 if odd else max(levels, default=0), -1):
        at = 0
        while at < len(ordered):
            end = at
            while end < len(ordered) and levels[end] >= level:
                end += 1
            if end > at:
                ordered[at:end] = reversed(ordered[at:end])
                levels[at:end] = reversed(levels[at:end])
            at = end + 1
    return [_mirrored(cell) if cell.level % 2 and cell.text[:1] in _PAIRED else cell for cell in ordered]


def _mirrored(cell: _Cell) -> _Cell:
    return _Cell(cell.start, cell.text.translate(_MIRRORED), cell.width, cell.level)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


# ---- colours


def _plain(_offset: int) -> str:
    return ""


def _styler(annotations: Iterable[Annotation], headings: Sequence[tuple[int, int]]) -> Callable[[int], str]:
    """Return a function from an offset of the text to the ANSI parameters it is printed with.

    Where highlights overlap the one that starts later gives the colour, and the passage is underlined.
    """
    placed = [annotation for annotation in annotations if annotation.placement.status != Status.ORPHAN]
    marked = sorted((annotation.placement.start, annotation.placement.end, at) for at, annotation in enumerate(placed))
    borders = sorted({border for span in (*marked, *headings) for border in span[:2]})
    looks = [_Look() for _ in borders]
    for start, end in headings:
        for index in range(bisect_left(borders, start), bisect_left(borders, end)):
            looks[index].bold = True
    for start, end, at in marked:
        for index in range(bisect_left(borders, start), bisect_left(borders, end)):
            looks[index].add(placed[at])
    stretches = [look.parameters() for look in looks]

    def style(offset: int) -> str:
        index = bisect_left(borders, offset + 1) - 1
        return stretches[index] if index >= 0 else ""

    return style


def _painted(cells: Iterable[_Cell], start: int, style: Callable[[int], str]) -> str:
    """Return the cells as one string; every line opens and closes its own colours."""
    parts: list[str] = []
    now = ""
    for cell in cells:
        wanted = style(start + cell.start)
        if wanted != now:
            parts.append((_RESET if now else "") + (f"\x1b[{wanted}m" if wanted else ""))
            now = wanted
        parts.append(cell.text)
    return "".join(parts) + (_RESET if now else "")

"""PDF: the text of its pages in logical order, with headings from the type and pages as locators."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.document.model import Article, Block, BlockKind, LocatorKind
from reader.errors import FormatError
from reader.formats.assemble import Known, assemble
from reader.formats.builder import Builder
from reader.formats.pdf_layout import Line, bayts, begins_paragraph, body_size, edges, in_columns, set_columns, spacing
from reader.formats.pdf_order import Row, kind_of, logical
from reader.formats.pdf_pages import Pages
from reader.formats.titles import essence

if TYPE_CHECKING:
    from reader.formats.hints import Hints, Watch

IMPORTER = "pdf/1"

_SURVEYED = 16
_UNREADABLE = 0.06
_pdfium = threading.Lock()  # pdfium is not safe to use from two threads at once


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the article of a PDF. Raises FormatError when it is damaged, protected, scanned or maps no letters."""
    builder = Builder()
    with _pdfium:
        pages = Pages(data)
        try:
            setting = _Setting(pages, _survey(pages, watch.part(0.0, 0.1)), hints.as_is)
            setting.fill(builder, watch.part(0.1, 0.95))
            about = pages.metadata()
        finally:
            pages.close()
    if not pages.characters:
        raise FormatError("The PDF holds no text, only pictures of its pages; it needs text recognition (OCR) first.")
    if pages.unreadable > _UNREADABLE * pages.characters:
        raise FormatError("The text of the PDF cannot be read: its fonts do not say which letters they draw.")
    warnings: tuple[str, ...] = ()
    if pages.unreadable > 0.005 * pages.characters:
        warnings = (f"{pages.unreadable} signs of the PDF could not be read and were left out.",)
    known = Known(IMPORTER, metadata=about, decisions=tuple(setting.decisions), warnings=warnings)
    return assemble(builder.finish(), known, hints)


class _Setting:
    """Puts the lines of all pages into blocks."""

    def __init__(self, pages: Pages, habits: _Habits, keep_edges: bool) -> None:
        self._keep_edges = keep_edges
        self.decisions: list[str] = []
        if habits.swapped_brackets:
            self.decisions.append("The PDF stores brackets as they look; they were turned back.")
        self._pages = pages
        self._habits = habits
        self._contents: dict[int, dict[str, int]] = {}
        for page, depth, title in pages.contents():
            self._contents.setdefault(page, {})[essence(title)] = depth

    def fill(self, builder: Builder, watch: Watch) -> None:
        """Write all blocks into ``builder``."""
        lines = self._lines(watch)
        if not lines:
            return
        set_columns(lines)
        size = body_size(lines)
        spaced = spacing(lines, size)
        before: Line | None = None
        for line in lines:
            if before is None or line.page != before.page:
                for page in range(before.page + 1 if before else 0, line.page + 1):
                    builder.locate(LocatorKind.PAGE, self._pages.label(page))
            if before is None or begins_paragraph(before, line, self._habits.base, spaced):
                builder.open(self._block(line, size))
            elif not before.text.endswith(("\u00ad", "\u0002")):
                builder.write(" ")
            first, _, second = line.text.partition("\n")
            builder.write(first.rstrip("\u00ad"))
            if second:
                builder.break_line()
                builder.write(second)
            before = line

    def _block(self, line: Line, size: float) -> Block:
        if line.is_bayt:
            return Block(0, 0, BlockKind.VERSE)
        depth = self._contents.get(line.page, {}).get(essence(line.text))
        if depth is not None:
            return Block(0, 0, BlockKind.HEADING, min(depth + 1, 6))
        if line.size > 1.2 * size and len(line.text) < 200:
            return Block(0, 0, BlockKind.HEADING, 1 if line.size > 1.6 * size else 2)
        return Block(0, 0)

    def _lines(self, watch: Watch) -> list[Line]:
        found: list[list[Line]] = []
        heights: list[float] = []
        for number in range(self._pages.count):
            watch.step(number / self._pages.count)
            page, height = self._pages.rows_of(number, watch)
            heights.append(height)
            lines: list[Line] = []
            for group in in_columns(page, self._habits.base):
                verse = bayts(group)
                for row in group:
                    halves = [self._habits.text_of(half).strip() for half in verse.get(id(row), [])]
                    text = "\n".join(halves) if halves else self._habits.text_of(row).strip()
                    if text:
                        lines.append(Line(text, row.left, row.right, row.y, row.size, number, bool(halves)))
            found.append(lines)
        dropped = set() if self._keep_edges else edges(found, heights)
        if dropped:
            self.decisions.append(f"{len(dropped)} running heads and page numbers at the edge of pages were left out.")
        return [line for lines in found for line in lines if id(line) not in dropped]


@dataclass(frozen=True, slots=True)
class _Habits:
    """How the program that made the PDF writes: found out on some of its pages."""

    base: str = "rtl"
    swapped_brackets: bool = False
    backward_ligatures: bool = False

    def text_of(self, row: Row) -> str:
        """Return the text of ``row`` in reading order."""
        kinds = [kind_of(glyph.text) for glyph in row.glyphs]
        if self.base == "rtl":
            base = "ltr" if "R" not in kinds and kinds.count("L") > 3 else "rtl"
        else:
            base = "rtl" if kinds.count("R") > 2 * kinds.count("L") else "ltr"
        return logical(row, base, self.swapped_brackets, self.backward_ligatures)


def _survey(pages: Pages, watch: Watch) -> _Habits:
    """Look at pages from all parts of the file."""
    step = max(pages.count // _SURVEYED, 1)
    sample = [row for number in range(0, pages.count, step) for row in pages.rows_of(number, watch)[0]]
    pages.characters = pages.unreadable = 0
    kinds = [kind_of(glyph.text) for row in sample for glyph in row.glyphs]
    habits = _Habits("rtl" if kinds.count("R") >= kinds.count("L") else "ltr")
    swapped = _brackets_are_swapped([habits.text_of(row) for row in sample])
    return _Habits(habits.base, swapped, _ligatures_are_backwards(sample))


def _brackets_are_swapped(lines: list[str]) -> bool:
    """Tell whether more pairs of brackets open backwards than forwards."""
    forwards = backwards = 0
    for text in lines:
        opened, closed = text.find("("), text.find(")")
        if opened >= 0 and closed >= 0 and "R" in map(kind_of, text):
            forwards += opened < closed
            backwards += closed < opened
    return backwards > forwards


def _ligatures_are_backwards(sample: list[Row]) -> bool:
    """Tell whether several letters of one glyph come backwards: pdfium turns them unless they are one character.

    Lam-alef is the ligature that every text has; where it is drawn as two glyphs, no character stands for others.
    """
    forwards = backwards = 0
    for row in sample:
        for glyph in row.glyphs:
            if len(glyph.text) == 2 and "ل" in glyph.text and glyph.text[0] != glyph.text[1]:
                forwards += glyph.text[0] == "ل" and glyph.text[1] in "اأإآ"
                backwards += glyph.text[1] == "ل" and glyph.text[0] in "اأإآ"
    return backwards >= forwards

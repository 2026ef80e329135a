"""PDF: the text of its pages in logical order, with headings from the type and pages as locators."""

from __future__ import annotations

import ctypes
import threading
from typing import TYPE_CHECKING, Any

from reader.document.model import Article, Block, BlockKind, LocatorKind, Metadata
from reader.errors import FormatError
from reader.formats.assemble import Known, assemble
from reader.formats.builder import Builder
from reader.formats.pdf_layout import Line, begins_paragraph, body_size, edges, in_columns, set_columns, spacing
from reader.formats.pdf_order import Glyph, Row, kind_of, logical, rows
from reader.formats.titles import essence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.formats.hints import Hints, Watch

IMPORTER = "pdf/1"

_MAX_PAGES = 10_000
_MAX_CHARACTERS = 40_000_000
_UNREADABLE = 0.06
_pdfium = threading.Lock()  # pdfium is not safe to use from two threads at once


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the article of a PDF. Raises FormatError when it is damaged, protected, scanned or maps no letters."""
    with _pdfium:
        pages = _Pages(data)
        try:
            pages.take(watch.part(0.0, 0.8))
            contents = pages.contents()
            about = pages.metadata()
        finally:
            pages.close()
    if not pages.characters:
        raise FormatError("The PDF holds no text, only pictures of its pages; it needs text recognition (OCR) first.")
    if pages.unreadable > _UNREADABLE * pages.characters:
        raise FormatError("The text of the PDF cannot be read: its fonts do not say which letters they draw.")
    builder = Builder()
    setting = _Setting(pages, contents)
    setting.fill(builder, watch.part(0.8, 0.95))
    warnings: tuple[str, ...] = ()
    if pages.unreadable > 0.005 * pages.characters:
        warnings = (f"{pages.unreadable} signs of the PDF could not be read and were left out.",)
    known = Known(IMPORTER, metadata=about, decisions=tuple(setting.decisions), warnings=warnings)
    return assemble(builder.finish(), known, hints)


class _Pages:
    """Everything that is asked of pdfium, page by page."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2  # type: ignore[import-untyped]

        try:
            self._document: Any = pypdfium2.PdfDocument(data)
            count = len(self._document)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise FormatError("The PDF is protected by a password and cannot be read.") from error
            raise FormatError("The PDF is damaged and cannot be read.") from error
        if count > _MAX_PAGES:
            self.close()
            raise FormatError(f"The PDF has {count} pages; at most {_MAX_PAGES} are read.")
        self.rows: list[list[Row]] = []
        self.heights: list[float] = []
        self.labels: list[str] = []
        self.characters = 0
        self.unreadable = 0
        self.base = "rtl"

    def close(self) -> None:
        """Give everything back to pdfium."""
        self._document.close()

    def take(self, watch: Watch) -> None:
        """Read the glyphs of all pages."""
        import pypdfium2

        count = len(self._document)
        right = left = 0
        for number in range(count):
            watch.step(number / count)
            self.labels.append(self._document.get_page_label(number) or str(number + 1))
            try:
                page = self._document[number]
                self.heights.append(page.get_height())
                text = page.get_textpage()
            except pypdfium2.PdfiumError:
                self.rows.append([])
                self.heights += [1.0] * (number + 1 - len(self.heights))
                continue
            glyphs = list(self._glyphs(text, watch, number / count))
            text.close()
            page.close()
            for glyph in glyphs:
                kind = kind_of(glyph.text)
                right += kind == "R"
                left += kind == "L"
            self.rows.append(rows(glyphs))
            if self.characters > _MAX_CHARACTERS:
                raise FormatError(f"The PDF holds more than {_MAX_CHARACTERS // 10**6} million characters.")
        self.base = "rtl" if right >= left else "ltr"

    def _glyphs(self, page: Any, watch: Watch, fraction: float) -> Iterator[Glyph]:  # noqa: ANN401 - pdfium's object
        from pypdfium2 import raw

        x, y = ctypes.c_double(), ctypes.c_double()
        box = raw.FS_RECTF()
        last: Glyph | None = None
        place = (0.0, 0.0, 0.0)
        count = page.count_chars()
        for index in range(count):
            if index % 2000 == 0:
                watch.step(fraction)
            code = raw.FPDFText_GetUnicode(page, index)
            if raw.FPDFText_IsGenerated(page, index) == 1 or code in {0x0A, 0x0D}:
                continue
            self.characters += 1
            if code < 0x20 or 0xE000 <= code < 0xF900 or 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFFFF, 0xFFFD}:
                self.unreadable += code not in {0x02, 0x09, 0xFFFE}
                continue
            raw.FPDFText_GetLooseCharBox(page, index, box)
            raw.FPDFText_GetCharOrigin(page, index, x, y)
            if code == 0x20 and box.right - box.left < 0.01:
                continue  # a space that pdfium made up; gaps between glyphs say better where words end
            now = (box.left, box.right, y.value)
            if last is not None and now == place and box.left < box.right:
                last.text += chr(code)
                continue
            if last is not None:
                yield last
            height = max(box.top - box.bottom, 1.0)
            last = Glyph(chr(code), x.value, box.left, max(box.right, box.left), y.value, height / 1.2, index)
            place = now
        if last is not None:
            yield last

    def contents(self) -> list[tuple[int, int, str]]:
        """Return (page, depth, title) of each bookmark."""
        found: list[tuple[int, int, str]] = []
        for entry in self._document.get_toc(max_depth=8):
            target = entry.get_dest()
            page = target.get_index() if target is not None else None
            title = " ".join(entry.get_title().split())
            if page is not None and title:
                found.append((page, entry.level, title))
            if len(found) >= 5000:
                break
        return found

    def metadata(self) -> Metadata:
        """Return title and author as the file states them, machine-made titles apart."""
        values = self._document.get_metadata_dict(skip_empty=True)
        title = " ".join(values.get("Title", "").split())
        if title.lower().startswith(("microsoft word", "untitled", "document")) or title.lower().endswith(
            (".doc", ".docx", ".indd", ".pdf", ".qxd", ".tex")
        ):
            title = ""
        return Metadata(title=title, author=" ".join(values.get("Author", "").split()))


class _Setting:
    """Puts the rows of all pages into blocks."""

    def __init__(self, pages: _Pages, contents: list[tuple[int, int, str]]) -> None:
        self.decisions: list[str] = []
        self._pages = pages
        self._contents: dict[int, dict[str, int]] = {}
        for page, depth, title in contents:
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
                    builder.locate(LocatorKind.PAGE, self._pages.labels[page])
            if before is None or begins_paragraph(before, line, self._pages.base, spaced):
                builder.open(self._block(line, size))
            elif not before.text.endswith(("\u00ad", "\u0002")):
                builder.write(" ")
            builder.write(line.text.rstrip("\u00ad"))
            before = line

    def _block(self, line: Line, size: float) -> Block:
        depth = self._contents.get(line.page, {}).get(essence(line.text))
        if depth is not None:
            return Block(0, 0, BlockKind.HEADING, min(depth + 1, 6))
        if line.size > 1.2 * size and len(line.text) < 200:
            return Block(0, 0, BlockKind.HEADING, 1 if line.size > 1.6 * size else 2)
        return Block(0, 0)

    def _lines(self, watch: Watch) -> list[Line]:
        pages = self._pages
        swap = self._brackets_are_swapped()
        backwards = self._ligatures_are_backwards()
        found: list[list[Line]] = []
        for number, page in enumerate(pages.rows):
            watch.step(number / len(pages.rows))
            lines: list[Line] = []
            for group in in_columns(page, pages.base):
                for row in group:
                    text = logical(row, self._base(row), swap, backwards).strip()
                    if text:
                        lines.append(Line(text, row.left, row.right, row.y, row.size, number))
            found.append(lines)
        if swap:
            self.decisions.append("The PDF stores brackets as they look; they were turned back.")
        dropped = edges(found, pages.heights)
        if dropped:
            self.decisions.append(f"{len(dropped)} running heads and page numbers at the edge of pages were left out.")
        return [line for lines in found for line in lines if id(line) not in dropped]

    def _base(self, row: Row) -> str:
        kinds = [kind_of(glyph.text) for glyph in row.glyphs]
        if self._pages.base == "rtl":
            return "ltr" if "R" not in kinds and kinds.count("L") > 3 else "rtl"
        return "rtl" if kinds.count("R") > 2 * kinds.count("L") else "ltr"

    def _brackets_are_swapped(self) -> bool:
        """Tell whether more pairs of brackets open backwards than forwards."""
        forwards = backwards = 0
        for page in self._pages.rows:
            for row in page:
                text = logical(row, self._base(row), False, False)
                if kind_of(text) and "R" in {kind_of(character) for character in text}:
                    opened, closed = text.find("("), text.find(")")
                    if opened >= 0 and closed >= 0:
                        forwards += opened < closed
                        backwards += closed < opened
        return backwards > forwards

    def _ligatures_are_backwards(self) -> bool:
        """Tell whether several letters of one glyph come backwards: pdfium turns them unless they are one character.

        Lam-alef is the ligature that every text has; where it is drawn as two glyphs, no character stands for others.
        """
        forwards = backwards = 0
        for page in self._pages.rows:
            for row in page:
                for glyph in row.glyphs:
                    if len(glyph.text) == 2 and "ل" in glyph.text and glyph.text[0] != glyph.text[1]:
                        forwards += glyph.text[0] == "ل" and glyph.text[1] in "اأإآ"
                        backwards += glyph.text[1] == "ل" and glyph.text[0] in "اأإآ"
        return backwards >= forwards

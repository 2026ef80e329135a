"""Everything that is asked of pdfium: the glyphs of a page, labels, bookmarks, metadata."""

from __future__ import annotations

import ctypes
from math import isfinite
from typing import TYPE_CHECKING, Any

from reader.document.model import Metadata
from reader.errors import FormatError
from reader.formats.pdf_order import Glyph, Row, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.formats.hints import Watch

MAX_PAGES = 10_000
MAX_CHARACTERS = 24_000_000


class Pages:
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
        if count > MAX_PAGES:
            self.close()
            raise FormatError(f"The PDF has {count} pages; at most {MAX_PAGES} are read.")
        self.count = count
        self.characters = 0
        self.unreadable = 0

    def close(self) -> None:
        """Give everything back to pdfium."""
        self._document.close()

    def label(self, number: int) -> str:
        """Return what the page calls itself, or its place in the file."""
        try:
            return self._document.get_page_label(number) or str(number + 1)
        except UnicodeDecodeError:
            return str(number + 1)

    def rows_of(self, number: int, watch: Watch) -> tuple[list[Row], float]:
        """Return the rows of a page and its height in points; a damaged page has none."""
        import pypdfium2

        try:
            page = self._document[number]
            height = page.get_height()
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            return [], 1.0
        found = rows(list(self._glyphs(text, watch, number / self.count)))
        text.close()
        page.close()
        if self.characters > MAX_CHARACTERS:
            raise FormatError(f"The PDF holds more than {MAX_CHARACTERS // 10**6} million characters.")
        return found, height

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
            if code in {0x0A, 0x0D} or (code == 0x20 and raw.FPDFText_IsGenerated(page, index) == 1):
                continue
            self.characters += 1
            code = 0xAD if code == 0x02 else code  # pdfium's sign for a hyphen at the end of a line
            if code < 0x20 or 0xE000 <= code < 0xF900 or 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFFFF, 0xFFFD}:
                self.unreadable += code not in {0x09, 0xFFFE}
                continue
            raw.FPDFText_GetLooseCharBox(page, index, box)
            raw.FPDFText_GetCharOrigin(page, index, x, y)
            if code == 0x20 and box.right - box.left < 0.01:
                continue  # a space that pdfium made up; gaps between glyphs say better where words end
            now = (box.left, box.right, y.value)
            if not all(map(isfinite, (*now, x.value))):
                self.unreadable += 1
                continue
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
        import pypdfium2

        found: list[tuple[int, int, str]] = []
        for entry in self._document.get_toc(max_depth=8):
            try:
                target = entry.get_dest()
                page = target.get_index() if target is not None else None
                title = " ".join(entry.get_title().split())
            except (UnicodeDecodeError, pypdfium2.PdfiumError):
                continue
            if page is not None and title:
                found.append((page, entry.level, title))
            if len(found) >= 5000:
                break
        return found

    def metadata(self) -> Metadata:
        """Return title and author as the file states them, machine-made titles apart."""
        values = {key: self._value(key) for key in ("Title", "Author")}
        title = " ".join(values["Title"].split())
        if title.lower().startswith(("microsoft word", "untitled", "document")) or title.lower().endswith(
            (".doc", ".docx", ".indd", ".pdf", ".qxd", ".tex")
        ):
            title = ""
        return Metadata(title=title, author=" ".join(values["Author"].split()))

    def _value(self, key: str) -> str:
        try:
            return str(self._document.get_metadata_value(key))
        except UnicodeDecodeError:
            return ""

"""EPUB 2 and 3: the parts in reading order as one article, with contents, footnotes, printed pages and pictures."""

from __future__ import annotations

import re

from reader.document.model import Article, BlockKind, LocatorKind, Resource
from reader.errors import FormatError
from reader.formats.assemble import Known, assemble
from reader.formats.builder import Builder
from reader.formats.encodings import decode
from reader.formats.epub_package import Book, open_book
from reader.formats.flow import Flow, Surroundings
from reader.formats.hints import Hints, Watch
from reader.formats.package import Package, resolve
from reader.formats.pictures import MAX_PICTURE_BYTES, MAX_PICTURES_BYTES, picture
from reader.formats.titles import essence
from reader.formats.xml_events import MalformedError, parse, parse_html

IMPORTER = "epub/1"

_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_NEAR = 3
_MAX_TEXT_BYTES = 64 * 1024 * 1024


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the article of a book. Raises FormatError when it is damaged, protected or hostile."""
    package = Package(data, "The book")
    book = open_book(package, watch)
    builder = Builder()
    reading = _Reading(package, book, builder)
    count = len(book.spine)
    for number, item in enumerate(book.spine):
        reading.take(item.path, item.media_type, watch.part(0.9 * number / count, 0.9 * (number + 1) / count))
    builder.close()
    _name_chapters(book, builder)
    known = Known(
        IMPORTER,
        "utf-8",
        book.metadata,
        book.language,
        book.direction,
        tuple(reading.decisions),
        tuple(reading.warnings),
    )
    return assemble(builder.finish(), known, hints)


def _name_chapters(book: Book, builder: Builder) -> None:
    """Make each entry of the contents a heading: the one that is there, the line that says the same, or a locator."""
    headings = {BlockKind.HEADING, BlockKind.TITLE}
    for entry in book.contents:
        number = builder.number_of(entry.target)
        if number is None:
            continue
        label = essence(entry.label)
        near = range(number, min(number + _NEAR, builder.count))
        if not label or any(builder.block(place).kind in headings for place in near):
            continue
        for place in near:
            if builder.block(place).end - builder.block(place).start < 300 and essence(builder.text_of(place)) == label:
                builder.change(place, BlockKind.HEADING, min(entry.depth + 1, 6))
                break
        else:
            builder.locate_at(builder.block(number).start, LocatorKind.CHAPTER, " ".join(entry.label.split()))


class _Reading:
    """Reads the parts of one book into a builder."""

    def __init__(self, package: Package, book: Book, builder: Builder) -> None:
        self.warnings: list[str] = []
        self.decisions: list[str] = []
        self._package = package
        self._builder = builder
        self._parts = {item.path for item in book.spine}
        self._pages = {entry.target: entry.label for entry in book.pages if entry.label}
        self._pictures: dict[str, Resource | None] = {}
        self._picture_bytes = self._text_bytes = 0

    def take(self, path: str, media_type: str, watch: Watch) -> None:
        """Read one part; one that is missing or damaged is told of, and the book goes on."""
        self._builder.close()
        self._builder.anchor(path)
        if path in self._pages:
            self._builder.locate(LocatorKind.PAGE, self._pages[path])
        if media_type.startswith("image/"):
            found = self._picture(path, path)
            if found:
                self._builder.image(found, "")
            return
        try:
            data = self._package.read(path)
        except FormatError as error:
            if not self._package.has(path):
                self.warnings.append(f"The book has no part “{path}”, which its reading order names.")
                return
            raise error from None
        self._text_bytes += len(data)
        if self._text_bytes > _MAX_TEXT_BYTES:
            raise FormatError(f"The book holds more than {_MAX_TEXT_BYTES // 2**20} MB of text and was not read.")
        self._walk(path, data, watch)

    def _walk(self, path: str, data: bytes, watch: Watch) -> None:
        around = Surroundings(
            link=lambda address: self._link(path, address),
            picture=lambda address: self._picture(path, address),
            name=lambda identifier: f"{path}#{identifier}",
            pages=self._pages,
        )
        mark = self._builder.mark()
        flow = Flow(self._builder, around)
        try:
            parse(data, flow, watch, f"The part “{path}”")
        except MalformedError:
            self._builder.return_to(mark)
            self.decisions.append(f"The part “{path}” is not well-formed and was read as HTML.")
            flow = Flow(self._builder, around)
            decoded = decode(data, Hints())
            parse_html(decoded.text, flow, watch)
            self.warnings.extend(decoded.warnings)
        flow.finish()

    def _link(self, path: str, address: str) -> str:
        if _ADDRESS.match(address):
            return address
        target = resolve(path, address)
        if target not in self._parts:
            return ""
        fragment = address.partition("#")[2]
        return f"#{target}#{fragment}" if fragment else f"#{target}"

    def _picture(self, path: str, address: str) -> Resource | None:
        target = resolve(path, address) if address != path else path
        if not target or not self._package.has(target):
            return None
        if target not in self._pictures:
            self._pictures[target] = self._load(target)
        return self._pictures[target]

    def _load(self, target: str) -> Resource | None:
        try:
            found = picture(target, self._package.read(target, MAX_PICTURE_BYTES))
        except FormatError as error:
            self.warnings.append(str(error))
            return None
        if found is None:
            return None
        self._picture_bytes += len(found.data)
        if self._picture_bytes > MAX_PICTURES_BYTES:
            self.warnings.append(
                f"The book holds more than {MAX_PICTURES_BYTES // 2**20} MB of pictures; “{target}” is left out."
            )
            return None
        return found

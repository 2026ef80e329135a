"""OSIS: scripture with its books, chapters and verses as locators; notes and variants as footnotes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.document.model import Article, Block, BlockKind, LocatorKind, MarkKind, Metadata
from reader.errors import FormatError
from reader.formats.assemble import Known, assemble
from reader.formats.builder import Builder
from reader.formats.xml_events import MalformedError, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.formats.hints import Hints, Watch

IMPORTER = "osis/1"

_PARAGRAPHS = frozenset({"p", "l", "lg", "item", "title", "div", "chapter", "head"})
_BREAKS = frozenset({"x-pe", "x-samekh"})
_NOTE_SIGN = "*"


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the article of an OSIS file. Raises FormatError when it is not well-formed."""
    reading = _Reading(_has_paragraphs(data))
    try:
        parse(data, reading, watch.part(0.0, 0.9), "The file")
    except MalformedError as error:
        raise FormatError(f"The file is damaged: it is not well-formed XML ({error}).") from error
    reading.flush_notes()
    title = reading.title
    if len(reading.books) == 1:
        title = f"{title} ({reading.books[0]})" if title else reading.books[0]
    about = replace(reading.metadata, title=title)
    known = Known(IMPORTER, metadata=about, language=reading.language)
    return assemble(reading.builder.finish(), known, hints)


def _has_paragraphs(data: bytes) -> bool:
    body = data[data.find(b"</header>") :]
    return (
        b"<p>" in body or b"<p " in body or b"<l>" in body or b"<l " in body or b"x-pe" in body or b"x-samekh" in body
    )


def _label(identifier: str) -> str:
    """Return ``Gen 1:1`` for ``Gen.1.1``, and for the first of several identifiers."""
    parts = identifier.partition(" ")[0].partition("!")[0].split(".") if identifier else []
    if len(parts) < 2:
        return " ".join(parts)
    return f"{parts[0]} {':'.join(parts[1:])}"


class _Reading:
    """Takes the elements of the file."""

    def __init__(self, has_paragraphs: bool) -> None:
        self.builder = Builder()
        self.language = ""
        self.title = ""
        self.metadata = Metadata()
        self.books: list[str] = []
        self._has_paragraphs = has_paragraphs
        self._path: list[tuple[str, Mapping[str, str]]] = []
        self._work = ""
        self._work_text: list[str] | None = None
        self._note: list[str] | None = None
        self._notes: list[tuple[str, str]] = []
        self._in_body = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        self._path.append((tag, attributes))
        if tag == "osisText":
            self._work = attributes.get("osisIDWork", "")
            self.language = attributes.get("xml:lang", "")
        elif tag in {"div", "chapter", "verse"}:
            self._in_body = True
        if not self._in_body:
            self._work_text = [] if tag in {"title", "creator", "publisher", "contributor", "date"} else self._work_text
        elif tag == "note" and self._note is None:
            self._begin_note(attributes)
        elif self._note is None:
            self._place(tag, attributes)

    def data(self, text: str) -> None:
        """Add text."""
        if not self._in_body:
            if self._work_text is not None:
                self._work_text.append(text)
        elif self._note is not None:
            if not any(tag == "catchWord" for tag, _ in self._path):
                self._note.append(self._cleaned(text))
        elif self.builder.is_open or not text.isspace():
            if not self.builder.is_open:
                self._open()
            self.builder.write(self._cleaned(text))

    def end(self, tag: str) -> None:
        """Close an element."""
        _, attributes = self._path.pop() if self._path else (tag, {})
        if not self._in_body:
            self._end_header(tag)
        elif tag == "note" and not any(open_tag == "note" for open_tag, _ in self._path):
            self._end_note()
        elif self._note is None:
            ends_verse = tag == "verse" and not self._has_paragraphs
            if tag in _PARAGRAPHS or ends_verse or attributes.get("type") in _BREAKS:
                self.builder.close()
            if tag == "chapter" or (tag == "div" and attributes.get("type") == "book"):
                self.flush_notes()

    def flush_notes(self) -> None:
        """Write the notes of the chapter that ends."""
        self.builder.close()
        notes, self._notes = self._notes, []
        for anchor, text in notes:
            self.builder.anchor(anchor)
            self.builder.open(Block(0, 0, BlockKind.FOOTNOTE, label=_NOTE_SIGN))
            self.builder.write(text)
            self.builder.close()

    def _cleaned(self, text: str) -> str:
        """Return ``text`` without the strokes that divide the morphemes of a word."""
        in_word = bool(self._path) and self._path[-1][0] in {"w", "catchWord", "rdg"}
        return text.replace("/", "") if in_word else text

    def _place(self, tag: str, attributes: Mapping[str, str]) -> None:
        identifier = attributes.get("osisID") or attributes.get("sID", "")
        begins = "eID" not in attributes
        if tag in _PARAGRAPHS:
            self.builder.close()
        if tag == "div" and attributes.get("type") == "book" and identifier:
            self.books.append(identifier)
        elif tag == "chapter" and begins and identifier:
            self.flush_notes()
            self.builder.locate(LocatorKind.CHAPTER, _label(identifier))
        elif tag == "verse":
            if not self._has_paragraphs:
                self.builder.close()
            if begins and identifier:
                self.builder.locate(LocatorKind.VERSE, _label(identifier))
            self.builder.write(" ")

    def _open(self) -> None:
        tags = {tag for tag, _ in self._path}
        if "title" in tags:
            self.builder.open(Block(0, 0, BlockKind.HEADING, 2 if "chapter" in tags else 1))
        elif "l" in tags:
            self.builder.open(Block(0, 0, BlockKind.VERSE))
        else:
            self.builder.open(Block(0, 0))

    def _begin_note(self, attributes: Mapping[str, str]) -> None:
        self._note = []
        if attributes.get("type") == "variant" or attributes.get("n"):
            self._note.append(f"{attributes['n']} " if attributes.get("n") else "")

    def _end_note(self) -> None:
        text = " ".join("".join(self._note or ()).split())
        self._note = None
        if not text or not self.builder.is_open:
            return
        anchor = f"note-{len(self._notes)}-{self.builder.length}"
        self.builder.drop_space()
        mark = self.builder.begin(MarkKind.NOTE_REFERENCE, anchor)
        self.builder.write(_NOTE_SIGN)
        self.builder.end(mark)
        self.builder.write(" ")
        self._notes.append((anchor, text))

    def _end_header(self, tag: str) -> None:
        if self._work_text is None:
            return
        text = " ".join("".join(self._work_text).split())
        self._work_text = None
        work = next((found.get("osisWork", "") for name, found in reversed(self._path) if name == "work"), None)
        if work is None or work != self._work:
            return
        if tag == "title" and not self.title:
            self.title = text
        elif tag == "publisher":
            self.metadata = replace(self.metadata, publisher=text)
        elif tag == "creator" and not self.metadata.author:
            self.metadata = replace(self.metadata, author=text)
        elif tag == "date" and text[:4].isdigit():
            self.metadata = replace(self.metadata, year=text[:4], calendar="gregorian")

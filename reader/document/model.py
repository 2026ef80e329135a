"""The article as import made it: one text, blocks over it, marks and locators in it, and what a citation needs.

All offsets are Unicode code points in logical order, half-open, counted from the start of ``Article.text``.
The text is what import decided and is never normalised, reshaped or reordered afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Direction(StrEnum):
    """A base direction in the sense of UAX #9; AUTO leaves it to the rule in ``text.bidi``."""

    RTL = "rtl"
    LTR = "ltr"
    AUTO = "auto"


class BlockKind(StrEnum):
    """What a block is set as."""

    TITLE = "title"
    DATELINE = "dateline"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    VERSE = "verse"
    CODE = "code"
    TABLE_CELL = "table_cell"
    IMAGE = "image"
    FOOTNOTE = "footnote"
    RULE = "rule"
    BOILERPLATE = "boilerplate"


class MarkKind(StrEnum):
    """What an inline mark says of its span."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    UNDERLINE = "underline"
    STRIKE = "strike"
    CODE = "code"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    LINK = "link"
    NOTE_REFERENCE = "note_reference"
    SPAN = "span"
    HEMISTICH_GAP = "hemistich_gap"


class LocatorKind(StrEnum):
    """What a locator counts."""

    PAGE = "page"
    VERSE = "verse"
    CHAPTER = "chapter"
    HADITH = "hadith"


@dataclass(frozen=True, slots=True)
class Block:
    r"""A stretch of the text that is set as one paragraph; blocks are in order and do not overlap.

    A line break inside a block is a ``\n`` of the text; text between blocks (newlines) belongs to none.
    ``level`` is 1 to 6 for a heading, the depth from 0 for a list item or quotation.
    ``row`` and ``column`` count from 0 in a table cell and are -1 elsewhere.
    ``label`` is the marker of a list item or footnote, or the alternative text of an image (which holds one U+FFFC);
    ``resource`` names the image in ``Article.resources``; ``anchor`` is the name that links and note references aim at.
    """

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    direction: Direction = Direction.AUTO
    language: str = ""
    row: int = -1
    column: int = -1
    label: str = ""
    resource: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline mark over a span that may cross no block border.

    ``target`` is the address of a link, or the ``anchor`` of the footnote a reference leads to;
    ``direction`` and ``language`` are those of a span marked so by its author.
    """

    start: int
    end: int
    kind: MarkKind
    target: str = ""
    direction: Direction = Direction.AUTO
    language: str = ""


@dataclass(frozen=True, slots=True)
class Locator:
    """A place of a canonical or printed numbering that begins at ``offset``; it has no text of its own.

    Labels: a page is ``23`` or ``1:23`` (volume:page), a verse ``2:255`` or ``Gen 1:1``, digits ASCII.
    """

    offset: int
    kind: LocatorKind
    label: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a citation needs; every field may be empty, none is invented."""

    title: str = ""
    author: str = ""
    editor: str = ""
    translator: str = ""
    publisher: str = ""
    place: str = ""
    edition: str = ""
    volumes: str = ""
    year: str = ""
    calendar: str = ""
    """Calendar of ``year``: ``hijri``, ``gregorian``, ``jalali``, ``hebrew`` or empty."""
    url: str = ""
    site: str = ""
    published: str = ""
    """Date of publication as the source gives it, ISO 8601 where it can be."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A picture taken from the file itself."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Article:
    """One imported text with everything import learned of it.

    ``decisions`` are the reversible choices import made, as whole sentences; ``warnings`` what a person should hear of.
    """

    text: str = field(repr=False)
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    locators: tuple[Locator, ...] = ()
    metadata: Metadata = Metadata()
    language: str = ""
    """BCP 47 tag, or empty when unknown."""
    direction: Direction = Direction.RTL
    """Base direction of the document: never AUTO."""
    importer: str = ""
    """Name and version of the importer, such as ``text/1``."""
    encoding: str = ""
    decisions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = field(default=(), repr=False)

"""Paragraphs, runs and tables of a Word document as blocks and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.document.model import Block, BlockKind, Direction, LocatorKind, MarkKind, Resource
from reader.errors import FormatError
from reader.formats.docx_parts import Numbering, Relations, Styles, child, is_on, value
from reader.formats.pictures import MAX_PICTURE_BYTES, MAX_PICTURES_BYTES, picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.formats.builder import Builder
    from reader.formats.package import Package
    from reader.formats.xml_events import Node

_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_GONE = frozenset(
    {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr"}
)
_PLAIN = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "tab": " ", "ptab": " "}
_REFERENCES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes", "commentReference": "comments"}


@dataclass(slots=True)
class Notes:
    """Footnotes, endnotes and comments by identifier, and those that wait for the end of their chapter."""

    footnotes: dict[str, Node]
    endnotes: dict[str, Node]
    comments: dict[str, Node]
    waiting: list[tuple[str, str, Node]] = field(default_factory=list)
    count: int = 0
    comment_count: int = 0

    def refer(self, kind: str, identifier: str) -> tuple[str, str]:
        """Return (anchor, label) of a note that is referred to here, or two empty strings when it is missing."""
        node: Node | None = getattr(self, kind).get(identifier)
        if node is None:
            return "", ""
        anchor = f"{kind}-{identifier}"
        if kind == "comments":
            self.comment_count += 1
            label = f"[{self.comment_count}]"
        else:
            self.count += 1
            label = str(self.count)
        self.waiting.append((anchor, label, node))
        return anchor, label


class Reading:
    """Reads the blocks of the body, in order, into a builder."""

    def __init__(
        self,
        builder: Builder,
        package: Package,
        around: Relations,
        styles: Styles,
        numbering: Numbering,
        notes: Notes,
    ) -> None:
        self.title = ""
        self.warnings: list[str] = []
        self._builder = builder
        self._package = package
        self._around = around
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self.page = 1
        self._in_cell = False
        self._boxes: list[Node] = []
        self._pictures: list[tuple[Resource, str]] = []
        self._picture_bytes = 0

    def block(self, node: Node) -> None:
        """Read one paragraph, table or content control."""
        if node.tag == "p":
            self._paragraph(node)
        elif node.tag == "tbl":
            self._table(node)
        elif node.tag not in _GONE:
            if node.tag == "bookmarkStart":
                self._builder.anchor(value(node, "name"))
            for below in _chosen(node):
                self.block(below)

    def flush_notes(self) -> None:
        """Write the notes that were referred to since the last chapter began."""
        waiting, self._notes.waiting = self._notes.waiting, []
        for anchor, label, node in waiting:
            author = value(node, "author")
            self._builder.close()
            self._builder.anchor(anchor)
            for paragraph in (below for below in node.children if below.tag in {"p", "tbl", "sdt"}):
                kind = Block(0, 0, BlockKind.FOOTNOTE, label=f"{label} {author}".strip())
                self._inside(paragraph, kind)
        if self._notes.waiting:  # notes that refer to notes
            self.flush_notes()

    def _inside(self, node: Node, block: Block) -> None:
        self._builder.open(block)
        for paragraph in [node] if node.tag == "p" else _below(node, "p", "p"):
            self._builder.new_line()
            self._runs(paragraph)
        self._builder.close()

    def _paragraph(self, node: Node) -> None:
        properties = child(node, "pPr")
        style = self._styles.get(value(child(properties, "pStyle")))
        block = Block(0, 0, direction=self._direction(properties, style.is_rtl))
        outline = value(child(properties, "outlineLvl"))
        heading = int(outline) + 1 if outline.isdigit() and int(outline) < 6 else style.heading
        if style.is_title and not self.title:
            block = replace(block, kind=BlockKind.TITLE)
        elif heading:
            block = replace(block, kind=BlockKind.HEADING, level=heading)
            if heading == 1 and not self._in_cell:
                self.flush_notes()
        else:
            block = self._list_item(properties, style.list_number, style.list_level, block)
            if style.is_quote and block.kind is BlockKind.PARAGRAPH:
                block = replace(block, kind=BlockKind.QUOTE)
        self._builder.open(block)
        self._runs(node)
        if block.kind is BlockKind.TITLE:
            self.title = _plain_text(node)
        self._builder.close()
        self._take_late()

    def _list_item(self, properties: Node | None, number: str, level: int, block: Block) -> Block:
        own = child(properties, "numPr")
        number = value(child(own, "numId")) or number
        stated = value(child(own, "ilvl"))
        level = int(stated) if stated.isdigit() else level
        label = self._numbering.next_label(number, level) if number else ""
        return replace(block, kind=BlockKind.LIST_ITEM, level=level, label=label) if label else block

    @staticmethod
    def _direction(properties: Node | None, inherited: bool | None) -> Direction:
        on = is_on(child(properties, "bidi"))
        return Direction.RTL if (inherited if on is None else on) else Direction.AUTO

    def _take_late(self) -> None:
        pictures, self._pictures = self._pictures, []
        for found, alternative in pictures:
            self._builder.image(found, alternative)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            for below in box.children:
                self.block(below)

    def _table(self, node: Node) -> None:
        rows = list(_below(node, "tr", "tbl"))
        cells = sum(1 for row in rows for _ in _below(row, "tc", "tbl"))
        if cells == 1:  # a frame round a text, not a table
            for cell in _below(rows[0], "tc", "tbl"):
                for below in cell.children:
                    self.block(below)
            return
        for number, row in enumerate(rows):
            column = 0
            for cell in _below(row, "tc", "tbl"):
                self._cell(cell, number, column)
                span = value(child(cell, "tcPr", "gridSpan"))
                column += int(span) if span.isdigit() and 0 < int(span) < 100 else 1
        self._take_late()

    def _cell(self, cell: Node, row: int, column: int) -> None:
        self._in_cell = True
        first = cell.first("p")
        properties = child(first, "pPr")
        direction = self._direction(properties, self._styles.get(value(child(properties, "pStyle"))).is_rtl)
        self._inside(cell, Block(0, 0, BlockKind.TABLE_CELL, row=row, column=column, direction=direction))
        self._in_cell = False

    def _runs(self, node: Node) -> None:
        for below in _chosen(node):
            if below.tag == "r":
                self._run(below)
            elif below.tag == "hyperlink":
                self._hyperlink(below)
            elif below.tag == "bookmarkStart":
                self._builder.anchor(value(below, "name"))
            elif below.tag not in _GONE and below.tag not in {"p", "tbl"}:
                self._runs(below)

    def _hyperlink(self, node: Node) -> None:
        address = self._around.addresses.get(value(node, "id"), "")
        anchor = value(node, "anchor")
        target = address if _ADDRESS.match(address) else f"#{anchor}" if anchor and not address else ""
        mark = self._builder.begin(MarkKind.LINK, target) if target else None
        self._runs(node)
        if mark is not None:
            self._builder.end(mark)

    def _run(self, node: Node) -> None:
        properties = child(node, "rPr")
        if is_on(child(properties, "vanish")):
            return
        marks = [self._builder.begin(kind) for kind in _kinds(properties)]
        for below in node.children:
            self._piece(below)
        for mark in reversed(marks):
            self._builder.end(mark)

    def _piece(self, node: Node) -> None:
        if node.tag in {"t", *_PLAIN}:
            self._builder.write(_PLAIN.get(node.tag, node.text))
        elif node.tag in {"br", "cr"}:
            self._break(node)
        elif node.tag == "lastRenderedPageBreak":
            self.page += 1
            self._builder.locate(LocatorKind.PAGE, str(self.page))
        elif node.tag == "sym":
            self._symbol(node)
        elif node.tag in _REFERENCES:
            self._reference(_REFERENCES[node.tag], value(node, "id"))
        elif node.tag in {"drawing", "pict", "object"}:
            self._drawing(node)
        elif node.tag == "AlternateContent":
            for below in _chosen(node):
                self._piece(below)
        elif node.tag == "ruby":
            self._runs(node)

    def _break(self, node: Node) -> None:
        if value(node, "type") not in {"page", "column"}:
            self._builder.break_line()

    def _symbol(self, node: Node) -> None:
        code = value(node, "char")
        number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) else 0
        if 0x20 <= number < 0xD800 or 0xF900 <= number < 0x110000:  # the rest are places in a font, not characters
            self._builder.write(chr(number))

    def _reference(self, kind: str, identifier: str) -> None:
        anchor, label = self._notes.refer(kind, identifier)
        if anchor:
            mark = self._builder.begin(MarkKind.NOTE_REFERENCE, anchor)
            self._builder.write(label)
            self._builder.end(mark)

    def _drawing(self, node: Node) -> None:
        self._boxes.extend(node.all("txbxContent"))
        described = node.first("docPr")
        alternative = (value(described, "descr") or value(described, "title")) if described else ""
        for blip in (*node.all("blip"), *node.all("imagedata")):
            path = self._around.parts.get(value(blip, "embed") or value(blip, "id"), "")
            found = self._picture(path)
            if found and not self._in_cell:
                self._pictures.append((found, alternative))

    def _picture(self, path: str) -> Resource | None:
        if not path or not self._package.has(path):
            return None
        try:
            found = picture(path, self._package.read(path, MAX_PICTURE_BYTES))
        except FormatError as error:
            self.warnings.append(str(error))
            return None
        self._picture_bytes += len(found.data) if found else 0
        return found if self._picture_bytes <= MAX_PICTURES_BYTES else None


def _chosen(node: Node) -> list[Node]:
    """Return the children to read: of two ways to say the same, the first."""
    if node.tag != "AlternateContent":
        return node.children
    chosen = child(node, "Choice") or child(node, "Fallback")
    return chosen.children if chosen else []


def _kinds(properties: Node | None) -> Iterator[MarkKind]:
    if properties is None:
        return
    if is_on(child(properties, "b")) or is_on(child(properties, "bCs")):
        yield MarkKind.STRONG
    if is_on(child(properties, "i")) or is_on(child(properties, "iCs")):
        yield MarkKind.EMPHASIS
    if is_on(child(properties, "u")):
        yield MarkKind.UNDERLINE
    if is_on(child(properties, "strike")) or is_on(child(properties, "dstrike")):
        yield MarkKind.STRIKE
    position = value(child(properties, "vertAlign"))
    if position in {"superscript", "subscript"}:
        yield MarkKind.SUPERSCRIPT if position == "superscript" else MarkKind.SUBSCRIPT


def _below(node: Node, tag: str, not_in: str) -> Iterator[Node]:
    """Yield the elements ``tag`` below ``node``, but none inside a ``not_in`` below it."""
    waiting = list(reversed(node.children))
    while waiting:
        found = waiting.pop()
        if found.tag == tag:
            yield found
        elif found.tag != not_in:
            waiting.extend(reversed(found.children))


def _plain_text(node: Node) -> str:
    return " ".join("".join(text.text for text in node.all("t")).split())

"""Elements of HTML, as events in document order, become blocks and marks: one walk for web pages and EPUB."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.document.model import Block, BlockKind, Direction, LocatorKind, MarkKind, Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.formats.builder import Builder, OpenMark


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


BLOCKS = _names(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup html legend li main nav ol p pre section summary table tbody td tfoot th thead tr "
    "ul"
)
SKIPPED = _names(
    "audio base button canvas datalist embed head iframe input link map meta noembed noframes noscript object optgroup "
    "option param progress rp script select source style template textarea title track video"
)
_VOID = _names("area base br col embed hr img image input link meta param source track wbr")
_INLINE = {
    "em": MarkKind.EMPHASIS,
    "i": MarkKind.EMPHASIS,
    "cite": MarkKind.EMPHASIS,
    "dfn": MarkKind.EMPHASIS,
    "var": MarkKind.EMPHASIS,
    "b": MarkKind.STRONG,
    "strong": MarkKind.STRONG,
    "u": MarkKind.UNDERLINE,
    "ins": MarkKind.UNDERLINE,
    "s": MarkKind.STRIKE,
    "strike": MarkKind.STRIKE,
    "del": MarkKind.STRIKE,
    "code": MarkKind.CODE,
    "kbd": MarkKind.CODE,
    "samp": MarkKind.CODE,
    "tt": MarkKind.CODE,
    "sup": MarkKind.SUPERSCRIPT,
    "sub": MarkKind.SUBSCRIPT,
}
_MARKER = re.compile(r"[\[({]?\s*(?:[0-9٠-٩۰-۹]{1,4}|[*†‡§#]{1,3}|[a-zا-ي])\s*[\])}]?")
_BRACKETED = re.compile(r"[\[(]\s*(?:[0-9٠-٩۰-۹]{1,4}|\*{1,3})\s*[\])]")
_BACK = _names("↩ ↩\ufe0e ↩\ufe0f ↑ ^ ⏎ ↵ ⇧ ⤴ ▲ ↲")
_POETRY = re.compile(r"(?:^|[\s_-])(?:poetry|poem|verse|bayt|beyt|couplet|شعر)", re.IGNORECASE)
_NOTE = re.compile(r"(?:foot|end|rear)-?note|doc-(?:foot|end)note(?!s)", re.IGNORECASE)
_REFERENCE = re.compile(r"noteref|footnote-?ref|fnref|doc-noteref|note-?call", re.IGNORECASE)
_UNSEEN = re.compile(r"\b(?:mw-editsection|mw-cite-backlink|sr-only|visually-?hidden|screen-reader-text|noprint)\b")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the walk asks of the file it is in."""

    link: Callable[[str], str]
    """Where an address leads: ``#name`` inside the article, a web address, or nothing."""
    picture: Callable[[str], Resource | None]
    """The image at an address, when the file holds it."""
    name: Callable[[str], str]
    """The name inside the article of an ``id`` of this page."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Label of the printed page that begins at a name."""


@dataclass(slots=True)
class _Frame:
    """What holds inside one open element."""

    tag: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    depth: int = 0
    quotes: int = 0
    direction: Direction = Direction.AUTO
    language: str = ""
    cell: tuple[int, int] | None = None
    literal: bool = False
    poetry: bool = False
    note: bool = False
    skip: bool = False
    own_cell: bool = False
    first_block: int = 0
    row: int = -1
    column: int = -1
    number: int = 0
    label: str = ""
    page: str | None = None
    item: _Frame | None = None
    listed: _Frame | None = None
    table: _Frame | None = None
    marks: list[OpenMark] = field(default_factory=list)


class Flow:
    """Receives ``start``, ``data`` and ``end`` of each element and fills a Builder."""

    def __init__(self, builder: Builder, surroundings: Surroundings) -> None:
        self._builder = builder
        self._around = surroundings
        self._frames: list[_Frame] = [_Frame("")]
        self._late: list[tuple[Resource, str]] = []
        self._couplets: set[int] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        above = self._frames[-1]
        frame = _Frame(
            tag,
            above.kind,
            above.level,
            above.depth,
            above.quotes,
            above.direction,
            above.language,
            above.cell,
            above.literal,
            above.poetry,
            above.note,
            above.skip or tag in SKIPPED or _is_hidden(attributes),
        )
        frame.item, frame.listed, frame.table = above.item, above.listed, above.table
        if tag not in _VOID:
            self._frames.append(frame)
        if frame.skip:
            if tag == "a" or "id" in attributes:
                self._name(attributes)
            return
        if tag in BLOCKS:
            self._start_block(frame, above, attributes)
        self._name(attributes)
        self._start_page(frame, attributes)
        if tag in _VOID:
            self._void(tag, attributes)
        elif tag not in BLOCKS:
            self._start_inline(frame, attributes)

    def data(self, text: str) -> None:
        """Add text inside the open element."""
        frame = self._frames[-1]
        if frame.page is not None:
            frame.page += text
            return
        if frame.skip:
            return
        if not self._builder.is_open:
            if not text or text.isspace():
                return
            self._open(frame)
        if frame.tag == "a" and text.strip() in _BACK:
            return
        if frame.literal:
            self._builder.write_exact(text if self._builder.holds_text else text.removeprefix("\n"))
        else:
            self._builder.write(text)

    def end(self, tag: str) -> None:
        """Close an element; an end without a start is passed over."""
        if tag in _VOID or len(self._frames) == 1:
            return
        frame = self._frames.pop()
        if frame.page is not None:
            label = frame.page.strip()
            if label:
                self._builder.locate(LocatorKind.PAGE, label)
            return
        if frame.skip:
            return
        for mark in reversed(frame.marks):
            self._decide(frame, mark)
            self._builder.end(mark)
        if tag in BLOCKS:
            self._end_block(frame)

    def finish(self) -> None:
        """Close whatever is still open."""
        while len(self._frames) > 1:
            self.end(self._frames[-1].tag)
        self._close()

    def _open(self, frame: _Frame) -> None:
        row, column = frame.cell or (-1, -1)
        kind = BlockKind.FOOTNOTE if frame.note and frame.kind is not BlockKind.TABLE_CELL else frame.kind
        block = Block(0, 0, kind, frame.level, frame.direction, frame.language, row, column)
        if frame.item is not None:
            block = replace(block, label=frame.item.label)
            frame.item.label = ""
        self._builder.open(block)

    def _close(self) -> None:
        self._builder.close()
        late, self._late = self._late, []
        for picture, alternative in late:
            self._builder.image(picture, alternative)

    def _start_block(self, frame: _Frame, above: _Frame, attributes: Mapping[str, str]) -> None:
        if above.cell is None:
            self._close()
        else:
            self._builder.new_line()
        frame.first_block = self._builder.count
        described = f"{attributes.get('class', '')} {attributes.get('epub:type', '')} {attributes.get('role', '')}"
        frame.poetry = frame.poetry or bool(_POETRY.search(described))
        if frame.poetry and frame.kind is BlockKind.PARAGRAPH:
            frame.kind = BlockKind.VERSE
        frame.note = frame.note or bool(_NOTE.search(described) and "line" not in described)
        self._set_direction(frame, attributes)
        if frame.tag in _STARTS and frame.cell is None:
            _STARTS[frame.tag](frame, attributes)

    def _set_direction(self, frame: _Frame, attributes: Mapping[str, str]) -> None:
        if frame.tag in {"html", "body"}:
            return
        direction = attributes.get("dir", "").lower()
        if direction in {"rtl", "ltr", "auto"}:
            frame.direction = Direction(direction)
        frame.language = attributes.get("lang") or attributes.get("xml:lang") or frame.language

    def _end_block(self, frame: _Frame) -> None:
        if frame.cell is not None and not frame.own_cell:
            self._builder.new_line()
            return
        self._close()
        if frame.poetry and self._is_couplet(frame):
            self._couplets.add(self._builder.block(frame.first_block).start)
            self._builder.join_couplet(frame.first_block)

    def _is_couplet(self, frame: _Frame) -> bool:
        if self._builder.count != frame.first_block + 2 or frame.tag == "table":
            return False
        pair = (self._builder.block(frame.first_block), self._builder.block(frame.first_block + 1))
        return all(
            block.kind in {BlockKind.VERSE, BlockKind.TABLE_CELL} and block.start not in self._couplets
            for block in pair
        )

    def _name(self, attributes: Mapping[str, str]) -> None:
        for key in ("id", "name", "xml:id"):
            value = attributes.get(key)
            if value:
                name = self._around.name(value)
                self._builder.anchor(name)
                if name in self._around.pages:
                    self._builder.locate(LocatorKind.PAGE, self._around.pages[name])
                return

    def _start_page(self, frame: _Frame, attributes: Mapping[str, str]) -> None:
        described = f"{attributes.get('epub:type', '')} {attributes.get('role', '')}"
        if "pagebreak" not in described:
            return
        frame.skip = True
        label = attributes.get("title") or attributes.get("aria-label") or ""
        known = self._around.name(attributes.get("id", "")) in self._around.pages
        if label and not known:
            self._builder.locate(LocatorKind.PAGE, label.strip())
        elif not known:
            frame.page = ""

    def _void(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "br":
            if self._builder.ends_line and self._frames[-1].cell is None:
                self._builder.close()  # an empty line between two texts parts paragraphs
            else:
                self._builder.break_line()
        elif tag == "hr":
            self._close()
            self._builder.open(Block(0, 0, BlockKind.RULE))
            self._builder.write_exact("***")
            self._close()
        elif tag in {"img", "image"}:
            address = attributes.get("src") or attributes.get("xlink:href") or attributes.get("href") or ""
            self._picture(self._around.picture(address), attributes.get("alt", ""))

    def _picture(self, picture: Resource | None, alternative: str) -> None:
        if picture is None:
            return
        if self._builder.holds_text:
            self._late.append((picture, alternative))
        elif self._frames[-1].cell is None:
            self._builder.image(picture, alternative)

    def _start_inline(self, frame: _Frame, attributes: Mapping[str, str]) -> None:
        kind = _INLINE.get(frame.tag)
        if kind is not None:
            frame.marks.append(self._builder.begin(kind))
        if frame.tag == "a":
            target = self._around.link(attributes.get("href", ""))
            if target:
                frame.marks.append(self._builder.begin(MarkKind.LINK, target))
                described = " ".join(attributes.get(key, "") for key in ("class", "epub:type", "role"))
                frame.number = 1 if target.startswith("#") and _REFERENCE.search(described) else 0
        direction = attributes.get("dir", "").lower()
        language = attributes.get("lang") or attributes.get("xml:lang") or ""
        if direction in {"rtl", "ltr"} or language:
            direction = direction if direction in {"rtl", "ltr"} else "auto"
            frame.marks.append(self._builder.begin(MarkKind.SPAN, "", Direction(direction), language))

    def _decide(self, frame: _Frame, mark: OpenMark) -> None:
        """Make a link inside the article a note reference when it looks like one."""
        if mark.kind is not MarkKind.LINK or not mark.target.startswith("#") or mark.start < 0:
            return
        text = self._builder.written_since(mark.start).strip()
        raised = any(item.tag == "sup" for item in self._frames[-3:]) or any(
            other.kind is MarkKind.SUPERSCRIPT for other in self._builder.marks_since(mark.start)
        )
        if frame.number or _BRACKETED.fullmatch(text) or (raised and _MARKER.fullmatch(text)):
            mark.kind = MarkKind.NOTE_REFERENCE
            mark.target = mark.target.removeprefix("#")


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    if "footnote" in attributes.get("epub:type", ""):
        return False  # notes that pop up are often hidden in the page
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden", "") == "true"
        or bool(_HIDDEN.search(attributes.get("style", "")))
        or bool(_UNSEEN.search(attributes.get("class", "")))
    )


def _heading(frame: _Frame, _: Mapping[str, str]) -> None:
    frame.kind, frame.level = BlockKind.HEADING, int(frame.tag[1])


def _quote(frame: _Frame, _: Mapping[str, str]) -> None:
    if frame.kind is BlockKind.PARAGRAPH:
        frame.kind = BlockKind.QUOTE
    frame.quotes += 1
    frame.level = frame.quotes - 1


def _list(frame: _Frame, attributes: Mapping[str, str]) -> None:
    frame.depth += 1
    frame.listed = frame
    start = attributes.get("start", "")
    frame.number = int(start) - 1 if start.isascii() and start.lstrip("-").isdigit() and len(start) < 9 else 0


def _item(frame: _Frame, _: Mapping[str, str]) -> None:
    frame.kind, frame.level, frame.label, frame.item = BlockKind.LIST_ITEM, max(frame.depth - 1, 0), "•", frame
    if frame.listed is not None and frame.listed.tag == "ol":
        frame.listed.number += 1
        frame.label = f"{frame.listed.number}."


def _literal(frame: _Frame, _: Mapping[str, str]) -> None:
    frame.kind, frame.literal = BlockKind.CODE, True


def _table(frame: _Frame, _: Mapping[str, str]) -> None:
    frame.table = frame


def _row(frame: _Frame, _: Mapping[str, str]) -> None:
    if frame.table is not None:
        frame.table.row, frame.table.column = frame.table.row + 1, -1


def _cell(frame: _Frame, attributes: Mapping[str, str]) -> None:
    table = frame.table
    if frame.cell is not None or table is None:
        return
    table.row, table.column = max(table.row, 0), table.column + 1
    frame.cell, frame.own_cell, frame.kind = (table.row, table.column), True, BlockKind.TABLE_CELL
    span = attributes.get("colspan", "1")
    table.column += min(int(span), 100) - 1 if span.isascii() and span.isdigit() and span.strip("0") else 0


_STARTS: Mapping[str, Callable[[_Frame, Mapping[str, str]], None]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "blockquote": _quote,
    "ul": _list,
    "ol": _list,
    "li": _item,
    "pre": _literal,
    "table": _table,
    "tr": _row,
    "td": _cell,
    "th": _cell,
}

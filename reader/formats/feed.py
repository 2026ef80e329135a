"""Feeds (RSS, Atom): each entry a heading with the text that the feed itself holds; nothing is fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.document.model import Article, Block, BlockKind, MarkKind, Metadata
from reader.errors import FormatError
from reader.formats.assemble import Known, assemble
from reader.formats.builder import Builder
from reader.formats.encodings import decode
from reader.formats.flow import Flow, Surroundings
from reader.formats.xml_events import Node, parse_html, tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.formats.hints import Hints, Watch

IMPORTER = "feed/1"

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ADDRESS = re.compile(r"https?:", re.IGNORECASE)
_TEXTS = ("encoded", "content", "description", "summary")


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the entries of a feed as one article. Raises FormatError when it holds none."""
    decoded = decode(data, hints, watch.part(0.0, 0.1))
    source = _DECLARATION.sub("", decoded.text, count=1)
    root = tree(source.encode("utf-8"), watch, "The feed")
    channel = root.first("channel") or root.first("feed")
    entries = [node for tag in ("item", "entry") for node in root.all(tag)]
    if channel is None or not entries:
        raise FormatError("The feed holds no entries.")
    builder = Builder()
    for number, entry in enumerate(entries):
        watch.step(0.1 + 0.8 * number / len(entries))
        _take(entry, builder, watch)
    about = Metadata(
        title=_value(channel, "title"),
        author=_value(channel, "managingEditor") or _value(channel, "author"),
        url=hints.url or _link(channel),
        published=_value(channel, "pubDate") or _value(channel, "updated"),
    )
    language = _value(channel, "language") or channel.attributes.get("xml:lang", "")
    known = Known(IMPORTER, decoded.encoding, about, language, "", decoded.decisions, decoded.warnings)
    return assemble(builder.finish(), known, hints)


def _child(node: Node, tag: str) -> Node | None:
    return next((child for child in node.children if child.tag == tag), None)


def _value(node: Node, tag: str) -> str:
    child = _child(node, tag)
    return child.whole_text() if child is not None else ""


def _link(node: Node) -> str:
    for child in node.children:
        if child.tag == "link":
            address = child.attributes.get("href", "") or child.whole_text()
            if _ADDRESS.match(address):
                return address
    return ""


def _take(entry: Node, builder: Builder, watch: Watch) -> None:
    builder.open(Block(0, 0, BlockKind.HEADING, 2))
    address = _link(entry)
    mark = builder.begin(MarkKind.LINK, address) if address else None
    _html(_raw(_child(entry, "title")), builder, watch, BlockKind.HEADING)
    if mark is not None:
        builder.end(mark)
    builder.close()
    bodies = (_child(entry, tag) for tag in _TEXTS)
    body = next((found for found in bodies if found is not None and _raw(found).strip()), None)
    if body is not None and body.attributes.get("type") == "xhtml":
        _replay(body, builder)
    else:
        _html(_raw(body), builder, watch, BlockKind.PARAGRAPH)
    builder.close()


def _raw(node: Node | None) -> str:
    """Return the character data of an element, which is HTML more often than not."""
    if node is None:
        return ""
    return node.text if not node.children else node.whole_text()


def _around() -> Surroundings:
    return Surroundings(
        link=lambda address: address if _ADDRESS.match(address) else "",
        picture=lambda _: None,
        name=lambda identifier: identifier,
    )


def _html(text: str, builder: Builder, watch: Watch, kind: BlockKind) -> None:
    if "<" not in text and "&" not in text:
        builder.write(text)
        return
    if kind is BlockKind.HEADING:
        builder.write(_plain(text, watch))
        return
    flow = Flow(builder, _around())
    parse_html(text, flow, watch)
    flow.finish()


def _plain(text: str, watch: Watch) -> str:
    taker = _Plain()
    parse_html(text, taker, watch)
    return " ".join("".join(taker.parts).split())


class _Plain:
    """Keeps the words of markup and nothing else."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Pass an element over."""

    def data(self, text: str) -> None:
        """Keep the words."""
        self.parts.append(text)

    def end(self, tag: str) -> None:
        """Pass the end of an element over."""


def _replay(node: Node, builder: Builder) -> None:
    """Send an element that was read as a whole through the flow; its own text comes before its children."""
    flow = Flow(builder, _around())
    waiting: list[tuple[Node, bool]] = [(node, True)]
    while waiting:
        current, opening = waiting.pop()
        if not opening:
            flow.end(current.tag)
            continue
        flow.start(current.tag, current.attributes)
        flow.data(current.text)
        waiting.append((current, False))
        waiting.extend((child, True) for child in reversed(current.children))
    flow.finish()

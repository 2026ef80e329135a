"""XML as events, safely: no entity is defined, no file is opened, no address is fetched; broken markup falls back."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING, Protocol
from xml.parsers import expat

from reader.errors import FormatError
from reader.formats.hints import MAX_TEXT_BYTES, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_UNREADABLE_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s+(?=<)")  # white space before the declaration is a fault to expat
_BARE_AND = re.compile(rb"&(?!#?[A-Za-z0-9]{1,31};)")
_STEP = 256 * 1024
_DEEPEST = 100_000


class Receiver(Protocol):
    """What takes the events, in document order."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element: its name without a prefix, those of its attributes as they are written."""

    def data(self, text: str) -> None:
        """Add character data."""

    def end(self, tag: str) -> None:
        """Close an element."""


class MalformedError(Exception):
    """The markup is not well-formed XML."""


def parse(data: bytes, receiver: Receiver, watch: Watch, what: str, deepest: int = _DEEPEST) -> None:
    """Send the elements of ``data`` to ``receiver``; ``what`` names the part in error sentences.

    Raises MalformedError where it is not well-formed, FormatError where it defines entities, is too large or too deep.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise FormatError(f"{what} has {len(data) // 2**20} MB; at most {MAX_TEXT_BYTES // 2**20} MB are read.")
    parser = expat.ParserCreate()
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            raise FormatError(f"{what} is nested more than {deepest} levels deep.")
        receiver.start(tag.rpartition(":")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        receiver.end(tag.rpartition(":")[2])

    def entity(*_: object) -> None:
        raise FormatError(f"{what} defines entities of its own, which no honest text needs; it was not read.")

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = receiver.data
    parser.EntityDeclHandler = entity
    data = _NAMED.sub(_character, _UNREADABLE_START.sub(b"", data, count=1))
    try:
        for position in range(0, len(data), _STEP):
            watch.step(position / len(data))
            parser.Parse(data[position : position + _STEP], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise MalformedError(str(error)) from error
    except (LookupError, ValueError) as error:  # an encoding that expat does not know
        raise MalformedError(str(error)) from error


def _character(match: re.Match[bytes]) -> bytes:
    """Return a named character of HTML as numbers, which need no document type."""
    name = match.group(1).decode("ascii")
    value = html5.get(name + ";")
    if name in _PREDEFINED or value is None:
        return match.group(0)
    return "".join(f"&#{ord(character)};" for character in value).encode("ascii")


@dataclass(slots=True)
class Node:
    """An element of a small document that is read as a whole."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""
    """Character data directly inside, without that of the children."""

    def all(self, tag: str) -> Iterator[Node]:
        """Yield this element and all below it that are called ``tag``, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.tag == tag:
                yield node
            waiting.extend(reversed(node.children))

    def first(self, tag: str) -> Node | None:
        """Return the first element called ``tag``, if there is one."""
        return next(self.all(tag), None)

    def whole_text(self) -> str:
        """Return the character data of this element and all below it, white space folded."""
        parts: list[str] = []
        waiting = [self]
        while waiting:
            node = waiting.pop()
            parts.append(node.text)
            waiting.extend(reversed(node.children))
        return " ".join(" ".join(parts).split())


class _Tree:
    def __init__(self) -> None:
        self.root = Node("", {})
        self._open = [self.root]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        node = Node(tag, attributes)
        self._open[-1].children.append(node)
        self._open.append(node)

    def data(self, text: str) -> None:
        self._open[-1].text += text

    def end(self, _: str) -> None:
        if len(self._open) > 1:
            self._open.pop()


def tree(data: bytes, watch: Watch, what: str) -> Node:
    """Return a small XML document as a whole. Raises FormatError where it cannot be read."""
    problem: MalformedError | None = None
    for attempt in (data, _BARE_AND.sub(b"&amp;", data)):  # an “&” that should be “&amp;” is the commonest fault
        receiver = _Tree()
        try:
            parse(attempt, receiver, watch, what)
        except MalformedError as error:
            problem = error
        else:
            return receiver.root
    raise FormatError(f"{what} is damaged: it is not well-formed XML ({problem}).") from problem


def parse_html(text: str, receiver: Receiver, watch: Watch) -> None:
    """Send the elements of HTML, however broken, to ``receiver``, ends supplied where they are missing."""
    from lxml import etree  # type: ignore[import-untyped]

    class Target:
        def start(self, tag: str, attributes: Mapping[str, str]) -> None:
            receiver.start(tag, attributes)

        def end(self, tag: str) -> None:
            receiver.end(tag)

        def data(self, text: str) -> None:
            receiver.data(text)

        def comment(self, _: str) -> None:
            return

        def pi(self, *_: str) -> None:
            return

        def close(self) -> None:
            return

    text = tamed(text)
    parser = etree.HTMLParser(target=Target(), huge_tree=True, no_network=True, encoding="utf-8")
    with suppress(etree.LxmlError):  # what cannot be understood at all holds no elements
        for position in range(0, len(text), _STEP):
            watch.step(position / len(text))
            parser.feed(text[position : position + _STEP].encode("utf-8", "replace"))
        parser.close()


def tamed(text: str) -> str:
    """Return HTML that libxml2 reads in reasonable time: no NUL, no declaration, no crowd of attributes."""
    text = _XML_DECLARATION.sub("", text.replace("\0", "\ufffd"), count=1)
    return _LONG_TAG.sub(lambda match: match[1] if match[0].count("=") > _MOST_ATTRIBUTES else match[0], text)


_MOST_ATTRIBUTES = 1000  # the time libxml2 takes grows with their square
_LONG_TAG = re.compile(r"(<[A-Za-z][\w:-]{0,40})[^<>]{4000,}")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

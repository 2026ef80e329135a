"""Word documents: headings, lists, tables, notes, comments, pictures and printed pages, without tracked deletions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.document.model import Article, LocatorKind, Metadata
from reader.errors import FormatError
from reader.formats.assemble import Known, assemble
from reader.formats.builder import Builder
from reader.formats.docx_parts import Numbering, Relations, Styles, relations
from reader.formats.docx_text import Notes, Reading
from reader.formats.package import Package
from reader.formats.xml_events import MalformedError, Node, parse, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.formats.hints import Hints, Watch

IMPORTER = "docx/1"

_DEEPEST = 200  # paragraphs are read by functions that call themselves; real documents stay below 40
_MACHINE_TITLES = ("Microsoft Word", "Microsoft Office Word", "Document1", "PowerPoint")


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the article of a Word document. Raises FormatError when it is damaged or hostile."""
    package = Package(data, "The document")
    main = relations(package, "", watch).of_kind("officeDocument") or "word/document.xml"
    if not package.has(main):
        raise FormatError("The document is damaged: its text is missing.")
    around = relations(package, main, watch)
    styles = Styles(_part(package, around, "styles", watch))
    numbering = Numbering(_part(package, around, "numbering", watch))
    notes = Notes(
        _notes(package, around, "footnotes", "footnote", watch),
        _notes(package, around, "endnotes", "endnote", watch),
        _notes(package, around, "comments", "comment", watch),
    )
    builder = Builder()
    reading = Reading(builder, package, around, styles, numbering, notes)
    try:
        parse(package.read(main), _Body(reading.block), watch.part(0.1, 0.9), "The text of the document", _DEEPEST)
    except MalformedError as error:
        raise FormatError(f"The document is damaged: its text is not well-formed XML ({error}).") from error
    reading.flush_notes()
    if reading.page > 1:
        builder.locate_at(0, LocatorKind.PAGE, "1")
    about = _metadata(package, watch, reading.title)
    known = Known(IMPORTER, metadata=about, warnings=tuple(reading.warnings))
    return assemble(builder.finish(), known, hints)


def _part(package: Package, around: Relations, kind: str, watch: Watch) -> Node | None:
    path = around.of_kind(kind)
    return tree(package.read(path), watch, f"The part “{path}” of the document") if package.has(path) else None


def _notes(package: Package, around: Relations, kind: str, tag: str, watch: Watch) -> dict[str, Node]:
    root = _part(package, around, kind, watch)
    if root is None:
        return {}
    found: dict[str, Node] = {}
    for node in root.all(tag):
        values = {key.rpartition(":")[2]: value for key, value in node.attributes.items()}
        if values.get("type", "normal") == "normal":
            found[values.get("id", "")] = node
    return found


def _metadata(package: Package, watch: Watch, title: str) -> Metadata:
    path = relations(package, "", watch).of_kind("core-properties")
    fields: dict[str, str] = {}
    if package.has(path):
        try:
            root = tree(package.read(path), watch, "The document's properties")
        except FormatError:
            return Metadata(title=title)
        fields = {node.tag: node.whole_text() for node in root.children[0].children} if root.children else {}
    stated = fields.get("title", "")
    if stated.startswith(_MACHINE_TITLES) or stated.lower().endswith((".doc", ".docx")):
        stated = ""
    return Metadata(title=title or stated, author=fields.get("creator", ""), published=fields.get("issued", ""))


class _Body:
    """Collects each paragraph and table of the body as a tree, and hands it on when it ends."""

    def __init__(self, take: Callable[[Node], None]) -> None:
        self._take = take
        self._in_body = False
        self._open: list[Node] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if not self._in_body:
            self._in_body = tag == "body"
            return
        node = Node(tag, attributes)
        if self._open:
            self._open[-1].children.append(node)
        self._open.append(node)

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def end(self, tag: str) -> None:
        if self._open:
            node = self._open.pop()
            if not self._open:
                self._take(node)
        elif tag == "body":
            self._in_body = False

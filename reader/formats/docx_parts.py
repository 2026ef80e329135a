"""The parts beside the text of a Word document: relations, styles and numberings."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.formats.list_labels import label
from reader.formats.package import Package, resolve
from reader.formats.xml_events import Node, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.formats.hints import Watch


def value(node: Node | None, name: str = "val") -> str:
    """Return the attribute ``name`` whatever its prefix, or nothing."""
    if node is None:
        return ""
    for key, found in node.attributes.items():
        if key.rpartition(":")[2] == name:
            return found
    return ""


def child(node: Node | None, *path: str) -> Node | None:
    """Return the first child along ``path``, if there is one."""
    for tag in path:
        node = next((below for below in node.children if below.tag == tag), None) if node else None
    return node


def is_on(node: Node | None) -> bool | None:
    """Return what a switch says: None where it is not there."""
    if node is None:
        return None
    return value(node) not in {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Relations:
    """Where the identifiers of one part lead: parts of the package, or addresses outside."""

    parts: dict[str, str]
    addresses: dict[str, str]
    kinds: dict[str, str]

    def of_kind(self, kind: str) -> str:
        """Return the part of this kind, or nothing."""
        return next((self.parts[key] for key, found in self.kinds.items() if found == kind and key in self.parts), "")


def relations(package: Package, path: str, watch: Watch) -> Relations:
    """Read the relations of the part ``path`` (of the package itself for an empty path)."""
    folder, name = posixpath.split(path)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    parts: dict[str, str] = {}
    addresses: dict[str, str] = {}
    kinds: dict[str, str] = {}
    if package.has(source):
        for node in tree(package.read(source), watch, "The document's list of relations").all("Relationship"):
            identifier, target = node.attributes.get("Id", ""), node.attributes.get("Target", "")
            kinds[identifier] = node.attributes.get("Type", "").rpartition("/")[2]
            if node.attributes.get("TargetMode") == "External":
                addresses[identifier] = target
            else:
                found = resolve("", target[1:]) if target.startswith("/") else resolve(path or "x", target)
                if found:
                    parts[identifier] = found
    return Relations(parts, addresses, kinds)


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says, inherited values included."""

    heading: int = 0
    is_title: bool = False
    is_quote: bool = False
    is_rtl: bool | None = None
    list_number: str = ""
    list_level: int = 0


class Styles:
    """The paragraph styles of a document by identifier."""

    def __init__(self, root: Node | None) -> None:
        self._nodes: dict[str, Node] = {}
        self._known: dict[str, Style] = {}
        self.default = ""
        for node in root.all("style") if root else ():
            identifier = value(node, "styleId")
            self._nodes[identifier] = node
            if value(node, "default") in {"1", "true"} and value(node, "type") == "paragraph":
                self.default = identifier

    def get(self, identifier: str) -> Style:
        """Return the style ``identifier``, or the default one."""
        identifier = identifier if identifier in self._nodes else self.default
        if identifier not in self._known:
            self._known[identifier] = self._resolve(identifier)
        return self._known[identifier]

    def _resolve(self, identifier: str) -> Style:
        chain: list[Node] = []
        while identifier in self._nodes and len(chain) < 20:
            node = self._nodes[identifier]
            if node in chain:
                break
            chain.append(node)
            identifier = value(child(node, "basedOn"))
        style = Style()
        for node in reversed(chain):
            style = _refined(style, node)
        return style


def _refined(style: Style, node: Node) -> Style:
    name = value(child(node, "name")).lower()
    properties = child(node, "pPr")
    heading = style.heading
    outline = value(child(properties, "outlineLvl"))
    if name.startswith("heading ") and name[8:].isdigit():
        heading = int(name[8:])
    elif outline.isdigit():
        heading = int(outline) + 1 if int(outline) < 9 else 0
    on = is_on(child(properties, "bidi"))
    number = value(child(properties, "numPr", "numId"))
    level = value(child(properties, "numPr", "ilvl"))
    return Style(
        min(heading, 6),
        style.is_title or name == "title",
        style.is_quote or name in {"quote", "intense quote"},
        style.is_rtl if on is None else on,
        number or style.list_number,
        int(level) if level.isdigit() else style.list_level,
    )


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    pattern: str = "%1."
    start: int = 1


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the items of every list of a document."""

    def __init__(self, root: Node | None) -> None:
        abstract: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        for node in root.all("abstractNum"):
            abstract[value(node, "abstractNumId")] = _List(dict(_levels(node)))
        for node in root.all("num"):
            found = abstract.get(value(child(node, "abstractNumId")))
            if found is not None:
                overridden = any(True for _ in node.all("startOverride"))
                self._lists[value(node, "numId")] = _List(found.levels) if overridden else found

    def next_label(self, number: str, level: int) -> str:
        """Return the label of the next item at ``level`` of the list ``number``; nothing when there is no such list."""
        found = self._lists.get(number)
        if found is None or number == "0":
            return ""
        own = found.levels.get(level, _Level())
        found.counters[level] = found.counters.get(level, own.start - 1) + 1
        for deeper in [place for place in found.counters if place > level]:
            del found.counters[deeper]
        if own.form in {"bullet", "none"}:
            return "•" if own.form == "bullet" else ""
        written = own.pattern
        for place in range(9):
            if f"%{place + 1}" in written:
                form = found.levels.get(place, own).form
                count = found.counters.get(place, found.levels.get(place, own).start)
                written = written.replace(f"%{place + 1}", label(count, form))
        return written.strip()


def _levels(node: Node) -> Iterator[tuple[int, _Level]]:
    for level in node.all("lvl"):
        place, start = value(level, "ilvl"), value(child(level, "start"))
        if place.isdigit():
            yield (
                int(place),
                _Level(
                    value(child(level, "numFmt")) or "decimal",
                    value(child(level, "lvlText")),
                    int(start) if start.isdigit() and len(start) < 9 else 1,
                ),
            )

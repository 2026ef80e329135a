"""What the package of an EPUB 2 or 3 says: reading order, contents, printed pages, and data for a citation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.document.model import Metadata
from reader.errors import FormatError
from reader.formats.package import Package, resolve
from reader.formats.xml_events import Node, tree

if TYPE_CHECKING:
    from reader.formats.hints import Watch

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_TEXTS = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
_FONT_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


@dataclass(frozen=True, slots=True)
class Item:
    """One part that the package lists."""

    path: str
    media_type: str
    properties: str
    fallback: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents or of the page list: where it leads (``path#id`` or ``path``) and what it says."""

    target: str
    label: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """The package as far as a reader needs it."""

    spine: tuple[Item, ...]
    metadata: Metadata
    language: str
    direction: str
    contents: tuple[Entry, ...]
    pages: tuple[Entry, ...]


def open_book(package: Package, watch: Watch) -> Book:
    """Read container, package and contents. Raises FormatError when they are missing, damaged or hostile."""
    path = _package_path(package, watch)
    root = tree(package.read(path), watch, "The package of the book")
    items = _manifest(root, path)
    spine = root.first("spine")
    if spine is None:
        raise FormatError("The book is damaged: its package states no reading order.")
    ordered = _spine(spine, items)
    _refuse_protected(package, ordered, watch)
    package_node = root.first("package")
    attributes = package_node.attributes if package_node else {}
    contents, pages = _navigation(package, items, spine, watch)
    return Book(
        tuple(ordered),
        _metadata(root),
        _first_text(root, "language"),
        attributes.get("dir", "") or spine.attributes.get("page-progression-direction", ""),
        tuple(contents),
        tuple(pages),
    )


def _package_path(package: Package, watch: Watch) -> str:
    container = "META-INF/container.xml"
    if not package.has(container):
        raise FormatError("The book is damaged: it has no META-INF/container.xml.")
    for node in tree(package.read(container), watch, "The container of the book").all("rootfile"):
        path = resolve("", node.attributes.get("full-path", ""))
        if not path:
            raise FormatError("The book names a package outside itself and was not read.")
        if not package.has(path):
            raise FormatError(f"The book is damaged: its package “{path}” is missing.")
        return path
    raise FormatError("The book is damaged: its container names no package.")


def _manifest(root: Node, path: str) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for node in root.all("item"):
        values = node.attributes
        target = resolve(path, values.get("href", ""))
        if target and "id" in values:
            properties = values.get("properties", "")
            items[values["id"]] = Item(target, values.get("media-type", ""), properties, values.get("fallback", ""))
    return items


def _spine(spine: Node, items: dict[str, Item]) -> list[Item]:
    """Return the parts in reading order, those beside the main order last; fallbacks are followed."""
    main: list[Item] = []
    beside: list[Item] = []
    for node in spine.all("itemref"):
        item = items.get(node.attributes.get("idref", ""))
        for _ in range(8):
            if item is None or item.media_type in _TEXTS or item.media_type.startswith("image/"):
                break
            item = items.get(item.fallback, item)
        if item is not None and "nav" not in item.properties.split():
            (beside if node.attributes.get("linear") == "no" else main).append(item)
    return [*main, *(item for item in beside if item not in main)]


def _refuse_protected(package: Package, spine: list[Item], watch: Watch) -> None:
    name = "META-INF/encryption.xml"
    if not package.has(name):
        return
    texts = {item.path for item in spine}
    for data in tree(package.read(name), watch, "The book's list of encrypted parts").all("EncryptedData"):
        method, reference = data.first("EncryptionMethod"), data.first("CipherReference")
        algorithm = method.attributes.get("Algorithm", "") if method else ""
        path = resolve("", reference.attributes.get("URI", "")) if reference else ""
        if path in texts and algorithm not in _FONT_ONLY:
            raise FormatError("The book is protected against copying (DRM) and cannot be read.")


def _first_text(root: Node, tag: str) -> str:
    return next((text for node in root.all(tag) if (text := node.whole_text())), "")


def _metadata(root: Node) -> Metadata:
    roles: dict[str, str] = {}
    for node in root.all("meta"):
        if node.attributes.get("property") == "role":
            roles[node.attributes.get("refines", "").removeprefix("#")] = node.whole_text()
    people: dict[str, list[str]] = {"author": [], "translator": [], "editor": []}
    for tag in ("creator", "contributor"):
        for node in root.all(tag):
            role = node.attributes.get("opf:role") or roles.get(node.attributes.get("id", ""), "")
            kind = {"trl": "translator", "edt": "editor", "aut": "author"}.get(
                role, "author" if tag == "creator" else ""
            )
            name = node.whole_text()
            if kind and name and (role or tag == "creator") and name not in people[kind]:
                people[kind].append(name)
    date = _first_text(root, "date").translate(_DIGITS)
    year = re.search(r"(?<!\d)\d{4}(?!\d)", date)
    return Metadata(
        title=_first_text(root, "title"),
        author="، ".join(people["author"]) if len(people["author"]) > 1 else "".join(people["author"]),
        editor="، ".join(people["editor"]),
        translator="، ".join(people["translator"]),
        publisher=_first_text(root, "publisher"),
        year=year.group() if year else "",
        calendar="gregorian" if year and int(year.group()) > 1500 else "",
        published=date,
    )


def _navigation(package: Package, items: dict[str, Item], spine: Node, watch: Watch) -> tuple[list[Entry], list[Entry]]:
    """Return contents and page list from the navigation document, else from the NCX; a damaged one is passed over."""
    nav = next((item for item in items.values() if "nav" in item.properties.split()), None)
    ncx = items.get(spine.attributes.get("toc", "")) or next(
        (item for item in items.values() if item.media_type == "application/x-dtbncx+xml"), None
    )
    contents: list[Entry] = []
    pages: list[Entry] = []
    for item in (nav, ncx):
        if item is None or not package.has(item.path):
            continue
        try:
            root = tree(package.read(item.path), watch, "The contents of the book")
        except FormatError:
            continue
        found, listed = (_from_nav if item is nav else _from_ncx)(root, item.path)
        contents, pages = contents or found, pages or listed
    return contents, pages


def _target(path: str, address: str) -> str:
    target = resolve(path, address)
    fragment = address.partition("#")[2]
    return f"{target}#{fragment}" if target and fragment else target


def _from_nav(root: Node, path: str) -> tuple[list[Entry], list[Entry]]:
    contents: list[Entry] = []
    pages: list[Entry] = []
    for nav in root.all("nav"):
        kinds = f"{nav.attributes.get('epub:type', '')} {nav.attributes.get('role', '')}".split()
        if "toc" in kinds or "doc-toc" in kinds:
            contents += _links(nav, path)
        elif "page-list" in kinds or "doc-pagelist" in kinds:
            pages += _links(nav, path)
    return contents, pages


def _links(nav: Node, path: str) -> list[Entry]:
    entries: list[Entry] = []
    waiting: list[tuple[Node, int]] = [(nav, -1)]
    while waiting:
        node, depth = waiting.pop()
        if node.tag == "a" and node.attributes.get("href"):
            target = _target(path, node.attributes["href"])
            if target:
                entries.append(Entry(target, node.whole_text(), max(depth, 0)))
        deeper = depth + 1 if node.tag in {"ol", "ul"} else depth
        waiting.extend((child, deeper) for child in reversed(node.children))
    return entries


def _from_ncx(root: Node, path: str) -> tuple[list[Entry], list[Entry]]:
    contents: list[Entry] = []
    waiting: list[tuple[Node, int]] = [(root, -1)]
    while waiting:
        node, depth = waiting.pop()
        if node.tag == "navPoint":
            depth += 1
            contents += _point(node, path, depth)
        if node.tag != "pageList":
            waiting.extend((child, depth) for child in reversed(node.children))
    pages = [entry for node in root.all("pageTarget") for entry in _point(node, path, 0)]
    return contents, pages


def _point(node: Node, path: str, depth: int) -> list[Entry]:
    label = next((child.whole_text() for child in node.children if child.tag == "navLabel"), "")
    source = next((child.attributes.get("src", "") for child in node.children if child.tag == "content"), "")
    target = _target(path, source)
    return [Entry(target, label, depth)] if target else []

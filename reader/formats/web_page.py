"""Web pages: the article without navigation, adverts, related links and comment forms, from the page's own markup."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from reader.document.model import Article, Block, BlockKind, Metadata, Resource
from reader.errors import FormatError
from reader.formats.assemble import Known, assemble
from reader.formats.builder import Builder
from reader.formats.encodings import Decoded, decode
from reader.formats.flow import BLOCKS, Flow, Surroundings
from reader.formats.page_article import Choice, choose, depth, squeeze, walk
from reader.formats.page_metadata import metadata
from reader.formats.pictures import MAX_PICTURE_BYTES, MAX_PICTURES_BYTES, picture
from reader.formats.xml_events import parse_html, tamed

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.formats.hints import Hints, Watch

IMPORTER = "html/1"

_LARGEST_TREE = 8_000_000
_DEEPEST_TREE = 2000  # libxml2 leaves out what is nested deeper in a tree; as events nothing is lost
_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_LAYOUT_CELL = 1500
_SMALLEST_PICTURE = 600


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the article of a web page; nothing it points to is fetched."""
    return article(decode(data, hints, watch.part(0.0, 0.1)), hints, watch.part(0.1, 1.0))


def article(
    decoded: Decoded, hints: Hints, watch: Watch, find_picture: Callable[[str], Resource | None] = lambda _: None
) -> Article:
    """Return the article of a decoded web page; ``find_picture`` gives those that were saved with it."""
    page = _Page(hints.url, find_picture)
    decisions = decoded.decisions
    root = None if len(decoded.text) > _LARGEST_TREE else _tree(decoded.text)
    if root is None or depth(root) >= _DEEPEST_TREE:
        parse_html(decoded.text, page.flow, watch)
        page.flow.finish()
        known = Known(IMPORTER, decoded.encoding, Metadata(), "", "", decisions, decoded.warnings)
        return assemble(page.builder.finish(), known, hints)
    body = root.find("body")
    body = root if body is None else body
    choice = Choice(body) if hints.as_is else choose(body, tamed(decoded.text))
    if choice.dropped_words:
        decisions += (f"Only the article of the page was taken; {choice.dropped_words} words beside it were left out.",)
    about = metadata(root, hints.url)
    page.take(choice, about.title, body, watch.part(0.5, 1.0))
    html = root if root.tag == "html" else None
    language = (html.get("lang") or html.get("xml:lang") or "") if html is not None else ""
    direction = (html.get("dir") or body.get("dir") or "").lower() if html is not None else ""
    known = Known(IMPORTER, decoded.encoding, about, language, direction, decisions, decoded.warnings)
    return assemble(page.builder.finish(), known, hints)


def _tree(text: str) -> Any:  # noqa: ANN401 - an lxml element, which has no types
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(
        huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", collect_ids=False
    )
    text = tamed(text)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except etree.LxmlError as error:
        raise FormatError("The page holds no text.") from error


class _Page:
    """Sends the chosen part of one page through the flow."""

    def __init__(self, url: str, find_picture: Callable[[str], Resource | None]) -> None:
        self._find_picture = find_picture
        self.builder = Builder()
        self.flow = Flow(
            self.builder,
            Surroundings(link=self._link, picture=self._picture, name=lambda identifier: identifier),
        )
        self._url = url
        self._pictures: dict[str, Resource | None] = {}
        self._bytes = 0

    def take(self, choice: Choice, title: str, body: Any, watch: Watch) -> None:  # noqa: ANN401
        """Walk the article; a title that stands elsewhere on the page comes first."""
        self._take_title(choice, title, body)
        layout = _layout_tables(choice.root)
        quiet = [False]
        skipped: Any = None
        for count, (event, element) in enumerate(walk(choice.root)):
            if count % 2000 == 0:
                watch.step(0.5)
            if skipped is None and event == "start" and element in choice.without:
                skipped = element
            elif skipped is None and event == "start":
                if element.tag in BLOCKS:
                    quiet.append(element in choice.silent)
                self._start(element, quiet[-1], layout)
            elif skipped is None:
                self._end(element, quiet[-1], layout)
                if element.tag in BLOCKS:
                    quiet.pop()
            if event == "end" and element is not choice.root and skipped in {None, element}:
                skipped = None
                self._text(element.tail, quiet[-1])
        self.flow.finish()

    def _start(self, element: Any, quiet: bool, layout: set[Any]) -> None:  # noqa: ANN401
        if element.tag in BLOCKS or not quiet:
            self.flow.start("div" if element in layout else element.tag, element.attrib)
            self._text(element.text, quiet)

    def _end(self, element: Any, quiet: bool, layout: set[Any]) -> None:  # noqa: ANN401
        if element.tag in BLOCKS or not quiet:
            self.flow.end("div" if element in layout else element.tag)

    def _text(self, text: str | None, quiet: bool) -> None:
        if text and not quiet:
            self.flow.data(text)

    def _take_title(self, choice: Choice, title: str, body: Any) -> None:  # noqa: ANN401
        wanted = squeeze(title)
        inside = {element for event, element in walk(choice.root) if event == "start"}
        for element in body.iter("h1", "h2"):
            if squeeze("".join(element.itertext())) != wanted or not wanted:
                continue
            choice.silent.discard(element)
            if element not in inside:
                self.builder.open(Block(0, 0, BlockKind.TITLE))
                self.builder.write("".join(element.itertext()))
                self.builder.close()
            return

    def _link(self, address: str) -> str:
        address = address.strip()
        if address.startswith("#"):
            return address if len(address) > 1 else ""
        if self._url and not _ADDRESS.match(address):
            try:
                address = urljoin(self._url, address)
            except ValueError:
                return ""
        page, _, fragment = address.partition("#")
        if fragment and self._url and page == self._url.partition("#")[0]:
            return f"#{fragment}"
        return address if _ADDRESS.match(address) else ""

    def _picture(self, address: str) -> Resource | None:
        """Return a picture that the page itself holds; others are never fetched."""
        if address in self._pictures:
            return self._pictures[address]
        match = _PICTURE.match(address)
        if match is None or len(address) > 2 * MAX_PICTURE_BYTES:
            return self._find_picture(address)
        try:
            data = base64.b64decode(address[match.end() :])
        except (binascii.Error, ValueError):
            return None
        found = picture(f"picture-{len(self._pictures) + 1}", data)
        self._bytes += len(data)
        if len(data) < _SMALLEST_PICTURE or self._bytes > MAX_PICTURES_BYTES:
            found = None
        self._pictures[address] = found
        return found


def _layout_tables(root: Any) -> set[Any]:  # noqa: ANN401
    """Return the elements of tables that only lay the page out: nested ones, a single cell, long cells."""
    layout: set[Any] = set()
    for table in root.iter("table"):
        cells = [cell for cell in table.iter("td", "th") if next(cell.iterancestors("table")) is table]
        nested = any(inner is not table for inner in table.iter("table"))
        roles = (table.get("role") or "").lower() in {"presentation", "none"}
        if nested or roles or len(cells) < 2 or any(_is_long(cell) for cell in cells):
            parts = table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th")
            layout.update(part for part in parts if part is table or next(part.iterancestors("table")) is table)
    return layout


def _is_long(cell: Any) -> bool:  # noqa: ANN401
    if sum(1 for _ in cell.iter("p", "h1", "h2", "h3")) > 3:
        return True
    return sum(len(text) for text in cell.itertext()) > _LAYOUT_CELL

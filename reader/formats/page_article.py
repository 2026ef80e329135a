"""Which part of a web page is the article: trafilatura finds its paragraphs, the page's own tree says the rest."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.formats.flow import BLOCKS, SKIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator


_UNWANTED = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|author-?box|banner\w*|breadcrumbs?|byline|comment\w*|consent|cookie\w*|disqus|"
    r"follow\w*|foot(?:er)?|gdpr|hidden|login|masthead|menu\w*|meta|modal|most-?(?:read|viewed)|nav\w*|newsletter\w*|"
    r"outbrain|pager|pagination|popup|popular|print|promo\w*|read-?(?:also|more|next)|recommend\w*|related\w*|rss|"
    r"search\w*|shar(?:e|ing)\w*|sidebar\w*|sign-?up|skip\w*|social\w*|sponsor\w*|subscri\w*|taboola|tags?|teaser\w*|ticker|toolbar|"
    r"trending|widget\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|comments?|cookie\w*|jp-relatedposts|most-?(?:read|viewed)|newsletter\w*|podcast\w*|"
    r"promo\w*|read-?(?:also|more|next)|recommend\w*|related\w*|shar(?:e|ing)\w*|social\w*|subscri\w*|taboola)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_READ_ALSO = re.compile(
    r"\s*(?:[إاأ]قر[أا]\w* ?[أا]يض|طالع [أا]يض|شاهد [أا]يض|للمزيد|بیشتر بخوانید|همچنین بخوانید|"
    r"קראו (?:גם|עוד)|עוד בנושא|یہ بھی پڑھیں|مزید پڑھیں|read (?:also|more)|see also)",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:^|[\s_-])(?:caption|wp-caption-text|thumbcaption)(?:$|[\s_-])", re.IGNORECASE)
_SMALL_PART = 0.2
_ASIDE_TAGS = frozenset({"nav", "aside", "footer", "form", "dialog", "menu"})
_ASIDE_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "dialog", "banner", "menu", "alert"})
_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_SURE = 0.9
_SHORT = 25
_LARGEST = 3_000_000
_DEEPEST = 200


@dataclass(slots=True)
class Piece:
    """One block element with the text that is directly in it (inline elements included)."""

    element: Any
    text: str = ""
    linked: int = 0
    matched: bool = False


@dataclass(slots=True)
class Choice:
    """Where the article is: its root, elements to leave out, block elements whose own text is left out."""

    root: Any
    without: set[Any] = field(default_factory=set)
    silent: set[Any] = field(default_factory=set)
    dropped_words: int = 0


def choose(body: Any, source: str) -> Choice:  # noqa: ANN401 - an lxml element, which has no types
    """Return the article in ``body`` of the page ``source``; a page without any boilerplate is one whole article."""
    if not _has_boilerplate(body) or depth(body) > _DEEPEST:
        return Choice(body)
    pieces = _pieces(body)
    wanted = _extracted(source) if len(source) <= _LARGEST else set()
    whole = "".join(wanted)
    for piece in pieces:
        text = squeeze(piece.text)
        piece.matched = bool(text) and (text in wanted or (len(text) >= _SHORT and text in whole))
    root = _root(body, pieces)
    return _cut(root, pieces)


def squeeze(text: str) -> str:
    """Return ``text`` without white space and invisible signs, for comparing."""
    return _SPACES.sub("", text)


def walk(root: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield ("start" or "end", element) below and with ``root``, in document order, however deep."""
    yield "start", root
    waiting = [iter(root)]
    path = [root]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            yield "end", path.pop()
        elif isinstance(child.tag, str):
            yield "start", child
            waiting.append(iter(child))
            path.append(child)


def depth(root: Any) -> int:  # noqa: ANN401
    """Return how many elements are open at most at once below and with ``root``."""
    now = most = 0
    for event, _ in walk(root):
        now += 1 if event == "start" else -1
        most = max(most, now)
    return most


def _pieces(body: Any) -> list[Piece]:  # noqa: ANN401
    """Return the block elements in order with their own text."""
    pieces: dict[Any, Piece] = {}
    blocks: list[Piece] = []
    links = skipped = 0
    for event, element in walk(body):
        if event == "start":
            if element.tag in SKIPPED:
                skipped += 1
            links += element.tag == "a"
            if element.tag in BLOCKS or element is body:
                blocks.append(pieces.setdefault(element, Piece(element)))
            text = element.text
        else:
            skipped -= element.tag in SKIPPED
            links -= element.tag == "a"
            if element.tag in BLOCKS or element is body:
                blocks.pop()
            text = element.tail if element is not body else None
        if text and not skipped and blocks:
            blocks[-1].text += text
            blocks[-1].linked += len(text.strip()) if links else 0
    return list(pieces.values())


def _described(element: Any) -> str:  # noqa: ANN401
    names = ("class", "id", "aria-labelledby", "data-e2e", "data-testid", "data-component")
    return " ".join(element.get(name) or "" for name in names)


def _is_aside(element: Any) -> bool:  # noqa: ANN401
    return (
        element.tag in _ASIDE_TAGS
        or (element.get("role") or "").lower() in _ASIDE_ROLES
        or (element.tag not in {"html", "body", "main", "article"} and bool(_UNWANTED.search(_described(element))))
    )


def _has_boilerplate(body: Any) -> bool:  # noqa: ANN401
    if any(isinstance(element.tag, str) and _is_aside(element) for element in body.iter()):
        return True
    links = sum(1 for _ in body.iter("a"))
    return links > 3 and any(table.find(".//table") is not None or table.get("width") for table in body.iter("table"))


def _extracted(source: str) -> set[str]:
    """Return the paragraphs that trafilatura finds, squeezed."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without an article is no fault
    document = bare_extraction(source, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(document, "body", None)
    if body is None:
        return set()
    parts = (element for element in body.iter() if element.tag not in {"body", "list", "table", "row"})
    return {squeeze("".join(element.itertext())) for element in parts} - {""}


def _root(body: Any, pieces: list[Piece]) -> Any:  # noqa: ANN401
    """Return the deepest element that holds nearly all of the matched text."""
    weights: dict[Any, int] = {}
    total = 0
    for piece in pieces:
        if not piece.matched:
            continue
        size = len(piece.text)
        total += size
        element = piece.element
        while element is not None:
            weights[element] = weights.get(element, 0) + size
            element = element.getparent()
    if not total:
        return body
    root = body
    while True:
        heavy = next((child for child in root if weights.get(child, 0) >= _SURE * total), None)
        if heavy is None or heavy.tag not in BLOCKS:
            return root
        root = heavy


def _cut(root: Any, pieces: list[Piece]) -> Choice:  # noqa: ANN401
    """Leave out what is beside the article: asides whose text was not found, and lone lines that are no prose."""
    choice = Choice(root)
    inside = [element for event, element in walk(root) if event == "start"]
    within = set(inside)
    matched: dict[Any, int] = {}
    whole: dict[Any, int] = {}
    for piece in pieces:
        size = len(squeeze(piece.text))
        element = piece.element
        while element is not None and element in within:
            whole[element] = whole.get(element, 0) + size
            matched[element] = matched.get(element, 0) + (size if piece.matched else 0)
            element = element.getparent()
    for element in inside:
        if element is not root and _is_left_out(
            element, whole.get(element, 0), matched.get(element, 0), whole.get(root, 0)
        ):
            choice.without.add(element)
    there = [piece for piece in pieces if piece.element in within and piece.text.strip()]
    found_any = any(piece.matched for piece in there)
    for place, piece in enumerate(there):
        framed = 0 < place < len(there) - 1 and there[place - 1].matched and there[place + 1].matched
        if _is_silent(piece, found_any, framed) or _beside(piece.element, choice, root):
            choice.silent.add(piece.element)
            choice.dropped_words += len(piece.text.split())
    choice.dropped_words += sum(len(piece.text.split()) for piece in pieces if piece.element not in within)
    return choice


def _is_left_out(element: Any, whole: int, matched: int, all_text: int) -> bool:  # noqa: ANN401
    described = _described(element)
    if whole <= _SMALL_PART * all_text and (_NEVER.search(described) or _CAPTION.search(described)):
        return True
    if element.tag == "figcaption":
        figure = next(element.iterancestors("figure"), element)
        return not any((image.get("src") or "").startswith("data:image/") for image in figure.iter("img"))
    return _is_aside(element) and matched * 2 <= whole


def _is_silent(piece: Piece, found_any: bool, framed: bool) -> bool:
    """Tell whether the own text of a block element is left out; ``framed`` stands between two found paragraphs."""
    text = piece.text.strip()
    if _READ_ALSO.match(text) and piece.linked > 0.4 * len(text):
        return True
    return found_any and not piece.matched and not _is_prose(piece) and not (framed and not piece.linked)


def _beside(element: Any, choice: Choice, root: Any) -> bool:  # noqa: ANN401
    while element is not None and element is not root:
        if element in choice.without:
            return True
        element = element.getparent()
    return False


def _is_prose(piece: Piece) -> bool:
    text = piece.text.strip()
    if not text:
        return True
    tag = piece.element.tag
    if tag in {"h1", "h2", "h3", "h4", "h5", "h6", "dt", "td", "th", "caption"}:
        return piece.linked <= 0.3 * len(text)
    return len(text) >= _SHORT and piece.linked <= 0.3 * len(text) and tag not in {"figcaption", "legend", "address"}

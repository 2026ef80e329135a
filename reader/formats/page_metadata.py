"""What a web page says of itself for a citation: title, author, site, date, address. Nothing is guessed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from reader.document.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
_AUTHORS = ("author", "article:author", "dc.creator", "citation_author", "parsely-author")
_DATES = (
    "article:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "citation_publication_date",
    "date",
    "pubdate",
    "parsely-pub-date",
)
_SITES = ("og:site_name", "application-name", "al:android:app_name")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_LONGEST = 400


def metadata(root: Any, url: str) -> Metadata:  # noqa: ANN401 - an lxml element, which has no types
    """Return what the head of the page ``root`` and its linked data say; ``url`` is where it came from."""
    named = _named(root)
    linked = _linked(root)
    title = next((named[name] for name in _TITLES if named.get(name)), "")
    title = title or linked.get("headline", "")
    page_title = _text(root.find(".//title"))
    title = _title(title, _heading(root, title or page_title), page_title)
    canonical = root.find(".//link[@rel='canonical']")
    address = url or named.get("og:url", "") or (canonical.get("href", "") if canonical is not None else "")
    published = next((named[name] for name in _DATES if named.get(name)), "") or linked.get("datePublished", "")
    match = _DATE.search(published)
    return Metadata(
        title=title[:_LONGEST],
        author=next(
            (_person(named[name]) for name in _AUTHORS if _person(named.get(name, ""))), linked.get("author", "")
        ),
        publisher=linked.get("publisher", "")[:_LONGEST],
        url=address if address.lower().startswith(("http://", "https://")) else "",
        site=next((named[name] for name in _SITES if named.get(name)), "")[:_LONGEST],
        published=match.group() if match else "",
        year=match.group()[:4] if match else "",
        calendar="gregorian" if match and match.group()[:4] > "1500" else "",
    )


def _person(value: str) -> str:
    return "" if value.startswith(("http://", "https://", "@")) or len(value) > _LONGEST else value


def _title(stated: str, heading: str, page_title: str) -> str:
    """Return the heading where the stated title is that heading with the site's name; else what is stated."""
    if heading and (heading in stated or (not stated and heading in page_title)):
        return heading
    return stated or page_title


def _named(root: Any) -> dict[str, str]:  # noqa: ANN401
    values: dict[str, str] = {}
    for element in root.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for key in ("property", "name", "itemprop"):
            name = (element.get(key) or "").lower()
            if name and content:
                values.setdefault(name, content)
    return values


def _text(element: Any) -> str:  # noqa: ANN401
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _heading(root: Any, page_title: str) -> str:  # noqa: ANN401
    """Return the longest heading that the page's title repeats, else its only main heading."""
    headings = [_text(element) for tag in ("h1", "h2") for element in root.iter(tag)]
    repeated = [heading for heading in headings if heading and heading in page_title]
    main = [_text(element) for element in root.iter("h1")]
    return max(repeated, key=len) if repeated else main[0] if len(main) == 1 else ""


def _linked(root: Any) -> dict[str, str]:  # noqa: ANN401
    """Return headline, author, publisher and date of the first article in the page's linked data."""
    found: dict[str, str] = {}
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
            continue
        try:
            data = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            for key in ("headline", "datePublished"):
                if isinstance(item.get(key), str):
                    found.setdefault(key, " ".join(item[key].split()))
            for key in ("author", "publisher"):
                name = _name(item.get(key))
                if name:
                    found.setdefault(key, name)
    return found


def _items(data: object) -> Iterator[dict[str, Any]]:
    waiting = [data]
    for _ in range(200):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting.extend(value[:50])
        elif isinstance(value, dict):
            waiting.extend([value.get("@graph"), value.get("mainEntity")])
            if "Article" in str(value.get("@type", "")) or "headline" in value:
                yield value


def _name(value: object) -> str:
    if isinstance(value, list):
        return "، ".join(name for name in map(_name, value[:10]) if name)
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) and _person(value) else ""

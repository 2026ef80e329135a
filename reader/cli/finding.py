"""The command ``find``: words in one article or in all, every place of them or the likeliest passages first."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from reader import search, shelf
from reader.text.find import Query, find_broadly
from reader.text.folding import NOTHING, for_language

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from reader.cli.output import Console
    from reader.shelf import ArticleInfo
    from reader.store.library import Library

_AROUND = 30
"""Code points shown on each side of a hit."""


def find(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Find a text; nothing found is no failure."""
    found = _ranked(options, library, console) if options.ranked else _every(options, library, console)
    if options.json:
        console.json(found)
    return 0


def _every(options: argparse.Namespace, library: Library, console: Console) -> list[dict[str, object]]:
    """Return every place, article by article; where there is none, those that the index cannot know of."""
    first, rest = _articles(options, library)
    return list(_hits(options, library, console, first)) or list(_hits(options, library, console, rest))


def _hits(
    options: argparse.Namespace, library: Library, console: Console, infos: list[ArticleInfo]
) -> Iterator[dict[str, object]]:
    for info in infos:
        text = shelf.text(library, info.id)
        for hit in find_broadly(text, _query(options, info)):
            if not options.json:
                passage = console.label(_passage(text, hit.start, hit.end))
                console.line(f"{info.id[:8]}  {hit.start}-{hit.end}  {passage}")
            yield {"article": info.id, "start": hit.start, "end": hit.end, "exact": hit.exact}


def _passage(text: str, start: int, end: int) -> str:
    """Return a hit with the whole words round it."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before, after = text[first:start], text[end:last]
    if first:
        before = before.partition(" ")[2]
    if last < len(text):
        after = after.rpartition(" ")[0]
    return before + text[start:end] + after


def _articles(options: argparse.Namespace, library: Library) -> tuple[list[ArticleInfo], list[ArticleInfo]]:
    """Return the article that was named, or those that may hold the text; and those that may in Quranic spelling."""
    if options.article:
        return [shelf.info(library, shelf.resolve(library, options.article))], []
    infos = shelf.articles(library)
    if options.regex:
        return infos, []
    held = set(search.articles_that_may_hold(library, options.text, NOTHING if options.exact else None))
    rest = [info for info in infos if info.id not in held and info.language.startswith("ar") and not options.exact]
    return [info for info in infos if info.id in held], rest


def _query(options: argparse.Namespace, info: ArticleInfo) -> Query:
    """Return the query with the foldings of the article's language, or none of them for ``--exact``."""
    return Query(
        options.text,
        NOTHING if options.exact else for_language(info.language),
        whole_word=options.word or options.particles,
        particles=options.particles,
        regex=options.regex,
    )


def _ranked(options: argparse.Namespace, library: Library, console: Console) -> list[dict[str, object]]:
    """Return the likeliest passages of the library, titles and notes first, after bringing its index up to date."""
    search.update_index(library, lambda share: console.progress(f"indexing: {share:.0%}"))
    console.progress("")
    places = search.search(library, options.text, whole_word=options.word, folding=NOTHING if options.exact else None)
    found: list[dict[str, object]] = []
    for place in islice(places, options.limit):
        found.append(
            {
                "article": place.article,
                "kind": place.kind,
                "annotation": place.annotation,
                "start": place.start,
                "end": place.end,
                "exact": place.exact,
                "passage": place.passage,
                "hits": [list(hit) for hit in place.hits],
                "base_direction": str(place.direction),
            }
        )
        if not options.json:
            where = place.annotation[:8] if place.annotation else f"{place.start}-{place.end}"
            console.line(f"{place.article[:8]}  {place.kind} {where}  {console.label(place.passage)}")
    return found

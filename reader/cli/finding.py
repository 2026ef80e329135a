"""The command ``find``: words in one article or in all, every place of them or the likeliest passages first."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from reader import search, shelf
from reader.text.find import Query
from reader.text.find import find as find_in
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
    """Return every place in reading order, article by article; where there is none, those spelled as in the Quran."""
    found = list(_hits(options, library, console, _articles(options, library)))
    if not found and not options.exact and not options.regex:
        found = list(_hits(options, library, console, _articles(options, library, quranic=True), quranic=True))
    return found


def _hits(
    options: argparse.Namespace,
    library: Library,
    console: Console,
    infos: list[ArticleInfo],
    *,
    quranic: bool = False,
) -> Iterator[dict[str, object]]:
    for info in infos:
        text = shelf.text(library, info.id)
        for hit in find_in(text, _query(options, info, quranic=quranic)):
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


def _articles(options: argparse.Namespace, library: Library, *, quranic: bool = False) -> list[ArticleInfo]:
    """Return the article that was named, or those that may hold the text; the index knows no Quranic spelling."""
    if options.article:
        infos = [shelf.info(library, shelf.resolve(library, options.article))]
    else:
        infos = shelf.articles(library)
        if not options.regex and not quranic:
            held = set(search.articles_that_may_hold(library, options.text, NOTHING if options.exact else None))
            infos = [info for info in infos if info.id in held]
    return [info for info in infos if info.language.startswith("ar")] if quranic else infos


def _query(options: argparse.Namespace, info: ArticleInfo, *, quranic: bool) -> Query:
    """Return the query with the foldings of the article's language, or none of them for ``--exact``."""
    folding = NOTHING if options.exact else for_language(info.language)
    return Query(
        options.text,
        replace(folding, quranic=True) if quranic else folding,
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

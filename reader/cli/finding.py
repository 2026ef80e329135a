"""The command ``find``: words in one article, or in every article of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import shelf
from reader.text.find import Query
from reader.text.find import find as find_in
from reader.text.folding import NOTHING, for_language

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Console
    from reader.shelf import ArticleInfo
    from reader.store.library import Library

_AROUND = 30
"""Code points shown on each side of a hit."""


def find(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Find a text and list the hits in reading order; nothing found is no failure."""
    if options.article:
        infos = [shelf.info(library, shelf.resolve(library, options.article))]
    else:
        infos = shelf.articles(library)
    found: list[dict[str, object]] = []
    for info in infos:
        text = shelf.text(library, info.id)
        for hit in find_in(text, _query(options, info)):
            found.append({"article": info.id, "start": hit.start, "end": hit.end, "exact": hit.exact})
            if not options.json:
                passage = text[max(0, hit.start - _AROUND) : hit.end + _AROUND]
                console.line(f"{info.id[:8]}  {hit.start}-{hit.end}  {console.label(passage)}")
    if options.json:
        console.json(found)
    return 0


def _query(options: argparse.Namespace, info: ArticleInfo) -> Query:
    """Return the query with the foldings of the article's language, or none of them for ``--exact``."""
    return Query(
        options.text,
        NOTHING if options.exact else for_language(info.language),
        whole_word=options.word or options.particles,
        particles=options.particles,
        regex=options.regex,
    )

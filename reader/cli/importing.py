"""The command ``import-notes``: notes from a file into the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import annotate, shelf
from reader.cli.articles import as_placement
from reader.cli.notes import read_text
from reader.errors import ArticleError
from reader.exchange.reading import placed, read

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Console
    from reader.exchange.model import Batch
    from reader.store.library import Library


def import_notes(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Read notes from a file and give each its place in the article: as the file says for the same text, else found."""
    batch = read(read_text(options.file))
    article_id = _article(library, batch, options.article)
    taken = annotate.take_in(library, article_id, placed(batch, shelf.text(library, article_id)))
    if options.json:
        console.json([as_placement(annotation) for annotation in taken])
    else:
        console.lines(annotation.id for annotation in taken)
    return 0


def _article(library: Library, batch: Batch, named: str | None) -> str:
    """Return the article the notes belong to: the one that was named, else the one the file knows of."""
    if named:
        return shelf.resolve(library, named)
    for name in (batch.article, batch.source):
        if name:
            try:
                return shelf.resolve(library, name)
            except ArticleError:
                continue
    raise ArticleError("The file names no article of this library: say with --article where its notes belong.")

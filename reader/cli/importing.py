"""The command ``import-notes``: notes from a file into the library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader import annotate, shelf
from reader.cli.notes import read_text
from reader.document.fingerprint import fingerprint
from reader.errors import ArticleError
from reader.exchange import markdown, web_annotation

if TYPE_CHECKING:
    import argparse

    from reader.annotation.model import Annotation
    from reader.cli.output import Console
    from reader.exchange.model import Batch
    from reader.store.library import Library


def import_notes(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Read notes from a file and give each its place in the article: as the file says for the same text, else found."""
    text = read_text(options.file)
    batch = (web_annotation if text.lstrip()[:1] in {"{", "["} else markdown).parse(text)
    article_id = _article(library, batch, options.article)
    whole = shelf.text(library, article_id)
    same = batch.sha256 == fingerprint(whole)
    placed = [_placed(annotation, whole, same=same) for annotation in batch.annotations]
    taken = annotate.take_in(library, article_id, placed)
    if options.json:
        console.json(
            [
                {
                    "id": annotation.id,
                    "status": str(annotation.placement.status),
                    "start": annotation.placement.start,
                    "end": annotation.placement.end,
                    "score": annotation.placement.score,
                }
                for annotation in taken
            ]
        )
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


def _placed(annotation: Annotation, text: str, *, same: bool) -> Annotation:
    """Return the annotation with its place in ``text``, which is the text the file counts in or not."""
    place = annotation.placement
    if same and place.end <= len(text) and place.start < place.end:
        exact = text[place.start : place.end] == annotation.target.exact
        if place.status != "exact" or exact:
            return annotation
    from reader.annotation.anchoring import anchor

    return replace(annotation, placement=anchor(annotation.target, text))

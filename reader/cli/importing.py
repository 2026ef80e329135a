"""The command ``import-notes``: notes from a file into the library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader import annotate, shelf
from reader.annotation.anchoring import anchor_all
from reader.annotation.model import Status
from reader.annotation.selectors import check_span
from reader.cli.articles import as_placement
from reader.cli.notes import read_text
from reader.document.fingerprint import fingerprint
from reader.errors import ArticleError, SpanError
from reader.exchange import html_page, markdown, web_annotation

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.annotation.model import Annotation
    from reader.cli.output import Console
    from reader.exchange.model import Batch
    from reader.store.library import Library


def import_notes(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Read notes from a file and give each its place in the article: as the file says for the same text, else found."""
    text = read_text(options.file)
    batch = _batch(text)
    article_id = _article(library, batch, options.article)
    whole = shelf.text(library, article_id)
    same = batch.sha256 == fingerprint(whole)
    taken = annotate.take_in(library, article_id, _placed(batch.annotations, whole, same=same))
    if options.json:
        console.json([as_placement(annotation) for annotation in taken])
    else:
        console.lines(annotation.id for annotation in taken)
    return 0


def _batch(text: str) -> Batch:
    """Return what a file holds, by how it begins. Raises ExchangeError."""
    start = text.lstrip()[:14].lower()
    if start.startswith(("{", "[")):
        return web_annotation.parse(text)
    if start.startswith(("<!doctype html", "<html")):
        return html_page.parse(text)
    return markdown.parse(text)


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


def _placed(annotations: Sequence[Annotation], text: str, *, same: bool) -> list[Annotation]:
    """Return the annotations with their places in ``text``, which is the text the file counts in or not."""
    known = [same and _is_right(annotation, text) for annotation in annotations]
    unknown = [annotation.target for annotation, right in zip(annotations, known, strict=True) if not right]
    found = iter(anchor_all(unknown, text))
    return [
        annotation if right else replace(annotation, placement=next(found))
        for annotation, right in zip(annotations, known, strict=True)
    ]


def _is_right(annotation: Annotation, text: str) -> bool:
    """Tell whether the place that a file gives can be true: an exact one holds the very quote."""
    place = annotation.placement
    if place.status == Status.ORPHAN:
        return annotation.target.sha256 != ""  # given up in this very text, not just never placed
    try:
        check_span(text, place.start, place.end)
    except SpanError:
        return False
    return place.status != Status.EXACT or text[place.start : place.end] == annotation.target.exact

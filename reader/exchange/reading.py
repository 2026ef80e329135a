"""Notes from a file of any format that is read, each with its place in the text it belongs to now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.annotation.model import Status
from reader.annotation.selectors import check_span
from reader.document.fingerprint import fingerprint
from reader.errors import SpanError
from reader.exchange import html_page, markdown_reading, web_annotation

if TYPE_CHECKING:
    from reader.annotation.model import Annotation
    from reader.exchange.model import Batch


def read(text: str) -> Batch:
    """Return what a file holds, by how it begins: JSON, an HTML page, else Markdown. Raises ExchangeError."""
    start = text.removeprefix("\ufeff").lstrip()[:14].lower()
    if start.startswith(("{", "[")):
        return web_annotation.parse(text)
    if start.startswith(("<!doctype html", "<html")):
        return html_page.parse(text)
    return markdown_reading.parse(text)


def placed(batch: Batch, text: str) -> list[Annotation]:
    """Return the annotations of a file with their places in ``text``.

    Where the file counts in this very text its places hold, if they can be true; elsewhere the quotes are looked for,
    and what is not found is an orphan.
    """
    from reader.annotation.anchoring import anchor_all

    same = batch.sha256 == fingerprint(text)
    known = [same and _is_right(annotation, text) for annotation in batch.annotations]
    unknown = [annotation.target for annotation, right in zip(batch.annotations, known, strict=True) if not right]
    found = iter(anchor_all(unknown, text))
    return [
        annotation if right else replace(annotation, placement=next(found))
        for annotation, right in zip(batch.annotations, known, strict=True)
    ]


def _is_right(annotation: Annotation, text: str) -> bool:
    """Tell whether the place that a file gives can be true: an exact one holds the very quote."""
    place = annotation.placement
    if place.status == Status.ORPHAN:
        return place.start < place.end  # given up in this very text; what was never placed has no last place
    try:
        check_span(text, place.start, place.end)
    except SpanError:
        return False
    return place.status != Status.EXACT or text[place.start : place.end] == annotation.target.exact

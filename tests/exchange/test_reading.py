from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.annotation.model import Placement, Status
from reader.document.fingerprint import fingerprint
from reader.errors import ExchangeError
from reader.exchange import html_page, markdown, web_annotation
from reader.exchange.reading import placed, read

if TYPE_CHECKING:
    from reader.exchange.model import Export


@pytest.mark.parametrize("render", [markdown.render, web_annotation.render, html_page.render])
@pytest.mark.parametrize("before", ["", "\ufeff", "\n \n"])
def test_the_format_is_known_by_how_the_file_begins(export: Export, render: object, before: str) -> None:
    text = before.join(("", render(export)))  # type: ignore[operator]
    assert {annotation.id for annotation in read(text).annotations} == {entry.annotation.id for entry in export.entries}


@pytest.mark.parametrize("text", ["", "{", "<html>", "نص"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ExchangeError):
        read(text)


def test_places_hold_in_the_same_text_and_are_looked_for_in_another(export: Export, seed_text: str) -> None:
    batch = read(markdown.render(replace(export, sha256=fingerprint(seed_text))))
    assert placed(batch, seed_text) == list(batch.annotations)
    other = "مقدمة جديدة للخبر.\n\n" + seed_text
    found = placed(batch, other)
    for annotation in found[:2]:
        place = annotation.placement
        assert (place.status, other[place.start : place.end]) == (Status.MOVED, annotation.target.exact)


@pytest.mark.parametrize(
    "place",
    [
        Placement(0, 99_999, Status.FUZZY, 0.9),
        Placement(0, 0, Status.MOVED),
        Placement(0, 5),
        Placement(5, 2, Status.MOVED),
    ],
)
def test_a_place_that_cannot_be_true_is_looked_for(export: Export, seed_text: str, place: Placement) -> None:
    first = export.entries[0]
    moved = replace(first, annotation=replace(first.annotation, placement=place))
    batch = read(markdown.render(replace(export, sha256=fingerprint(seed_text), entries=(moved,))))
    assert placed(batch, seed_text) == [first.annotation]

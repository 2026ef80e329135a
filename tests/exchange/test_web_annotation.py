from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotation.model import Annotation, Colour, Placement, Status, Style, Target
from reader.document.model import Direction, Metadata
from reader.errors import ExchangeError
from reader.exchange.model import Entry, Export
from reader.exchange.web_annotation import parse, render, to_objects

if TYPE_CHECKING:
    from pathlib import Path

TEXT = st.text(max_size=32)
ANNOTATIONS = st.builds(
    Annotation,
    id=st.uuids(version=4).map(str),
    article=st.just("a1"),
    target=st.builds(
        Target, st.integers(0, 99), st.integers(0, 99), st.text(min_size=1), TEXT, TEXT, st.just("7e" * 32)
    ),
    placement=st.builds(Placement, st.integers(0, 50), st.integers(50, 99), st.sampled_from(Status), st.floats(0, 1)),
    colour=st.sampled_from(Colour),
    style=st.sampled_from(Style),
    note=TEXT,
    note_direction=st.sampled_from(["rtl", "ltr", "auto"]),
    tags=st.lists(TEXT, max_size=3).map(tuple),
    created=st.sampled_from(["", "2026-11-23T14:26:51.123Z"]),
    modified=st.sampled_from(["", "2026-11-23T14:26:51.123Z"]),
    client=st.sampled_from(["", "cli"]),
)


@given(st.lists(ANNOTATIONS, min_size=1, max_size=3, unique_by=lambda annotation: annotation.id), TEXT)
def test_our_own_file_comes_back(annotations: list[Annotation], title: str) -> None:
    export = Export(
        "a1", Metadata(title), "ar", Direction.RTL, "a.txt", sha256="ab", entries=tuple(map(Entry, annotations))
    )
    batch = parse(render(export))
    assert batch.annotations == tuple(annotations)
    assert (batch.article, batch.title, batch.source, batch.sha256) == ("a1", title or "a.txt", "a.txt", "ab")
    assert parse(json.dumps(to_objects(export))).annotations == tuple(annotations)


def test_the_object_as_a_whole(export: Export) -> None:
    found = to_objects(export)[0]
    quoted = export.entries[0].annotation.target
    assert found == {
        "@context": [
            "http://www.w3.org/ns/anno.jsonld",
            {"hamish": "urn:hamish:terms#", "color": "hamish:color", "highlight": "hamish:highlight"},
        ],
        "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "type": "Annotation",
        "motivation": "commenting",
        "created": "2026-11-23T14:26:51.123Z",
        "modified": "2026-11-23T14:27:00.000Z",
        "generator": {"type": "Software", "name": "Hamish", "hamish:client": "cli"},
        "body": [
            {
                "type": "TextualBody",
                "value": "المصدر: يورو عربي",
                "format": "text/plain",
                "purpose": "commenting",
                "color": "yellow",
                "highlight": "solid",
            },
            {"type": "TextualBody", "value": "خبر", "purpose": "tagging"},
            {"type": "TextualBody", "value": "news", "purpose": "tagging"},
            {"type": "TextualBody", "value": "حلف الناتو", "purpose": "tagging"},
        ],
        "target": {
            "type": "SpecificResource",
            "source": "seeds/000_7ea65c7fb41ba78a.txt",
            "selector": [
                {"type": "TextPositionSelector", "start": quoted.start, "end": quoted.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": "واشنطن- يورو عربي | تحدث",
                    "prefix": quoted.prefix,
                    "suffix": quoted.suffix,
                },
            ],
            "hamish:article": "a1",
            "hamish:title": export.metadata.title,
            "hamish:sha256": export.sha256,
            "hamish:status": "exact",
            "hamish:score": 1.0,
            "hamish:quoted": {"start": quoted.start, "end": quoted.end, "sha256": export.sha256},
            "language": "ar",
            "textDirection": "rtl",
            "hamish:place": {"sections": ["الباب الأول"], "locators": [{"kind": "page", "label": "1:23"}]},
        },
    }


def test_a_file_of_hypothesis() -> None:
    position = {"type": "TextPositionSelector", "start": 7, "end": 11}
    quote = {"type": "TextQuoteSelector", "exact": "كتاب", "prefix": "هذا ", "suffix": "،"}
    row = {
        "id": "x",
        "text": "ملاحظة",
        "tags": ["وسم"],
        "target": [{"source": "https://a.b", "selector": [position, quote]}],
    }
    found = parse(json.dumps({"annotations": [row, {"text": "a page note", "target": [{"source": "https://a.b"}]}]}))
    assert found.annotations == (
        Annotation(
            id="",
            article="",
            target=Target(7, 11, "كتاب", "هذا ", "،"),
            placement=Placement(0, 0, Status.ORPHAN, 0.0),
            note="ملاحظة",
            tags=("وسم",),
        ),
    )


def test_a_file_of_readium() -> None:
    quote = {"type": "TextQuoteSelector", "exact": "كتاب", "prefix": "ا" * 50, "suffix": "ب" * 50}
    item = {
        "id": "urn:uuid:0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": "n", "color": "purple", "highlight": "underline", "tags": ["t"]},
        "target": {"source": "c1.html", "selector": [{"type": "CssSelector", "value": "p", "refinedBy": quote}]},
    }
    (found,) = parse(json.dumps({"type": "AnnotationSet", "items": [item]})).annotations
    assert found.id == "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0"
    assert (found.colour, found.style, found.note, found.tags) == (Colour.PURPLE, Style.UNDERLINE, "n", ("t",))
    assert (found.target.prefix, found.target.suffix) == ("ا" * 32, "ب" * 32)


def test_the_body_of_the_model_in_its_short_forms() -> None:
    target = {"selector": {"type": "TextQuoteSelector", "exact": "x"}}
    assert (
        parse(json.dumps({"type": "Annotation", "bodyValue": "ملاحظة", "target": target})).annotations[0].note
        == "ملاحظة"
    )
    assert parse(json.dumps({"body": "http://example.org/post1", "target": target})).annotations[0].note == ""


def test_a_score_or_status_nobody_knows_places_nothing(export: Export) -> None:
    for name, value in (("hamish:status", "sure"), ("hamish:score", "1"), ("hamish:status", None)):
        item = to_objects(export)[0]
        item["target"][name] = value
        assert parse(json.dumps(item)).annotations[0].placement == Placement(0, 0, Status.ORPHAN, 0.0)


@pytest.mark.parametrize(
    "text", ["", "this is not json", "[" * 100_000, "null", "[1]", '{"type": "Squirrel"}', '{"target": []}']
)
def test_what_is_no_annotation_is_refused(text: str) -> None:
    with pytest.raises(ExchangeError, match=r"(not readable as JSON|holds no Web Annotation)"):
        parse(text)


def test_the_examples_of_the_w3c_quote_no_text_and_are_refused(corpus: Path) -> None:
    examples = sorted((corpus / "w3c-web-annotation").glob("*correct/*.json"))
    assert len(examples) == 28
    for path in examples:
        with pytest.raises(ExchangeError):
            parse(path.read_text(encoding="utf-8"))

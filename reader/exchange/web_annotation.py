"""Annotations as objects of the W3C Web Annotation Data Model, out and in.

Terms of the model (https://www.w3.org/TR/annotation-model/) wherever it has one: TextPositionSelector in code points,
TextQuoteSelector, TextualBody with ``purpose`` and ``textDirection``. Colour and style have none there: they stand in
the body as Readium writes them (``color``, ``highlight``), the status of the placement under ``hamish:`` terms. Files
of Hypothesis (``text``, ``tags``) and of Readium (``tags`` in the body) are read as well.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.annotation.model import CONTEXT, Annotation, Colour, Placement, Status, Style, Target
from reader.errors import ExchangeError
from reader.exchange.model import Batch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.exchange.model import Entry, Export

CONTEXT_IRI = "http://www.w3.org/ns/anno.jsonld"
_TERMS = {"hamish": "urn:hamish:terms#", "color": "hamish:color", "highlight": "hamish:highlight"}
_READIUM_STYLES = {Style.BACKGROUND: "solid", Style.UNDERLINE: "underline", Style.STRIKETHROUGH: "strikethrough"}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

Json = dict[str, Any]


def to_objects(export: Export) -> list[Json]:
    """Return one Web Annotation object for each annotation, in the order of the export."""
    return [_object(entry, export) for entry in export.entries]


def render(export: Export) -> str:
    """Return an annotation page (W3C AnnotationPage) with all annotations, as the text of a JSON-LD file."""
    page = {
        "@context": CONTEXT_IRI,
        "id": f"urn:uuid:{export.article}",
        "type": "AnnotationPage",
        "items": to_objects(export),
    }
    return json.dumps(page, ensure_ascii=False, indent=2) + "\n"


def parse(text: str) -> Batch:
    """Return the annotations of a JSON-LD file: one object, a list, an AnnotationPage or a collection's first page.

    What is no annotation, or quotes no text, is left out. Raises ExchangeError where the text is no JSON, or holds no
    Web Annotation that points into a text.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ExchangeError(f"The file is not readable as JSON: {error}.") from error
    items = [item for item in _items(data) if isinstance(item, dict)]
    annotations = [found for item in items if (found := _annotation(item)) is not None]
    if not annotations:
        raise ExchangeError("The file holds no Web Annotation that quotes a passage of a text.")
    first = next(item for item in items if _annotation(item) is not None)
    target = first["target"] if isinstance(first["target"], dict) else {}
    article = _text(target, "hamish:article")
    return Batch(
        annotations=tuple(replace(annotation, article=article) for annotation in annotations),
        article=article,
        title=_text(target, "hamish:title"),
        source=_source(target),
        sha256=_text(target, "hamish:sha256"),
    )


# ---- out


def _object(entry: Entry, export: Export) -> Json:
    annotation = entry.annotation
    result: Json = {
        "@context": [CONTEXT_IRI, _TERMS],
        "id": f"urn:uuid:{annotation.id}",
        "type": "Annotation",
        "motivation": "commenting" if annotation.note else "highlighting",
    }
    if annotation.created:
        result["created"] = annotation.created
    if annotation.modified:
        result["modified"] = annotation.modified
    if annotation.client:
        result["generator"] = {"type": "Software", "name": "Hamish", "hamish:client": annotation.client}
    result["body"] = [_note_body(annotation), *map(_tag_body, annotation.tags)]
    result["target"] = _target(entry, export)
    return result


def _note_body(annotation: Annotation) -> Json:
    body: Json = {
        "type": "TextualBody",
        "value": annotation.note,
        "format": "text/plain",
        "purpose": "commenting" if annotation.note else "highlighting",
        "color": annotation.colour,
        "highlight": _READIUM_STYLES[annotation.style],
    }
    if annotation.note_direction != "auto":
        body["textDirection"] = annotation.note_direction
    return body


def _tag_body(tag: str) -> Json:
    return {"type": "TextualBody", "value": tag, "purpose": "tagging"}


def _target(entry: Entry, export: Export) -> Json:
    annotation = entry.annotation
    target, placement = annotation.target, annotation.placement
    result: Json = {
        "type": "SpecificResource",
        "source": export.source or f"urn:uuid:{export.article}",
        "selector": [
            {"type": "TextPositionSelector", "start": placement.start, "end": placement.end},
            {
                "type": "TextQuoteSelector",
                "exact": target.exact,
                "prefix": target.prefix,
                "suffix": target.suffix,
            },
        ],
        "hamish:article": export.article,
        "hamish:title": export.title,
        "hamish:sha256": export.sha256,
        "hamish:status": placement.status,
        "hamish:score": placement.score,
        "hamish:quoted": {"start": target.start, "end": target.end, "sha256": target.sha256},
    }
    if export.language:
        result["language"] = export.language
    result["textDirection"] = export.direction
    if entry.sections or entry.locators:
        result["hamish:place"] = {
            "sections": list(entry.sections),
            "locators": [{"kind": locator.kind, "label": locator.label} for locator in entry.locators],
        }
    return result


# ---- in


def _items(data: object) -> Sequence[object]:
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return []
    for name in ("items", "annotations", "rows"):
        if isinstance(data.get(name), list):
            return list(data[name])
    if isinstance(data.get("first"), dict):
        return _items(data["first"])
    return [data]


def _annotation(item: Json) -> Annotation | None:
    """Return the annotation an object stands for, or None where it is none or names no passage by its words."""
    target = item.get("target")
    if isinstance(target, list):
        target = target[0] if target else None
    types = item.get("type", "Annotation")
    if not isinstance(target, dict) or "Annotation" not in (types if isinstance(types, list) else [types]):
        return None
    selectors = _selectors(target.get("selector"))
    quote = selectors.get("TextQuoteSelector", {})
    if not _text(quote, "exact"):
        return None
    position = selectors.get("TextPositionSelector", {})
    bodies = _bodies(item.get("body", item.get("bodyValue")))
    note = next((body for body in bodies if _text(body, "purpose") != "tagging"), {})
    tags = [_text(body, "value") for body in bodies if _text(body, "purpose") == "tagging"]
    styles = {written: style for style, written in _READIUM_STYLES.items()}
    return Annotation(
        id=_identity(_text(item, "id")),
        article="",
        target=_quoted(target, quote, position),
        placement=_placement(target, position),
        colour=Colour(colour) if (colour := _text(note, "color").lower()) in list(Colour) else Colour.YELLOW,
        style=styles.get(_text(note, "highlight"), Style.BACKGROUND),
        note=_text(note, "value") or _text(item, "text"),
        note_direction=direction if (direction := _text(note, "textDirection")) in {"rtl", "ltr"} else "auto",
        tags=tuple(tags or _words(note.get("tags")) or _words(item.get("tags"))),
        created=_text(item, "created"),
        modified=_text(item, "modified"),
        client=_text(item.get("generator"), "hamish:client"),
    )


def _selectors(value: object) -> dict[str, Json]:
    """Return the first selector of each type, those that refine another one included."""
    found: dict[str, Json] = {}
    waiting = list(value) if isinstance(value, list) else [value]
    while waiting:
        selector = waiting.pop(0)
        if isinstance(selector, dict):
            found.setdefault(_text(selector, "type"), selector)
            waiting.append(selector.get("refinedBy"))
    return found


def _bodies(value: object) -> list[Json]:
    values = value if isinstance(value, list) else [value]
    bodies: list[Json] = []
    for body in values:
        if isinstance(body, dict):
            bodies.append(body)
        elif isinstance(body, str) and not re.match(r"[a-z][a-z0-9+.-]*:\S", body):
            bodies.append({"value": body})
    return bodies


def _quoted(target: Json, quote: Json, position: Json) -> Target:
    """Return the passage as it was quoted; a context longer than ours (Hypothesis, Readium) is cut to ours."""
    quoted = target.get("hamish:quoted")
    where = quoted if isinstance(quoted, dict) else position
    return Target(
        start=_offset(where.get("start")),
        end=_offset(where.get("end")),
        exact=_text(quote, "exact"),
        prefix=_text(quote, "prefix")[-CONTEXT:],
        suffix=_text(quote, "suffix")[:CONTEXT],
        sha256=_text(where, "sha256"),
    )


def _placement(target: Json, position: Json) -> Placement:
    """Return the placement the file names, which counts only for the text it names as well; else an orphan at 0."""
    start, end, score = _offset(position.get("start")), _offset(position.get("end")), target.get("hamish:score")
    status = _text(target, "hamish:status")
    if start > end or status not in list(Status) or not isinstance(score, (int, float)):
        return Placement(0, 0, Status.ORPHAN, 0.0)
    return Placement(start, end, Status(status), float(score))


def _source(target: Json) -> str:
    source = target.get("source", "")
    return source if isinstance(source, str) else _text(source, "id")


def _identity(iri: str) -> str:
    """Return the UUID in an identifier, or nothing: an address on somebody's server is no id of ours."""
    found = _UUID.search(iri) if iri.startswith("urn:uuid:") else None
    return found[0].lower() if found else ""


def _text(value: object, name: str) -> str:
    found = value.get(name, "") if isinstance(value, dict) else ""
    return found if isinstance(found, str) else ""


def _words(value: object) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def _offset(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0

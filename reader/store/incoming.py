"""Annotations that come from a file, each with its own id and times: taken in, merged, or left as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.store import annotations as rows
from reader.store.clean import clean
from reader.store.fields import ANNOTATION, PLACEMENT, change
from reader.store.journal import LIVE
from reader.store.tags import tags_of, tags_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.annotation.model import Annotation
    from reader.store.articles import Place
    from reader.store.journal import Operation
    from reader.store.library import Library


def take_in(
    library: Library, operation: Operation, article_id: str, place: Place, annotations: Sequence[Annotation]
) -> list[str]:
    """Store ``annotations``, placed in the version of ``place`` as they say, and return their ids in that order.

    One that is there already is left alone when it says nothing else, and otherwise the one modified later wins. An id
    that belongs to another article, or to something in the bin or blanked for good, is not used again.
    """
    known = {found.id: found for found in rows.load_ids(library, [clean(item.id) for item in annotations])}
    gone = set(rows.absent(library, list(known), [LIVE]))
    ids = []
    for item in annotations:
        incoming = replace(
            item,
            id=clean(item.id),
            article=article_id,
            note=clean(item.note),
            tags=tags_of(item.tags),
            deleted="",
        )
        present = known.get(incoming.id)
        if present is None or present.article != article_id or present.id in gone:
            fresh = incoming if present is None else replace(incoming, id="")
            present = rows.insert(library, operation, place.key, fresh, place.version)
            known[present.id] = present
        elif incoming.modified > present.modified:
            _overwrite(library, operation, present, incoming, place)
        ids.append(present.id)
    return ids


def _overwrite(library: Library, operation: Operation, present: Annotation, incoming: Annotation, place: Place) -> None:
    fields = {
        "colour": str(incoming.colour),
        "style": str(incoming.style),
        "note": incoming.note,
        "note_direction": incoming.note_direction,
        "tags": tags_text(incoming.tags),
    }
    for field, value in fields.items():
        change(library, operation, ANNOTATION, field, {present.id: value})
    if (incoming.target, incoming.placement) != (present.target, present.placement):
        target = rows.add_target(library, present.id, incoming.target)
        value = rows.placement_text(target, incoming.placement)
        change(library, operation, ANNOTATION, f"{PLACEMENT}{place.version}", {present.id: value})
        change(library, operation, ANNOTATION, "target", {present.id: str(target)})

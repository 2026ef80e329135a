"""A new version of an article's text: stored beside the old one, every annotation placed in it, and undone again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.annotation.model import Annotation, Status
from reader.errors import ArticleError
from reader.store import annotations as rows
from reader.store import articles, bookmarks, readings
from reader.store.clean import clean
from reader.store.fields import ARTICLE, change
from reader.store.journal import operation
from reader.store.originals import keep_original
from reader.store.saving import Origin, prepare
from reader.store.versions import add_version, before, foresee, is_same, put_places

if TYPE_CHECKING:
    from reader.document.model import Article
    from reader.store.library import Library


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """How many annotations were found how in the version with number ``version``, and the annotations themselves."""

    exact: int
    moved: int
    fuzzy: int
    orphan: int
    annotations: tuple[Annotation, ...]
    version: int


def update(
    library: Library,
    article_id: str,
    article: Article,
    *,
    source: str = "",
    original: bytes | None = None,
    name: str = "",
) -> UpdateReport:
    """Give an article the text of ``article`` and place every annotation in it; one undoable step.

    The old version stays, and so does an open Desk on it. The metadata stays as the person has it. What is the same,
    text and blocks and marks, makes no new version. Raises ArticleError, StoreError; nothing is changed then.
    """
    from hashlib import sha256

    digest = sha256(original).hexdigest() if original is not None else ""
    text = clean(article.text)
    prepared = prepare(article)
    place = articles.place(library, article_id)
    if is_same(library, place.version, prepared):
        return _report(library, article_id)
    marks = bookmarks.offsets(library, place.version)
    turned = readings.directions(library, place.version)
    offsets = [readings.position(library, place.version), *(at for _, at in marks), *(at for at, _ in turned)]
    places, (position, *moved) = foresee(library, place, prepared.sha256, text, offsets)
    if original is not None:
        keep_original(library.path, digest, original)
    with operation(library, "update") as made:
        place = articles.place(library, article_id)
        new = add_version(library, made, place, prepared, Origin(clean(source), clean(name), digest))
        put_places(library, new, places)
        readings.put_position(library, new, position)
        kept = [(key, offset) for (key, _), offset in zip(marks, moved, strict=False)]
        bookmarks.put_places(library, new, kept)
        blocks = zip(moved[len(marks) :], turned, strict=True)
        readings.put_directions(library, new, [(offset, direction) for offset, (_, direction) in blocks])
        change(library, made, ARTICLE, "version", {article_id: str(new)})  # places what was made in the meantime too
        return _report(library, article_id)


def undo_update(library: Library, article_id: str) -> UpdateReport:
    """Go back to the version before the current one, with the places the annotations have there; one undoable step.

    What was made since is placed there too. Raises ArticleError when there is no version before, StoreError.
    """
    with operation(library, "update") as made:
        old = before(library, article_id, articles.place(library, article_id).version)
        if old is None:
            raise ArticleError("This article has no earlier version to go back to.")
        change(library, made, ARTICLE, "version", {article_id: str(old)})
        return _report(library, article_id)


def _report(library: Library, article_id: str) -> UpdateReport:
    place = articles.place(library, article_id)
    found = rows.load(library, place.key, place.version)
    counts = dict.fromkeys(Status, 0)
    for annotation in found:
        counts[annotation.placement.status] += 1
    return UpdateReport(
        exact=counts[Status.EXACT],
        moved=counts[Status.MOVED],
        fuzzy=counts[Status.FUZZY],
        orphan=counts[Status.ORPHAN],
        annotations=tuple(found),
        version=place.number,
    )

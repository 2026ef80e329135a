"""The verbs on annotations: highlight, note, edit, delete, bring back, undo and redo.

Offsets are code points, half-open, on borders of grapheme clusters. Every verb is one transaction and one undoable
step; what raises has changed nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.annotation.model import Annotation, Colour, Status, Style
from reader.annotation.selectors import find_quote
from reader.document.model import BlockKind
from reader.errors import AnnotationError
from reader.exchange.model import Entry, Export
from reader.store import annotations as rows
from reader.store import articles, drafts, incoming, journal, purging, undoing, wanted
from reader.store.fields import ANNOTATION, change
from reader.store.journal import BIN, LIVE, operation
from reader.store.tags import tags_of, tags_text
from reader.store.texts import VersionReader
from reader.store.versions import place_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reader.document.model import Locator
    from reader.store.articles import Place
    from reader.store.journal import Operation
    from reader.store.library import Library


def highlight(  # noqa: PLR0913 - a keyword per field of an annotation
    library: Library,
    article_id: str,
    start: int,
    end: int,
    *,
    colour: Colour = Colour.YELLOW,
    style: Style = Style.BACKGROUND,
    note: str = "",
    tags: Iterable[str] = (),
    note_direction: str = "auto",
    version: int | None = None,
) -> Annotation:
    """Highlight ``[start, end)`` of an article, with or without a note.

    ``version`` is the number of the version the offsets count in, the current one by default. Raises SpanError for
    offsets outside the text, backwards, empty or inside a cluster, ArticleError, StoreError.
    """
    row = {
        "start": start,
        "end": end,
        "colour": colour,
        "style": style,
        "note": note,
        "tags": tags,
        "note_direction": note_direction,
    }
    return highlight_many(library, article_id, [row], version=version)[0]


def highlight_quote(  # noqa: PLR0913 - a keyword per field of an annotation
    library: Library,
    article_id: str,
    exact: str,
    prefix: str = "",
    suffix: str = "",
    *,
    colour: Colour = Colour.YELLOW,
    style: Style = Style.BACKGROUND,
    note: str = "",
    tags: Iterable[str] = (),
    note_direction: str = "auto",
) -> Annotation:
    """Highlight the only place where ``exact`` stands between ``prefix`` and ``suffix``; nothing is folded.

    Raises SpanError when there is no such place or more than one, ArticleError, StoreError.
    """
    with library.writing():
        reader = VersionReader(library, articles.place(library, article_id).version)
        start, end = find_quote(reader.whole(), exact, prefix, suffix)
        return highlight(
            library,
            article_id,
            start,
            end,
            colour=colour,
            style=style,
            note=note,
            tags=tags,
            note_direction=note_direction,
        )


def highlight_many(
    library: Library, article_id: str, rows_: Iterable[Mapping[str, Any]], *, version: int | None = None
) -> list[Annotation]:
    """Make many highlights as one step: all of them, or none. Returned in the order given.

    A row has ``start`` and ``end``, and may have ``colour`` (or ``color``), ``style``, ``note``, ``tags``,
    ``note_direction``. Raises SpanError, AnnotationError for a row that cannot be read, ArticleError, StoreError.
    """
    with operation(library, "highlight") as made:
        place = articles.place(library, article_id, version)
        reader = VersionReader(library, place.version)
        found = []
        for row in rows_:
            asked = wanted.wanted(row, article_id)
            target = wanted.describe(reader, place, asked.target.start, asked.target.end)
            found.append(rows.insert(library, made, place.key, replace(asked, target=target), place.version))
        _place_in_current(library, article_id, place)
    return found


def _place_in_current(library: Library, article_id: str, place: Place) -> None:
    """Place what was made on an older version, by a window that still shows it, in the current one too."""
    current = articles.place(library, article_id)
    if current.version != place.version:
        place_missing(library, place.key, current.version)


def get(library: Library, annotation_id: str) -> Annotation:
    """Return an annotation, which may be in the bin. Raises AnnotationError."""
    return _known(library, [annotation_id])[0]


def _known(library: Library, ids: Iterable[str], states: frozenset[str] = frozenset({LIVE, BIN})) -> list[Annotation]:
    """Return the annotations with these ids, in reading order. Raises AnnotationError for one that is not there."""
    chosen = list(dict.fromkeys(ids))
    for annotation_id in rows.absent(library, chosen, states):
        raise AnnotationError(f"There is no annotation {annotation_id} in this library.")
    return rows.load_ids(library, chosen)


def notes(library: Library, article_id: str, *, deleted: bool = False) -> list[Annotation]:
    """Return the annotations of an article, or those in the bin, in reading order. Raises ArticleError."""
    place = articles.place(library, article_id)
    return rows.load(library, place.key, place.version, state=BIN if deleted else LIVE)


def all_notes(library: Library) -> list[Annotation]:
    """Return the annotations of the whole library: last added article first, each article in reading order."""
    return rows.load_all(library)


def binned(library: Library) -> list[Annotation]:
    """Return what lies in the bin, of all articles that do not lie in it themselves."""
    return rows.load_all(library, state=BIN)


def known_tags(library: Library) -> list[str]:
    """Return all tags in use on annotations, the most used first."""
    return rows.tags_by_use(library)


def take_in(library: Library, article_id: str, annotations: Sequence[Annotation]) -> list[Annotation]:
    """Store annotations that come from a file, with their ids, times and targets, placed as they say; one step.

    One that is there already is left alone when it says nothing else, and otherwise the one modified later wins.
    Returned in the order given, as they now are. Raises ArticleError, StoreError.
    """
    with operation(library, "import") as made:
        place = articles.place(library, article_id)
        ids = incoming.take_in(library, made, article_id, place, annotations)
    found = {annotation.id: annotation for annotation in rows.load_ids(library, ids)}
    return [found[identity] for identity in ids]


def edit(  # noqa: PLR0913 - a keyword per field of an annotation
    library: Library,
    annotation_id: str,
    *,
    colour: Colour | None = None,
    style: Style | None = None,
    note: str | None = None,
    note_direction: str | None = None,
    tags: Iterable[str] | None = None,
    start: int | None = None,
    end: int | None = None,
    version: int | None = None,
) -> Annotation:
    """Change what is given and leave the rest; ``start`` and ``end`` give it another passage of the same article.

    Raises SpanError, AnnotationError, StoreError.
    """
    with operation(library, _verb(colour, style, note, tags, start, end)) as made:
        annotation = _known(library, [annotation_id], frozenset({LIVE}))[0]
        if start is not None or end is not None:
            begin = annotation.placement.start if start is None else start
            _move(library, made, annotation, begin, annotation.placement.end if end is None else end, version)
        _set(library, made, [annotation_id], _fields(colour, style, note, note_direction, tags))
    return get(library, annotation_id)


def edit_many(
    library: Library,
    ids: Iterable[str],
    *,
    colour: Colour | None = None,
    style: Style | None = None,
    note: str | None = None,
    note_direction: str | None = None,
    tags: Iterable[str] | None = None,
) -> list[Annotation]:
    """Change many annotations as one step. Raises AnnotationError, StoreError."""
    chosen = list(ids)
    with operation(library, _verb(colour, style, note, tags, None, None)) as made:
        _known(library, chosen, frozenset({LIVE}))
        _set(library, made, chosen, _fields(colour, style, note, note_direction, tags))
    return rows.load_ids(library, chosen)


def add_tags(library: Library, ids: Iterable[str], tags: Iterable[str]) -> list[Annotation]:
    """Add tags to many annotations, which keep those they have, as one step. Raises AnnotationError, StoreError."""
    more = tags_of(tags)
    return _retag(library, ids, lambda present: tags_of((*present, *more)))


def remove_tags(library: Library, ids: Iterable[str], tags: Iterable[str]) -> list[Annotation]:
    """Take tags away from many annotations as one step. Raises AnnotationError, StoreError."""
    less = set(tags_of(tags))
    return _retag(library, ids, lambda present: tuple(tag for tag in present if tag not in less))


def _retag(
    library: Library, ids: Iterable[str], tags: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> list[Annotation]:
    chosen = list(ids)
    with operation(library, "tag") as made:
        found = _known(library, chosen, frozenset({LIVE}))
        change(library, made, ANNOTATION, "tags", {item.id: tags_text(tags(item.tags)) for item in found})
    return rows.load_ids(library, chosen)


def _verb(*given: object) -> str:
    names = ("recolour", "restyle", "note", "tag", "resize", "resize")
    return next((name for name, value in zip(names, given, strict=True) if value is not None), "edit")


def _fields(
    colour: Colour | None,
    style: Style | None,
    note: str | None,
    note_direction: str | None,
    tags: Iterable[str] | None,
) -> dict[str, str]:
    fields = {}
    if colour is not None:
        fields["colour"] = str(wanted.colour_of(colour))
    if style is not None:
        fields["style"] = str(wanted.style_of(style))
    if note is not None:
        fields["note"] = wanted.note_of(note)
    if note_direction is not None:
        fields["note_direction"] = wanted.direction_of(note_direction)
    if tags is not None:
        fields["tags"] = tags_text(tags_of(tags))
    return fields


def _set(library: Library, made: Operation, ids: list[str], fields: Mapping[str, str]) -> None:
    for field, value in fields.items():
        change(library, made, ANNOTATION, field, dict.fromkeys(ids, value))
        if field == "note":
            for annotation_id in ids:
                drop_draft(library, annotation_id)


def _move(
    library: Library, made: Operation, annotation: Annotation, start: int, end: int, version: int | None = None
) -> None:
    place = articles.place(library, annotation.article, version)
    target = wanted.describe(VersionReader(library, place.version), place, start, end)
    rows.retarget(library, made, annotation.id, target, place.version)


def relink(library: Library, annotation_id: str, start: int, end: int) -> Annotation:
    """Give an orphan, or a note at a doubtful place, the passage ``[start, end)`` of the current version.

    Raises SpanError, AnnotationError, StoreError.
    """
    with operation(library, "relink") as made:
        _move(library, made, _known(library, [annotation_id], frozenset({LIVE}))[0], start, end)
    return get(library, annotation_id)


def delete(library: Library, ids: Iterable[str]) -> None:
    """Put annotations into the bin as one step. Raises AnnotationError, StoreError."""
    _put(library, ids, "delete", BIN)


def restore(library: Library, ids: Iterable[str]) -> None:
    """Take annotations out of the bin as one step. Raises AnnotationError, StoreError."""
    _put(library, ids, "restore", LIVE)


def _put(library: Library, ids: Iterable[str], verb: str, state: str) -> None:
    chosen = list(ids)
    with operation(library, verb) as made:
        _known(library, chosen)
        change(library, made, ANNOTATION, "state", dict.fromkeys(chosen, state))


def empty_bin(library: Library) -> int:
    """Blank everything in the bin for good, its history and drafts too, and return how many annotations that were.

    This cannot be undone: the journal keeps that something was there, not what it was. Raises StoreError.
    """
    with operation(library, "empty", passed=True) as made:
        count = purging.purge_annotations(library, made)
    purging.forget(library, [])
    return count


def undo(library: Library) -> str | None:
    """Undo this client's last step and return what it was, such as ``highlight``; None when there is nothing.

    Raises UndoRefusedError where somebody changed the same thing since: nothing is changed, and the next undo passes
    that step over.
    """
    return undoing.invert(library, "undo")


def redo(library: Library) -> str | None:
    """Redo what this client undid last and return what it was; None when there is nothing. Raises UndoRefusedError."""
    return undoing.invert(library, "redo")


def save_draft(library: Library, annotation_id: str, text: str) -> None:
    """Keep what is being typed into a note, outside the history. Raises StoreError."""
    drafts.save(library, annotation_id, text)


def draft(library: Library, annotation_id: str) -> str | None:
    """Return what was being typed into a note and never became a step, or None."""
    return drafts.load(library, annotation_id)


def drafts_of(library: Library, article_id: str) -> list[tuple[str, str]]:
    """Return annotation id and text of the drafts a crash left behind in an article. Raises ArticleError."""
    return drafts.of_article(library, articles.place(library, article_id).key)


def drop_draft(library: Library, annotation_id: str) -> None:
    """Forget a draft; harmless where there is none."""
    drafts.drop(library, annotation_id)


def history(library: Library, annotation_id: str) -> list[tuple[str, str, str | None, str | None]]:
    """Return the changes of an annotation, oldest first: time, field, old and new value. Raises AnnotationError."""
    get(library, annotation_id)
    return journal.history(library, ANNOTATION, annotation_id)


def export_of(library: Library, article_id: str) -> Export:
    """Return an article's annotations as the formats of ``exchange`` take them. Raises ArticleError, StoreError."""
    with library.reading():
        info = articles.info(library, article_id)
        place = articles.place(library, article_id)
        reader = VersionReader(library, place.version)
        found = rows.load(library, place.key, place.version)
        return Export(
            article=article_id,
            metadata=articles.metadata(library, article_id),
            language=place.language,
            direction=place.direction,
            source=info.source,
            added=info.added,
            tags=info.tags,
            sha256=place.sha256,
            entries=tuple(_entries(reader, found)),
        )


def _entries(reader: VersionReader, found: list[Annotation]) -> Iterator[Entry]:
    """Yield the annotations, which are in reading order, each with the headings and locators it stands under."""
    headings = [(reader.block(index), text) for index, text in reader.headings()]
    headings = [(block, text) for block, text in headings if block.kind == BlockKind.HEADING]
    locators = sorted(reader.locators(), key=lambda locator: locator.offset)
    sections: dict[int, str] = {}
    last: dict[str, Locator] = {}
    heading = locator = 0
    for annotation in found:
        if annotation.placement.status == Status.ORPHAN:
            yield Entry(annotation)
            continue
        start = annotation.placement.start
        while heading < len(headings) and headings[heading][0].start <= start:
            block, text = headings[heading]
            sections = {level: title for level, title in sections.items() if level < block.level}
            sections[block.level] = text
            heading += 1
        while locator < len(locators) and locators[locator].offset <= start:
            last[locators[locator].kind] = locators[locator]
            locator += 1
        yield Entry(annotation, tuple(sections.values()), tuple(last.values()))

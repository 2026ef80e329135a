"""The commands on highlights and notes: make, list, change, delete and bring back, undo and redo."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import annotate, shelf
from reader.annotation.model import Annotation, Colour, Status, Style
from reader.cli.articles import as_line, as_object
from reader.cli.terminal import lines
from reader.errors import AnnotationError, ArticleError, SpanError
from reader.exchange.web_annotation import to_objects
from reader.text.find import Query, find, find_broadly
from reader.text.folding import for_language

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from reader.cli.output import Console
    from reader.store.library import Library

_SHORT = 8
"""Characters of an id that are shown, and asked for at least where a start of one is given."""
_WHOLE = 36
"""Characters of a whole id."""


def highlight(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Make one highlight, or several in one step; their ids are the result."""
    article_id = shelf.resolve(library, options.article)
    looks: dict[str, Any] = {
        "colour": Colour(options.color or Colour.YELLOW),
        "style": Style(options.style or Style.BACKGROUND),
        "note": options.note or "",
        "tags": options.tags or (),
        "note_direction": options.note_direction or "auto",
    }
    if options.source:
        made = _highlight_rows(library, article_id, options.source)
    elif options.every is not None:
        made = _highlight_every(library, article_id, options.every, looks)
    elif options.quote is not None:
        made = [annotate.highlight_quote(library, article_id, options.quote, options.prefix, options.suffix, **looks)]
    else:
        made = [annotate.highlight(library, article_id, options.start, options.end, **looks)]
    if not options.json:
        console.lines(annotation.id for annotation in made)
        return 0
    objects = _objects(library, article_id, made)
    console.json(objects if options.source or options.every is not None else objects[0])
    return 0


def _highlight_every(library: Library, article_id: str, text: str, looks: dict[str, Any]) -> list[Annotation]:
    """Highlight every place of a text, under the foldings of the article's language. Raises SpanError for none."""
    query = Query(text, for_language(shelf.info(library, article_id).language))
    rows = [
        {"start": hit.start, "end": hit.end, **looks} for hit in find_broadly(shelf.text(library, article_id), query)
    ]
    if not rows:
        raise SpanError(f"There is no {text} in the text." if text else "The text to highlight is empty.")
    return annotate.highlight_many(library, article_id, rows)


def _highlight_rows(library: Library, article_id: str, source: str) -> list[Annotation]:
    """Make the highlights of a file of JSON lines, all or none. Raises with the number of the line that is wrong."""
    lines = read_text(source).split("\n")  # before anything is locked: whoever writes them may take long
    at = 0

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal at
        for number, line in enumerate(lines, 1):
            at = number
            if line.strip():
                yield _row(line)

    try:
        return annotate.highlight_many(library, article_id, rows())
    except (SpanError, AnnotationError) as error:
        raise type(error)(f"Line {at}: {error}") from error


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise AnnotationError(f"This is not JSON ({error}); no highlight was made.") from error
    if not isinstance(row, dict):
        raise AnnotationError("A highlight is a JSON object with start and end; no highlight was made.")
    return row


def read_text(name: str) -> str:
    """Return the UTF-8 text of a file, or of standard input for ``-``. Raises ArticleError, StoreError's kin."""
    data = sys.stdin.buffer.read() if name == "-" else shelf.read_file(Path(name))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnnotationError(f"{name} is not UTF-8 text: byte {error.start} is not.") from error


def notes(options: argparse.Namespace, library: Library, console: Console) -> int:
    """List the highlights and notes of an article, or of the whole library."""
    if options.all:
        infos = [info for info in shelf.articles(library) if info.annotations]
    else:
        infos = [shelf.info(library, shelf.resolve(library, options.article))]
    found = []
    for info in infos:
        query = Query(options.text, for_language(info.language)) if options.text else None
        found.append((info, [note for note in annotate.notes(library, info.id) if _wanted(note, options, query)]))
    if options.json:
        console.json([item for info, wanted in found for item in _objects(library, info.id, wanted)])
        return 0
    for info, wanted in found:
        if options.all and wanted:
            console.line(as_line(info, console))
        for annotation in wanted:
            _write(annotation, console, str(info.direction))
    return 0


def _wanted(annotation: Annotation, options: argparse.Namespace, query: Query | None) -> bool:
    return (
        (not options.color or annotation.colour == options.color)
        and (not options.style or annotation.style == options.style)
        and (not options.tag or options.tag in annotation.tags)
        and not (options.with_note and not annotation.note)
        and not (options.without_note and annotation.note)
        and not (options.orphans and annotation.placement.status != Status.ORPHAN)
        and (
            query is None or any(True for text in (annotation.target.exact, annotation.note) for _ in find(text, query))
        )
    )


def _objects(library: Library, article_id: str, wanted: Iterable[Annotation]) -> list[dict[str, Any]]:
    """Return the Web Annotation objects of these annotations of one article, in the order of the article."""
    ids = {annotation.id for annotation in wanted}
    if not ids:
        return []
    objects = to_objects(annotate.export_of(library, article_id))
    return [item for item in objects if item["id"].removeprefix("urn:uuid:") in ids]


def _write(annotation: Annotation, console: Console, direction: str) -> None:
    """Write one note for a person: its facts, the passage, the note."""
    place = annotation.placement
    facts = [annotation.id[:_SHORT], str(annotation.colour), f"{place.start}-{place.end}"]
    if annotation.style != Style.BACKGROUND:
        facts.append(str(annotation.style))
    if place.status != Status.EXACT:
        facts.append("not found" if place.status == Status.ORPHAN else str(place.status))
    console.line("  ".join([*facts, *(f"#{console.label(tag)}" for tag in annotation.tags)]))
    view = console.view(direction=direction)
    console.lines(lines(annotation.target.exact, view))
    if annotation.note:
        console.line("--")
        console.lines(lines(annotation.note, view))
    console.line()


def note_id(library: Library, name: str) -> str:
    """Return the id of the annotation meant: an id, its ``urn:uuid:`` form, or the start of one with 8 characters.

    Raises AnnotationError for none, or more than one.
    """
    wanted = name.removeprefix("urn:uuid:").lower()
    if len(wanted) == _WHOLE:
        return annotate.get(library, wanted).id
    if len(wanted) >= _SHORT:
        everything = (*annotate.all_notes(library), *annotate.binned(library))
        found = {annotation.id for annotation in everything if annotation.id.startswith(wanted)}
        if len(found) == 1:
            return found.pop()
        if found:
            raise AnnotationError(f"More than one note is meant by {name}: give its whole id.")
    raise AnnotationError(f"There is no note {name} in this library.")


def edit(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Change notes, as one step."""
    ids = [note_id(library, name) for name in options.notes]
    fields: dict[str, Any] = {
        "colour": Colour(options.color) if options.color else None,
        "style": Style(options.style) if options.style else None,
        "note": options.note,
        "note_direction": options.note_direction,
        "tags": options.tags,
    }
    if options.start is not None or options.end is not None:
        fields |= {"start": options.start, "end": options.end}
    if all(value is None for value in (*fields.values(), options.add_tag, options.remove_tag)):
        raise AnnotationError("Nothing to change was given: 'hamish help edit' tells what can be.")
    changed: list[Annotation] = []
    with library.writing():  # one wish, one transaction
        if "start" in fields:
            changed = [annotate.edit(library, ids[0], **fields)]
        elif any(value is not None for value in fields.values()):
            changed = annotate.edit_many(library, ids, **fields)
        if options.add_tag:
            changed = annotate.add_tags(library, ids, options.add_tag)
        if options.remove_tag:
            changed = annotate.remove_tags(library, ids, options.remove_tag)
    return _report(changed, options, library, console)


def relink(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Give a note another passage, or list those that are most like the one it had."""
    identity = note_id(library, options.note)
    if options.start is not None:
        changed = annotate.relink(library, identity, options.start, options.end)
        return _report([changed], options, library, console)
    from reader.annotation.anchoring import candidates

    annotation = annotate.get(library, identity)
    text = shelf.text(library, annotation.article)
    found = candidates(annotation.target, text)
    if options.json:
        console.json([{"start": place.start, "end": place.end, "score": place.score} for place in found])
    else:
        for place in found:
            console.line(
                f"{place.start}-{place.end}  {place.score:.2f}  {console.label(text[place.start : place.end])}"
            )
    return 0


def _report(changed: list[Annotation], options: argparse.Namespace, library: Library, console: Console) -> int:
    if options.json:
        articles = dict.fromkeys(annotation.article for annotation in changed)
        console.json([item for article_id in articles for item in _objects(library, article_id, changed)])
    else:
        console.lines(annotation.id for annotation in changed)
    return 0


def delete(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Put notes into the bin as one step."""
    ids = [note_id(library, name) for name in options.notes]
    annotate.delete(library, ids)
    console.lines(ids)
    return 0


def restore(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Take notes and articles out of the bin."""
    articles: list[str] = []
    wanted: list[str] = []
    removed = [info.id for info in shelf.articles(library, deleted=True)]
    for name in options.names:
        found = [article_id for article_id in removed if article_id.startswith(name)]
        if len(found) > 1:
            raise ArticleError(f"More than one article is meant by {name}: give its whole id.")
        if found:
            articles += found
        else:
            wanted.append(note_id(library, name))
    with library.writing():
        if articles:
            shelf.restore(library, articles)
        if wanted:
            annotate.restore(library, wanted)
    console.lines([*articles, *wanted])
    return 0


def history(options: argparse.Namespace, library: Library, console: Console) -> int:
    """List the changes of a note, oldest first."""
    found = annotate.history(library, note_id(library, options.note))
    if options.json:
        console.json([dict(zip(("time", "field", "old", "new"), change, strict=True)) for change in found])
    else:
        for time, field, old, new in found:
            console.line(f"{time}  {field}: {console.label(old or '-')} > {console.label(new or '-')}")
    return 0


def bin_(options: argparse.Namespace, library: Library, console: Console) -> int:
    """List what is in the bin, or blank the notes in it for good."""
    if options.empty:
        console.line(str(annotate.empty_bin(library) + shelf.empty_bin(library)))
        return 0
    articles = shelf.articles(library, deleted=True)
    found = annotate.binned(library)
    if options.json:
        notes_ = [
            {"id": note.id, "article": note.article, "quote": note.target.exact, "note": note.note} for note in found
        ]
        console.json({"articles": [as_object(info) for info in articles], "notes": notes_})
    else:
        console.lines(as_line(info, console) for info in articles)
        console.lines(f"{note.id[:_SHORT]}  {console.label(note.target.exact)}" for note in found)
    return 0


def undo(options: argparse.Namespace, library: Library, console: Console) -> int:  # noqa: ARG001 - one shape for all
    """Undo the last step of the command line."""
    return _step(annotate.undo(library), "undo", console)


def redo(options: argparse.Namespace, library: Library, console: Console) -> int:  # noqa: ARG001 - one shape for all
    """Redo what was undone last."""
    return _step(annotate.redo(library), "redo", console)


def _step(done: str | None, verb: str, console: Console) -> int:
    if done is None:
        console.say(f"There is nothing to {verb} that was done on the command line.")
        return 1
    console.line(done)
    return 0

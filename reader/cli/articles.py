"""The commands on articles: add, list, update, remove, tag, describe and the statistics of the shelf."""

from __future__ import annotations

from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import shelf
from reader import update as updating
from reader.cli.changes import changes
from reader.cli.parser import METADATA
from reader.desk import Desk
from reader.errors import ArticleError, HamishError, SpanError
from reader.formats import Hints, Watch, read

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from reader.annotation.model import Annotation
    from reader.cli.output import Console
    from reader.document.model import Article
    from reader.shelf import ArticleInfo
    from reader.store.library import Library


_CHANGES = 200
"""Changes of a text that are shown."""
_PLACE = 40
"""Code points that stand for a bookmark without a label."""


def as_object(info: ArticleInfo) -> dict[str, Any]:
    """Return an article as ``list --json`` writes it."""
    return {
        "id": info.id,
        "title": info.title,
        "language": info.language,
        "base_direction": str(info.direction),
        "chars": info.chars,
        "annotations": info.annotations,
        "orphans": info.orphans,
        "source": info.source,
        "added": info.added,
    }


def as_line(info: ArticleInfo, console: Console) -> str:
    """Return an article as one line: the start of its id, language, number of notes, title."""
    return f"{info.id[:8]}  {info.language or '-':<3} {info.annotations:>5}  {console.label(info.title)}"


def add(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Add files, folders and addresses; a bad one is reported and does not stop the rest."""
    names = list(_files(options.names))
    known = {info.source: info.id for info in shelf.articles(library)}
    added: list[ArticleInfo] = []
    failed = 0
    for number, name in enumerate(names, 1):
        if len(names) > 1:
            console.progress(f"{number}/{len(names)} {name}")
        try:
            added.append(_add(name, options, library, console, known))
        except HamishError as error:
            failed += 1
            console.progress("")
            console.say(_about(name, str(error)))
    if len(names) > 1:
        console.progress("")
    if options.json:
        console.json([as_object(info) for info in added])
    else:
        console.lines(as_line(info, console) for info in added)
    return 1 if failed else 0


def _add(
    name: str, options: argparse.Namespace, library: Library, console: Console, known: dict[str, str]
) -> ArticleInfo:
    """Add one file or address; ``known`` are the articles by what they came from. Raises HamishError."""
    if not is_address(name):
        shelf.check_is_not_library(library, Path(name))
    article, data, known_as = _read(name, options.encoding, as_is=options.as_is)
    info = shelf.add(library, article, source=_source(name), original=data, name=known_as)
    for sentence in (*article.decisions, *article.warnings):
        console.say(_about(name, sentence))
    before = known.setdefault(info.source, info.id)
    if before != info.id:
        console.say(
            f"{name} was added before with another text, as the article {before[:8]}: "
            f"'hamish update {before[:8]} FILE' gives that one the new text and keeps its notes."
        )
    elif options.as_is and shelf.text(library, info.id) != article.text:
        console.say(f"{name} is here already, read otherwise: 'hamish update {info.id[:8]} --as-is' reads it as it is.")
    return info


def _files(names: list[str]) -> Iterator[str]:
    """Yield the names, and for a folder those of the files in it, however deep, hidden ones left out."""
    for name in names:
        if not is_address(name) and Path(name).is_dir():
            yield from map(str, shelf.files_below(Path(name)))
        else:
            yield name


def _read(name: str, encoding: str, *, as_is: bool) -> tuple[Article, bytes, str]:
    """Return the article that a file or address holds, its bytes, and the name of the file or the final address.

    Raises FormatError, FetchError.
    """
    if is_address(name):
        from reader.fetch import fetch

        page = fetch(name)
        hints = Hints(name=page.name, media_type=page.content_type, encoding=encoding, url=page.url, as_is=as_is)
        return read(page.data, hints, Watch()), page.data, page.url
    path = Path(name)
    data = shelf.read_file(path)
    return read(data, Hints(name=path.name, encoding=encoding, as_is=as_is), Watch()), data, path.name


def _source(name: str) -> str:
    return name if is_address(name) else str(Path(name).absolute())


def is_address(name: str) -> bool:
    """Tell whether a word of the command line is a web address and no file."""
    return name.lower().startswith(("http://", "https://"))


def _about(name: str, sentence: str) -> str:
    return sentence if name in sentence else f"{name}: {sentence}"


def list_(options: argparse.Namespace, library: Library, console: Console) -> int:
    """List the articles."""
    found = [
        info
        for info in shelf.articles(library)
        if (not options.language or info.language.split("-")[0] == options.language.split("-")[0])
        and (not options.tag or options.tag in info.tags)
    ]
    if options.sort in {"title", "author"}:
        found.sort(key=lambda info: str(getattr(info, options.sort)))
    elif options.sort == "opened":
        found.sort(key=lambda info: info.opened, reverse=True)
    if options.json:
        console.json([as_object(info) for info in found])
    else:
        console.lines(as_line(info, console) for info in found)
    return 0


def update(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Give an article a new text: from a file, or from where it came from."""
    article_id = shelf.resolve(library, options.article)
    source = options.file or shelf.info(library, article_id).source
    if not source:
        raise ArticleError("This article came from no file or address, so name the FILE with its new text.")
    kept = shelf.original(library, article_id) if (options.encoding or options.as_is) and not options.file else None
    if kept is not None:  # the same bytes are read in another way
        data, name = kept
        article = read(data, Hints(name=name, encoding=options.encoding, as_is=options.as_is), Watch())
    else:
        article, data, name = _read(source, options.encoding, as_is=options.as_is)
    before = shelf.text(library, article_id)
    report = updating.update(library, article_id, article, source=_source(source), original=data, name=name)
    for sentence in (*article.decisions, *article.warnings):
        console.say(_about(source, sentence))
    if options.json:
        console.json(
            {
                "exact": report.exact,
                "moved": report.moved,
                "fuzzy": report.fuzzy,
                "orphan": report.orphan,
                "annotations": [as_placement(annotation) for annotation in report.annotations],
            }
        )
        return 0
    console.line(
        f"version {report.version}: {report.exact} exact, {report.moved} moved, {report.fuzzy} fuzzy, "
        f"{report.orphan} not found"
    )
    found = changes(before, shelf.text(library, article_id))
    for change in islice(found, _CHANGES):
        console.line(f"@ {change.start}")
        console.lines(
            f"{sign} {console.label(words)}" for sign, words in (("-", change.old), ("+", change.new)) if words
        )
    left = sum(1 for _ in found)
    if left:
        console.line(f"... and {left} more changes")
    return 0


def as_placement(annotation: Annotation) -> dict[str, Any]:
    """Return where an annotation was placed, as ``update --json`` and ``import-notes --json`` write it."""
    return {
        "id": annotation.id,
        "status": str(annotation.placement.status),
        "start": annotation.placement.start,
        "end": annotation.placement.end,
        "score": annotation.placement.score,
    }


def remove(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Put articles into the bin as one step."""
    ids = [shelf.resolve(library, name) for name in options.articles]
    shelf.remove(library, ids)
    console.lines(ids)
    return 0


def tag(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Set the tags of an article, or show them."""
    article_id = shelf.resolve(library, options.article)
    info = shelf.info(library, article_id)
    if options.tags or options.none:
        info = shelf.set_tags(library, article_id, () if options.none else options.tags)
    console.lines(console.label(word) for word in info.tags)
    return 0


def describe(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Show what is known of an article, after changing what was given."""
    article_id = shelf.resolve(library, options.article)
    given = {name: value for name in METADATA if (value := getattr(options, name)) is not None}
    if given:
        shelf.set_metadata(library, article_id, **given)
    info, metadata = shelf.info(library, article_id), shelf.metadata(library, article_id)
    known = {name: str(getattr(metadata, name, "") or getattr(info, name, "")) for name in METADATA}
    if options.json:
        console.json({"id": article_id, **known, "tags": list(info.tags)})
    else:
        console.lines(f"{name}: {console.label(value)}" for name, value in known.items() if value)
    return 0


def stats(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Show how much was read, and how many highlights there are by colour and by tag."""
    found = shelf.statistics(library)
    if options.json:
        articles = [
            {"id": info.id, "title": info.title, "progress": info.progress, "read_seconds": info.read_seconds}
            for info in shelf.articles(library)
        ]
        numbers = {"by_color": dict(found.colours), "by_tag": dict(found.tags), "by_day": dict(found.days)}
        counts = {field.name: value for field in fields(found) if isinstance(value := getattr(found, field.name), int)}
        console.json({**counts, **numbers, "by_article": articles})
        return 0
    console.line(f"articles: {found.articles}, finished: {found.finished}")
    console.line(f"code points: {found.chars}, read: {found.chars_read}, in minutes: {found.seconds // 60}")
    console.line(f"highlights: {found.annotations}, with a note: {found.notes}")
    for counted in (found.colours, found.tags):
        console.lines(f"  {count:>5}  {console.label(name)}" for name, count in counted)
    return 0


def bookmark(options: argparse.Namespace, library: Library, console: Console) -> int:
    """List the bookmarks of an article, after adding or removing one."""
    desk = Desk(library, shelf.resolve(library, options.article))
    if options.at is not None:
        if not 0 <= options.at <= desk.length:
            raise SpanError(f"Offset {options.at} lies outside the text, which has {desk.length} code points.")
        desk.add_bookmark(options.at, options.label)
    if options.remove:
        known = [mark.id for mark in desk.bookmarks() if mark.id.startswith(options.remove)]
        if len(known) != 1:
            raise ArticleError(f"The article has {'more than one' if known else 'no'} bookmark {options.remove}.")
        desk.remove_bookmark(known[0])
    if options.json:
        console.json([{"id": mark.id, "offset": mark.offset, "label": mark.label} for mark in desk.bookmarks()])
    else:
        for mark in desk.bookmarks():
            place = desk.text(mark.offset, mark.offset + _PLACE)
            console.line(f"{mark.id[:8]}  {mark.offset}  {console.label(mark.label or place)}")
    return 0

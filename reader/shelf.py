"""The articles of a library: add, list, look into, describe, remove, check and back up."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import ArticleError, FormatError, StoreError
from reader.store import articles as rows
from reader.store import purging, readings
from reader.store.annotations import unreadable
from reader.store.articles import ArticleInfo
from reader.store.clean import clean
from reader.store.fields import ARTICLE, METADATA, change
from reader.store.journal import BIN, LIVE, operation
from reader.store.library import failure
from reader.store.originals import keep_original, read_original
from reader.store.tags import tags_of, tags_text
from reader.store.texts import VersionReader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.document.model import Article, Metadata
    from reader.formats import Watch
    from reader.store.library import Library
    from reader.store.statistics import Statistics

__all__ = ["ArticleInfo"]


def add(
    library: Library, article: Article, *, source: str = "", original: bytes | None = None, name: str = ""
) -> ArticleInfo:
    """Store ``article`` and return it as the shelf shows it.

    The same original bytes read the same way, or the same text from the same source, are the same article: it is
    returned as it is, out of the bin if it was there. ``original`` is kept beside the library. Raises StoreError.
    """
    from hashlib import sha256

    from reader.store.saving import Origin, prepare

    # What takes long is done before the transaction, so that nobody waits for it.
    prepared = prepare(article)
    shown = _printable(source)
    digest = sha256(original).hexdigest() if original is not None else ""
    if original is not None:
        keep_original(library.path, digest, original)
    with operation(library, "add", passed=True) as made:
        known = rows.find_same(library, prepared.sha256, shown, digest, article.encoding)
        if known is None:
            origin = Origin(shown, _printable(name), digest)
            source_bytes = os.fsencode(source) if shown != source else None
            known = rows.insert(library, made, prepared, origin, source_bytes)
        else:
            change(library, made, ARTICLE, "state", {known: LIVE})
    return rows.info(library, known)


def _printable(path: str) -> str:
    """Return a path or address with the bytes that are no UTF-8 written as escapes: SQLite holds no lone surrogates."""
    return clean(os.fsencode(path).decode("utf-8", "backslashreplace"))


def add_file(library: Library, path: Path, *, encoding: str = "", watch: Watch | None = None) -> ArticleInfo:
    """Read the file at ``path`` and add it. ``encoding`` wins over every guess.

    Raises FormatError for a file that is missing or no text, CancelledError, StoreError; nothing is added then.
    """
    from reader import formats

    check_is_not_library(library, path)
    data = read_file(path)
    article = formats.read(data, formats.Hints(name=path.name, encoding=encoding), watch or formats.Watch())
    return add(library, article, source=str(path.absolute()), original=data, name=path.name)


def files_below(path: Path) -> list[Path]:
    """Return the files of a folder, however deep and in the order of their names, hidden ones left out.

    A path that is no folder is returned as it is.
    """
    if not path.is_dir():
        return [path]
    found = []
    for folder, names, files in os.walk(path):
        names[:] = sorted(name for name in names if not name.startswith("."))
        found += [Path(folder, name) for name in files if not name.startswith(".")]
    return sorted(found)


def check_is_not_library(library: Library, path: Path) -> None:
    """Raise FormatError for the library, its journal or its index, which must not even be looked into.

    Closing such a file would take away the locks that SQLite holds on it (POSIX).
    """
    place = library.path.resolve()
    here = path.resolve()
    if here.parent == place.parent and here.name.startswith((place.name, f"{place.stem}.search")):
        raise FormatError(f"{_printable(str(path))} is a part of the library itself.")


def read_file(path: Path) -> bytes:
    """Return the bytes of the file at ``path``. Raises FormatError where it cannot be read or is too long."""
    from reader.formats.hints import MAX_BYTES

    shown = _printable(str(path))
    try:
        if path.is_dir():
            raise FormatError(f"{shown} is a folder, not a file.")
        if path.stat().st_size > MAX_BYTES:
            raise FormatError(f"{shown} is larger than {MAX_BYTES // 2**20} MB.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FormatError(f"There is no file {shown}.") from error
    except OSError as error:
        raise FormatError(f"The file {shown} cannot be read: {error.strerror or error}.") from error


def articles(library: Library, *, deleted: bool = False) -> list[ArticleInfo]:
    """Return the articles of the library, or those in the bin, last added first. Raises StoreError."""
    return rows.infos(library, state=BIN if deleted else LIVE)


def info(library: Library, article_id: str) -> ArticleInfo:
    """Return one article. Raises ArticleError."""
    return rows.info(library, article_id)


def resolve(library: Library, name: str) -> str:
    """Return the id of the article meant by ``name``: an id, an unambiguous start of one, or the path or address.

    Raises ArticleError for a name that means no article, or more than one.
    """
    if not name:
        raise ArticleError("No article was named.")
    found = rows.named(library, clean(name), [_printable(str(Path(name).absolute())), _printable(name)])
    if not found:
        raise ArticleError(f"There is no article {_printable(name)} in this library.")
    if len(found) > 1:
        raise ArticleError(f"More than one article is meant by {_printable(name)}: give its whole id.")
    return found[0]


def text(library: Library, article_id: str) -> str:
    """Return the whole text of the current version. Raises ArticleError."""
    return VersionReader(library, rows.place(library, article_id).version).whole()


def load(library: Library, article_id: str) -> Article:
    """Return the whole current version as import made it, with the metadata as edited since. Raises ArticleError."""
    place = rows.place(library, article_id)
    article = VersionReader(library, place.version).article(rows.metadata(library, article_id))
    return replace(article, language=place.language, direction=place.direction)


def original(library: Library, article_id: str) -> tuple[bytes, str] | None:
    """Return bytes and file name of what the current version was read from, None where they were not kept.

    Raises ArticleError.
    """
    digest, name = rows.origin(library, rows.place(library, article_id).version)
    data = read_original(library.path, digest) if digest else None
    return None if data is None else (data, name)


def metadata(library: Library, article_id: str) -> Metadata:
    """Return what a citation of the article needs. Raises ArticleError."""
    return rows.metadata(library, article_id)


def set_metadata(library: Library, article_id: str, **fields: str) -> ArticleInfo:
    """Set fields of the metadata, or ``language`` and ``direction``; one undoable step. Raises ArticleError."""
    allowed = {*METADATA, "language", "direction"}
    unknown = fields.keys() - allowed
    if unknown:
        raise ArticleError(f"An article has no field {min(unknown)}.")
    if fields.get("direction", "rtl") not in {"rtl", "ltr"}:
        raise ArticleError("The direction of an article is rtl or ltr.")
    with operation(library, "describe") as made:
        rows.place(library, article_id)
        for field, value in fields.items():
            change(library, made, ARTICLE, field, {article_id: clean(value)})
    return rows.info(library, article_id)


def set_tags(library: Library, article_id: str, tags: Iterable[str]) -> ArticleInfo:
    """Set the tags of an article; one undoable step. Raises ArticleError."""
    with operation(library, "tag") as made:
        rows.place(library, article_id)
        change(library, made, ARTICLE, "tags", {article_id: tags_text(tags_of(tags))})
    return rows.info(library, article_id)


def add_tags(library: Library, ids: Iterable[str], tags: Iterable[str]) -> None:
    """Give articles these tags beside their own; one undoable step. Raises ArticleError."""
    more = tags_of(tags)
    with operation(library, "tag") as made:
        wanted: dict[str, str | None] = {}
        for article_id in ids:
            wanted[article_id] = tags_text(tags_of((*rows.info(library, article_id).tags, *more)))
        change(library, made, ARTICLE, "tags", wanted)


def remove(library: Library, ids: Iterable[str]) -> None:
    """Put articles into the bin with all their notes; one undoable step. Raises ArticleError."""
    _move(library, ids, "remove", BIN)


def restore(library: Library, ids: Iterable[str]) -> None:
    """Take articles out of the bin; one undoable step. Raises ArticleError."""
    _move(library, ids, "restore", LIVE)


def _move(library: Library, ids: Iterable[str], verb: str, state: str) -> None:
    with operation(library, verb) as made:
        wanted: dict[str, str | None] = {}
        for article_id in ids:
            rows.place(library, article_id)
            wanted[article_id] = state
        change(library, made, ARTICLE, "state", wanted)


def empty_bin(library: Library) -> int:
    """Blank the articles in the bin for good, with their texts, notes and originals; return how many they were.

    This cannot be undone. Raises StoreError.
    """
    with operation(library, "empty", passed=True) as made:
        count = len(rows.infos(library, state=BIN))
        originals = purging.purge_articles(library, made)
    purging.forget(library, originals)
    return count


def last_read(library: Library) -> str | None:
    """Return the id of the article opened last, None when none was. Raises StoreError."""
    return readings.last(library)


def statistics(library: Library) -> Statistics:
    """Return what was read and marked, counted. Raises StoreError."""
    from reader.store.statistics import count

    return count(library)


def verify(library: Library) -> list[str]:
    """Look the whole library through and return what is wrong with it, in sentences; an empty list: it is sound.

    The search index is made from the library: where it is damaged or missing it is made anew, and that is no fault.
    """
    from reader.document.fingerprint import fingerprint

    found = []
    try:
        checks = [str(row[0]) for row in library.rows("PRAGMA integrity_check")]
        found += [f"The file is damaged: {line}." for line in checks if line != "ok"]
        if library.rows("PRAGMA foreign_key_check"):
            found.append("Some rows point to rows that are not there.")
        found += unreadable(library)
        for article_id, number, key, digest in rows.fingerprints(library):
            reader = VersionReader(library, key)
            if fingerprint(reader.whole()) != digest:
                found.append(f"Version {number} of the article {article_id} is not the text that was stored.")
            elif not reader.is_sound():
                found.append(f"Version {number} of the article {article_id} has lost blocks, marks or lists.")
        if not found and not library.read_only:
            _mend_index(library)
    except StoreError as error:
        found.append(str(error))
    return found


def _mend_index(library: Library) -> None:
    from reader.store.index import Index

    with Index(library) as index:
        try:
            index.check()
        except StoreError:
            index.rebuild()
        index.update()


def backup(library: Library, path: Path) -> None:
    """Copy the library, as it is at this moment, to ``path``, which must not exist yet. Raises StoreError."""
    if path.exists():
        raise StoreError(f"There is already a file at {path}; a backup replaces nothing.")
    part = path.with_name(path.name + ".part")
    try:
        with contextlib.closing(sqlite3.connect(part)) as copy:
            library.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        part.replace(path)
    except (sqlite3.Error, OSError) as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error):
            raise failure(error, path) from error
        raise StoreError(f"The backup {path} cannot be written: {error.strerror or error}.") from error

"""The schema of the library file: an append-only list of migrations in plain SQL.

A migration that has been released is never changed; what comes later is appended. ``PRAGMA user_version`` counts the
migrations a file has, so that a file at the newest version is opened without importing sqlite_utils, which costs as
much as all of Qt. Texts are not journaled; every other change to an annotation or an article is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

APPLICATION_ID = 0x484D5348
"""``HMSH`` in the header of the file: tells a library from the databases of other programs."""

_FIRST = f"""
CREATE TABLE article (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('live', 'bin', 'gone', 'purged')),
    deleted TEXT NOT NULL DEFAULT '',
    added TEXT NOT NULL,
    source TEXT NOT NULL,
    source_bytes BLOB,
    version INTEGER NOT NULL,
    language TEXT NOT NULL,
    direction TEXT NOT NULL,
    tags TEXT NOT NULL DEFAULT '[]',
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    editor TEXT NOT NULL,
    translator TEXT NOT NULL,
    publisher TEXT NOT NULL,
    place TEXT NOT NULL,
    edition TEXT NOT NULL,
    volumes TEXT NOT NULL,
    year TEXT NOT NULL,
    calendar TEXT NOT NULL,
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    published TEXT NOT NULL
) STRICT;
CREATE INDEX article_source ON article (source);

CREATE TABLE version (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (key),
    number INTEGER NOT NULL,
    created TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    chars INTEGER NOT NULL,
    blocks INTEGER NOT NULL,
    language TEXT NOT NULL,
    direction TEXT NOT NULL,
    importer TEXT NOT NULL,
    encoding TEXT NOT NULL,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    original TEXT NOT NULL,
    decisions TEXT NOT NULL,
    warnings TEXT NOT NULL,
    headings TEXT NOT NULL,
    locators TEXT NOT NULL,
    UNIQUE (article, number)
) STRICT;
CREATE INDEX version_sha256 ON version (sha256);
CREATE INDEX version_original ON version (original) WHERE original <> '';

CREATE TABLE chunk (
    version INTEGER NOT NULL REFERENCES version (key),
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    first_block INTEGER NOT NULL,
    block_count INTEGER NOT NULL,
    blocks BLOB NOT NULL,
    marks BLOB NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (version, number)
) STRICT;

CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    data BLOB NOT NULL
) STRICT;

CREATE TABLE resource (
    version INTEGER NOT NULL REFERENCES version (key),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES blob (sha256),
    PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE annotation (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES article (key),
    state TEXT NOT NULL CHECK (state IN ('live', 'bin', 'gone', 'purged')),
    deleted TEXT NOT NULL DEFAULT '',
    target INTEGER NOT NULL,
    colour TEXT NOT NULL,
    style TEXT NOT NULL,
    note TEXT NOT NULL,
    note_direction TEXT NOT NULL,
    tags TEXT NOT NULL DEFAULT '[]',
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    client TEXT NOT NULL
) STRICT;
CREATE INDEX annotation_article ON annotation (article, state);

CREATE TABLE target (
    key INTEGER PRIMARY KEY,
    annotation INTEGER NOT NULL REFERENCES annotation (key),
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    exact TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX target_annotation ON target (annotation);

CREATE TABLE placement (
    annotation INTEGER NOT NULL REFERENCES annotation (key),
    version INTEGER NOT NULL REFERENCES version (key),
    target INTEGER NOT NULL REFERENCES target (key),
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    status TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (annotation, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX placement_version ON placement (version, start, end);
CREATE INDEX placement_orphan ON placement (version) WHERE status = 'orphan';

CREATE TABLE operation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    verb TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
    undoes INTEGER REFERENCES operation (id),
    client TEXT NOT NULL,
    time TEXT NOT NULL,
    passed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX operation_client ON operation (client, id);
CREATE INDEX operation_undoes ON operation (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operation (id),
    entity TEXT NOT NULL,
    row TEXT NOT NULL,
    field TEXT NOT NULL,
    old TEXT,
    new TEXT
) STRICT;
CREATE INDEX journal_operation ON journal (operation);
CREATE INDEX journal_row ON journal (row, seq);

CREATE TABLE draft (
    annotation TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    client TEXT NOT NULL,
    time TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE bookmark (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES article (key),
    state TEXT NOT NULL CHECK (state IN ('live', 'bin', 'gone', 'purged')),
    deleted TEXT NOT NULL DEFAULT '',
    label TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;
CREATE INDEX bookmark_article ON bookmark (article, state);

CREATE TABLE bookmark_place (
    bookmark INTEGER NOT NULL REFERENCES bookmark (key),
    version INTEGER NOT NULL REFERENCES version (key),
    offset INTEGER NOT NULL,
    PRIMARY KEY (bookmark, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX bookmark_place_version ON bookmark_place (version, offset);

CREATE TABLE reading (
    article INTEGER PRIMARY KEY REFERENCES article (key),
    opened TEXT NOT NULL,
    seconds INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX reading_opened ON reading (opened);

CREATE TABLE position (
    version INTEGER PRIMARY KEY REFERENCES version (key),
    offset INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (key),
    ended TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    client TEXT NOT NULL
) STRICT;
CREATE INDEX session_article ON session (article, ended);

PRAGMA application_id = {APPLICATION_ID};
"""

_DIRECTIONS = """
CREATE TABLE block_direction (
    version INTEGER NOT NULL REFERENCES version (key),
    offset INTEGER NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('rtl', 'ltr')),
    PRIMARY KEY (version, offset)
) STRICT, WITHOUT ROWID;
"""

MIGRATIONS: tuple[tuple[str, str], ...] = (("first", _FIRST), ("directions", _DIRECTIONS))
"""Name and SQL of every step, oldest first; only ever appended to."""

NEWEST = len(MIGRATIONS)
"""The ``user_version`` of a library that has every migration."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the open file to the newest version, within the write transaction that the caller holds.

    All steps go in together or not at all; ``_sqlite_migrations`` and ``user_version`` tell the same story.
    """
    from sqlite_utils import Database, Migrations

    migrations = Migrations("hamish")
    for number, (name, sql) in enumerate(MIGRATIONS, start=1):
        migrations(name=name)(_Step(f"{sql}\nPRAGMA user_version = {number};", name))
    migrations.apply(Database(connection, execute_plugins=False))


class _Step:
    """One migration as sqlite_utils calls it."""

    __slots__ = ("__name__", "_sql")

    def __init__(self, sql: str, name: str) -> None:
        self._sql = sql
        self.__name__ = name

    def __call__(self, db: Database, /) -> None:
        db.executescript(self._sql)

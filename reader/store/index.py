"""The search index: a file of its own beside the library, made from it alone, and harmless to lose.

Texts are indexed in overlapping pieces of about 2,000 code points, twice: by words, for ranking, and by trigrams, for
everything else. What is indexed is folded further than any language folds, and everything that is no letter or digit is
one space: the index only names candidates, and ``text.find`` decides on the text itself. Notes and titles are few; they
are kept folded and looked through. Writing here never makes a writer of the library wait.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections import deque
from dataclasses import fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import CancelledError, StoreError
from reader.store import journal
from reader.store.library import FAILURES, failure
from reader.store.opening import WAIT_SECONDS
from reader.store.texts import VersionReader
from reader.text.fold import fold
from reader.text.folding import ANCHORING
from reader.text.spacing import spellings
from reader.text.tables import PHRASES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Any, Self

    from reader.store.library import Library
    from reader.text.folding import Folding

FOLDING = replace(ANCHORING, finals=True, dialect=True)
"""The folding of the index: what any search overlooks, it overlooks too."""
QURANIC = replace(FOLDING, quranic=True)
"""The same for the Quran's spelling: a text that has it is indexed in both, and words written as today are found in it;
not all that ``Folding.quranic`` overlooks in other texts (seats of hamza)."""
_SERVED_TOO = frozenset({"affixes", "accents"})
"""Switches that are off above and served all the same: the index is asked for each spelling; accents are marks."""
PIECE = 2_000
"""Code points of one row."""
OVERLAP = 256
"""Code points that two neighbours share, so that what is looked for lies whole in one of them."""
_FORMAT = 2
_BATCH = 2_000_000
"""Code points per transaction: SQLite merges less the larger they are."""
_STEP = 100_000
"""Code points between two looks whether to stop: some tens of milliseconds."""
_MOST_DEAD = 10_000_000
"""Code points of texts that were replaced or removed from which on, being more than the others, they are cleared."""
_QURANIC_SIGN = re.compile("[\u0670\u0671\u06d6-\u06ed]")
_QURANIC_WORD = re.compile(r"(?<!\S)[^\s\u0670\u0671\u06d6-\u06ed]*+[\u0670\u0671\u06d6-\u06ed]\S*")
_NO_WORD = re.compile(r"[\W_]+")
_PHRASES = {ord(sign): f" {phrase} " for sign, phrase in PHRASES.items()}
_SCHEMA = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE text (
    version INTEGER PRIMARY KEY, article TEXT NOT NULL, sha256 TEXT NOT NULL, chars INTEGER NOT NULL,
    upto INTEGER NOT NULL, live INTEGER NOT NULL
);
CREATE TABLE piece (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE TABLE about (kind TEXT, id TEXT, article TEXT NOT NULL, folded TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE VIRTUAL TABLE words USING fts5 (folded, content = '', tokenize = 'ascii');
CREATE VIRTUAL TABLE grams USING fts5 (
    folded, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE gram USING fts5vocab (grams, row);
INSERT INTO words (words, rank) VALUES ('hashsize', 16777216);
INSERT INTO grams (grams, rank) VALUES ('hashsize', 16777216);
PRAGMA user_version = {_FORMAT};
"""

_CLEAR = (
    "INSERT INTO words (words) VALUES ('delete-all')",
    "INSERT INTO grams (grams) VALUES ('delete-all')",
    "DELETE FROM piece",
    "DELETE FROM text",
    "DELETE FROM about",
    "DELETE FROM meta",
)


def path_of(library: Path) -> Path:
    """Return where the index of the library at ``library`` lies."""
    return library.with_name(library.stem + ".search")


def indexed_form(text: str) -> str:
    """Return ``text`` as the index holds it: folded, words parted by one space, a space before and two after them.

    So every two of its characters but the last are the beginning of some trigram. What is spelled as in the Quran
    follows once more as it is spelled today.
    """
    if any(sign in text for sign in PHRASES):
        text = text.translate(_PHRASES)
    form = _words(text, FOLDING)
    if is_quranic(text):
        today = todays_form(text)
        form = form if today == form else f"{form}  {today}"
    return f" {form}  "


def todays_form(text: str) -> str:
    """Return ``text`` folded as in the index, words in the Quran's spelling as they are spelled today."""
    return _words(_QURANIC_WORD.sub(lambda match: _todays_word(match[0]), text), FOLDING)


@lru_cache(maxsize=65_536)
def _todays_word(word: str) -> str:
    return fold(word, QURANIC).text


def _words(text: str, folding: Folding) -> str:
    return _NO_WORD.sub(" ", fold(text, folding).text).strip()


def spelled(term: str) -> list[str]:
    """Return the forms in which the index may hold a term; none for one that it cannot be asked for."""
    written = term.translate(_PHRASES)
    forms = [_words(spelling, FOLDING) for spelling in spellings(written)]
    if is_quranic(term):
        forms.append(_words(written, QURANIC))
    return list(dict.fromkeys(forms)) if all(forms) else []


def is_quranic(text: str) -> bool:
    """Return whether a text has signs of the Quran's spelling."""
    return _QURANIC_SIGN.search(text) is not None


def serves(folding: Folding) -> bool:
    """Return whether everything that ``folding`` overlooks the index overlooks too."""
    names = {field.name for field in fields(folding)} - _SERVED_TOO
    return all(getattr(FOLDING, name) or not getattr(folding, name) for name in names)


def pieces(reader: VersionReader, start: int) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of every piece of a version, from the piece that begins at ``start`` on."""
    while start < reader.length:
        text = reader.text(start, start + PIECE)
        end = start + len(text)
        if end < reader.length:
            cut = max(text.rfind(" "), text.rfind("\n")) + 1
            if cut > PIECE // 2:
                end, text = start + cut, text[:cut]
        yield start, end, text
        if end >= reader.length:
            return
        shared = max(text.find(" ", len(text) - OVERLAP), text.find("\n", len(text) - OVERLAP)) + 1
        start = start + shared if len(text) - OVERLAP < shared < len(text) else end - OVERLAP


def _check_format(version: int) -> None:
    if version != _FORMAT:
        raise sqlite3.DatabaseError(f"the index has format {version}")


class Piece(NamedTuple):
    """A row of the index that may hold a hit: offsets in code points of a version."""

    id: int
    version: int
    start: int
    end: int


class Index:
    """A connection to the index of a library; to be used in the thread that opened it."""

    __slots__ = ("_library", "connection", "path")

    def __init__(self, library: Library) -> None:
        """Open the index, made anew when it is missing, damaged or of another format. Raises StoreError."""
        self._library = library
        self.path = path_of(library.path)
        try:
            self.connection = self._open()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            self._throw_away()
            try:
                self.connection = self._open()
            except FAILURES as error:
                raise failure(error, self.path) from error

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in _SCHEMA.split(";\n"):
                    connection.execute(statement)
            connection.execute("COMMIT")
            _check_format(version or _FORMAT)
        except BaseException:
            connection.close()
            raise
        return connection

    def _throw_away(self) -> None:
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        """Return all rows of a query. Raises StoreError."""
        try:
            return self.connection.execute(sql, values).fetchall()
        except FAILURES as error:
            raise failure(error, self.path) from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except FAILURES as error:
            raise failure(error, self.path) from error

    def rebuild(self) -> None:
        """Forget everything; ``update`` makes it anew. A damaged file is thrown away. Raises StoreError."""
        try:
            with self._writing() as connection:
                for statement in _CLEAR:
                    connection.execute(statement)
        except StoreError:
            self.connection.close()
            self._throw_away()
            self.connection = self._open()

    def update(
        self, progress: Callable[[float], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """Bring the index up to the library, batch by batch; several processes may do so at once.

        ``progress`` is told the share that is done, 0 to 1. Raises CancelledError when ``cancelled`` says so: what was
        done until then stays. Raises StoreError.
        """
        waiting = deque(self._follow())
        left = total = sum(chars - upto for _, chars, upto in waiting)
        stopped = False
        while waiting and not stopped:
            room = _BATCH
            with self._writing() as connection:
                while waiting and room > 0 and not stopped:
                    version, chars, _ = waiting[0]
                    before, upto = self._add_step(connection, version)
                    room -= upto - before
                    left -= upto - before
                    if upto >= chars:
                        waiting.popleft()
                    stopped = cancelled is not None and cancelled()
            if progress is not None:
                progress(1.0 - left / total)
        if stopped and waiting:
            raise CancelledError("The indexing was stopped; it goes on the next time.")

    def forget_purged(self) -> None:
        """Take out what was blanked for good in the library. Raises StoreError."""
        self._follow()
        indexed = [row[0] for row in self.rows("SELECT version FROM text")]
        blanked = "SELECT 1 FROM version WHERE sha256 = '' AND key IN (SELECT value FROM json_each(?)) LIMIT 1"
        if self._library.row(blanked, (json.dumps(indexed),)):
            self.rebuild()  # one text cannot be taken out of an index that does not keep it
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def complete(self) -> bool:
        """Return whether every live text is indexed to its end; one query in each file."""
        (count,) = self._library.row("SELECT count(*) FROM article WHERE state = 'live'")
        ((ready,),) = self.rows("SELECT count(*) FROM text WHERE live AND upto >= chars")
        return bool(count == ready)

    def _follow(self) -> list[tuple[int, int, int]]:
        """Take over from the library, in one transaction, its notes, its titles, and which versions are live.

        Returns key and length of the versions that are not wholly indexed, and up to where they are.
        """
        with self._library.reading(), self._writing() as connection:
            last, seen = journal.last(self._library), self._watermark()
            if seen != last:
                live = self._live()
                if self._is_stale(live):
                    for statement in _CLEAR:
                        connection.execute(statement)
                    seen = None
                self._take_about(connection, seen)
                connection.execute("UPDATE text SET live = 0 WHERE live")
                connection.executemany(
                    "INSERT INTO text (version, article, sha256, chars, upto, live) VALUES (?, ?, ?, ?, 0, 1)"
                    " ON CONFLICT (version) DO UPDATE SET live = 1",
                    live,
                )
                connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('seen', ?)", (self._mark(last),))
            return self.rows("SELECT version, chars, upto FROM text WHERE live AND upto < chars ORDER BY version")

    def _live(self) -> list[tuple[int, str, str, int]]:
        return self._library.rows(
            "SELECT v.key, r.id, v.sha256, v.chars FROM article r JOIN version v ON v.key = r.version"
            " WHERE r.state = 'live' ORDER BY r.key"
        )

    def _is_stale(self, live: list[tuple[int, str, str, int]]) -> bool:
        """Return whether this is the index of another library, or one of mostly replaced texts."""
        known = {row[0]: row[1:] for row in self.rows("SELECT version, article, sha256, chars, upto FROM text")}
        if any(row[0] in known and known[row[0]][:3] != row[1:] for row in live):
            return True
        alive = sum(known[row[0]][3] for row in live if row[0] in known)
        return bool(sum(row[3] for row in known.values()) - alive > alive + _MOST_DEAD)

    def _add_step(self, connection: sqlite3.Connection, version: int) -> tuple[int, int]:
        """Index the next pieces of a version and return from where to where, in code points."""
        reader = VersionReader(self._library, version)
        (begin,) = connection.execute("SELECT upto FROM text WHERE version = ?", (version,)).fetchone()
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM piece").fetchone()
        upto = reader.length
        for number, (start, end, text) in enumerate(pieces(reader, begin), start=last + 1):
            if start - begin >= _STEP:
                upto = start
                break
            # One by one: SQLite lets other threads run meanwhile, folding does not.
            form = indexed_form(text)
            connection.execute(
                "INSERT INTO piece (id, version, start, end) VALUES (?, ?, ?, ?)", (number, version, start, end)
            )
            connection.execute("INSERT INTO words (rowid, folded) VALUES (?, ?)", (number, form))
            connection.execute("INSERT INTO grams (rowid, folded) VALUES (?, ?)", (number, form))
        connection.execute("UPDATE text SET upto = ? WHERE version = ?", (upto, version))
        return begin, upto

    def _take_about(self, connection: sqlite3.Connection, seen: int | None) -> None:
        """Bring notes and titles from row ``seen`` of the journal, or from nothing, up to its last."""
        if seen is None:
            connection.execute("DELETE FROM about")
            notes, titles = self._notes("", ()), self._titles("", ())
        else:
            changed = "IN (SELECT row FROM journal WHERE seq > ?)"
            for kind, row, _ in journal.news(self._library, seen):
                connection.execute("DELETE FROM about WHERE kind = ? AND id = ?", (kind, row))
            notes, titles = self._notes(f"AND a.id {changed}", (seen,)), self._titles(f"AND id {changed}", (seen,))
        connection.executemany(
            "INSERT OR REPLACE INTO about (kind, id, article, folded) VALUES (?, ?, ?, ?)",
            [(*row[:3], indexed_form(row[3])) for row in (*notes, *titles)],
        )

    def _mark(self, seq: int) -> str:
        """Return sequence number and time of a row of the journal: another library has another time there."""
        row = self._library.row(
            "SELECT o.time FROM journal j JOIN operation o ON o.id = j.operation WHERE j.seq = ?", (seq,)
        )
        return f"{seq} {row[0] if row else ''}"

    def _watermark(self) -> int | None:
        """Return up to which row of the journal notes and titles are known, None when nothing is known."""
        rows = self.rows("SELECT value FROM meta WHERE name = 'seen'")
        if not rows:
            return None
        seq = int(rows[0][0].partition(" ")[0])
        return seq if rows[0][0] == self._mark(seq) else None

    def _notes(self, which: str, values: tuple[int, ...]) -> list[tuple[str, str, str, str]]:
        return self._library.rows(
            "SELECT 'annotation', a.id, r.id, a.note FROM annotation a JOIN article r ON r.key = a.article"
            f" WHERE a.state = 'live' AND a.note <> '' {which}",
            values,
        )

    def _titles(self, which: str, values: tuple[int, ...]) -> list[tuple[str, str, str, str]]:
        return self._library.rows(
            "SELECT 'article', id, id, coalesce(nullif(title, ''), name) || ' ' || author"
            " FROM (SELECT r.*, v.name FROM article r JOIN version v ON v.key = r.version)"
            f" WHERE state = 'live' {which}",
            values,
        )

    def check(self) -> None:
        """Raise StoreError where the index is damaged."""
        for sql in (
            "PRAGMA quick_check",
            "INSERT INTO words (words) VALUES ('integrity-check')",
            "INSERT INTO grams (grams) VALUES ('integrity-check')",
        ):
            rows = self.rows(sql)
            if rows and rows[0][0] != "ok":
                raise StoreError(f"The search index {self.path} is damaged: {rows[0][0]}.")

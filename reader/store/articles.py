"""Articles as rows: what the shelf shows of each, and where its current text is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.document.model import Direction, Metadata
from reader.errors import ArticleError
from reader.store.clean import clean
from reader.store.fields import ARTICLE, METADATA
from reader.store.journal import GONE, LIVE, PURGED
from reader.store.tags import tags_from
from reader.store.texts import DIRECTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.store.journal import Operation
    from reader.store.library import Library
    from reader.store.saving import Origin, Prepared


class ArticleInfo(NamedTuple):
    """What the shelf shows of an article; a tuple, since a shelf makes ten thousand of them before it is drawn.

    ``chars`` and ``position`` count code points, ``progress`` is 0 to 1, times are UTC in ISO 8601 (``opened`` is empty
    for an article never opened), ``version`` is the number of the current version, from 1.
    """

    id: str
    title: str
    author: str
    source: str
    language: str
    direction: Direction
    chars: int
    annotations: int
    orphans: int
    added: str
    opened: str
    position: int
    progress: float
    published: str
    site: str
    tags: tuple[str, ...]
    read_seconds: int
    version: int


@dataclass(frozen=True, slots=True)
class Place:
    """The keys behind an article's id, and one of its versions."""

    key: int
    state: str
    version: int
    number: int
    sha256: str
    chars: int
    language: str
    direction: Direction


_INFO = (
    "SELECT r.id, coalesce(nullif(r.title, ''), nullif(v.name, ''), r.source), r.author, r.source, r.language,"
    " r.direction, v.chars, coalesce(n.count, 0), coalesce(o.count, 0), r.added, coalesce(d.opened, ''),"
    " coalesce(s.offset, 0), coalesce(min(1.0, 1.0 * s.offset / max(1, v.chars)), 0.0), r.published, r.site, r.tags,"
    " coalesce(d.seconds, 0), v.number"
    " FROM article r JOIN version v ON v.key = r.version LEFT JOIN reading d ON d.article = r.key"
    " LEFT JOIN position s ON s.version = r.version"
    " LEFT JOIN (SELECT article, count(*) AS count FROM annotation WHERE state = 'live' {one} GROUP BY article) n"
    " ON n.article = r.key"
    " LEFT JOIN (SELECT a.article, p.version, count(*) AS count"
    " FROM placement p JOIN annotation a ON a.key = p.annotation"
    " WHERE p.status = 'orphan' AND a.state = 'live' {one} GROUP BY a.article, p.version) o"
    " ON o.article = r.key AND o.version = r.version"
)


def infos(library: Library, *, state: str = LIVE) -> list[ArticleInfo]:
    """Return all articles in that state, last added first."""
    rows = library.rows(f"{_INFO.format(one='')} WHERE r.state = ? ORDER BY r.key DESC", (state,))
    return [_info(row) for row in rows]


def info(library: Library, article_id: str) -> ArticleInfo:
    """Return one article, which may be in the bin. Raises ArticleError."""
    key = place(library, article_id).key
    row = library.row(f"{_INFO.format(one='AND article = :key')} WHERE r.key = :key", {"key": key})
    return _info(row)


def _info(row: Sequence[Any]) -> ArticleInfo:
    direction = DIRECTION.get(row[5], Direction.RTL)
    return ArticleInfo._make((*row[:5], direction, *row[6:15], tags_from(row[15]), *row[16:]))


def place(library: Library, article_id: str, number: int | None = None) -> Place:
    """Return the keys of an article and of its version ``number`` (None: the current one). Raises ArticleError."""
    which = "v.key = r.version" if number is None else "v.article = r.key AND v.number = :number"
    row = library.row(
        "SELECT r.key, r.state, v.key, v.number, v.sha256, v.chars, r.language, r.direction"
        f" FROM article r LEFT JOIN version v ON {which} WHERE r.id = :id",
        {"id": article_id, "number": number},
    )
    if row is None or row[1] in {GONE, PURGED}:
        raise ArticleError(f"There is no article {article_id} in this library.")
    if row[2] is None:
        raise ArticleError(f"The article {article_id} has no version {number}.")
    key, state, version, version_number, sha256, chars, language, direction = row
    return Place(key, state, version, version_number, sha256, chars, language, DIRECTION.get(direction, Direction.RTL))


def metadata(library: Library, article_id: str) -> Metadata:
    """Return what a citation of the article needs. Raises ArticleError."""
    place(library, article_id)
    row = library.row(f"SELECT {', '.join(METADATA)} FROM article WHERE id = ?", (article_id,))
    return Metadata(**dict(zip(METADATA, row, strict=True)))


def find_same(library: Library, text: str, source: str, original: str, encoding: str) -> str | None:
    """Return the id of the article, live or in the bin, that holds this text or these bytes already, if any.

    The same text (by its SHA-256) from the same source or bytes is the same article, and so are the same bytes read
    in the same encoding, whatever another importer made of them.
    """
    row = library.row(
        "SELECT r.id FROM version v JOIN article r ON r.key = v.article WHERE r.state IN ('live', 'bin') AND"
        " ((v.sha256 = :text AND (r.source = :source OR (:original <> '' AND v.original = :original)))"
        " OR (:original <> '' AND v.original = :original AND v.encoding = :encoding)) ORDER BY r.state DESC, r.key",
        {"text": text, "source": source, "original": original, "encoding": encoding},
    )
    return None if row is None else str(row[0])


def insert(
    library: Library, operation: Operation, prepared: Prepared, origin: Origin, source_bytes: bytes | None
) -> str:
    """Store what was prepared as the first version of a new article and return its id."""
    from uuid import uuid4

    from reader.store.saving import save_version

    identity = str(uuid4())
    content = prepared.content
    meta = content.metadata
    key = library.run(
        "INSERT INTO article (id, state, added, source, source_bytes, version, language, direction,"
        f" {', '.join(METADATA)}) VALUES (?, ?, ?, ?, ?, 0, ?, ?{', ?' * len(METADATA)})",
        (
            identity,
            LIVE,
            operation.time,
            origin.source,
            source_bytes,
            clean(content.language),
            str(content.direction),
            *(clean(getattr(meta, field)) for field in METADATA),
        ),
    )
    version = save_version(library, key, 1, prepared, origin, operation.time)
    library.run("UPDATE article SET version = ? WHERE key = ?", (version, key))
    operation.record(ARTICLE, identity, "state", None, LIVE)
    return identity


def named(library: Library, name: str, sources: Sequence[str]) -> list[str]:
    """Return up to two ids of live articles with this id, or else from these sources, or else whose id starts so."""
    return [
        row[0]
        for row in library.rows("SELECT id FROM article WHERE state = 'live' AND id = ?", (name,))
        or library.rows(
            "SELECT id FROM article WHERE state = 'live' AND source IN (SELECT value FROM json_each(?)) LIMIT 2",
            (json.dumps(list(sources)),),
        )
        or library.rows(
            "SELECT id FROM article WHERE state = 'live' AND substr(id, 1, ?) = ? LIMIT 2", (len(name), name)
        )
    ]


class Languages(NamedTuple):
    """Language and direction of the live articles by id, and their ids by the key of the current version."""

    by_id: dict[str, tuple[str, Direction]]
    by_version: dict[int, str]


def languages(library: Library) -> Languages:
    """Return what a search needs to know of all live articles."""
    rows = library.rows("SELECT id, version, language, direction FROM article WHERE state = 'live'")
    return Languages(
        {row[0]: (row[2], DIRECTION.get(row[3], Direction.RTL)) for row in rows},
        {row[1]: row[0] for row in rows},
    )


def fingerprints(library: Library) -> list[tuple[str, int, int, str]]:
    """Return article id, number, key and SHA-256 of every version."""
    return library.rows(
        "SELECT r.id, v.number, v.key, v.sha256 FROM version v JOIN article r ON r.key = v.article"
        " WHERE r.state <> 'purged' ORDER BY v.key"
    )


def origin(library: Library, version: int) -> tuple[str, str]:
    """Return SHA-256 of the original bytes and file name of a version, each maybe empty."""
    original, name = library.row("SELECT original, name FROM version WHERE key = ?", (version,))
    return original, name

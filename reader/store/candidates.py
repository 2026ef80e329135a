"""What the index names for a search: the pieces, notes and titles that may hold what is looked for, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.store.index import Piece, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.store.index import Index

_COMMON = 4_000
"""Pieces with a word from which on ranking by it means nothing and only takes time."""
_PAGE = 200
_LONGEST = 64
"""Letters of what is looked for that the index is asked for; the rest is left to the search in the text."""
_MOST_TERMS = 12
"""Terms the index is asked for, the longest ones: SQLite has a limit, and they tell most."""
_PREFIX = 4
_SELECT = "SELECT p.id, p.version, p.start, p.end FROM {table} JOIN piece p ON p.id = {table}.rowid"
_LIVE = "p.version IN (SELECT version FROM text WHERE live)"


def ranked(index: Index, terms: Sequence[str]) -> Iterator[Piece]:
    """Yield the pieces that hold all ``terms`` as whole words or phrases, the most telling first.

    Words that stand nearly everywhere tell nothing: the pieces of the articles added last come first then.
    """
    parts = [" OR ".join(f'"{form}"' for form in spelled(term)) for term in _telling(terms)]
    query = " AND ".join(f"({part})" for part in parts if part)
    if not query:
        return
    common = index.rows("SELECT rowid FROM words WHERE words MATCH ? LIMIT 1 OFFSET ?", (query, _COMMON))
    order = "words.rowid DESC" if common else "words.rank"
    yield from _pages(index, "words", query, order)


def containing(index: Index, terms: Sequence[str]) -> Iterator[Piece]:
    """Yield the pieces that may hold all ``terms`` anywhere, those of the articles added last first.

    A term that begins or ends with a space begins or ends where words do.
    """
    chosen = _telling(terms)
    parts = [_grams_query(index, term) for term in chosen]
    if None in parts:
        return
    grams = " AND ".join(f"({part})" for part in parts if part)
    words = " AND ".join(f"({part})" for term in chosen if (part := _words_query(term)))
    if grams:
        yield from _pages(index, "grams", grams, "grams.rowid DESC", words)
    elif words:
        yield from _pages(index, "words", words, "words.rowid DESC")
    else:
        yield from _everything(index)


def about(index: Index, terms: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return kind ("annotation" or "article"), id and article of the notes and titles that may hold all ``terms``."""
    parts = [needles for term in _telling(terms) if (needles := _needles(term))]
    if not parts:
        return []
    where = " AND ".join(f"({' OR '.join(['instr(folded, ?)'] * len(needles))})" for needles in parts)
    values = tuple(needle for needles in parts for needle in needles)
    return index.rows(f"SELECT kind, id, article FROM about WHERE {where} ORDER BY kind DESC", values)


def versions(index: Index, term: str) -> set[int] | None:
    """Return the keys of the live versions that may hold ``term``, not wholly indexed ones too; None: all may."""
    query = _grams_query(index, term)
    if query == "":
        return None
    found = {row[0] for row in index.rows("SELECT version FROM text WHERE live AND upto < chars")}
    if query is not None:
        sql = "SELECT DISTINCT p.version FROM grams JOIN piece p ON p.id = grams.rowid WHERE grams MATCH ?"
        found.update(row[0] for row in index.rows(sql, (query,)))
    return found


def _telling(terms: Sequence[str]) -> list[str]:
    return sorted(dict.fromkeys(terms), key=len, reverse=True)[:_MOST_TERMS]


def _needles(term: str) -> list[str]:
    """Return the forms of a term in the index, with the spaces at its ends only where it has them itself."""
    before, after = " " if term[:1].isspace() else "", " " if term[-1:].isspace() else ""
    return [f"{before}{form}{after}"[:_LONGEST] for form in spelled(term)]


def _grams_query(index: Index, term: str) -> str | None:
    """Return what finds a term in the trigrams; empty where it is too short to ask, None where nothing has it."""
    found = [_grams_of(index, needle) for needle in _needles(term)]
    if not found or "" in found:
        return ""
    return " OR ".join(f"({query})" for query in found if query) or None


def _grams_of(index: Index, needle: str) -> str | None:
    if len(needle) >= 3:
        grams = dict.fromkeys(needle[at : at + 3] for at in range(len(needle) - 2))
        return " AND ".join(f'"{gram}"' for gram in grams)
    if len(needle) < 2:
        return ""
    # Two letters are always the beginning of some trigram: two spaces follow the last word of a piece.
    rows = index.rows("SELECT term FROM gram WHERE term >= ? AND term < ?", (needle, needle + "\U0010ffff"))
    return " OR ".join(f'"{row[0]}"' for row in rows) or None


def _words_query(term: str) -> str:
    """Return what the words of a piece with the term must be, where that tells more than trigrams; or nothing.

    All words of a term are whole but the first, which may be the end of a longer one, and the last, which may be the
    beginning of one; beginnings of less than four letters are those of too many words.
    """
    found = []
    for needle in _needles(term):
        words = needle.split()
        if not needle.startswith(" "):
            del words[0]
        whole = needle.endswith(" ")
        if words and not whole and len(words[-1]) < _PREFIX:
            del words[-1]
            whole = True
        if not words:
            return ""
        found.append(f'"{" ".join(words)}"' + ("" if whole else " *"))
    return " OR ".join(found)


def _pages(index: Index, table: str, query: str, order: str, words: str = "") -> Iterator[Piece]:
    """Yield the pieces that match, and whose words match ``words``; page by page, as most searches end on the first."""
    also = "AND +grams.rowid IN (SELECT words.rowid FROM words WHERE words MATCH ?) " if words else ""
    sql = f"{_SELECT.format(table=table)} WHERE {table} MATCH ? {also}AND {_LIVE} ORDER BY {order} LIMIT ? OFFSET ?"
    given = (query, words) if words else (query,)
    offset, size = 0, _PAGE
    while True:
        rows = index.rows(sql, (*given, size, offset))
        yield from map(Piece._make, rows)
        if len(rows) < size:
            return
        offset += size
        size *= 4


def _everything(index: Index) -> Iterator[Piece]:
    last = None
    while True:
        rows = index.rows(
            f"SELECT p.id, p.version, p.start, p.end FROM piece p WHERE {_LIVE} AND (? IS NULL OR p.id < ?)"
            " ORDER BY p.id DESC LIMIT ?",
            (last, last, _PAGE),
        )
        yield from map(Piece._make, rows)
        if len(rows) < _PAGE:
            return
        last = rows[-1][0]

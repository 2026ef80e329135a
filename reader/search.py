"""Search everywhere: texts, titles and notes of the whole library, with the foldings of the search in one article.

The index beside the library names candidates; every hit is found in the text itself, so that its offsets are exact and
nothing is shown that the search in the article would not find.
"""

from __future__ import annotations

import re
import unicodedata
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from reader.store import articles, candidates
from reader.store.annotations import load_ids
from reader.store.index import Index, is_quranic, serves, spelled, todays_form
from reader.store.texts import VersionReader
from reader.text.find import Query, find
from reader.text.fold import for_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.document.model import Direction
    from reader.store.index import Piece
    from reader.store.library import Library
    from reader.text.find import Hit
    from reader.text.fold import Folding

_BEFORE = 80
_AFTER = 160
"""Code points of the passage shown before and after the beginning of a hit."""
_PAGE = 50
_READERS = 16
_TERM = re.compile(r'"([^"]+)"|“([^”]+)”|«([^»]+)»|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One part of what is looked for: found anywhere, or where a word begins, or as a whole word."""

    text: str
    prefix: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A place that holds all that was looked for; offsets in code points.

    ``kind`` is ``text``, ``annotation`` (a note) or ``article`` (its title or author); ``start`` and ``end`` are those
    of the first hit, in the text, or in the note or title. ``hits`` are spans in ``passage``, which begins at
    ``passage_start``. ``exact``: every part stands there spelled as it was typed.
    """

    article: str
    kind: str
    annotation: str
    start: int
    end: int
    exact: bool
    passage: str
    passage_start: int
    hits: tuple[tuple[int, int], ...]
    direction: Direction


def update_index(
    library: Library,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Bring the search index up to the library; meant for a thread of its own, with ``library.again()``.

    ``progress`` is told the share that is done. Raises CancelledError when ``cancelled`` says so, StoreError.
    """
    with Index(library) as index:
        index.update(progress, cancelled)


def rebuild_index(
    library: Library,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Make the search index anew. Raises CancelledError, StoreError."""
    with Index(library) as index:
        index.rebuild()
        index.update(progress, cancelled)


def terms_of(text: str, *, whole_word: bool = False) -> tuple[Term, ...]:
    """Return the parts of what a person typed: words, "phrases" in quotes, and beginnings of words with a star."""
    found = []
    for match in _TERM.finditer(text):
        phrase = match[1] or match[2] or match[3]
        if phrase:
            if phrase.strip():
                found.append(Term(phrase.strip(), whole=whole_word))
        elif match[4].endswith("*") and len(match[4]) > 1:
            found.append(Term(match[4].rstrip("*"), prefix=True))
        else:
            found.append(Term(match[4], whole=whole_word))
    return tuple(found)


def search(library: Library, text: str, *, whole_word: bool = False, folding: Folding | None = None) -> Iterator[Found]:
    """Yield what holds all parts of ``text``: titles, then notes, then passages.

    Of passages come first those with the words side by side, then those with whole words, then with parts of words.
    ``folding`` replaces the defaults of each article's language. What is not indexed yet is not found: see
    ``update_index``. Take as many as are shown; the search goes on only when asked for more. Raises StoreError.
    """
    terms = terms_of(text, whole_word=whole_word)
    if not terms:
        return
    with Index(library) as index:
        looking = _Looking(library, terms, folding)
        yield from _about(library, index, looking)
        seen: set[tuple[int, int]] = set()
        if len(terms) > 1 and not any(term.prefix for term in terms):
            together = (Term(" ".join(term.text for term in terms), whole=whole_word),)
            yield from _as_typed_first(looking.asking(together).in_pieces(_ranked(index, together), seen))
        for pieces in (_ranked(index, terms), candidates.containing(index, [_asked(term) for term in terms])):
            yield from _as_typed_first(looking.in_pieces(pieces, seen))


def _as_typed_first(found: Iterator[Found]) -> Iterator[Found]:
    """Yield what was found page by page, of each page first what is spelled as it was typed."""
    while page := list(islice(found, _PAGE)):
        yield from sorted(page, key=lambda place: not place.exact)


def articles_that_may_hold(library: Library, text: str, folding: Folding | None = None) -> list[str]:
    """Return the ids of the articles in which ``find`` may find ``text`` under that folding; all where unknown.

    For a search of every occurrence: the articles left out hold none. Raises StoreError.
    """
    ids = [info.id for info in articles.infos(library)]
    if folding is not None and not serves(folding):
        return ids
    with Index(library) as index:
        versions = candidates.versions(index, text)
        if versions is None:
            return ids
        indexed = {row[0] for row in index.rows("SELECT version FROM text WHERE live")}
    live = articles.languages(library).by_version
    held = {article for version, article in live.items() if version not in indexed or version in versions}
    return [identity for identity in ids if identity in held]


def _asked(term: Term) -> str:
    """Return a term as the index is asked for it: with a space where a word must begin or end."""
    before = " " if term.prefix or (term.whole and term.text[0].isalnum()) else ""
    after = " " if term.whole and term.text[-1].isalnum() else ""
    return f"{before}{term.text}{after}"


def _ranked(index: Index, terms: tuple[Term, ...]) -> Iterator[Piece]:
    if not any(term.prefix for term in terms):
        yield from candidates.ranked(index, [term.text for term in terms])


def _about(library: Library, index: Index, looking: _Looking) -> Iterator[Found]:
    """Yield titles and notes that hold all terms."""
    rows = candidates.about(index, [_asked(term) for term in looking.terms])
    notes = {note.id: note for note in load_ids(library, [row[1] for row in rows if row[0] == "annotation"])}
    for kind, identity, article in sorted(rows, key=lambda row: row[0] != "article"):
        if kind == "article":
            info = looking.title(article)
            text = "" if info is None else info
        else:
            note = notes.get(identity)
            text = "" if note is None or note.deleted else note.note
        found = looking.found(article, kind, identity if kind == "annotation" else "", text, 0, text)
        if found is not None:
            yield found


class _Looking:
    """One search: the terms, and what is known of the articles it has met."""

    __slots__ = ("_articles", "_folding", "_library", "_readers", "terms")

    def __init__(self, library: Library, terms: tuple[Term, ...], folding: Folding | None) -> None:
        self.terms = terms
        self._library = library
        self._folding = folding
        self._articles = articles.languages(library)
        self._readers: dict[int, VersionReader] = {}

    def title(self, article: str) -> str | None:
        """Return title and author of a live article, parted by a newline."""
        if article not in self._articles.by_id:
            return None
        info = articles.info(self._library, article)
        return f"{info.title}\n{info.author}" if info.author else info.title

    def asking(self, terms: tuple[Term, ...]) -> _Looking:
        """Return the same search with other terms."""
        other = copy(self)
        other.terms = terms
        return other

    def in_pieces(self, pieces: Iterator[Piece], seen: set[tuple[int, int]]) -> Iterator[Found]:
        """Yield what the pieces hold; ``seen`` are the pieces that gave something already, and the places in them."""
        for piece in pieces:
            if (piece.id, -1) in seen:
                continue
            found = self._in_piece(piece)
            if found is not None:
                seen.add((piece.id, -1))
                if (piece.version, found.start) not in seen:  # pieces overlap
                    seen.add((piece.version, found.start))
                    yield found

    def _in_piece(self, piece: Piece) -> Found | None:
        """Return what a piece of a text holds, None where it does not hold all terms after all."""
        article = self._articles.by_version.get(piece.version)
        if article is None:
            return None
        begin = max(0, piece.start - _BEFORE)
        longest = max(len(term.text) for term in self.terms)
        text = self._reader(piece.version).text(begin, piece.end + 4 * longest + _AFTER)
        return self.found(article, "text", "", text, begin, text[piece.start - begin :])

    def _reader(self, version: int) -> VersionReader:
        """Return a reader that is kept for a while: pieces of one text come one after the other."""
        reader = self._readers.get(version)
        if reader is None:
            if len(self._readers) >= _READERS:
                self._readers.clear()
            reader = self._readers[version] = VersionReader(self._library, version)
        return reader

    def found(self, article: str, kind: str, annotation: str, text: str, base: int, inside: str) -> Found | None:
        """Return the hits of all terms in ``inside``, which ends ``text``; ``base`` is where ``text`` begins."""
        known = self._articles.by_id.get(article)
        if known is None or not inside:
            return None
        language, direction = known
        folding = self._folding or for_language(language)
        shift = len(text) - len(inside)
        firsts: list[Hit] = []
        for term in self.terms:
            there = _hits(inside, term, folding)
            if not there:
                return None
            firsts.append(next((hit for hit in there if hit.exact), there[0]))
        first = min(firsts, key=lambda hit: hit.start)
        at, end = _around(text, shift + first.start, shift + first.end)
        hits = {(hit.start, hit.end) for term in self.terms for hit in _hits(text[at:end], term, folding)}
        return Found(
            article=article,
            kind=kind,
            annotation=annotation,
            start=base + shift + first.start,
            end=base + shift + first.end,
            exact=all(hit.exact for hit in firsts),
            passage=text[at:end],
            passage_start=base + at,
            hits=tuple(sorted(hits)),
            direction=direction,
        )


def _hits(text: str, term: Term, folding: Folding) -> list[Hit]:
    """Return the hits of a term, and where there are none, those that the spelling of the Quran hides."""
    hits = [hit for hit in find(text, _query(term, folding)) if not term.prefix or _begins_word(text, hit.start)]
    if hits or not folding.marks or folding.quranic or not (is_quranic(text) or is_quranic(term.text)):
        return hits
    # To rewrite the text takes long: first a look whether it is worth it.
    today = todays_form(text)
    if any(form in today for form in spelled(term.text)):
        return _hits(text, term, replace(folding, quranic=True))
    return []


@lru_cache(maxsize=256)
def _query(term: Term, folding: Folding) -> Query:
    return Query(term.text, folding, whole_word=term.whole)


def _begins_word(text: str, at: int) -> bool:
    while at and unicodedata.category(text[at - 1])[0] == "M":
        at -= 1
    return not at or not text[at - 1].isalnum()


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the passage to show round a hit: some words before it and more after it."""
    first, last = max(0, start - _BEFORE), min(len(text), max(end, start + _AFTER))
    if first:
        first = min(start, text.find(" ", first, start) + 1 or start)
    if last < len(text):
        last = max(end, text.rfind(" ", end, last))
    return first, last

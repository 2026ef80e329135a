"""Search folding: a text with its variants of spelling made one, and the way back to exact source offsets.

Every character is folded on its own by the table of its ``Folding`` (``text.tables``), at hardly more than the cost of
``str.translate``; a hamza written apart is joined to its letter before. Quranic spelling goes word by word: its rules
look no further, and words come again and again.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from reader.text.folded import Folded, check_span, end_of_dropped
from reader.text.folding import ANCHORING, DEFAULTS, NOTHING, Folding, for_language
from reader.text.rewrite import rewrite
from reader.text.tables import table_for

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ANCHORING", "DEFAULTS", "NOTHING", "Folded", "Folding", "fold", "fold_query", "for_language"]

_LONGEST_KEPT = 256
"""Code points of the longest word that is kept for the next time it comes."""


def fold(text: str, folding: Folding) -> Folded:
    """Return ``text`` folded, with the map back to it."""
    if folding.quranic:
        return FoldedWords(text, folding)
    return _fold_whole(text, folding)


def fold_query(text: str, folding: Folding) -> str:
    """Return the folded form of ``text`` alone, for what is looked for."""
    return fold(text, folding).text


def _fold_whole(text: str, folding: Folding) -> Folded:
    return Folded(text, table_for(folding), rewrite(text, folding))


_fold_known = lru_cache(maxsize=4096)(_fold_whole)


@lru_cache(maxsize=8)
def _word_folder(folding: Folding) -> Callable[[str], str]:
    """Return a function that folds a word and remembers it."""

    @lru_cache(maxsize=65_536)
    def known(word: str) -> str:
        return _fold_whole(word, folding).text

    return known


def _fold_words(words: list[str], folding: Folding) -> list[str]:
    if max(map(len, words)) > _LONGEST_KEPT:
        return [_fold_whole(word, folding).text for word in words]
    return list(map(_word_folder(folding), words))


class FoldedWords(Folded):
    """A text folded word by word, where a word is what stands between two spaces (U+0020)."""

    __slots__ = ("_folding", "_last", "_sources", "_word_starts", "_words")

    def __init__(self, source: str, folding: Folding) -> None:
        super().__init__("", {})
        self._folding = folding
        self._table = table_for(folding)
        self._sources = source.split(" ")
        self._words = _fold_words(self._sources, folding)
        self._word_starts: tuple[list[int], list[int]] | None = None
        self._last: tuple[int, Folded] | None = None
        self.text = " ".join(self._words)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source, as ``Folded`` does."""
        check_span(self.text, start, end)
        in_source, in_folded = self._starts_of_words()
        word = bisect_right(in_folded, start) - 1
        local = start - in_folded[word]
        if local == len(self._words[word]) and word + 1 < len(self._words):
            first = in_source[word + 1] - 1
        else:
            first = in_source[word] + self._folded_word(word).source_span(local, local + (start < len(self.text)))[0]
        if start == end:
            return first, first
        word = bisect_right(in_folded, end - 1) - 1
        local = end - in_folded[word]
        if local > len(self._words[word]):
            return first, in_source[word + 1] + end_of_dropped(self._sources[word + 1], 0, self._table)
        return first, in_source[word] + self._folded_word(word).source_span(local - 1, local)[1]

    def folded_offset(self, offset: int) -> int:
        """Return how long the folded form of what stands before ``offset`` is, as ``Folded`` does."""
        in_source, in_folded = self._starts_of_words()
        word = bisect_right(in_source, offset) - 1
        local = offset - in_source[word]
        return in_folded[word] + self._folded_word(word).folded_offset(min(local, len(self._sources[word])))

    def _folded_word(self, word: int) -> Folded:
        """Return one word folded; words of usual length are remembered, of the others the last."""
        source = self._sources[word]
        if len(source) <= _LONGEST_KEPT:
            return _fold_known(source, self._folding)
        last = self._last
        if last is None or last[0] != word:
            self._last = last = word, _fold_whole(source, self._folding)
        return last[1]

    def _starts_of_words(self) -> tuple[list[int], list[int]]:
        """Return where the words start in the source and in the folded text."""
        if self._word_starts is None:
            self._word_starts = _starts(self._sources), _starts(self._words)
        return self._word_starts


def _starts(words: list[str]) -> list[int]:
    """Return where each of ``words`` starts when they are joined by one space."""
    return list(accumulate(map((1).__add__, map(len, words[:-1])), initial=0))

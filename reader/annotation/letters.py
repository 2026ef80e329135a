"""A text as anchoring compares it: folded, blanks dropped, with the way back to the offsets of the source.

Blanks are dropped because editions break lines, lose the ZWNJ of a word or put a space in its place, and none of that
is another passage. Words are kept beside the letters as starting points of an alignment, never as its measure.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from reader.text.fold import ANCHORING, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.text.fold import Folded

LONGEST_WORD = 48
"""Letters after which a run without blanks is cut into pieces, so that one line of 10 MB still has words."""

_BLOCK = 1024
_INKED = re.compile(r"\S+")
_WORD_OR_BLANK = re.compile(r"(\s+)|\w+")


def letters(*texts: str) -> list[Letters]:
    """Return each text as letters, whole, with the words of all of them numbered alike."""
    names: dict[str, int] = {}
    return [Letters(text, fold(text, ANCHORING), names) for text in texts]


def letters_of_pair(old_text: str, new_text: str) -> tuple[Letters, Letters]:
    """Return two versions as letters; what they share at both ends is ``head`` and ``tail`` and not cut into words.

    Where the common start and the common end overlap in the shorter text, that stretch belongs to neither: the letters
    there may have come from either side, and only the words around can tell.
    """
    old, new = fold(old_text, ANCHORING), fold(new_text, ANCHORING)
    shorter = min(len(old.text), len(new.text))
    head = common_start(old.text, 0, new.text, 0, shorter)
    if head == len(old.text) == len(new.text):
        tail = 0
    else:
        tail = common_end(old.text, len(old.text), new.text, len(new.text), shorter)
        overlap = max(0, head + tail - shorter)
        head, tail = _at_blank(old.text, head - overlap), _from_blank(old.text, tail - overlap)
    names: dict[str, int] = {}
    return Letters(old_text, old, names, head, tail), Letters(new_text, new, names, head, tail)


def common_start(one: str, i: int, other: str, j: int, limit: int) -> int:
    """Return how many characters, ``limit`` at most, agree in ``one`` from ``i`` and in ``other`` from ``j``."""
    limit = min(limit, len(one) - i, len(other) - j)
    done, step = 0, 32
    while done < limit:
        size = min(step, limit - done)
        if one[i + done : i + done + size] == other[j + done : j + done + size]:
            done += size
            step *= 2
        elif size == 1:
            break
        else:
            step = max(1, size // 4)
            limit = min(limit, done + size)
    return done


def common_end(one: str, i: int, other: str, j: int, limit: int) -> int:
    """Return how many characters, ``limit`` at most, agree in ``one`` before ``i`` and in ``other`` before ``j``."""
    limit = min(limit, i, j)
    done, step = 0, 32
    while done < limit:
        size = min(step, limit - done)
        if one[i - done - size : i - done] == other[j - done - size : j - done]:
            done += size
            step *= 2
        elif size == 1:
            break
        else:
            step = max(1, size // 4)
            limit = min(limit, done + size)
    return done


def _at_blank(text: str, offset: int) -> int:
    """Return the nearest place at or before ``offset`` beside a blank, or ``offset`` where none is near."""
    for at in range(offset, max(0, offset - LONGEST_WORD), -1):
        if _beside_blank(text, at):
            return at
    return 0 if offset <= LONGEST_WORD else offset


def _from_blank(text: str, tail: int) -> int:
    """Return how many of the last ``tail`` characters are left from the first blank on, or all where none is near."""
    for left in range(tail, max(0, tail - LONGEST_WORD), -1):
        if _beside_blank(text, len(text) - left):
            return left
    return 0 if tail <= LONGEST_WORD else tail


def _beside_blank(text: str, offset: int) -> bool:
    return text[offset - 1 : offset].isspace() or text[offset : offset + 1].isspace()


class Letters:
    """The folded letters of one text without blanks; the first ``head`` and the last ``tail`` are not cut into words.

    ``text`` holds the letters. ``starts[i]`` is where word ``i`` of the middle begins in it, ``names[i]`` the number of
    that word, the same in every text built with the same table.
    """

    __slots__ = ("_before", "_folded", "_source", "head", "names", "starts", "tail", "text")

    def __init__(self, source: str, folded: Folded, table: dict[str, int], head: int = 0, tail: int = 0) -> None:
        """Take a folded text of which the first ``head`` and the last ``tail`` characters hold nothing new."""
        self._source = source
        self._folded = folded
        whole = folded.text
        blocks = ["".join(whole[at : at + _BLOCK].split()) for at in range(0, len(whole), _BLOCK)]
        self.text = "".join(blocks)
        self._before = array("L", accumulate(map(len, blocks), initial=0))
        stop = len(whole) - tail
        self.head = self._letter_of(head)
        self.tail = len(self.text) - self._letter_of(stop)
        self.starts = array("L")
        self.names = array("L")
        blanks = head - self.head
        for match in _WORD_OR_BLANK.finditer(whole, head, stop):
            start, end = match.span()
            if match.lastindex:
                blanks += end - start
            elif end - start <= LONGEST_WORD:
                self.starts.append(start - blanks)
                self.names.append(table.setdefault(match[0], len(table)))
            else:
                for piece_start, piece in _pieces(match[0]):
                    self.starts.append(start + piece_start - blanks)
                    self.names.append(table.setdefault(piece, len(table)))

    def __len__(self) -> int:
        return len(self.text)

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Return the letters of the source span ``start`` to ``end`` (code points); empty where it holds none."""
        first = self._letter_of(self._folded.folded_offset(start))
        last = self._letter_of(self._folded.folded_offset(end))
        return first, max(first, last)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span (code points) of the letters ``start`` to ``end``, marks of the last one included."""
        if start >= end:
            where = self._source_start(self._folded_of(start))
            return where, where
        return self._folded.source_span(self._folded_of(start), self._folded_of(end - 1) + 1)

    def unfolded_before(self, offset: int) -> int:
        """Return where the signs begin that stand in the source right before ``offset`` and fold to nothing."""
        folded = self._folded.folded_offset(offset)
        while offset > 0 and not self._source[offset - 1].isspace():
            if self._folded.folded_offset(offset - 1) != folded:
                break
            offset -= 1
        return offset

    def is_word_start(self, offset: int) -> bool:
        """Tell whether a word or sign begins at this letter: nothing is torn by starting or ending here."""
        whole = self._folded.text
        if offset <= 0 or offset >= len(self.text):
            return True
        before, after = whole[self._folded_of(offset) - 1], whole[self._folded_of(offset)]
        return not (_in_word(before) and _in_word(after))

    def near_word_starts(self, offset: int, reach: int) -> list[int]:
        """Return every word start of the middle within ``reach`` letters of ``offset``."""
        low = bisect_left(self.starts, max(0, offset - reach))
        high = bisect_right(self.starts, offset + reach)
        return list(self.starts[low:high])

    def _folded_of(self, letter: int) -> int:
        """Return where in the folded text a letter is; the end of that text for the letter after the last."""
        if letter >= len(self.text):
            return len(self._folded.text)
        block = bisect_right(self._before, letter) - 1
        left = letter - self._before[block]
        for match in _INKED.finditer(self._folded.text, block * _BLOCK, (block + 1) * _BLOCK):
            if left < match.end() - match.start():
                return match.start() + left
            left -= match.end() - match.start()
        return len(self._folded.text)

    def _letter_of(self, folded: int) -> int:
        """Return how many letters stand before a character of the folded text."""
        block = folded // _BLOCK
        return self._before[block] + len("".join(self._folded.text[block * _BLOCK : folded].split()))

    def _source_start(self, folded: int) -> int:
        if folded >= len(self._folded.text):
            return len(self._source)
        return self._folded.source_span(folded, folded + 1)[0]


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _pieces(run: str) -> Iterator[tuple[int, str]]:
    """Cut a run without blanks after letters chosen by their number, so that an insertion moves few of the cuts."""
    enders = "".join(re.escape(letter) for letter in set(run) if ord(letter) % 8 == 0)
    pattern = (
        rf"[^{enders}]{{0,{LONGEST_WORD - 1}}}[{enders}]|.{{1,{LONGEST_WORD}}}" if enders else rf".{{1,{LONGEST_WORD}}}"
    )
    for match in re.finditer(pattern, run, re.DOTALL):
        yield match.start(), match[0]

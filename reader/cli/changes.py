"""What changed between two versions of a text, word by word, for a person to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"\s*\S+")
_LONGEST = 3_000
"""Words of a stretch that are compared one by one; a longer one is shown whole, for the work grows with the square."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words that was replaced, taken out (``new`` is empty) or put in (``old`` is empty)."""

    start: int
    """Where it stands in the new text, in code points."""
    old: str
    new: str


def changes(old: str, new: str) -> Iterator[Change]:
    """Yield what differs between two texts in reading order; white space alone is no difference."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = _starts(after)
    paragraphs = SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > 20_000)
    for tag, i, end_i, j, end_j in paragraphs.get_opcodes():
        if tag != "equal":
            yield from _in_words("".join(before[i:end_i]), "".join(after[j:end_j]), starts[j])


def _in_words(old: str, new: str, start: int) -> Iterator[Change]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    one, other = [word.strip() for word in before], [word.strip() for word in after]
    if max(len(one), len(other)) > _LONGEST:
        yield Change(start, old.strip(), new.strip())
        return
    starts = _starts(after)
    for tag, i, end_i, j, end_j in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            blank = len(after[j]) - len(other[j]) if j < len(after) else 0
            yield Change(start + starts[j] + blank, " ".join(one[i:end_i]), " ".join(other[j:end_j]))


def _starts(parts: Sequence[str]) -> list[int]:
    """Return the offset at which each part begins, and that behind the last."""
    found = [0]
    for part in parts:
        found.append(found[-1] + len(part))
    return found

"""Find annotated passages again after their text was replaced by another version of it, or say that they are gone.

(thresholds to be derived)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.annotation.align import align
from reader.annotation.letters import letters_of_pair
from reader.annotation.model import Placement, Status, Target
from reader.annotation.placing import Placing
from reader.text.graphemes import snap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.annotation.letters import Letters
    from reader.annotation.placing import Found


def reanchor(targets: Sequence[Target], old_text: str, new_text: str) -> list[Placement]:
    """Return where each target of ``old_text`` is in ``new_text``, in the order of ``targets``."""
    move = Move(old_text, new_text)
    return [_placed(move, target) for target in targets]


def orphan(target: Target) -> Placement:
    """Return the placement of a passage that is not found: the last known offsets."""
    return Placement(target.start, target.end, Status.ORPHAN, 0.0)


def _placed(move: Move, target: Target) -> Placement:
    start, end = target.start, target.end
    if start >= end or move.old_text[start:end] != target.exact:
        return orphan(target)
    first, last = move.old.at(start, end)
    found = move.placing.place(first, last) if first < last else None
    if found is None:
        return orphan(target)
    new_start, new_end = snap(move.new_text, *_with_edges(move, target, (first, last), found))
    if found.score < 1:
        return Placement(new_start, new_end, Status.FUZZY, found.score)
    same = (new_start, new_end) == (start, end) and move.new_text[new_start:new_end] == target.exact
    return Placement(new_start, new_end, Status.EXACT if same else Status.MOVED, 1.0)


def _with_edges(move: Move, target: Target, letters: tuple[int, int], found: Found) -> tuple[int, int]:
    """Return the source span of what was found, with the blanks and unfolded signs of the old one's ends."""
    old_start, old_end = move.old.span(*letters)
    start, end = move.new.span(found.start, found.end)
    before, after = move.old_text[target.start : old_start], move.old_text[old_end : target.end]
    if before and move.new_text[max(0, start - len(before)) : start] == before:
        start -= len(before)
    elif before.strip():
        start = move.new.unfolded_before(start)
    if after and move.new_text[end : end + len(after)] == after:
        end += len(after)
    return start, end


class Move:
    """Two versions of a text, aligned."""

    __slots__ = ("new", "new_text", "old", "old_text", "placing")

    def __init__(self, old_text: str, new_text: str) -> None:
        self.old_text = old_text
        self.new_text = new_text
        self.old: Letters
        self.new: Letters
        self.old, self.new = letters_of_pair(old_text, new_text)
        self.placing = Placing(self.old, self.new, align(self.old, self.new))

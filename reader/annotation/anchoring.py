"""Find annotated passages again after their text was replaced by another version of it, or say that they are gone.

Four ways, each only for what the one before leaves open, and a place has to be certain or the passage is an orphan:

1. The letters of both versions are aligned (``align``): a passage that lies in one run of equal letters is there.
2. A passage with its like (refrains, formulas, copies) goes where its surroundings agree better than those of any
   other place, and better than those of any other passage that would fit that place (``placing``); else nowhere.
3. An edited passage is looked for in the gap that the alignment leaves; too little kept, or a passage lost elsewhere
   that fits as well, and it is an orphan.
4. What the old version did not have either is looked for in what the new one adds (``candidates``).

The thresholds were read off distributions, not tried until cases passed: tests/benchmarks/reanchor.py makes versions of
texts in four languages by known edits, and cuts out passages whose like stays. On every second text (``--half=0``) the
features of each passage were written down with whether it was right. Among places that no rival contests, passages
that were edited keep at least 0.60 of their letters, 98 in 100 keep 0.70; passages whose sentence was rewritten find
0.59 at most; hence ``KEPT``. How long a quote must be not to be there by chance (``enough``) was measured between
unrelated halves of the same books. The order of the rules was settled with seeds 1 to 6. Seeds 8 and 9, never
used for that, place 99.2 % and more of every table, but anchor 1 and 4 of 5,000 deleted passages on a near copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.annotation.align import align
from reader.annotation.candidates import Whole
from reader.annotation.letters import letters_of_pair
from reader.annotation.model import Placement, Status, Target
from reader.annotation.placing import Placing
from reader.document.fingerprint import fingerprint
from reader.text.graphemes import is_boundary, snap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.annotation.candidates import Candidate
    from reader.annotation.letters import Letters
    from reader.annotation.placing import Found

SURE = 0.95
"""Agreement of the surroundings, on each side, of a passage that is taken from other offsets than its target's."""


def reanchor(targets: Sequence[Target], old_text: str, new_text: str) -> list[Placement]:
    """Return where each target of ``old_text`` is in ``new_text``, in the order of ``targets``.

    A target whose quote is not at its offsets in ``old_text`` is taken from where the quote stands there with all that
    is known of its surroundings; one that is not there either (an orphan) is placed only where it comes back in what
    ``new_text`` adds. An orphan keeps the offsets of its target; so does a target without a quote.
    """
    if old_text == new_text:
        return [_unchanged(target, old_text) for target in targets]
    move = _Move(old_text, new_text)
    return [move.placement(target) for target in targets]


def anchor(target: Target, text: str) -> Placement:
    """Return where a target that was described elsewhere is in ``text``; see ``anchor_all`` for many."""
    return anchor_all([target], text)[0]


def anchor_all(targets: Sequence[Target], text: str) -> list[Placement]:
    """Return where targets that were described elsewhere are in ``text``, by their quotes and the words around them.

    Offsets count only where the quote and its surroundings are at them, or ``sha256`` is the fingerprint of ``text``.
    """
    whole: Whole | None = None
    placements = []
    for target in targets:
        if _is_at_its_offsets(target, text):
            placements.append(Placement(target.start, target.end))
        else:
            whole = whole or Whole(text)
            placements.append(_of_candidate(whole, target, whole.best(target)))
    return placements


def candidates(target: Target, text: str, limit: int = 5) -> list[Placement]:
    """Return up to ``limit`` places for a person to relink an orphan to, the likeliest first, however unlike."""
    return next(candidates_all([target], text, limit))


def candidates_all(targets: Iterable[Target], text: str, limit: int = 5) -> Iterator[list[Placement]]:
    """Yield the candidates of one target after the other; the text is gone through once for all of them."""
    whole = Whole(text)
    for target in targets:
        yield [_of_candidate(whole, target, candidate) for candidate in whole.ranked(target, limit)]


def _unchanged(target: Target, text: str) -> Placement:
    if target.exact and text[target.start : target.end] == target.exact:
        return Placement(target.start, target.end)
    return _orphan(target)


def _orphan(target: Target) -> Placement:
    return Placement(target.start, target.end, Status.ORPHAN, 0.0)


def _is_at_its_offsets(target: Target, text: str) -> bool:
    start, end = target.start, target.end
    if not 0 <= start < end <= len(text) or not (is_boundary(text, start) and is_boundary(text, end)):
        return False
    if not target.exact:
        return bool(target.sha256) and target.sha256 == fingerprint(text)
    return (
        text.startswith(target.exact, start)
        and end - start == len(target.exact)
        and text.endswith(target.prefix, 0, start)
        and text.startswith(target.suffix, end)
    )


def _of_candidate(whole: Whole, target: Target, candidate: Candidate | None) -> Placement:
    if candidate is None:
        return _orphan(target)
    start, end = whole.letters.span(candidate.start, candidate.end)
    blanks = len(target.exact) - len(target.exact.rstrip())
    if blanks and whole.text.startswith(target.exact[-blanks:], end):
        end += blanks
    blanks = len(target.exact) - len(target.exact.lstrip())
    if blanks and whole.text.endswith(target.exact[:blanks], 0, start):
        start -= blanks
    start, end = snap(whole.text, start, end)
    if candidate.score < 1:
        return Placement(start, end, Status.FUZZY, candidate.score)
    same = start == target.start and whole.text[start:end] == target.exact
    return Placement(start, end, Status.EXACT if same else Status.MOVED)


class _Move:
    """Two versions of a text, aligned, asked for one target after the other."""

    __slots__ = ("_alignment", "_new", "_new_text", "_old", "_old_text", "_placing", "_whole", "_whole_old")

    def __init__(self, old_text: str, new_text: str) -> None:
        self._old_text = old_text
        self._new_text = new_text
        self._old: Letters
        self._new: Letters
        self._old, self._new = letters_of_pair(old_text, new_text)
        self._alignment = align(self._old, self._new)
        self._placing = Placing(self._old, self._new, self._alignment)
        self._whole: Whole | None = None
        self._whole_old: Whole | None = None

    def placement(self, target: Target) -> Placement:
        """Return where a target of the old text is in the new one."""
        start, end = target.start, target.end
        if not target.exact:
            return _orphan(target)
        if start < 0 or self._old_text[start:end] != target.exact:
            known = self._elsewhere(target)
            if known is None:
                return self._come_back(target)
            start, end = known
        first, last = self._old.at(start, end)
        if first == last:
            return self._without_letters(target, first)
        found = self._placing.place(first, last)
        if found is None:
            return _orphan(target)
        new_start, new_end = snap(self._new_text, *self._with_edges((start, end), (first, last), found))
        if found.score < 1:
            return Placement(new_start, new_end, Status.FUZZY, found.score)
        return self._kept(target, new_start, new_end)

    def _kept(self, target: Target, start: int, end: int) -> Placement:
        same = (start, end) == (target.start, target.end) and self._new_text[start:end] == target.exact
        return Placement(start, end, Status.EXACT if same else Status.MOVED)

    def _with_edges(self, old: tuple[int, int], letters: tuple[int, int], found: Found) -> tuple[int, int]:
        """Return the source span of what was found, with the blanks and unfolded signs of the old one's ends."""
        old_start, old_end = self._old.span(*letters)
        start, end = self._new.span(found.start, found.end)
        before, after = self._old_text[old[0] : old_start], self._old_text[old_end : old[1]]
        if before and self._new_text.endswith(before, 0, start):
            start -= len(before)
        elif before.strip():
            start = self._new.unfolded_before(start)
        if after and self._new_text.startswith(after, end):
            end += len(after)
        return start, end

    def _without_letters(self, target: Target, at: int) -> Placement:
        """Place blanks, or signs that fold to nothing, between the letters on both sides of them."""
        low, high = max(0, at - 1), min(len(self._old), at + 1)
        found = self._placing.place(low, high) if low < high else None
        if found is None or found.score < 1:
            return _orphan(target)
        start = self._new.span(found.start, found.start + 1)[0] if at else 0
        end = self._new.span(found.end - 1, found.end)[1] if at < len(self._old) else len(self._new_text)
        place = self._new_text.find(target.exact, start, end)
        if place < 0 or self._new_text.find(target.exact, place + 1, end) >= 0:
            return _orphan(target)
        return self._kept(target, *snap(self._new_text, place, place + len(target.exact)))

    def _elsewhere(self, target: Target) -> tuple[int, int] | None:
        """Return where the old text has the quote of a target with other offsets, in the very same surroundings."""
        self._whole_old = self._whole_old or Whole(self._old_text)
        found = self._whole_old.best(target)
        if found is None or found.score < 1 or min(found.sides) < SURE:
            return None
        placement = _of_candidate(self._whole_old, target, found)
        return placement.start, placement.end

    def _come_back(self, target: Target) -> Placement:
        """Place a target that the old text had lost, if it is in what the new text adds."""
        self._whole = self._whole or Whole(self._new_text)
        placement = _of_candidate(self._whole, target, self._whole.best(target))
        if placement.status == Status.ORPHAN:
            return placement
        start, end = self._new.at(placement.start, placement.end)
        added = sum(max(0, min(end, high) - max(start, low)) for low, high in self._alignment.free)
        return placement if 2 * added > end - start else _orphan(target)

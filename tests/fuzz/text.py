"""Random texts against the properties of ``reader.text``, for as long as ``--seconds`` says (20); exit 1 at a fault.

``--seed=N`` starts the dice anew; the seed of a run is printed, and so is the text that broke a property.
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

import regex  # noqa: E402

from reader.errors import SearchError  # noqa: E402
from reader.text import find as finding  # noqa: E402
from reader.text.bidi import document_direction, isolate, paragraph_direction, strip_isolates  # noqa: E402
from reader.text.controls import find_controls, reveal, strip_controls  # noqa: E402
from reader.text.display import Signs, shown  # noqa: E402
from reader.text.find import Query, accepts, find  # noqa: E402
from reader.text.fold import fold  # noqa: E402
from reader.text.folding import ANCHORING, DEFAULTS, NOTHING  # noqa: E402
from reader.text.graphemes import clusters, is_boundary, lam_alef_spans, next_boundary, previous_boundary  # noqa: E402
from reader.text.language import guess_language, script_of  # noqa: E402
from reader.text.needle import needle_for  # noqa: E402
from reader.text.offsets import Utf16Index  # noqa: E402
from reader.text.words import next_word, previous_word, word_at, words  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDINGS = (*DEFAULTS.values(), ANCHORING, NOTHING, replace(DEFAULTS["ar"], quranic=True))
BLOCKS = (
    range(0x20, 0x180), range(0x300, 0x370), range(0x590, 0x800), range(0x8A0, 0xA00), range(0x1100, 0x1200),
    range(0x1E00, 0x1F00), range(0x2000, 0x2070), range(0xFB1D, 0xFE10), range(0xFE70, 0xFF00), range(0x1F1E6, 0x1F700),
    range(0x621, 0x653), range(0x621, 0x653), range(0x5B0, 0x5EB),
)  # fmt: skip
BUSY = "اوي\u064e\u0651\u0654\u0653\u0670ـ ءلا\u200c\u200d\n،"
EXPRESSIONS = ("(.+)+$", "[ا-ي]+", r"\w+\s\w+", "(ا|اا)+ب", "^.*$", r"(?<=\s)\S+", "(", "[", r"\p{L}+")


def made_text(dice: random.Random) -> str:
    """Return a text of some block, of all of them, or of a few characters that trouble each other."""
    length = dice.choice((0, 1, 3, 10, 40, 200, 2000))
    kind = dice.random()
    if kind < 0.4:
        return "".join(dice.choice(BUSY) for _ in range(length))
    if kind < 0.5:
        return dice.choice(BUSY) * (length * 5)
    blocks = [dice.choice(BLOCKS)] if kind < 0.7 else list(BLOCKS)
    return "".join(chr(dice.choice(dice.choice(blocks))) if dice.random() < 0.85 else " " for _ in range(length))


def check_borders(text: str, dice: random.Random) -> None:
    borders = [0, *(match.end() for match in regex.finditer(r"\X", text))]
    assert [0, *(end for _, end in clusters(text))] == borders
    for offset in {dice.randint(0, len(text)) for _ in range(20)}:
        assert is_boundary(text, offset) == (offset in borders)
        assert next_boundary(text, offset) >= min(offset + 1, len(text))
        assert previous_boundary(text, offset) <= max(offset - 1, 0)
    assert all(text[start] != text[end - 1] or end - start > 1 for start, end in lam_alef_spans(text))


def check_offsets(text: str, dice: random.Random) -> None:
    index = Utf16Index(text)
    for offset in {dice.randint(0, len(text)) for _ in range(20)}:
        assert index.to_utf16(offset) == len(text[:offset].encode("utf-16-le")) // 2
        assert index.to_code_points(index.to_utf16(offset)) == offset


def check_words(text: str, dice: random.Random) -> None:
    text = text[:8000]  # a longer word is cut
    spans = list(words(text))
    for offset in {dice.randint(0, len(text)) for _ in range(10)}:
        start, end = word_at(text, offset)
        assert start <= offset <= end
        assert (start, end) in spans or start == end or end - start > 8000
        assert next_word(text, offset) == min((start for start, _ in spans if start > offset), default=len(text))
        assert previous_word(text, offset) == max((start for start, _ in spans if start < offset), default=0)


def check_looks(text: str, dice: random.Random) -> None:
    view = shown(text, dice.choice(list(Signs)))
    for offset in {dice.randint(0, len(view.text)) for _ in range(10)}:
        assert view.to_shown(view.to_stored(offset)) == offset
    assert strip_controls(strip_controls(text)) == strip_controls(text)
    assert not find_controls(reveal(text))
    assert strip_isolates(isolate(text)) == strip_isolates(text)
    assert {document_direction(text), paragraph_direction(text), paragraph_direction(text, "rtl")} <= {"rtl", "ltr"}
    assert isinstance(guess_language(text), str)
    assert all(len(script_of(character)) == 4 for character in text[:50])


def check_folding(text: str, dice: random.Random) -> None:
    folded = fold(text, dice.choice(FOLDINGS))
    assert folded.folded_offset(len(text)) == len(folded.text)
    for _ in range(10):
        start = dice.randint(0, len(folded.text))
        end = dice.randint(start, len(folded.text))
        first, last = folded.source_span(start, end)
        assert 0 <= first <= last <= len(text)
        assert (first == last) == (start == end)
        if start < end:
            assert folded.folded_offset(first) <= start
            assert folded.folded_offset(last) >= end


def check_finding(text: str, dice: random.Random) -> None:
    at = dice.randint(0, len(text))
    typed = text[at : at + dice.choice((1, 2, 3, 8, 80))]
    query = Query(typed, dice.choice(FOLDINGS), whole_word=dice.random() < 0.3, particles=dice.random() < 0.5)
    # Rules of Quranic spelling look at whole words, which are longer here than the slices.
    finding.SLICE = 65_536 if query.folding.quranic else dice.choice((8, 50, 65_536))
    hits = [(hit.start, hit.end) for hit in find(text, query)]
    needle = needle_for(typed, query.folding)
    folded = fold(text, query.folding)
    expected: list[tuple[int, int]] = []
    position = 0
    while needle:
        found = [(place, form) for form in needle.forms if (place := folded.text.find(form, position)) >= 0]
        if not found:
            break
        place, form = min(found, key=lambda candidate: candidate[0])
        span = folded.source_span(place, place + len(form))
        taken = span[0] >= (expected[-1][1] if expected else 0) and accepts(text, query, *span)
        if taken:
            expected.append(span)
        position = place + (len(form) if taken else 1)
    assert hits == expected, query


def check_expressions(text: str, dice: random.Random) -> None:
    try:
        for hit in find(text[:500], Query(dice.choice(EXPRESSIONS), dice.choice(FOLDINGS), regex=True)):
            assert hit.start < hit.end
    except SearchError:
        return  # not valid, or stopped in time


CHECKS: tuple[Callable[[str, random.Random], None], ...] = (
    check_borders,
    check_offsets,
    check_words,
    check_looks,
    check_folding,
    check_finding,
    check_finding,
    check_expressions,
)


def option(name: str, default: float) -> float:
    """Return the number given as ``--name=number``."""
    given = [word.partition("=")[2] for word in sys.argv[1:] if word.startswith(f"--{name}=")]
    return float(given[-1]) if given else default


def main() -> int:
    """Throw the dice until the time is over; 0 when every property held."""
    seed = int(option("seed", random.randrange(1_000_000)))
    dice = random.Random(seed)
    ends = time.monotonic() + option("seconds", 20)
    count = 0
    while time.monotonic() < ends:
        text = made_text(dice)
        check = dice.choice(CHECKS)
        began = time.monotonic()
        try:
            check(text, dice)
        except Exception:
            print(f"{check.__name__} failed with --seed={seed} at text {count}: {text[:300]!r}", flush=True)
            raise
        took = time.monotonic() - began
        if took > 30:  # by the clock; an expression has two seconds of the processor
            print(f"{check.__name__} took {took:.0f} s with --seed={seed} at text {count}: {text[:300]!r}")
            return 1
        count += 1
    print(f"{count} texts, seed {seed}: every property held.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

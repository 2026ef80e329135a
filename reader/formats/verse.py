"""Where verse is divided: hemistichs on one line or on two, found in plain lines of text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.document.model import Block, BlockKind, Mark, MarkKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIVIDER = re.compile(r"[ \t]*(?:%~%|\t+| \.\.\.+ | …+ | \*{1,3} | / | {4,}|\u00a0{3,})[ \t]*")
_PROSE = re.compile(r"[.۔:؛;](?:\s|$)")
_MAY_BE_VERSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.VERSE})
_LONGEST_BAYT = 160
_LONGEST = 64
_SHORTEST = 8
_SHORTEST_RUN = 8
_ARABIC_SCRIPT = re.compile("[\u0620-\u06ff]")


def divider(line: str) -> tuple[int, int] | None:
    """Return the span of the sign between the two hemistichs of ``line``, or None when it is not divided verse."""
    stripped = line.strip()
    if not 2 * _SHORTEST <= len(stripped) <= _LONGEST_BAYT:
        return None
    found = list(_DIVIDER.finditer(stripped))
    if len(found) != 1:
        return None
    start, end = found[0].span()
    first, second = start, len(stripped) - end
    if min(first, second) < _SHORTEST - 2 or max(first, second) > 1.7 * min(first, second):
        return None
    offset = line.index(stripped)
    return offset + start, offset + end


def with_gaps(text: str, blocks: Sequence[Block], marks: Sequence[Mark]) -> tuple[list[Block], list[Mark]]:
    """Return ``blocks`` and ``marks`` with the verse that is divided by signs inside its lines found.

    A paragraph counts when the one before or after it is divided as well: one alone may be chance.
    """
    new_blocks, new_marks = list(blocks), list(marks)
    known = {mark.start for mark in marks if mark.kind is MarkKind.HEMISTICH_GAP}
    gaps: dict[int, tuple[int, int]] = {}
    for number, block in enumerate(blocks):
        if block.kind in _MAY_BE_VERSE and 2 * _SHORTEST <= block.end - block.start <= _LONGEST_BAYT:
            line = text[block.start : block.end]
            gap = divider(line) if "\n" not in line else None
            if block.kind is BlockKind.VERSE and gap is None and line.count("\n") == 1:
                gap = (line.index("\n"), line.index("\n") + 1)
            if gap and _ARABIC_SCRIPT.search(line):
                gaps[number] = (block.start + gap[0], block.start + gap[1])
    for number, (start, end) in gaps.items():
        is_verse = blocks[number].kind is BlockKind.VERSE
        if start not in known and (is_verse or number - 1 in gaps or number + 1 in gaps):
            new_blocks[number] = replace(blocks[number], kind=BlockKind.VERSE)
            new_marks.append(Mark(start, end, MarkKind.HEMISTICH_GAP))
    return new_blocks, sorted(new_marks, key=lambda mark: (mark.start, -mark.end))


def runs(lines: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield (first, last + 1, verse) of stretches of ``lines``: with one hemistich a line, and the rest."""
    index = rest = 0
    while index < len(lines):
        last = index
        while last < len(lines) and _may_be_hemistich(lines[last]):
            last += 1
        if _is_verse(lines[index:last]):
            if rest < index:
                yield rest, index, False
            yield index, last, True
            rest = last
        index = max(last, index + 1)
    if rest < len(lines):
        yield rest, len(lines), False


def is_poem(lines: Sequence[str]) -> bool:
    """Tell whether nearly all of the lines of a text are hemistichs, however few stand together."""
    verse = [line for line in lines if _may_be_hemistich(line)]
    return len(verse) >= 0.9 * len(lines) and _is_verse(verse)


def are_hemistichs(lines: Sequence[str]) -> bool:
    """Tell whether ``lines`` of a poem are bayts: an even number, each as long as a hemistich may be."""
    return len(lines) % 2 == 0 and all(map(_may_be_hemistich, lines))


def is_couplet(lines: Sequence[str]) -> bool:
    """Tell whether two or four ``lines`` that stand alone may be a couplet or quatrain."""
    if len(lines) not in {2, 4} or not all(map(_may_be_hemistich, lines)):
        return False
    lengths = [len(line) for line in lines]
    return max(lengths) <= 1.5 * min(lengths) and not any(map(_PROSE.search, lines))


def _may_be_hemistich(line: str) -> bool:
    return _SHORTEST <= len(line) <= _LONGEST and _ARABIC_SCRIPT.search(line) is not None


def _is_verse(lines: Sequence[str]) -> bool:
    if len(lines) < _SHORTEST_RUN:
        return False
    lengths = [len(line) for line in lines]
    mean = sum(lengths) / len(lengths)
    if sum((length - mean) ** 2 for length in lengths) > len(lengths) * (0.15 * mean) ** 2:
        return False
    return sum(1 for line in lines if _PROSE.search(line)) <= 0.25 * len(lines)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.model import Block, BlockKind, Direction, Mark, MarkKind
from reader.store.packing import (
    BLOCK_KINDS,
    DIRECTIONS,
    MARK_KINDS,
    BlockTable,
    MarkTable,
    pack_blocks,
    pack_marks,
)

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=4)


def spans(make: Callable[[int, int], st.SearchStrategy[object]]) -> st.SearchStrategy[list[object]]:
    starts = st.lists(st.integers(0, 2**31), max_size=30).map(sorted)
    return starts.flatmap(lambda found: st.tuples(*(make(start, start + 5) for start in found)).map(list))


BLOCKS = spans(
    lambda start, end: st.builds(
        Block,
        st.just(start),
        st.just(end),
        kind=st.sampled_from(BlockKind),
        level=st.integers(0, 255),
        direction=st.sampled_from(Direction),
        language=WORDS,
        row=st.integers(-1, 5),
        column=st.integers(-1, 5),
        label=WORDS,
        resource=WORDS,
        anchor=WORDS,
    )
)
MARKS = spans(
    lambda start, end: st.builds(
        Mark,
        st.just(start),
        st.just(end),
        kind=st.sampled_from(MarkKind),
        target=WORDS,
        direction=st.sampled_from(Direction),
        language=WORDS,
    )
)


@settings(deadline=None)
@given(BLOCKS)
def test_blocks_come_back_as_they_were(blocks: list[Block]) -> None:
    table = BlockTable(pack_blocks(blocks))
    assert [table[index] for index in range(len(table))] == blocks


@settings(deadline=None)
@given(MARKS)
def test_marks_come_back_as_they_were(marks: list[Mark]) -> None:
    table = MarkTable(pack_marks(marks))
    assert [table[index] for index in range(len(table))] == marks


@settings(deadline=None)
@given(BLOCKS, st.integers(-1, 2**31 + 10))
def test_at_is_the_last_span_that_has_begun(blocks: list[Block], offset: int) -> None:
    begun = [index for index, block in enumerate(blocks) if block.start <= offset]
    assert BlockTable(pack_blocks(blocks)).at(offset) == (begun[-1] if begun else -1)


def test_anchored_finds_the_block_of_that_name() -> None:
    table = BlockTable(pack_blocks([Block(0, 1), Block(2, 3, anchor="حاشية"), Block(4, 5, label="حاشية")]))
    assert table.anchored("حاشية") == 1
    assert table.anchored("") is None


def test_every_kind_has_a_code_and_the_codes_are_those_of_the_files_out_there() -> None:
    assert set(BLOCK_KINDS) == set(BlockKind)
    assert set(MARK_KINDS) == set(MarkKind)
    assert set(DIRECTIONS) == set(Direction)
    assert [kind.value for kind in BLOCK_KINDS[:4]] == ["title", "dateline", "paragraph", "heading"]
    assert MARK_KINDS[-1] is MarkKind.HEMISTICH_GAP
    packed = pack_blocks([Block(1, 258, BlockKind.HEADING, 2, Direction.LTR)])
    assert packed[4:] == b"\x01\0\0\0\x01\0\0\0\x02\x01\0\0\x03\x02\x02"


def test_a_plain_block_costs_eleven_bytes() -> None:
    assert len(pack_blocks([Block(start, start + 3) for start in range(0, 400, 4)])) == 8 + 11 * 100


@settings(deadline=None)
@given(BLOCKS, st.data())
def test_a_damaged_table_is_refused(blocks: list[Block], data: st.DataObject) -> None:
    packed = bytearray(pack_blocks(blocks))
    at = data.draw(st.integers(0, len(packed) - 1))
    packed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ValueError, match="damaged"):
        BlockTable(bytes(packed))

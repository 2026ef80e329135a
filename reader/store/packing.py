"""Block tables and mark tables as bytes: columns of fixed width, and what few spans carry beside them as JSON.

A book of 50 MB has a quarter of a million blocks. Their offsets, kinds, levels and directions are 11 bytes each that
need no decoding before they are looked at; only tables, lists, images and footnotes pay for their words. A checksum
stands before it all, so that damage is met as ValueError here and nowhere else.
The order of the codes below is part of the file format: append only.
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING
from zlib import crc32

from reader.document.model import Block, BlockKind, Direction, Mark, MarkKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BLOCK_KINDS = (
    BlockKind.TITLE,
    BlockKind.DATELINE,
    BlockKind.PARAGRAPH,
    BlockKind.HEADING,
    BlockKind.LIST_ITEM,
    BlockKind.QUOTE,
    BlockKind.VERSE,
    BlockKind.CODE,
    BlockKind.TABLE_CELL,
    BlockKind.IMAGE,
    BlockKind.FOOTNOTE,
    BlockKind.RULE,
    BlockKind.BOILERPLATE,
)
MARK_KINDS = (
    MarkKind.EMPHASIS,
    MarkKind.STRONG,
    MarkKind.UNDERLINE,
    MarkKind.STRIKE,
    MarkKind.CODE,
    MarkKind.SUPERSCRIPT,
    MarkKind.SUBSCRIPT,
    MarkKind.LINK,
    MarkKind.NOTE_REFERENCE,
    MarkKind.SPAN,
    MarkKind.HEMISTICH_GAP,
)
DIRECTIONS = (Direction.AUTO, Direction.RTL, Direction.LTR)

_BLOCK_CODE = {kind: code for code, kind in enumerate(BLOCK_KINDS)}
_MARK_CODE = {kind: code for code, kind in enumerate(MARK_KINDS)}
_DIRECTION_CODE = {direction: code for code, direction in enumerate(DIRECTIONS)}
_WORD = "I" if array("I").itemsize == 4 else "L"
_PLAIN_BLOCK = ("", -1, -1, "", "", "")
_PLAIN_MARK = ("", "")


def pack_blocks(blocks: Sequence[Block]) -> bytes:
    """Return ``blocks`` as bytes for ``BlockTable``."""
    rare = {}
    for index, block in enumerate(blocks):
        extra = (block.language, block.row, block.column, block.label, block.resource, block.anchor)
        if extra != _PLAIN_BLOCK:
            rare[str(index)] = extra
    return _pack(
        [block.start for block in blocks],
        [block.end for block in blocks],
        bytes(_BLOCK_CODE[block.kind] for block in blocks)
        + bytes(min(block.level, 255) for block in blocks)
        + bytes(_DIRECTION_CODE[block.direction] for block in blocks),
        rare,
    )


def pack_marks(marks: Sequence[Mark]) -> bytes:
    """Return ``marks`` as bytes for ``MarkTable``."""
    rare = {}
    for index, mark in enumerate(marks):
        extra = (mark.target, mark.language)
        if extra != _PLAIN_MARK:
            rare[str(index)] = extra
    return _pack(
        [mark.start for mark in marks],
        [mark.end for mark in marks],
        bytes(_MARK_CODE[mark.kind] for mark in marks) + bytes(_DIRECTION_CODE[mark.direction] for mark in marks),
        rare,
    )


def _pack(starts: list[int], ends: list[int], codes: bytes, rare: Mapping[str, Sequence[str | int]]) -> bytes:
    words = array(_WORD, [len(starts), *starts, *ends])
    if sys.byteorder == "big":
        words.byteswap()
    extra = json.dumps(rare, ensure_ascii=False, separators=(",", ":")).encode() if rare else b""
    packed = words.tobytes() + codes + extra
    return crc32(packed).to_bytes(4, "little") + packed


class _Table:
    """Spans by column; ``starts`` ascend."""

    __slots__ = ("_columns", "_data", "_rare", "ends", "starts")

    def __init__(self, data: bytes, columns: int) -> None:
        if int.from_bytes(data[:4], "little") != crc32(data[4:]):
            raise ValueError("a table is damaged")
        data = data[4:]
        count = int.from_bytes(data[:4], "little")
        self.starts = self._words(data[4 : 4 + 4 * count])
        self.ends = self._words(data[4 + 4 * count : 4 + 8 * count])
        self._data = data[4 + 8 * count :]
        self._columns = columns
        self._rare: dict[str, list[str | int]] | None = None

    @staticmethod
    def _words(data: bytes) -> array[int]:
        words = array(_WORD)
        words.frombytes(data)
        if sys.byteorder == "big":
            words.byteswap()
        return words

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """Return the index of the last span that starts at or before ``offset``, -1 when there is none."""
        return bisect_right(self.starts, offset) - 1

    def _code(self, column: int, index: int) -> int:
        return self._data[column * len(self.starts) + index]

    def _extra(self, index: int) -> list[str | int] | None:
        if self._rare is None:
            rest = self._data[self._columns * len(self.starts) :]
            self._rare = json.loads(rest) if rest else {}
        return self._rare.get(str(index))


class BlockTable(_Table):
    """The blocks of a chunk, unpacked one by one as they are asked for."""

    __slots__ = ()

    def __init__(self, data: bytes) -> None:
        super().__init__(data, 3)

    def __getitem__(self, index: int) -> Block:
        language, row, column, label, resource, anchor = self._extra(index) or _PLAIN_BLOCK
        return Block(
            start=self.starts[index],
            end=self.ends[index],
            kind=BLOCK_KINDS[self._code(0, index)],
            level=self._code(1, index),
            direction=DIRECTIONS[self._code(2, index)],
            language=str(language),
            row=int(row),
            column=int(column),
            label=str(label),
            resource=str(resource),
            anchor=str(anchor),
        )

    def anchored(self, name: str) -> int | None:
        """Return the index of the block that bears the anchor ``name``."""
        self._extra(0)
        for index, extra in (self._rare or {}).items():
            if name and extra[5] == name:
                return int(index)
        return None


class MarkTable(_Table):
    """The inline marks of a chunk."""

    __slots__ = ()

    def __init__(self, data: bytes) -> None:
        super().__init__(data, 2)

    def __getitem__(self, index: int) -> Mark:
        target, language = self._extra(index) or _PLAIN_MARK
        return Mark(
            start=self.starts[index],
            end=self.ends[index],
            kind=MARK_KINDS[self._code(0, index)],
            target=str(target),
            direction=DIRECTIONS[self._code(1, index)],
            language=str(language),
        )

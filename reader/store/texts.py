"""Versions of a text: stored in chunks with their blocks and marks, read chunk by chunk."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import OrderedDict
from typing import TYPE_CHECKING

from reader.document.model import Article, Block, Direction, Locator, LocatorKind, Metadata, Resource
from reader.errors import StoreError
from reader.store.packing import BlockTable, MarkTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.document.model import Mark
    from reader.store.library import Library

DIRECTION = {str(direction): direction for direction in Direction}
"""Directions by what a column holds."""
_KEPT = 32
"""Chunks a reader keeps: 4 MB of Arabic."""
_CHUNK = "SELECT text FROM chunk WHERE version = ? AND number = ?"


class VersionReader:
    """One stored version, read as it is asked for; a bounded number of chunks is kept."""

    __slots__ = ("_blocks", "_chunks", "_first_blocks", "_library", "_starts", "_texts", "_whole", "block_count", "key")

    def __init__(self, library: Library, version: int) -> None:
        self.key = version
        self._library = library
        rows = library.rows(
            "SELECT start, first_block, block_count, end FROM chunk WHERE version = ? ORDER BY number", (version,)
        )
        self._starts: list[int] = [row[0] for row in rows]
        self._starts.append(rows[-1][3] if rows else 0)
        self._first_blocks: list[int] = [row[1] for row in rows]
        self.block_count: int = sum(row[2] for row in rows)
        self._texts: OrderedDict[int, str] = OrderedDict()
        self._blocks: OrderedDict[int, BlockTable] = OrderedDict()
        self._chunks = len(rows)
        self._whole: str | None = None

    @property
    def length(self) -> int:
        """Length of the text in code points."""
        return self._starts[-1]

    def text(self, start: int, end: int) -> str:
        """Return ``[start, end)`` of the text, cut to what there is."""
        start, end = max(0, start), min(end, self.length)
        if start >= end:
            return ""
        if self._whole is not None:
            return self._whole[start:end]
        parts = []
        for number in range(self._chunk_at(start), self._chunk_at(end - 1) + 1):
            base = self._starts[number]
            parts.append(self._text(number)[max(0, start - base) : end - base])
        return "".join(parts)

    def whole(self) -> str:
        """Return the whole text, read once and kept."""
        if self._whole is None:
            # one growing buffer goes back to the system once it is read, and many small texts leave the heap in holes
            data = bytearray()
            for number in range(self._chunks):
                row = self._library.row(_CHUNK, (self.key, number))
                with self._library.undamaged():
                    data += "".join(row).encode()  # only of strings: damage may have made it bytes
            self._whole = data.decode()
            self._texts.clear()
        return self._whole

    def block(self, index: int) -> Block:
        """Return block ``index``. Raises IndexError."""
        if not 0 <= index < self.block_count:
            raise IndexError(index)
        number = bisect_right(self._first_blocks, index) - 1
        return self._table(number)[index - self._first_blocks[number]]

    def block_at(self, offset: int) -> int:
        """Return the index of the last block that starts at or before ``offset``, 0 when there is none."""
        number = self._chunk_at(max(0, min(offset, self.length)))
        while number >= 0:
            index = self._table(number).at(offset) if self._chunks else -1
            if index >= 0:
                return self._first_blocks[number] + index
            number -= 1
        return 0

    def blocks(self) -> Iterator[Block]:
        """Yield all blocks in order."""
        for number in range(self._chunks):
            table = self._table(number)
            for index in range(len(table)):
                yield table[index]

    def block_by_anchor(self, name: str) -> int | None:
        """Return the index of the first block whose anchor is ``name``, or None."""
        for number in range(self._chunks):
            index = self._table(number).anchored(name)
            if index is not None:
                return self._first_blocks[number] + index
        return None

    def marks(self, start: int, end: int) -> list[Mark]:
        """Return the inline marks that touch ``[start, end)``, in order of their starts."""
        if not self._chunks or start >= end:
            return []
        found = []
        begin = start
        if self.block_count:  # no mark crosses a block border, so none that counts starts before this block
            begin = min(start, self.block(self.block_at(start)).start)
        for number in range(self._chunk_at(begin), self._chunk_at(min(end, self.length) - 1) + 1):
            row = self._library.row("SELECT marks FROM chunk WHERE version = ? AND number = ?", (self.key, number))
            table = self._marks(row[0])
            for index in range(max(0, table.at(begin - 1) + 1), len(table)):
                if table.starts[index] >= end:
                    break
                if table.ends[index] > start:
                    found.append(table[index])
        return found

    def all_marks(self) -> list[Mark]:
        """Return every inline mark."""
        found: list[Mark] = []
        for (data,) in self._library.rows("SELECT marks FROM chunk WHERE version = ? ORDER BY number", (self.key,)):
            table = self._marks(data)
            found.extend(table[index] for index in range(len(table)))
        return found

    def _marks(self, data: bytes) -> MarkTable:
        with self._library.undamaged():
            return MarkTable(data)

    def headings(self) -> list[tuple[int, str]]:
        """Return index and text of every title and heading."""
        row = self._library.row("SELECT headings FROM version WHERE key = ?", (self.key,))
        with self._library.undamaged():
            return [(index, text) for index, text in json.loads(row[0])]

    def locators(self) -> tuple[Locator, ...]:
        """Return the locators in order."""
        row = self._library.row("SELECT locators FROM version WHERE key = ?", (self.key,))
        with self._library.undamaged():
            return tuple(Locator(offset, LocatorKind(kind), label) for offset, kind, label in json.loads(row[0]))

    def resource(self, name: str) -> Resource | None:
        """Return the picture called ``name``, or None."""
        row = self._library.row(
            "SELECT name, media_type, data FROM resource JOIN blob USING (sha256) WHERE version = ? AND name = ?",
            (self.key, name),
        )
        return None if row is None else Resource(*row)

    def is_sound(self) -> bool:
        """Return whether all tables of blocks and marks, headings and locators can be read."""
        try:
            blocks = sum(len(self._table(number)) for number in range(self._chunks))
            self.all_marks()
            self.headings()
            self.locators()
        except StoreError:
            return False
        return blocks == self.block_count

    def article(self, metadata: Metadata) -> Article:
        """Return the whole version as the article that was stored, with ``metadata``."""
        row = self._library.row(
            "SELECT language, direction, importer, encoding, decisions, warnings FROM version WHERE key = ?",
            (self.key,),
        )
        resources = self._library.rows(
            "SELECT name, media_type, data FROM resource JOIN blob USING (sha256) WHERE version = ? ORDER BY number",
            (self.key,),
        )
        with self._library.undamaged():
            decisions, warnings = tuple(json.loads(row[4])), tuple(json.loads(row[5]))
        return Article(
            text=self.whole(),
            blocks=tuple(self.blocks()),
            marks=tuple(self.all_marks()),
            locators=self.locators(),
            metadata=metadata,
            language=row[0],
            direction=DIRECTION.get(row[1], Direction.RTL),
            importer=row[2],
            encoding=row[3],
            decisions=decisions,
            warnings=warnings,
            resources=tuple(Resource(*resource) for resource in resources),
        )

    def _chunk_at(self, offset: int) -> int:
        return max(0, min(bisect_right(self._starts, offset) - 1, self._chunks - 1))

    def _text(self, number: int) -> str:
        text = self._texts.get(number)
        if text is None:
            row = self._library.row(_CHUNK, (self.key, number))
            with self._library.undamaged():
                text = self._texts[number] = "".join(row)  # only of strings: damage may have made it bytes
            if len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        else:
            self._texts.move_to_end(number)
        return text

    def _table(self, number: int) -> BlockTable:
        table = self._blocks.get(number)
        if table is None:
            row = self._library.row("SELECT blocks FROM chunk WHERE version = ? AND number = ?", (self.key, number))
            with self._library.undamaged():
                table = self._blocks[number] = BlockTable(row[0])
        return table

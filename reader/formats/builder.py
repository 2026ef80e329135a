"""Builds an article from a stream of blocks, words and marks: white space folded, blocks joined by one newline."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reader.document.model import Block, BlockKind, Direction, Locator, LocatorKind, Mark, MarkKind, Resource
from reader.formats.encodings import without_unstorable

OBJECT = "\ufffc"
"""What stands for an image in the text."""

_MOST_OPEN_MARKS = 100  # more are a mistake or an attack; they end with their block
_SPACES = re.compile(r"[ \t\n\r\f\v]+")


@dataclass(slots=True)
class OpenMark:
    """A mark that is not closed yet; its start is -1 while no text follows it."""

    kind: MarkKind
    target: str
    direction: Direction
    language: str
    start: int = -1


@dataclass(frozen=True, slots=True)
class Built:
    """Text, blocks, marks and locators as an article wants them, and how many characters could not be stored."""

    text: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    locators: tuple[Locator, ...]
    resources: tuple[Resource, ...]
    replaced: int


class Builder:
    """Takes what a format's reader finds, in reading order; ``finish`` gives the text and everything over it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._joined, self._joined_length = "", 0
        self._last = ""
        self._block: Block | None = None
        self._blocks: list[Block] = []
        self._marks: list[Mark] = []
        self._open_marks: list[OpenMark] = []
        self._block_marks = 0
        self._locators: list[Locator] = []
        self._pending_locators: list[tuple[LocatorKind, str]] = []
        self._pending_anchors: list[str] = []
        self._anchors: dict[str, int] = {}
        self._resources: dict[str, Resource] = {}

    @property
    def length(self) -> int:
        """Return the code points written so far."""
        return self._length

    @property
    def count(self) -> int:
        """Return how many blocks are closed and kept."""
        return len(self._blocks)

    @property
    def is_open(self) -> bool:
        """Tell whether a block is open."""
        return self._block is not None

    @property
    def holds_text(self) -> bool:
        """Tell whether the open block holds anything yet."""
        return self._block is not None and self._length > self._block.start

    @property
    def ends_line(self) -> bool:
        """Tell whether a line of the open block has just been broken."""
        return self.holds_text and self._last == "\n"

    def open(self, block: Block) -> None:
        """Begin a block like ``block``, whose offsets are ignored; an open one is closed first."""
        self.close()
        if self._blocks:
            self._append("\n")
        self._block = replace(block, start=self._length, end=self._length)
        self._block_marks = len(self._marks)
        self._last = ""
        for mark in self._open_marks:
            mark.start = self._length

    def write(self, text: str) -> None:
        """Add running text: each stretch of white space counts as one space, none at the start of a line."""
        text = _SPACES.sub(" ", text)
        if self._block is None or self._last in {"", " ", "\n"}:
            text = text.lstrip(" ")
        if text:
            self.write_exact(text)

    def write_exact(self, text: str) -> None:
        """Add text with its spaces and line breaks as they are."""
        if not text:
            return
        if self._block is None:
            self.open(Block(0, 0))
        self._settle()
        self._append(text)

    def break_line(self) -> None:
        """Break the line inside the open block, unless nothing stands before it."""
        if not self.holds_text:
            return
        self.drop_space()
        self._append("\n")

    def drop_space(self) -> None:
        """Take back the space that was written last, if one was."""
        if self._last == " ":
            self._cut(1)

    def new_line(self) -> None:
        """Go to a new line inside the open block, unless this one is empty."""
        if self._last != "\n":
            self.break_line()

    def close(self) -> None:
        """End the open block; one that holds nothing is forgotten, its anchors go to the next."""
        block = self._block
        if block is None:
            return
        self._trim(block.start)
        for mark in self._open_marks:
            self._emit(mark, self._length)
            mark.start = -1
        self._block = None
        if self._length == block.start:
            del self._marks[self._block_marks :]
            if self._blocks:
                self._cut(1)
            return
        for place in range(self._block_marks, len(self._marks)):
            mark_ = self._marks[place]
            if mark_.end > self._length:
                self._marks[place] = replace(mark_, end=self._length)
        self._marks[self._block_marks :] = [m for m in self._marks[self._block_marks :] if m.start < m.end]
        self._blocks.append(replace(block, end=self._length))

    def written_since(self, offset: int, limit: int = 40) -> str:
        """Return what was written from ``offset`` on, or nothing when it is more than ``limit`` characters."""
        count = self._length - offset
        if count <= 0 or count > limit:
            return ""
        found, place = "", len(self._parts)
        while len(found) < count:
            place -= 1
            found = self._parts[place] + found
        return found[-count:]

    def begin(
        self, kind: MarkKind, target: str = "", direction: Direction = Direction.AUTO, language: str = ""
    ) -> OpenMark:
        """Open a mark at this place and return what ``end`` wants; across blocks it becomes one mark in each."""
        mark = OpenMark(kind, target, direction, language)
        if self._block is not None:
            mark.start = self._length
        if len(self._open_marks) < _MOST_OPEN_MARKS:
            self._open_marks.append(mark)
        return mark

    def end(self, mark: OpenMark) -> None:
        """Close the mark that ``begin`` returned."""
        self._emit(mark, self._length)
        for place in range(len(self._open_marks) - 1, -1, -1):
            if self._open_marks[place] is mark:
                del self._open_marks[place]
                return

    def marks_since(self, offset: int) -> list[Mark]:
        """Return the closed marks of the open block that begin at ``offset`` or later."""
        return [mark for mark in self._marks[self._block_marks :] if mark.start >= offset]

    def add_mark(self, start: int, end: int, kind: MarkKind) -> None:
        """Add a mark over a span that is already written."""
        self._marks.append(Mark(start, end, kind))

    def anchor(self, name: str) -> None:
        """Name the block that holds this place, or the next one."""
        if self.holds_text:
            self._anchors.setdefault(name, len(self._blocks))
        else:
            self._pending_anchors.append(name)

    def locate(self, kind: LocatorKind, label: str) -> None:
        """Place a locator before the next character that is written."""
        self._pending_locators.append((kind, label))

    def locate_at(self, offset: int, kind: LocatorKind, label: str) -> None:
        """Place a locator at ``offset`` in what is already written."""
        self._locators.append(Locator(offset, kind, label))

    def image(self, resource: Resource | None, alternative: str) -> None:
        """Add an image as a block of its own, its alternative text beside it."""
        self.close()
        name = resource.name if resource else ""
        self.open(Block(0, 0, BlockKind.IMAGE, label=_SPACES.sub(" ", alternative).strip(), resource=name))
        self.write_exact(OBJECT)
        self.close()
        if resource:
            self._resources.setdefault(resource.name, resource)

    def join_couplet(self, first: int) -> None:
        """Make the last two blocks, of which ``first`` is the number of the first, one verse of two hemistichs."""
        before, after = self._blocks[first], self._blocks[first + 1]
        self._blocks[first:] = [replace(before, end=after.end, kind=BlockKind.VERSE)]
        self._marks.append(Mark(before.end, after.start, MarkKind.HEMISTICH_GAP))
        for name, number in self._anchors.items():
            if number == first + 1:
                self._anchors[name] = first

    def block(self, number: int) -> Block:
        """Return closed block ``number``."""
        return self._blocks[number]

    def change(self, number: int, kind: BlockKind, level: int = 0) -> None:
        """Give closed block ``number`` another kind and level."""
        self._blocks[number] = replace(self._blocks[number], kind=kind, level=level)

    def number_of(self, anchor: str) -> int | None:
        """Return the number of the block that holds ``anchor``, if one does."""
        return self._anchors.get(anchor)

    def mark(self) -> tuple[int, int, int, int, int]:
        """Return the state between two blocks, for ``return_to``."""
        self.close()
        return len(self._parts), self._length, len(self._blocks), len(self._marks), len(self._locators)

    def return_to(self, state: tuple[int, int, int, int, int]) -> None:
        """Forget everything written since ``mark`` gave ``state``, anchors and pictures excepted."""
        parts, self._length, blocks, marks, locators = state
        self._block = None
        self._open_marks.clear()
        del self._parts[parts:], self._blocks[blocks:], self._marks[marks:], self._locators[locators:]
        self._last = self._parts[-1][-1] if self._parts else ""
        self._anchors = {name: number for name, number in self._anchors.items() if number < blocks}

    def text_of(self, number: int) -> str:
        """Return the text of closed block ``number``; cheap once nothing more is written."""
        block = self._blocks[number]
        if self._joined_length != self._length:
            self._joined, self._joined_length = "".join(self._parts), self._length
        return self._joined[block.start : block.end]

    def finish(self) -> Built:
        """Return everything; links inside the article lead to named blocks, or are dropped."""
        self.close()
        for kind, label in self._pending_locators:
            self._locators.append(Locator(self._length, kind, label))
        text, replaced = without_unstorable("".join(self._parts))
        self._link(text)
        notes = {(mark.start, mark.end) for mark in self._marks if mark.kind is MarkKind.NOTE_REFERENCE}
        superscript = MarkKind.SUPERSCRIPT  # is said by the note reference already
        self._marks = [m for m in self._marks if m.kind is not superscript or (m.start, m.end) not in notes]
        marks = sorted(self._marks, key=lambda mark: (mark.start, -mark.end))
        locators = sorted((_at_text(locator, text) for locator in self._locators), key=lambda locator: locator.offset)
        return Built(
            text, tuple(self._blocks), tuple(marks), tuple(locators), tuple(self._resources.values()), replaced
        )

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1]

    def _settle(self) -> None:
        """Give what waited for text its place: locators here, anchors to this block."""
        for kind, label in self._pending_locators:
            self._locators.append(Locator(self._length, kind, label))
        self._pending_locators.clear()
        for name in self._pending_anchors:
            self._anchors.setdefault(name, len(self._blocks))
        self._pending_anchors.clear()

    def _emit(self, mark: OpenMark, end: int) -> None:
        if 0 <= mark.start < end:
            self._marks.append(Mark(mark.start, end, mark.kind, mark.target, mark.direction, mark.language))

    def _trim(self, start: int) -> None:
        while self._length > start and self._last in {" ", "\n", "\t", "\r", "\f", "\v"}:
            self._cut(1)

    def _cut(self, count: int) -> None:
        part = self._parts.pop()[:-count]
        self._length -= count
        if part:
            self._parts.append(part)
        self._last = self._parts[-1][-1] if self._parts else ""

    def _link(self, text: str) -> None:
        """Resolve internal targets: note references make their block a footnote, other links name theirs."""
        kept: list[Mark] = []
        notes: set[int] = set()
        holder = _Holder(self._blocks)
        for mark in sorted(self._marks, key=lambda mark: mark.start):
            internal = mark.kind is MarkKind.NOTE_REFERENCE or mark.target.startswith("#")
            if not internal:
                kept.append(mark)
                continue
            name = mark.target.removeprefix("#")
            number = self._anchors.get(name)
            if number is None:
                if mark.kind is MarkKind.NOTE_REFERENCE:
                    kept.append(replace(mark, kind=MarkKind.SUPERSCRIPT, target=""))
                continue
            here = holder.of(mark.start)
            block = self._blocks[number]
            if not block.anchor:
                block = self._blocks[number] = replace(block, anchor=name)
            if mark.kind is MarkKind.NOTE_REFERENCE and number > here and here not in notes:
                notes.add(number)
                if block.kind not in {BlockKind.IMAGE, BlockKind.HEADING, BlockKind.TITLE}:
                    label = block.label or text[mark.start : mark.end].strip()
                    self._blocks[number] = replace(block, kind=BlockKind.FOOTNOTE, label=label)
                kept.append(replace(mark, target=block.anchor))
            else:
                kept.append(replace(mark, kind=MarkKind.LINK, target="#" + block.anchor))
        self._marks = kept


def _at_text(locator: Locator, text: str) -> Locator:
    """Return ``locator`` moved over the space before its first character, and never behind the text."""
    offset = min(locator.offset, len(text))
    while offset < len(text) and text[offset] in " \n":
        offset += 1
    return locator if offset == locator.offset else replace(locator, offset=offset)


class _Holder:
    """Finds the block of ascending offsets without starting anew each time."""

    def __init__(self, blocks: list[Block]) -> None:
        self._blocks = blocks
        self._number = 0

    def of(self, offset: int) -> int:
        while self._number + 1 < len(self._blocks) and self._blocks[self._number + 1].start <= offset:
            self._number += 1
        return self._number

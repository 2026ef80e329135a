"""A text made ready to be stored, which takes time and needs no transaction, and storing it, which needs one."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.document.model import BlockKind
from reader.store.clean import clean
from reader.store.packing import pack_blocks, pack_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.document.model import Article, Block
    from reader.store.library import Library

CHUNK = 65_536
"""Most code points of one chunk."""


def cuts(length: int, blocks: Sequence[Block], text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield ``(start, end, first block, number of blocks)`` of every chunk of a text of ``length`` code points.

    A chunk ends before a block, or, where one block is longer than a chunk, behind a space inside it. The blocks of a
    chunk are those that start in it.
    """
    start = first = 0
    for index in range(len(blocks)):
        begin = blocks[index].start if index else 0
        end = blocks[index + 1].start if index + 1 < len(blocks) else length
        if end - start > CHUNK and begin > start:
            yield start, begin, first, index - first
            start, first = begin, index
        while end - start > CHUNK:
            middle = _cut(text, start)
            yield start, middle, first, index + 1 - first
            start, first = middle, index + 1
    while length - start > CHUNK:  # a text without blocks
        middle = _cut(text, start)
        yield start, middle, first, 0
        start = middle
    if start < length or not length:
        yield start, length, first, len(blocks) - first


def _cut(text: str, start: int) -> int:
    space = text.rfind(" ", start + CHUNK // 2, start + CHUNK)
    return space + 1 if space >= 0 else start + CHUNK


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version came from: address or path, file name, SHA-256 of the original bytes; each may be empty."""

    source: str = ""
    name: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article as it goes into the file: the columns of its version, its chunks and its pictures."""

    content: Article
    sha256: str
    columns: tuple[str | int, ...]
    chunks: tuple[tuple[int | bytes | str, ...], ...]
    resources: tuple[tuple[str, str, str, bytes], ...]


def prepare(content: Article) -> Prepared:
    """Return ``content`` ready to be stored: fingerprints taken, text cut into chunks, tables packed."""
    from hashlib import sha256 as digest

    from reader.document.fingerprint import fingerprint

    text = clean(content.text)
    sha256 = fingerprint(text)
    headings = [
        (index, text[block.start : block.end])
        for index, block in enumerate(content.blocks)
        if block.kind in {BlockKind.HEADING, BlockKind.TITLE}
    ]
    columns = (
        sha256,
        len(text),
        len(content.blocks),
        clean(content.language),
        str(content.direction),
        clean(content.importer),
        clean(content.encoding),
        _json(content.decisions),
        _json(content.warnings),
        _json(headings),
        _json([(locator.offset, str(locator.kind), locator.label) for locator in content.locators]),
    )
    resources = tuple(
        (clean(resource.name), clean(resource.media_type), digest(resource.data).hexdigest(), resource.data)
        for resource in content.resources
    )
    return Prepared(content, sha256, columns, tuple(_chunk_rows(text, content)), resources)


def save_version(library: Library, article: int, number: int, prepared: Prepared, origin: Origin, time: str) -> int:
    """Store a version of the article with key ``article`` under ``number`` and return the version's key.

    To be called inside ``library.writing()``.
    """
    version = library.run(
        "INSERT INTO version (article, number, created, source, name, original, sha256, chars, blocks, language,"
        " direction, importer, encoding, decisions, warnings, headings, locators)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (article, number, time, clean(origin.source), clean(origin.name), origin.original, *prepared.columns),
    )
    library.run_all(
        "INSERT INTO chunk (version, number, start, end, first_block, block_count, blocks, marks, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((version, *row) for row in prepared.chunks),
    )
    for index, (name, media_type, sha256, data) in enumerate(prepared.resources):
        library.run("INSERT OR IGNORE INTO blob (sha256, data) VALUES (?, ?)", (sha256, data))
        library.run(
            "INSERT INTO resource (version, number, name, media_type, sha256) VALUES (?, ?, ?, ?, ?)",
            (version, index, name, media_type, sha256),
        )
    return version


def _json(value: object) -> str:
    return clean(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _chunk_rows(text: str, content: Article) -> Iterator[tuple[int | bytes | str, ...]]:
    marks = sorted(content.marks, key=lambda mark: mark.start)
    taken = 0
    for number, (start, end, first, count) in enumerate(cuts(len(text), content.blocks, text)):
        upto = taken
        while upto < len(marks) and (marks[upto].start < end or end == len(text)):
            upto += 1
        yield (
            number,
            start,
            end,
            first,
            count,
            pack_blocks([_cleaned(block) for block in content.blocks[first : first + count]]),
            pack_marks(
                [replace(mark, target=clean(mark.target), language=clean(mark.language)) for mark in marks[taken:upto]]
            ),
            text[start:end],
        )
        taken = upto


def _cleaned(block: Block) -> Block:
    if not (block.label or block.anchor or block.resource or block.language):
        return block
    return replace(
        block,
        language=clean(block.language),
        label=clean(block.label),
        anchor=clean(block.anchor),
        resource=clean(block.resource),
    )

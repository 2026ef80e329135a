"""What every structured format ends with: what was built, and what is known beside it, become an article."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.document.model import Article, Block, BlockKind, Direction, Metadata
from reader.errors import FormatError
from reader.formats.encodings import unstorable
from reader.formats.language import direction_of, language_of
from reader.formats.verse import with_gaps

if TYPE_CHECKING:
    from reader.formats.builder import Built
    from reader.formats.hints import Hints

_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Known:
    """What a format says of its article beside the text; every field may be empty."""

    importer: str
    encoding: str = "utf-8"
    metadata: Metadata = field(default_factory=Metadata)
    language: str = ""
    direction: str = ""
    decisions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def assemble(built: Built, known: Known, hints: Hints) -> Article:
    """Return the article. Raises FormatError when it holds no text.

    The direction is that of most letters; what the file declares decides only where there are no letters at all.
    """
    if not built.text.strip("\n \ufffc"):
        raise FormatError("The file holds no text.")
    warnings = known.warnings
    if built.replaced:
        warnings += (unstorable(built.replaced),)
    has_letters = any(character.isalpha() for character in built.text)
    declared = Direction(known.direction) if known.direction in {"rtl", "ltr"} else None
    direction = declared if declared and not has_letters else direction_of(built.text)
    blocks, title = _with_title(built, known.metadata.title)
    verse_blocks, marks = with_gaps(built.text, blocks, built.marks)
    metadata = replace(known.metadata, title=title, url=known.metadata.url or hints.url)
    return Article(
        text=built.text,
        blocks=tuple(verse_blocks),
        marks=tuple(marks),
        locators=built.locators,
        metadata=metadata,
        language=hints.language or _language(built.text, known.language),
        direction=direction,
        importer=known.importer,
        encoding=known.encoding,
        decisions=known.decisions,
        warnings=warnings,
        resources=built.resources,
    )


def _language(text: str, declared: str) -> str:
    """Return the declared language unless the script of the text speaks against it."""
    guessed = language_of(text)
    if not declared or (guessed and _script(guessed) != _script(declared)):
        return guessed
    return declared


def _script(language: str) -> str:
    primary = language.partition("-")[0].lower()
    for script, languages in (
        ("Arab", {"ar", "fa", "ur", "ps", "ckb", "sd", "ug", "pnb"}),
        ("Hebr", {"he", "iw", "yi"}),
    ):
        if primary in languages:
            return script
    return "Latn"


def _with_title(built: Built, title: str) -> tuple[tuple[Block, ...], str]:
    """Return the blocks with the heading that is the title set as such, and the title: else the first heading."""
    wanted = " ".join(title.split())
    for number, block in enumerate(built.blocks[:12]):
        if block.kind is BlockKind.TITLE:
            break
        text = " ".join(built.text[block.start : block.end].split())
        first = (
            not wanted and block.level == 1 and all(before.kind is BlockKind.IMAGE for before in built.blocks[:number])
        )
        if block.kind is BlockKind.HEADING and len(text) <= _LONGEST_TITLE and (text == wanted or first):
            changed = replace(block, kind=BlockKind.TITLE, level=0)
            return (*built.blocks[:number], changed, *built.blocks[number + 1 :]), title or text
    return built.blocks, title

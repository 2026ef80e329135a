"""Texts of a wanted size made from real ones, in libraries with highlights: what the window is measured with."""

from __future__ import annotations

import json
import re
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from reader import annotate, shelf
from reader.annotation.model import Colour
from reader.desk import Desk
from reader.store.library import Library
from reader.text.graphemes import snap

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
SIZES = {"5 KB": 5_000, "1 MB": 1_000_000, "10 MB": 10_000_000, "50 MB": 50_000_000}
ONE_LINE = "10 MB, one line"
HIGHLIGHTS = 10_000


def paragraphs() -> Iterator[str]:
    """Yield paragraphs without end: the seed, Arabic prose of two books, and every tenth a vocalised verse."""
    seed = next((ROOT / "seeds").glob("*.txt")).read_text("utf-8")
    prose = [line for line in seed.split("\n") if line.strip()]
    for book in sorted((CORPUS / "epub-hindawi").glob("*.openiti.txt")):
        body = book.read_text("utf-8").split("#META#Header#End#")[1]
        for part in re.split(r"\n\s*\n", body):
            text = " ".join(part.split()).lstrip("# |~")
            if len(text) > 40:
                prose.append(text)
    verses = [
        verse["text"]
        for chapter in json.loads((CORPUS / "quran-urdu" / "quran.json").read_text("utf-8"))
        for verse in chapter["verses"]
    ]
    verse = cycle(verses)
    for number, text in enumerate(cycle(prose), 1):
        yield text
        if number % 10 == 0:
            yield next(verse)


def text_of(size: int, between: str = "\n\n") -> str:
    """Return at least ``size`` bytes (in UTF-8) of paragraphs."""
    parts, length = [], 0
    for paragraph in paragraphs():
        parts.append(paragraph)
        length += len(paragraph.encode()) + len(between)
        if length >= size:
            return between.join(parts) + "\n"
    return ""


def texts(only: str = "") -> dict[str, tuple[int, str]]:
    """Return the names of the texts that are measured, their sizes in bytes and what stands between paragraphs."""
    found = {name: (size, "\n\n") for name, size in SIZES.items()} | {ONE_LINE: (SIZES["10 MB"], " ")}
    return {name: value for name, value in found.items() if not only or name in only.split(";")}


def library_of(folder: Path, name: str, size: int, between: str) -> Path:
    """Return a library in ``folder``, made where it is not there: one text with at most 10,000 highlights."""
    stem = re.sub(r"\W+", "-", name)
    path = folder / f"{stem}.sqlite"
    if path.exists():
        return path
    source = folder / f"{stem}.txt"
    source.write_text(text_of(size, between), encoding="utf-8", newline="\n")
    with Library.open(path) as library:
        article = shelf.add_file(library, source).id
        text = shelf.text(library, article)
        annotate.highlight_many(library, article, rows(text))
        Desk(library, article).save_position(len(text) // 3)
    return path


def rows(text: str) -> list[dict[str, str | int]]:
    """Return highlights of two or three words, spread evenly over a text, every second one with a note."""
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    step = max(5, len(words) // HIGHLIGHTS)
    colours = cycle(Colour)
    chosen = range(0, len(words) - 3, step)[:HIGHLIGHTS]
    found: list[dict[str, str | int]] = []
    for number, index in enumerate(chosen):
        start, end = snap(text, words[index][0], words[index + 1 + number % 2][1])
        note = "ملاحظة قصيرة في الهامش" if number % 2 else ""
        found.append({"start": start, "end": end, "color": str(next(colours)), "note": note})
    return found

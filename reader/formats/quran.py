"""The Quran as data (JSON, or Tanzil's XML and lines): surahs as headings, each ayah a block with its reference."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from reader.document.model import Article, Block, BlockKind, LocatorKind, Metadata
from reader.errors import FormatError
from reader.formats.assemble import Known, assemble
from reader.formats.builder import Builder
from reader.formats.encodings import decode
from reader.formats.xml_events import tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reader.formats.hints import Hints, Watch

IMPORTER = "quran/1"

_LINE = re.compile(r"([0-9]{1,3})\|([0-9]{1,3})\|(.*)")
_TITLE = "القرآن الكريم"
_SURAHS = 114


def read(data: bytes, hints: Hints, watch: Watch) -> Article:
    """Return the article of a file of surahs and ayahs. Raises FormatError when its shape is unknown."""
    decoded = decode(data, hints, watch.part(0.0, 0.1))
    text = decoded.text
    builder = Builder()
    last = ""
    if text.lstrip()[:1] in {"[", "{"}:
        verses = _from_json(text)
    else:
        verses = _from_xml(data, watch) if "<quran" in text[:4096] else _from_lines(text)
    surahs: set[str] = set()
    for count, (surah, name, verse, words) in enumerate(verses):
        if count % 200 == 0:
            watch.step(min(0.1 + count / 7000, 0.95))
        if surah != last:
            last = surah
            surahs.add(surah)
            builder.locate(LocatorKind.CHAPTER, surah)
            if name:
                builder.open(Block(0, 0, BlockKind.HEADING, 1))
                builder.write(name)
        builder.locate(LocatorKind.VERSE, f"{surah}:{verse}")
        builder.open(Block(0, 0))
        builder.write(words)
        builder.close()
    if not builder.count:
        raise FormatError("The file names verses, but holds none in a shape this reader knows.")
    title = _TITLE if len(surahs) == _SURAHS else ""
    known = Known(IMPORTER, decoded.encoding, Metadata(title=title), "", "", decoded.decisions, decoded.warnings)
    return assemble(builder.finish(), known, hints)


def _from_json(text: str) -> Iterator[tuple[str, str, str, str]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError("The file is damaged: it is not well-formed JSON.") from error
    if isinstance(data, dict):
        data = data.get("data", data)
    if isinstance(data, dict):
        data = data.get("surahs") or data.get("chapters") or [data]
    for place, surah in enumerate(data if isinstance(data, list) else (), 1):
        if not isinstance(surah, dict):
            continue
        number = str(surah.get("id") or surah.get("number") or place)
        verses = surah.get("verses") or surah.get("ayahs") or ()
        for order, verse in enumerate(verses if isinstance(verses, list) else (), 1):
            if isinstance(verse, dict) and isinstance(verse.get("text"), str):
                within = verse.get("numberInSurah") or verse.get("id") or verse.get("number") or order
                yield number, str(surah.get("name") or ""), str(within), verse["text"]


def _from_xml(data: bytes, watch: Watch) -> Iterator[tuple[str, str, str, str]]:
    for surah in tree(data, watch, "The file").all("sura"):
        values: Mapping[str, str] = surah.attributes
        for place, verse in enumerate(surah.all("aya"), 1):
            words = verse.attributes.get("text", "")
            if words:
                yield values.get("index", ""), values.get("name", ""), verse.attributes.get("index", str(place)), words


def _from_lines(text: str) -> Iterator[tuple[str, str, str, str]]:
    for line in text.split("\n"):
        match = _LINE.fullmatch(line.strip())
        if match:
            yield match.group(1), "", match.group(2), match.group(3)

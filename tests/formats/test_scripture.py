"""OSIS and Quran files: the words with book, chapter and verse as locators."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from reader.document.model import BlockKind, LocatorKind, MarkKind
from reader.errors import FormatError
from reader.formats import Hints, read

if TYPE_CHECKING:
    from pathlib import Path

OSIS = """<?xml version="1.0" encoding="UTF-8"?><osis><osisText osisIDWork="W" xml:lang="he"><header>
<work osisWork="W"><title>תנך</title></work><work osisWork="V"><title>לא</title></work></header>
<div type="book" osisID="Gen"><title>בראשית</title><chapter osisID="Gen.1"><verse osisID="Gen.1.1">
<w>בְּ/רֵאשִׁ֖ית</w> <w type="x-ketiv">הוצא</w><note type="variant"><catchWord>הוצא</catchWord><rdg><w>הַיְצֵ֣א</w></rdg></note>
<w>אֶת</w><seg type="x-maqqef">־</seg><w>הַ/שָּׁמַיִם</w></verse><verse osisID="Gen.1.2"><w>והארץ</w></verse></chapter>
<chapter sID="Gen.2" osisID="Gen.2"/><verse sID="Gen.2.1" osisID="Gen.2.1"/><w>ויכלו</w><verse eID="Gen.2.1"/>
<chapter eID="Gen.2"/></div></osisText></osis>"""


def test_osis_verses_notes_and_books() -> None:
    article = read(OSIS.encode(), Hints(name="Gen.xml"))
    assert article.text.split("\n") == [
        "בראשית",
        "בְּרֵאשִׁ֖ית הוצא* אֶת־הַשָּׁמַיִם",
        "והארץ",
        "הַיְצֵ֣א",
        "ויכלו",
    ]
    assert article.metadata.title == "תנך (Gen)"
    verses = {
        item.label: article.text[item.offset :][:6] for item in article.locators if item.kind is LocatorKind.VERSE
    }
    assert verses == {"Gen 1:1": "בְּרֵא", "Gen 1:2": "והארץ\n", "Gen 2:1": "ויכלו"}
    assert [item.label for item in article.locators if item.kind is LocatorKind.CHAPTER] == ["Gen 1", "Gen 2"]
    note = next(block for block in article.blocks if block.kind is BlockKind.FOOTNOTE)
    assert [mark.target for mark in article.marks if mark.kind is MarkKind.NOTE_REFERENCE] == [note.anchor]


@pytest.mark.parametrize(("name", "count"), [("Gen", 1533), ("Esth", 167)])
def test_real_books_have_every_verse_and_word(corpus: Path, name: str, count: int) -> None:
    data = (corpus / "hebrew-bible-oshb" / f"{name}.xml").read_bytes()
    article = read(data, Hints(name=f"{name}.xml"))
    verses = [item for item in article.locators if item.kind is LocatorKind.VERSE]
    assert len(verses) == count
    body = re.sub(r"<note.*?</note>", "", data.decode().split("</header>")[1], flags=re.DOTALL)
    words = [word.replace("/", "") for word in re.findall(r"<w [^>]*>([^<]*)</w>", body)]
    notes = {block.start for block in article.blocks if block.kind is BlockKind.FOOTNOTE}
    text = "\n".join(article.text[block.start : block.end] for block in article.blocks if block.start not in notes)
    position = 0
    for word in words:
        position = text.index(word, position) + len(word)


def test_quran_as_json(corpus: Path) -> None:
    data = (corpus / "quran-urdu" / "quran.json").read_bytes()
    article = read(data, Hints(name="quran.json"))
    verses = {item.label: item.offset for item in article.locators if item.kind is LocatorKind.VERSE}
    assert len(verses) == 6236
    blocks = {block.start: article.text[block.start : block.end] for block in article.blocks}
    for surah in json.loads(data):
        for verse in surah["verses"]:
            assert blocks[verses[f"{surah['id']}:{verse['id']}"]] == " ".join(verse["text"].split(" "))
    assert sum(block.kind is BlockKind.HEADING for block in article.blocks) == 114
    assert (article.language, article.metadata.title) == ("ar", "القرآن الكريم")


@pytest.mark.parametrize(
    "text",
    [
        '<quran><sura index="112" name="الإخلاص"><aya index="1" text="قُلْ هُوَ ٱللَّهُ أَحَدٌ"/></sura></quran>',
        '{"data":{"surahs":[{"number":112,"name":"الإخلاص","ayahs":[{"numberInSurah":1,"text":"قُلْ هُوَ ٱللَّهُ أَحَدٌ"}]}]}}',
    ],
)
def test_other_shapes_of_the_quran(text: str) -> None:
    article = read(text.encode(), Hints(name="a.xml" if text[0] == "<" else "a.json"))
    assert article.text == "الإخلاص\nقُلْ هُوَ ٱللَّهُ أَحَدٌ"
    assert [(item.label, item.offset) for item in article.locators] == [("112", 0), ("112:1", 8)]


def test_lines_of_tanzil() -> None:
    article = read("1|1|بِسْمِ ٱللَّهِ\n1|2|ٱلْحَمْدُ لِلَّهِ\n".encode(), Hints(name="quran.txt"))
    assert article.text == "بِسْمِ ٱللَّهِ\nٱلْحَمْدُ لِلَّهِ"


def test_damaged_files_are_refused() -> None:
    with pytest.raises(FormatError, match="JSON"):
        read(b'[{"verses": [', Hints(name="a.json"))
    with pytest.raises(FormatError, match="well-formed"):
        read(OSIS[:-30].encode(), Hints(name="a.xml"))

"""Qt's visual order against UAX #9's own rows, and on real lines against python-bidi with rule L4 added by us."""

from __future__ import annotations

import re
import unicodedata
from statistics import mean
from typing import TYPE_CHECKING

import pytest
from bidi import get_display
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QRawFont, QTextLayout, QTextOption

from reader.text.bidi import paragraph_direction
from reader.ui import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

NOT_SEEN = {"Mn", "Cf", "Cc", "Zp"}
DIRECTIONS = {"rtl": Qt.LayoutDirection.RightToLeft, "ltr": Qt.LayoutDirection.LeftToRight}


@pytest.fixture(scope="module")
def font(qapp: QApplication) -> QFont:
    """Give one font for everything, boxes for what it lacks: glyphs tell where they come from only within a font."""
    made = QFont([fonts.register().naskh], 16)
    made.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return made


def laid_out(text: str, direction: str, font: QFont) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setTextDirection(DIRECTIONS[direction])
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    layout.createLine().setLineWidth(1_000_000)
    layout.endLayout()
    return layout


def visual_order(text: str, direction: str, font: QFont) -> list[int]:
    """Return the offsets of the characters that are drawn, from left to right; of a ligature the first."""
    places: dict[int, list[float]] = {}
    for run in laid_out(text, direction, font).glyphRuns(0, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
        for point, at in zip(run.positions(), run.stringIndexes(), strict=True):
            places.setdefault(at, []).append(point.x())  # the dots of a letter may be glyphs of their own
    order = sorted(places, key=lambda at: mean(places[at]))
    return [at for at in order if unicodedata.category(text[at]) not in NOT_SEEN]


def rows(file: Path) -> Iterator[tuple[str, str, list[int]]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            characters, _, level, _, order = line.split(";")
            text = "".join(chr(int(code, 16)) for code in characters.split())
            yield text, "rtl" if level == "1" else "ltr", [int(offset) for offset in order.split()]


def test_every_third_row_of_bidi_character_test(corpus: Path, font: QFont) -> None:
    seen = 0
    for number, (text, direction, expected) in enumerate(rows(corpus / "ucd15" / "BidiCharacterTest.txt")):
        if number % 3:
            continue
        found = visual_order(text, direction, font)
        assert found == [at for at in expected if unicodedata.category(text[at]) not in NOT_SEEN], (text, direction)
        seen += len(found)
    assert seen > 100_000


def mixed_lines(corpus: Path, seed_text: str) -> list[str]:
    texts = [seed_text]
    texts += [case.read_text(encoding="utf-8") for case in sorted((corpus / "reanchor").glob("*/new.txt"))]
    lines = {line.strip()[:200] for text in texts for line in text.splitlines()}
    mixed = re.compile(r"[\u05d0-\u05ea\u0621-\u06d3].*[A-Za-z0-9(\[]|[A-Za-z0-9(\[].*[\u05d0-\u05ea\u0621-\u06d3]")
    chosen = (line for line in sorted(lines) if mixed.search(line) and max(line) < "\ud800" and "\t" not in line)
    return list(chosen)[::3]


def plain(text: str) -> str:
    """Return ``text`` without what has no place of its own: marks, controls, and the alef of a lam-alef."""
    return re.sub("[اأإآ]ل", "ل", "".join(sign for sign in text if unicodedata.category(sign) not in NOT_SEEN))


def test_lines_of_real_texts_as_python_bidi_orders_them(corpus: Path, seed_text: str, font: QFont) -> None:
    lines = mixed_lines(corpus, seed_text)
    assert len(lines) > 100
    for line in lines:
        direction = paragraph_direction(line, "rtl")
        found = "".join(line[at] for at in visual_order(line, direction, font))
        expected = get_display(line, base_dir=direction[0].upper())
        assert plain(found) == plain(expected), line


@pytest.mark.parametrize("pair", ["()", "[]", "{}", "«»", "<>"])
def test_brackets_are_mirrored_by_rule_l4(pair: str, font: QFont) -> None:
    text = f"ن{pair[0]}ن{pair[1]}ن"
    raw = QRawFont.fromFont(font)
    drawn: dict[int, int] = {}
    for run in laid_out(text, "rtl", font).glyphRuns(0, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
        assert run.rawFont().familyName() == raw.familyName()
        drawn |= dict(zip(run.stringIndexes(), run.glyphIndexes(), strict=True))
    for at, mirrored in ((1, pair[1]), (3, pair[0])):
        assert unicodedata.mirrored(text[at])
        assert drawn[at] == raw.glyphIndexesForString(mirrored)[0], text[at]

"""The bundled fonts draw under names of our own, whatever the system has installed."""

from __future__ import annotations

import importlib.util
import struct
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QRawFont, QTextLayout

from reader.ui import fonts


def amiri() -> bytes:
    found = importlib.util.find_spec("fontpkg_amiri")
    return (Path(found.submodule_search_locations[0]) / "files" / "Amiri-Regular.ttf").read_bytes()


def drawn_by(family: str, text: str) -> tuple[set[str], bool]:
    font = QFont(family)
    font.setPixelSize(22)
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine().setLineWidth(4000)
    layout.endLayout()
    runs = layout.glyphRuns()
    return {run.rawFont().familyName() for run in runs}, all(all(run.glyphIndexes()) for run in runs)


@pytest.mark.parametrize(
    ("family", "text"),
    [
        (fonts.AMIRI, "مُحَمَّدٌ (2020) «SolarWinds» ۴۶۷ ٹڈڑںےۂ ٱلرَّحۡمَٰنِ ۝ ۖ."),
        (fonts.NASKH, "مُحَمَّدٌ (2020) ۴۶۷ ٹڈڑںے ٱلرَّحۡمَٰنِ ۖ."),
        (fonts.SANS, "المكتبة (12) ۴۶۷ ٹڈڑںے."),
        (fonts.HEBREW, "בְּרֵאשִׁ֖ית בָּרָ֣א (2020) ״״."),
    ],
)
def test_each_family_draws_its_own_letters_digits_and_brackets(qapp, family, text):
    fonts.register(family)
    assert drawn_by(family, text) == ({family}, True)


def test_bold_is_a_face_of_its_own_and_not_smeared(qapp):
    fonts.register(fonts.AMIRI)
    bold = QFont(fonts.AMIRI)
    bold.setBold(True)
    assert QFontInfo(bold).family() == fonts.AMIRI
    assert QRawFont.fromFont(bold).styleName() == "Bold"


def test_renaming_keeps_every_other_table():
    old, new = amiri(), fonts.renamed(amiri(), "Some Name")
    (count,) = struct.unpack_from(">H", old, 4)
    assert new[4:6] == old[4:6]
    for at in range(12, 12 + 16 * count, 16):
        tag = old[at : at + 4]
        before, after = struct.unpack_from(">II", old, at + 8), struct.unpack_from(">II", new, at + 8)
        kept = old[before[0] : sum(before)] == new[after[0] : sum(after)]
        assert kept == (tag != b"name")
    assert "Some Name Regular".encode("utf-16-be") in new


def test_what_is_not_one_font_is_refused():
    with pytest.raises(ValueError, match="OpenType"):
        fonts.renamed(b"ttcf" + bytes(100), "x")


def test_nastaliq_is_named_only_where_the_system_has_it(qapp, monkeypatch):
    monkeypatch.setattr(fonts.QFontDatabase, "hasFamily", staticmethod(lambda name: name == "Awami Nastaliq"))
    assert fonts.nastaliq() == "Awami Nastaliq"
    monkeypatch.setattr(fonts.QFontDatabase, "hasFamily", staticmethod(lambda name: False))
    assert fonts.nastaliq() == ""

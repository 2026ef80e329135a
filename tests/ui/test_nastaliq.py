"""Urdu in the system's Nastaliq: joined as the font means it, and drawn by the face that shaped it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QTextLayout

from reader.ui import nastaliq


@pytest.fixture
def family(qapp):
    name = nastaliq.family()
    if name != nastaliq.FAMILY:
        pytest.skip("no Noto Nastaliq Urdu on this system")
    return name


def heights(family, text, *, bold=False):
    """Return how far each glyph of ``text`` stands above the baseline, in thousandths of an em, and the faces."""
    font = QFont(family)
    font.setPixelSize(1000)
    font.setBold(bold)
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(9000)
    layout.endLayout()
    runs = layout.glyphRuns()
    faces = {run.rawFont().styleName() for run in runs}
    return [round(line.ascent() - place.y()) for run in runs for place in run.positions()], faces


def test_the_letters_of_a_word_stand_where_the_font_joins_them(family):
    found, faces = heights(family, "ہر")
    assert faces == {"Regular"}
    # the heh ends on the entry of the reh, which is 146 high in the font; torn apart Qt puts it at 315
    assert found[0] == pytest.approx(146, abs=12)
    assert found[-1] == 0


def test_bold_has_a_face_of_its_own(family):
    assert heights(family, "ہر", bold=True)[1] == {"Bold"}


def test_untying_changes_the_format_of_anchors_and_nothing_else(family):
    path = next(nastaliq._installed())
    old = path.read_bytes()
    new = nastaliq.untied(old)
    assert len(new) == len(old)
    changed = [at for at in range(len(old)) if old[at] != new[at]]
    assert changed
    assert all((old[at], new[at]) == (2, 1) for at in changed)

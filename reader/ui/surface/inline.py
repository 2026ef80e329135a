"""What inline marks and scripts do to a text: runs in another font, and what is drawn at its letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCharFormat

from reader.document.model import MarkKind
from reader.ui.surface.faces import foreign_runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.document.model import Mark
    from reader.ui.surface.faces import Faces
    from reader.ui.surface.frame import Frame, Run
    from reader.ui.surface.page import Setting

_JOINING = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f]")
_STRONG, _SLANTED, _CODE, _RAISED, _LOWERED = range(5)
_LOOKS = {
    MarkKind.STRONG: _STRONG,
    MarkKind.EMPHASIS: _SLANTED,
    MarkKind.CODE: _CODE,
    MarkKind.SUPERSCRIPT: _RAISED,
    MarkKind.NOTE_REFERENCE: _RAISED,
    MarkKind.SUBSCRIPT: _LOWERED,
}
_TINTS = {MarkKind.LINK: "accent", MarkKind.NOTE_REFERENCE: "accent"}
_LINES = {MarkKind.LINK: "under", MarkKind.UNDERLINE: "under", MarkKind.STRIKE: "through"}


def runs_of(frame: Frame, faces: Faces, setting: Setting, marks: Sequence[Mark]) -> list[Run]:
    """Return the stretches of the shown text of ``frame`` that are not set in the main font of ``setting``.

    A mark that begins or ends between two joined letters changes no font there: it would tear them apart.
    """
    text = frame.text
    if setting.mono:
        return []
    main = setting.script or faces.script
    scripts = [(s, e, script) for s, e, script in foreign_runs(text, main) if not faces.same(script, main)]
    looks = _looks(frame, marks)
    if not looks:
        return [(s, e, faces.font(script, setting.size, bold=setting.bold)) for s, e, script in scripts]
    everywhere = [(s, e, script) for s, e, script in foreign_runs(text, main)]
    cuts = {0, len(text)}
    for start, end, *_ in (*everywhere, *looks):
        cuts |= {start, end}
    runs: list[Run] = []
    borders = sorted(cuts)
    for start, end in pairwise(borders):
        here = {look for s, e, look in looks if s <= start and end <= e}
        script = next((name for s, e, name in everywhere if s <= start and end <= e), main)
        if here or not faces.same(script, main):
            runs.append((start, end, _format(here, script, faces, setting)))
    return runs


def touches_of(frame: Frame, marks: Sequence[Mark], main: str) -> list[Touch]:
    """Return what is drawn at the letters of ``frame`` for its marks: tints and lines."""
    found: list[Touch] = []
    for mark in marks:
        start, end = max(mark.start, frame.start), min(mark.end, frame.end)
        if start >= end:
            continue
        line = _LINES.get(mark.kind, "")
        if mark.kind is MarkKind.EMPHASIS and main == "Arab":
            line = "over"
        if line or mark.kind in _TINTS:
            found.append(Touch(start, end, _TINTS.get(mark.kind, ""), line))
    return found


def _looks(frame: Frame, marks: Sequence[Mark]) -> list[tuple[int, int, int]]:
    found = []
    for mark in marks:
        look = _LOOKS.get(mark.kind)
        start, end = frame.shown(mark.start), frame.shown(mark.end)
        if look is not None and start < end and not (_joined(frame.text, start) or _joined(frame.text, end)):
            found.append((start, end, look))
    return found


def _joined(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(_JOINING.match(text[at - 1]) and _JOINING.match(text[at]))


def _format(looks: set[int], script: str, faces: Faces, setting: Setting) -> QTextCharFormat:
    bold = setting.bold or _STRONG in looks or (_SLANTED in looks and script == "Hebr")
    style = QTextCharFormat()
    if _CODE in looks or setting.mono:
        style.setFont(faces.mono(setting.size * 0.8))
    else:
        style.setFont(faces.font(script, setting.size, bold=bold, italic=_SLANTED in looks))
    if _RAISED in looks:
        style.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
    elif _LOWERED in looks:
        style.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSubScript)
    return style


@dataclass(frozen=True, slots=True)
class Touch:
    """Something drawn at stored offsets ``start`` to ``end``: a colour of the theme, a line, or both."""

    start: int
    end: int
    tint: str = ""
    """``accent`` or ``soft``, or empty for the colour of the text."""
    line: str = ""
    """``under``, ``over`` or ``through`` the letters, or empty."""

"""How far the ink of a line reaches above and below its baseline; what Qt calls a glyph run's bounds is not its ink."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QTextLine

_STACKING = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]")
_extents: dict[tuple[str, str, float, int], tuple[float, float]] = {}
_MOST = 20_000


def may_reach_far(text: str) -> bool:
    """Return whether ``text`` has marks that may stand higher or lower than its letters do."""
    return bool(_STACKING.search(text))


def reach(line: QTextLine) -> tuple[float, float]:
    """Return how far the ink of ``line`` reaches above and below its baseline, in pixels."""
    baseline = line.y() + line.ascent()
    above = below = 0.0
    for run in line.glyphRuns():
        font = run.rawFont()
        name = (font.familyName(), font.styleName(), font.pixelSize())
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            extent = _extents.get((*name, glyph))
            if extent is None:
                rect = font.boundingRect(glyph)
                extent = (-rect.top(), rect.bottom())
                if len(_extents) > _MOST:
                    _extents.clear()
                _extents[(*name, glyph)] = extent
            height = baseline - place.y()
            above = max(above, height + extent[0])
            below = max(below, extent[1] - height)
    return above, below

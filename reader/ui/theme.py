"""Themes: the colours of the page, of the window and of the six highlights, read from ``resources/themes``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reader.annotation.model import Colour
from reader.paths import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("paper", "sepia", "dark", "black", "contrast")
"""The themes that come with Hamish, in the order in which they are offered."""


def load(name: str) -> Theme:
    """Return the theme called ``name``; an unknown name gives the first one."""
    known = name if name in NAMES else NAMES[0]
    values = json.loads((resources() / "themes" / f"{known}.json").read_text(encoding="utf-8"))
    marks = {colour: Ink(*values["marks"][colour]) for colour in Colour}
    return Theme(**{**values, "name": known, "marks": marks})


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio (1 to 21) of two ``#RRGGBB`` colours by WCAG 2.2, section 1.4.3."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(first: str, second: str, share: float = 0.5) -> str:
    """Return ``first`` with ``share`` (0 to 1) of ``second`` mixed in, as ``#RRGGBB``."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    value = int(colour.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Ink(NamedTuple):
    """The two colours of a highlight: behind the text, and of its line, its card and its place on the strip."""

    fill: str
    edge: str


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours of one look, as ``#RRGGBB``."""

    name: str
    dark: bool
    page: str
    """Ground of the reading column and of the margin."""
    window: str
    """Ground of header, shelf and strip."""
    card: str
    text: str
    soft: str
    """Lesser text: datelines, page numbers, counts."""
    border: str
    """Hairlines that only divide."""
    field: str
    """Borders that a person must see: of fields and controls."""
    accent: str
    selection: str
    hit: str
    """Ground of a search result; its border is ``hit_edge``."""
    hit_current: str
    hit_edge: str
    edge: float
    """Thickness of the line under a highlight, in points."""
    marks: Mapping[Colour, Ink]

    def overlap(self, lower: Colour, upper: Colour) -> str:
        """Return the ground where a highlight in ``upper`` lies over one in ``lower``."""
        return mix(self.marks[lower].fill, self.marks[upper].fill)

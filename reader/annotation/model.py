"""The annotation as frozen values, in W3C Web Annotation terms.

All offsets are code points in logical order, half-open, on grapheme cluster borders.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CONTEXT = 32
"""Code points kept before and after a quote (as Hypothesis does)."""


class Colour(StrEnum):
    """The six named colours of a highlight, in the order of the keys 1 to 6."""

    YELLOW = "yellow"
    GREEN = "green"
    PINK = "pink"
    BLUE = "blue"
    PURPLE = "purple"
    ORANGE = "orange"


class Style(StrEnum):
    """How a highlight is drawn."""

    BACKGROUND = "background"
    UNDERLINE = "underline"
    STRIKETHROUGH = "strikethrough"


class Status(StrEnum):
    """How a placement was found; see ``annotation.anchoring``.

    EXACT: the same code points at the same offset. MOVED: the same after folding, elsewhere.
    FUZZY: a score below 1. ORPHAN: not found; the target is kept and the offsets are the last known ones.
    """

    EXACT = "exact"
    MOVED = "moved"
    FUZZY = "fuzzy"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Target:
    """The passage meant: a TextPositionSelector and a TextQuoteSelector over one version of a text."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    sha256: str = ""
    """Fingerprint of the version that ``start`` and ``end`` count in; empty when unknown."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a target is in one version of the text."""

    start: int
    end: int
    status: Status = Status.EXACT
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Annotation:
    """A highlight, with or without a note, and its place in the version it was read for."""

    id: str
    article: str
    target: Target
    placement: Placement
    colour: Colour = Colour.YELLOW
    style: Style = Style.BACKGROUND
    note: str = ""
    note_direction: str = "auto"
    """``rtl``, ``ltr`` or ``auto`` (by the note's own text)."""
    tags: tuple[str, ...] = ()
    created: str = ""
    """UTC, ISO 8601 with a final Z, whole milliseconds."""
    modified: str = ""
    client: str = ""
    deleted: str = ""
    """When it went to the bin, or empty."""

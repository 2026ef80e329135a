"""Where the parts of the window stand at a given size: pure arithmetic over rectangles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

HEADER, FOOT, STRIP = 48, 30, 22
THREE_COLUMNS, TWO_COLUMNS, WITH_MARKS = 1280, 960, 640
"""Widths from which shelf, page and margin stand; page and margin; page and marks."""
MARKS = 40

Box = tuple[int, int, int, int]
"""Left, top, width, height in device-independent pixels."""


def arrange(width: int, height: int, *, right_to_left: bool, shelf: bool = True, margin: bool = True) -> Arrangement:
    """Return the place of each part; ``right_to_left`` is the interface's direction, the flags what the person wants.

    A shelf that has no room beside the page lies over it when it is wanted (``shelf_over``).
    """
    below = max(0, height - HEADER)
    shelf_width = round(min(280, max(224, width * 0.167)))
    beside = width >= THREE_COLUMNS
    inline_shelf = shelf_width if shelf and beside else 0
    kind = _margin_kind(width) if margin else MarginKind.NONE
    margin_width = {
        MarginKind.CARDS: round(min(360, max(290, width * 0.236))),
        MarginKind.MARKS: MARKS,
        MarginKind.NONE: 0,
    }[kind]
    page_left = STRIP + margin_width
    page_width = max(0, width - page_left - inline_shelf)

    def box(left: int, top: int, wide: int, high: int) -> Box:
        return (left if right_to_left else width - left - wide, top, wide, high)

    return Arrangement(
        header=(0, 0, width, HEADER),
        strip=box(0, HEADER, STRIP, below),
        margin=box(STRIP, HEADER, margin_width, below),
        page=box(page_left, HEADER, page_width, max(0, below - FOOT)),
        foot=box(page_left, height - FOOT, page_width, FOOT),
        shelf=box(width - shelf_width, HEADER, shelf_width, below) if shelf else (0, 0, 0, 0),
        shelf_over=shelf and not beside,
        margin_kind=kind,
    )


def _margin_kind(width: int) -> MarginKind:
    if width >= TWO_COLUMNS:
        return MarginKind.CARDS
    return MarginKind.MARKS if width >= WITH_MARKS else MarginKind.NONE


class MarginKind(StrEnum):
    """How the margin shows the notes."""

    CARDS = "cards"
    MARKS = "marks"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The rectangle of each part of the window; an absent part has no width."""

    header: Box
    strip: Box
    margin: Box
    page: Box
    foot: Box
    shelf: Box
    shelf_over: bool
    margin_kind: MarginKind

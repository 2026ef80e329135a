"""What a caller asks for, checked before anything is written: the fields of a highlight and the passage it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reader.annotation.model import CONTEXT, Annotation, Colour, Placement, Style, Target
from reader.errors import AnnotationError, SpanError
from reader.store.clean import clean
from reader.text.graphemes import is_boundary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.store.articles import Place
    from reader.store.texts import VersionReader

_AROUND = 8192
"""Code points read on each side of a passage to know the clusters at its ends."""
_DIRECTIONS = frozenset({"rtl", "ltr", "auto"})


def wanted(row: Mapping[str, Any], article_id: str) -> Annotation:
    """Return a row as an annotation with the bare offsets as its target. Raises AnnotationError."""
    try:
        start, end, tags = row["start"], row["end"], row.get("tags") or ()
    except KeyError as error:
        raise AnnotationError(f"A highlight needs its {error.args[0]}.") from error
    if type(start) is not int or type(end) is not int:
        raise AnnotationError("The start and end of a highlight are whole numbers.")
    if isinstance(tags, str) or not isinstance(tags, Iterable) or not all(isinstance(tag, str) for tag in tags):
        raise AnnotationError("The tags of a highlight are a list of words.")
    return Annotation(
        id="",
        article=article_id,
        target=Target(start, end, ""),
        placement=Placement(start, end),
        colour=colour_of(row.get("colour") or row.get("color") or Colour.YELLOW),
        style=style_of(row.get("style") or Style.BACKGROUND),
        note=note_of(row.get("note") or ""),
        note_direction=direction_of(row.get("note_direction") or "auto"),
        tags=tuple(tags),
    )


def colour_of(value: object) -> Colour:
    """Return ``value`` as a colour. Raises AnnotationError."""
    try:
        return Colour(str(value))
    except ValueError as error:
        raise AnnotationError(f"There is no colour {value}; there are {', '.join(Colour)}.") from error


def style_of(value: object) -> Style:
    """Return ``value`` as a style. Raises AnnotationError."""
    try:
        return Style(str(value))
    except ValueError as error:
        raise AnnotationError(f"There is no style {value}; there are {', '.join(Style)}.") from error


def direction_of(value: object) -> str:
    """Return ``value`` as the direction of a note. Raises AnnotationError."""
    if value not in _DIRECTIONS:
        raise AnnotationError("The direction of a note is rtl, ltr or auto.")
    return str(value)


def note_of(value: object) -> str:
    """Return ``value`` as the text of a note. Raises AnnotationError."""
    if not isinstance(value, str):
        raise AnnotationError("A note is text.")
    return clean(value)


def describe(reader: VersionReader, place: Place, start: int, end: int) -> Target:
    """Return the target of a passage; only the chunks around it are read. Raises SpanError."""
    if start < 0 or end > reader.length:
        raise SpanError(f"The passage {start} to {end} lies outside the text, which has {reader.length} code points.")
    if start > end:
        raise SpanError(f"The passage {start} to {end} ends before it starts.")
    if start == end:
        raise SpanError(f"The passage {start} to {end} is empty.")
    for offset in (start, end):
        first = max(0, offset - _AROUND)
        if not is_boundary(reader.text(first, offset + _AROUND), offset - first):
            raise SpanError(f"Offset {offset} lies inside a letter and its marks: the passage would tear them apart.")
    return Target(
        start=start,
        end=end,
        exact=reader.text(start, end),
        prefix=reader.text(start - CONTEXT, start),
        suffix=reader.text(end, end + CONTEXT),
        sha256=place.sha256,
    )

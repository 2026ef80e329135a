"""Which highlights a person does not want to see for now: by colour, style or tag, as long as the window stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.annotation.model import Annotation, Colour, Style
    from reader.ui.window import MainWindow


def hide(window: MainWindow, hidden: Hidden) -> None:
    """Let page, margin and strip show what ``hidden`` leaves."""
    window.hidden = hidden
    window.surface.set_hidden(hidden.hides if hidden else None)
    window.follow.place_notes()
    window.follow.marks_changed()


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is hidden; a highlight with one of these colours, styles or tags is."""

    colours: frozenset[Colour] = frozenset()
    styles: frozenset[Style] = frozenset()
    tags: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.colours or self.styles or self.tags)

    def hides(self, annotation: Annotation) -> bool:
        """Tell whether an annotation is hidden."""
        return (
            annotation.colour in self.colours
            or annotation.style in self.styles
            or not self.tags.isdisjoint(annotation.tags)
        )

    def turned(self, kind: str, value: str, *, shown: bool) -> Hidden:
        """Return the same with one value of ``colours``, ``styles`` or ``tags`` shown or hidden."""
        values = getattr(self, kind)
        return replace(self, **{kind: values - {value} if shown else values | {value}})

    def without(self, annotation: Annotation) -> Hidden:
        """Return the same with everything shown that would hide this annotation."""
        return Hidden(
            self.colours - {annotation.colour}, self.styles - {annotation.style}, self.tags.difference(annotation.tags)
        )

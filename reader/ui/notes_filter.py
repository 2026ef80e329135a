"""Which notes a list shows, and in what order: a pure function over annotations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.annotation.model import Annotation, Colour, Status
from reader.text.fold import fold
from reader.text.folding import ANCHORING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def chosen(annotations: Iterable[Annotation], wanted: Filter) -> list[Annotation]:
    """Return the annotations that pass, in the order wanted; ``annotations`` come in the order of the text.

    The words of the filter are found in note, passage and tags, whatever their vowel signs or spelling.
    """
    words = fold(wanted.text, ANCHORING).text.split()
    passed = [each for each in annotations if _passes(each, wanted) and _has(each, words)]
    if wanted.order is Order.DATE:
        passed.sort(key=lambda each: each.modified, reverse=True)
    elif wanted.order is Order.COLOUR:
        rank: Mapping[Colour, int] = {colour: at for at, colour in enumerate(Colour)}
        passed.sort(key=lambda each: rank[each.colour])
    return passed


def _passes(annotation: Annotation, wanted: Filter) -> bool:
    if wanted.colours and annotation.colour not in wanted.colours:
        return False
    if wanted.tag and wanted.tag not in annotation.tags:
        return False
    if wanted.noted is not None and bool(annotation.note) != wanted.noted:
        return False
    return wanted.scope is not Scope.ORPHANS or annotation.placement.status in {Status.ORPHAN, Status.FUZZY}


def _has(annotation: Annotation, words: list[str]) -> bool:
    if not words:
        return True
    where = fold("\n".join((annotation.note, annotation.target.exact, *annotation.tags)), ANCHORING).text
    return all(word in where for word in words)


class Scope(StrEnum):
    """Whose notes a list shows."""

    ARTICLE = "article"
    LIBRARY = "library"
    ORPHANS = "orphans"
    BIN = "bin"


class Order(StrEnum):
    """In what order."""

    TEXT = "text"
    DATE = "date"
    COLOUR = "colour"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a person asked to see; an empty field asks for nothing."""

    scope: Scope = Scope.ARTICLE
    order: Order = Order.TEXT
    text: str = ""
    colours: frozenset[Colour] = frozenset()
    tag: str = ""
    noted: bool | None = None

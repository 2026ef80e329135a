"""What an export is made of: one article's metadata and its annotations, each with where it stands in the article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.annotation.model import Annotation, Status
from reader.document.model import Direction

if TYPE_CHECKING:
    from reader.document.model import Locator, Metadata


@dataclass(frozen=True, slots=True)
class Entry:
    """One annotation and its place in the article, as a person would cite it."""

    annotation: Annotation
    sections: tuple[str, ...] = ()
    """Titles of the headings it stands under, the outermost first; without the article's own title."""
    locators: tuple[Locator, ...] = ()
    """The last locator of each kind at or before its start: printed page, verse, chapter, number."""


@dataclass(frozen=True, slots=True)
class Export:
    """One article's annotations on their way out: everything a format may write, and nothing it must look up."""

    article: str
    """Id of the article."""
    metadata: Metadata
    language: str = ""
    """BCP 47 tag, or empty when unknown."""
    direction: Direction = Direction.RTL
    """Base direction of the document: never AUTO."""
    source: str = ""
    """Path or address the article was added from."""
    added: str = ""
    """When the article was added: UTC, ISO 8601."""
    tags: tuple[str, ...] = ()
    """Tags of the article."""
    sha256: str = ""
    """Fingerprint of the version that the placements count in."""
    entries: tuple[Entry, ...] = ()
    """All annotations that are not in the bin: in reading order, orphans wherever they fall."""

    @property
    def title(self) -> str:
        """The article's title, or the name of the file or page where it has none."""
        return self.metadata.title or re.split(r"[/\\]", self.source.rstrip("/\\"))[-1]

    @property
    def placed(self) -> tuple[Entry, ...]:
        """The entries that have a place in the text."""
        return tuple(entry for entry in self.entries if entry.annotation.placement.status != Status.ORPHAN)

    @property
    def orphans(self) -> tuple[Entry, ...]:
        """The entries whose passage was not found; their offsets are the last known ones."""
        return tuple(entry for entry in self.entries if entry.annotation.placement.status == Status.ORPHAN)


@dataclass(frozen=True, slots=True)
class Batch:
    """Annotations on their way in, as a file gave them; nothing is placed in a text yet.

    An annotation without an id has an empty one, one without a known place is an orphan at 0.
    """

    annotations: tuple[Annotation, ...]
    article: str = ""
    """Id of the article they were exported from, where the file says so."""
    title: str = ""
    source: str = ""
    sha256: str = ""
    """Fingerprint of the text that the placements count in, where the file says so."""

"""The source of a passage as a line to be quoted with it, in the order and with the signs of its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.text.bidi import isolate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.document.model import Locator, Metadata

_HEBREW = frozenset({"he", "yi"})


def citation(
    metadata: Metadata,
    style: str,
    *,
    section: str = "",
    locators: Iterable[Locator] = (),
    offset: int = 0,
    language: str = "",
    rtl: bool = True,
) -> str:
    """Return who, what, where and when, as far as it is known, each part isolated; ``style`` is that of the settings.

    ``locators`` stand in order, ``offset`` is where the passage begins; ``rtl`` is the direction of the text.
    """
    script = "Hebr" if language.split("-", maxsplit=1)[0] in _HEBREW else "Arab" if rtl else "Latn"
    comma = "، " if script == "Arab" else ", "
    place = ", ".join(part for part in (metadata.place, metadata.publisher) if part)
    title = f"«{metadata.title}»" if metadata.title else ""
    year = f"{metadata.year} {_calendar(metadata.calendar)}".strip() if metadata.year else metadata.published
    printed = " ".join(_printed(locators, offset, script))
    if style == "plain":
        parts = [metadata.author, title, printed]
    elif style == "footnote":
        parts = [metadata.author, title, section, metadata.edition, place, year, printed, metadata.url]
    else:
        parts = [metadata.author, title, metadata.site, place, year, printed, metadata.url]
    return comma.join(isolate(part) for part in parts if part)


def _printed(locators: Iterable[Locator], offset: int, script: str) -> list[str]:
    """Return volume and page, verse and number of a hadith, as they hold at ``offset``."""
    last: dict[str, str] = {}
    for place in locators:
        if place.offset > offset:
            break
        last[place.kind.value] = place.label
    found = []
    if page := last.get("page"):
        volume, colon, number = page.rpartition(":")
        in_volume, on_page = {"Arab": ("ج", "ص"), "Hebr": ("כרך", "עמ׳"), "Latn": ("vol.", "p.")}[script]
        comma = "، " if script == "Arab" else ", "
        found.append(f"{in_volume} {volume}{comma}{on_page} {number}" if colon else f"{on_page} {number}")
    found += [last[kind] for kind in ("verse", "hadith") if kind in last]
    return found


def _calendar(calendar: str) -> str:
    return {"hijri": "هـ", "jalali": "ش", "gregorian": "م"}.get(calendar, "")

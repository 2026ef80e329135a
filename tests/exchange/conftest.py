"""Exports to test with: one that is small and real, and a strategy for those nobody would think of."""

from __future__ import annotations

import pytest

from reader.annotation.model import Annotation, Colour, Placement, Status, Style, Target
from reader.document.model import Direction, Locator, LocatorKind, Metadata
from reader.exchange.model import Entry, Export

SHA = "7ea65c7f" * 8


@pytest.fixture
def export(seed_text: str) -> Export:
    def annotation(number: int, exact: str, **fields: object) -> Annotation:
        start = seed_text.index(exact)
        end = start + len(exact)
        target = Target(start, end, exact, seed_text[max(0, start - 32) : start], seed_text[end : end + 32], SHA)
        values: dict[str, object] = {
            "placement": Placement(start, end),
            "created": "2026-11-23T14:26:51.123Z",
            "modified": "2026-11-23T14:27:00.000Z",
            "client": "cli",
        }
        return Annotation(
            id=f"00000000-0000-4000-8000-00000000000{number}",
            article="a1",
            target=target,
            **(values | fields),  # type: ignore[arg-type]
        )

    dateline = annotation(1, "واشنطن- يورو عربي | تحدث", note="المصدر: يورو عربي", tags=("خبر", "news", "حلف الناتو"))
    mixed = annotation(
        2,
        "الأمريكية في نظام\u00a0SolarWinds.\n\nإضافة لتقارير",
        colour=Colour.PINK,
        style=Style.UNDERLINE,
        note="See *SolarWinds*\n--- \n\n> 2020",
        note_direction="ltr",
    )
    lost = annotation(3, "اترك رد", placement=Placement(0, 5, Status.ORPHAN, 0.25))
    return Export(
        article="a1",
        metadata=Metadata(title=seed_text.split("\n", 1)[0], author="", site="يورو عربي"),
        language="ar",
        direction=Direction.RTL,
        source="seeds/000_7ea65c7fb41ba78a.txt",
        added="2026-11-23T14:20:00.000Z",
        tags=("أخبار",),
        sha256=SHA,
        entries=(
            Entry(dateline, ("الباب الأول",), (Locator(0, LocatorKind.PAGE, "1:23"),)),
            Entry(mixed, ("الباب الأول", "فصل"), (Locator(0, LocatorKind.VERSE, "البقرة ٢"),)),
            Entry(lost),
        ),
    )

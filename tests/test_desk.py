from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import annotate, shelf, update
from reader.annotation.model import Colour
from reader.desk import Changes, Desk
from reader.document.model import Block, BlockKind, Direction, Locator, LocatorKind, Mark, MarkKind, Resource
from reader.errors import ArticleError
from reader.store.library import Library
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "عنوان\nنص أول فيه كلام\n\ufffc\nنص ثان"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def other(library: Library) -> Iterator[Library]:
    with Library.open(library.path, client="other window") as opened:
        yield opened


@pytest.fixture
def article(library: Library) -> str:
    blocks = (
        Block(0, 5, BlockKind.HEADING, 1),
        Block(6, 21),
        Block(22, 23, BlockKind.IMAGE, resource="p.png"),
        Block(24, 30, anchor="آخر"),
    )
    content = article_of(
        TEXT,
        blocks=blocks,
        marks=(Mark(6, 8, MarkKind.STRONG), Mark(9, 12, MarkKind.EMPHASIS)),
        locators=(Locator(6, LocatorKind.PAGE, "3"),),
        resources=(Resource("p.png", "image/png", b"\x89PNG"),),
    )
    return shelf.add(library, content).id


def test_a_desk_shows_the_article(library: Library, article: str) -> None:
    desk = Desk(library, article)
    assert (desk.id, desk.length, desk.direction, desk.language, desk.version) == (
        article,
        len(TEXT),
        Direction.RTL,
        "ar",
        1,
    )
    assert desk.info == shelf.info(library, article)
    assert desk.block_count == 4
    assert [desk.block_text(index) for index in range(4)] == TEXT.split("\n")
    assert [desk.block_at(offset) for offset in (0, 5, 6, 29, 99)] == [0, 0, 1, 3, 3]
    assert desk.text(6, 8) == "نص"
    assert desk.whole() == TEXT
    assert desk.marks(7, 9) == [Mark(6, 8, MarkKind.STRONG)]
    assert list(desk.locators()) == [Locator(6, LocatorKind.PAGE, "3")]
    assert desk.headings() == [(0, desk.block(0), "عنوان")]
    assert desk.resource("p.png") == b"\x89PNG"
    assert desk.resource("q.png") is None
    assert desk.block_by_anchor("آخر") == 3


def test_there_is_no_desk_without_an_article(library: Library) -> None:
    with pytest.raises(ArticleError):
        Desk(library, "x")


def test_changes_are_the_news_whoever_wrote(library: Library, other: Library, article: str) -> None:
    desk = Desk(library, article)
    assert list(desk.annotations) == []
    assert desk.refresh() == Changes()
    mine = annotate.highlight(library, article, 0, 5)
    theirs = annotate.highlight(other, article, 6, 8)
    assert desk.refresh() == Changes(added=(mine, theirs))
    assert list(desk.annotations) == [mine, theirs]
    changed = annotate.edit(other, mine.id, colour=Colour.PINK)
    annotate.delete(library, [theirs.id])
    assert desk.refresh() == Changes(changed=(changed,), removed=(theirs.id,))
    assert list(desk.annotations) == [changed]
    assert not desk.refresh()


def test_what_came_and_went_between_two_looks_is_no_news(library: Library, other: Library, article: str) -> None:
    desk = Desk(library, article)
    assert not desk.annotations
    made = annotate.highlight(other, article, 0, 5)
    annotate.delete(other, [made.id])
    assert not desk.refresh()


def test_another_article_is_no_news(library: Library, other: Library, article: str) -> None:
    desk = Desk(library, article)
    assert not desk.annotations
    elsewhere = shelf.add(other, article_of("مقال آخر"))
    annotate.highlight(other, elsewhere.id, 0, 4)
    shelf.set_tags(other, elsewhere.id, ["x"])
    assert not desk.refresh()
    shelf.set_tags(other, article, ["x"])
    assert desk.refresh() == Changes(article_changed=True)


def test_undo_and_emptying_the_bin_are_news_too(library: Library, other: Library, article: str) -> None:
    made = annotate.highlight(other, article, 0, 5)
    desk = Desk(library, article)
    assert [note.id for note in desk.annotations] == [made.id]
    annotate.undo(other)
    assert desk.refresh().removed == (made.id,)
    annotate.redo(other)
    assert [note.id for note in desk.refresh().added] == [made.id]
    annotate.delete(other, [made.id])
    annotate.empty_bin(other)
    assert desk.refresh().removed == (made.id,)


def test_a_desk_that_was_never_asked_for_all_notes_tells_news_too(library: Library, article: str) -> None:
    old, gone = annotate.highlight(library, article, 0, 5), annotate.highlight(library, article, 0, 5)
    desk = Desk(library, article)
    assert desk.annotations_in(0, 5) == sorted([old, gone], key=lambda note: note.id)
    made = annotate.highlight(library, article, 6, 8)
    changed = annotate.edit(library, old.id, colour=Colour.PINK)
    annotate.delete(library, [gone.id])
    assert desk.refresh() == Changes(added=(made,), changed=(changed,), removed=(gone.id,))
    assert not desk.refresh()
    assert list(desk.annotations) == [changed, made]
    assert not desk.refresh()


def test_a_desk_takes_over_what_another_has_read_and_misses_no_news(
    library: Library, other: Library, article: str
) -> None:
    gone = annotate.highlight(library, article, 6, 8)
    desk = Desk(library, article)
    reading = Desk(other, article)
    early = annotate.highlight(library, article, 9, 12)
    assert len(reading.annotations) == 2
    late = annotate.highlight(library, article, 12, 14)
    annotate.delete(other, [gone.id])
    desk.refresh()
    changes = desk.take_annotations(reading)
    assert changes is not None
    assert changes.removed == (gone.id,)
    assert [item.id for item in changes.added] == [late.id]
    assert list(desk.annotations) == list(Desk(library, article).annotations) == [early, late]
    assert desk.take_annotations(Desk(other, article)) is None


def test_a_desk_does_not_take_over_the_places_in_another_version(
    library: Library, other: Library, article: str
) -> None:
    annotate.highlight(library, article, 6, 8)
    desk = Desk(library, article)
    update.update(library, article, article_of("كلام جديد\n" + TEXT))
    assert desk.take_annotations(Desk(other, article)) is None
    assert [item.placement.start for item in desk.annotations] == [6]


def test_a_look_costs_no_query_when_nobody_wrote(library: Library, article: str) -> None:
    desk = Desk(library, article)
    seen: list[str] = []
    library.connection.set_trace_callback(seen.append)
    assert not desk.refresh()
    assert seen == ["PRAGMA data_version"]
    annotate.highlight(library, article, 0, 5)
    assert desk.refresh()
    seen.clear()
    assert not desk.refresh()
    assert seen == ["PRAGMA data_version"]


def test_a_long_annotation_is_still_found_when_one_before_it_goes(library: Library) -> None:
    added = shelf.add(library, article_of("ا" * 120)).id
    spans = [(0, 1), (2, 100), (50, 51)]
    first, long, _ = annotate.highlight_many(library, added, [{"start": start, "end": end} for start, end in spans])
    desk = Desk(library, added)
    assert len(desk.annotations) == 3
    annotate.delete(library, [first.id])
    desk.refresh()
    assert desk.annotations_in(60, 70) == [long]


def test_orphans_stand_apart(library: Library, article: str) -> None:
    annotate.highlight(library, article, 0, 5)
    annotate.highlight(library, article, 6, 8)
    library.run("UPDATE placement SET status = 'orphan' WHERE start = 0")
    desk = Desk(library, article)
    assert [note.placement.start for note in desk.annotations] == [6]
    assert [note.placement.start for note in desk.orphans] == [0]
    assert desk.annotations_in(0, 30) == Desk(library, article).annotations_in(0, 30) == list(desk.annotations)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    spans=st.lists(st.tuples(st.integers(0, 199), st.integers(1, 80)), max_size=15),
    start=st.integers(0, 200),
    length=st.integers(0, 60),
)
def test_annotations_in_a_span_are_those_that_touch_it(
    library: Library, spans: list[tuple[int, int]], start: int, length: int
) -> None:
    added = shelf.add(library, article_of("ا" * 200), source=str((spans, start, length)))
    rows = [{"start": first, "end": min(200, first + more)} for first, more in spans]
    annotate.highlight_many(library, added.id, rows)
    desk = Desk(library, added.id)
    end = start + length
    expected = [note for note in desk.annotations if note.placement.start < end and note.placement.end > start]
    assert desk.annotations_in(start, end) == expected
    before_all_are_read = Desk(library, added.id)
    assert before_all_are_read.annotations_in(start, end) == expected
    annotate.undo(library)


def test_the_position_is_kept(library: Library, article: str) -> None:
    desk = Desk(library, article)
    assert desk.position == 0
    desk.save_position(17)
    with library.again() as later:
        assert Desk(later, article).position == 17
    desk.save_position(9999)
    assert desk.position == len(TEXT)


def test_time_read_is_added_up(library: Library, article: str) -> None:
    desk = Desk(library, article)
    desk.save_position(6)
    desk.add_reading(60)
    desk.add_reading(5)
    assert (desk.info.read_seconds, desk.position) == (65, 6)
    assert library.rows("SELECT seconds FROM session") == [(60,), (5,)]


def test_saving_the_position_is_no_news_and_no_step(library: Library, other: Library, article: str) -> None:
    desk = Desk(library, article)
    Desk(other, article).save_position(3)
    assert not desk.refresh()
    assert annotate.undo(other) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60), st.integers(0, 3)), max_size=12), st.integers(0, 60))
def test_a_desk_that_follows_the_news_is_like_a_new_one(
    library: Library, steps: list[tuple[int, int, int]], at: int
) -> None:
    added = shelf.add(library, article_of("ا" * 120), source=str((steps, at)))
    desk = Desk(library, added.id)
    assert not desk.annotations
    for start, length, kind in steps:
        known = annotate.notes(library, added.id)
        chosen = known[start % len(known)].id if known else ""
        if kind == 0 or not known:
            annotate.highlight(library, added.id, start, start + length)
        elif kind == 1:
            annotate.edit(library, chosen, start=start, end=start + length)
        elif kind == 2:
            annotate.delete(library, [chosen])
        else:
            library.run("UPDATE placement SET status = 'orphan' WHERE annotation = (SELECT max(key) FROM annotation)")
            annotate.edit(library, chosen, note=str(start))
            annotate.edit(library, known[-1].id, note=str(start))
            newest = library.row("SELECT id FROM annotation ORDER BY key DESC LIMIT 1")[0]
            if newest in {note.id for note in known}:
                annotate.edit(library, newest, note=f"{start}!")
        desk.refresh()
        fresh = Desk(library, added.id)
        assert list(desk.annotations) == list(fresh.annotations)
        assert list(desk.orphans) == list(fresh.orphans)
        assert desk.annotations_in(at, at + 5) == fresh.annotations_in(at, at + 5)
    annotate.undo(library)


def test_bookmarks_are_steps_that_can_be_undone(library: Library, article: str) -> None:
    desk = Desk(library, article)
    late, early, beyond = (desk.add_bookmark(*given) for given in ((20, "آخر"), (3,), (9_999,)))
    assert beyond.offset == len(TEXT)
    assert desk.bookmarks() == [early, late, beyond]
    desk.rename_bookmark(early.id, "أول\0")
    desk.remove_bookmark(late.id)
    assert desk.bookmarks() == [early._replace(label="أول\ufffd"), beyond]
    assert [annotate.undo(library) for _ in range(2)] == ["bookmark"] * 2
    assert desk.bookmarks() == [early, late, beyond]
    assert [annotate.undo(library) for _ in range(4)] == ["bookmark"] * 3 + [None]
    assert desk.bookmarks() == []
    assert annotate.redo(library) == "bookmark"
    assert desk.bookmarks() == [late]
    desk.remove_bookmark("x")

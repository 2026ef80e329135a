from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import annotate, shelf
from reader.annotation.model import CONTEXT, Annotation, Colour, Placement, Status, Style, Target
from reader.document.fingerprint import fingerprint
from reader.document.model import Block, BlockKind, Locator, LocatorKind
from reader.errors import AnnotationError, ArticleError, HamishError, SpanError, UndoRefusedError
from reader.store.library import Library
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "قال الكِتَابُ: 👩‍👩‍👧 هذا كتاب، وذاك كتاب آخر.\nשָׁלוֹם עולם" + " كلمة" * 100
FIRST = TEXT.index("كتاب،")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def other(library: Library) -> Iterator[Library]:
    """Give a second window on the same library."""
    with Library.open(library.path, client="other window") as opened:
        yield opened


@pytest.fixture
def article(library: Library) -> str:
    return shelf.add(library, article_of(TEXT)).id


def test_a_highlight_keeps_all_that_it_was_given(library: Library, article: str) -> None:
    made = annotate.highlight(
        library,
        article,
        FIRST,
        FIRST + 4,
        colour=Colour.BLUE,
        style=Style.UNDERLINE,
        note="ملاحظة\nسطران",
        tags=["نحو", " نحو ", "", "صرف"],
        note_direction="rtl",
    )
    assert made == Annotation(
        id=made.id,
        article=article,
        target=Target(
            FIRST,
            FIRST + 4,
            "كتاب",
            TEXT[max(0, FIRST - CONTEXT) : FIRST],
            TEXT[FIRST + 4 : FIRST + 4 + CONTEXT],
            fingerprint(TEXT),
        ),
        placement=Placement(FIRST, FIRST + 4),
        colour=Colour.BLUE,
        style=Style.UNDERLINE,
        note="ملاحظة\nسطران",
        note_direction="rtl",
        tags=("نحو", "صرف"),
        created=made.created,
        modified=made.created,
        client="hamish",
    )
    assert annotate.get(library, made.id) == made
    with library.again() as again:
        assert annotate.notes(again, article) == [made]


def test_notes_come_in_reading_order(library: Library, article: str) -> None:
    spans = [(20, 24), (4, 5), (20, 22), (0, 3), (20, 24)]
    for start, end in spans:
        annotate.highlight(library, article, start, end)
    found = [(note.placement.start, note.placement.end) for note in annotate.notes(library, article)]
    assert found == sorted(spans)


def test_the_whole_text_can_be_highlighted(library: Library, article: str) -> None:
    assert annotate.highlight(library, article, 0, len(TEXT)).target.exact == TEXT


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (-1, 3, "outside"),
        (0, len(TEXT) + 1, "outside"),
        (5, 3, "before it starts"),
        (3, 3, "empty"),
        (TEXT.index("كِ") + 1, FIRST, f"Offset {TEXT.index('كِ') + 1} lies inside"),
        (0, TEXT.index("👧"), f"Offset {TEXT.index('👧')} lies inside"),
        (TEXT.index("\n") + 2, TEXT.index("\n") + 4, "lies inside"),
    ],
)
def test_offsets_that_name_no_passage_change_nothing(
    library: Library, article: str, start: int, end: int, words: str
) -> None:
    before = list(library.connection.iterdump())
    with pytest.raises(SpanError, match=words):
        annotate.highlight(library, article, start, end)
    assert list(library.connection.iterdump()) == before


def test_one_bad_row_of_many_changes_nothing(library: Library, article: str) -> None:
    before = list(library.connection.iterdump())
    with pytest.raises(SpanError):
        annotate.highlight_many(library, article, [{"start": 0, "end": 3}, {"start": 3, "end": 0}])
    assert list(library.connection.iterdump()) == before


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"end": 3}, "needs its start"),
        ({"start": 0}, "needs its end"),
        ({"start": "0", "end": 3}, "whole numbers"),
        ({"start": True, "end": 3}, "whole numbers"),
        ({"start": 0, "end": 3, "color": "red"}, "no colour red"),
        ({"start": 0, "end": 3, "style": "bold"}, "no style bold"),
        ({"start": 0, "end": 3, "note": 5}, "A note is text"),
        ({"start": 0, "end": 3, "tags": "نحو"}, "list of words"),
        ({"start": 0, "end": 3, "tags": [1]}, "list of words"),
        ({"start": 0, "end": 3, "tags": 7}, "list of words"),
        ({"start": 0, "end": 3, "note_direction": "up"}, "direction of a note"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_of(
    library: Library, article: str, row: dict[str, object], words: str
) -> None:
    with pytest.raises(AnnotationError, match=words):
        annotate.highlight_many(library, article, [row])
    assert annotate.notes(library, article) == []


def test_many_rows_are_one_step_and_keep_their_order(library: Library, article: str) -> None:
    rows = [{"start": at, "end": at + 1, "color": "pink", "tags": None} for at in (13, 0, 4)]
    made = annotate.highlight_many(library, article, rows)
    assert [note.placement.start for note in made] == [13, 0, 4]
    assert annotate.undo(library) == "highlight"
    assert annotate.notes(library, article) == []
    assert annotate.redo(library) == "highlight"
    assert {note.id for note in annotate.notes(library, article)} == {note.id for note in made}


def test_quotes_are_found_literally(library: Library, article: str) -> None:
    made = annotate.highlight_quote(library, article, "كتاب", "هذا ", colour=Colour.GREEN)
    assert (made.placement.start, made.colour) == (FIRST, Colour.GREEN)
    with pytest.raises(SpanError, match="more than once"):
        annotate.highlight_quote(library, article, "كتاب")
    with pytest.raises(SpanError, match="does not stand"):
        annotate.highlight_quote(library, article, "مكتبة")
    assert len(annotate.notes(library, article)) == 1


def test_articles_and_annotations_that_are_not_there(library: Library, article: str) -> None:
    with pytest.raises(ArticleError, match="no article x"):
        annotate.highlight(library, "x", 0, 3)
    for call in (
        lambda: annotate.get(library, "x"),
        lambda: annotate.edit(library, "x", note=""),
        lambda: annotate.edit_many(library, ["x"], colour=Colour.BLUE),
        lambda: annotate.delete(library, ["x"]),
        lambda: annotate.restore(library, ["x"]),
        lambda: annotate.history(library, "x"),
        lambda: annotate.relink(library, "x", 0, 3),
    ):
        with pytest.raises(AnnotationError, match="no annotation x"):
            call()


def test_editing_changes_what_is_given_and_undoes_step_by_step(library: Library, article: str) -> None:
    made = annotate.highlight(library, article, 0, 3, note="أ")
    annotate.edit(library, made.id, colour=Colour.PINK)
    annotate.edit(library, made.id, note="ب", tags=["x"])
    annotate.edit(library, made.id, start=4, end=8 + 5)
    after = annotate.get(library, made.id)
    assert (after.colour, after.note, after.tags, after.target.exact) == (Colour.PINK, "ب", ("x",), TEXT[4:13])
    assert after.placement == Placement(4, 13)
    assert [annotate.undo(library) for _ in range(3)] == ["resize", "note", "recolour"]
    undone = annotate.get(library, made.id)
    assert undone.target == made.target
    assert (undone.colour, undone.note, undone.tags, undone.placement) == (made.colour, "أ", (), made.placement)
    assert [annotate.redo(library) for _ in range(4)] == ["recolour", "note", "resize", None]
    again = annotate.get(library, made.id)
    assert (again.colour, again.note, again.tags, again.placement) == (Colour.PINK, "ب", ("x",), Placement(4, 13))
    assert again.target == after.target


def test_an_edit_that_changes_nothing_is_no_step(library: Library, article: str) -> None:
    made = annotate.highlight(library, article, 0, 3, note="أ")
    annotate.edit(library, made.id, note="أ", colour=Colour.YELLOW)
    assert annotate.undo(library) == "highlight"


def test_a_bad_edit_changes_nothing(library: Library, article: str) -> None:
    made = annotate.highlight(library, article, 0, 3)
    with pytest.raises(SpanError):
        annotate.edit(library, made.id, note="x", start=2, end=1)
    with pytest.raises(AnnotationError):
        annotate.edit(library, made.id, note="x", note_direction="down")
    assert annotate.get(library, made.id) == made


def test_ten_thousand_recolourings_are_one_step(library: Library, article: str) -> None:
    made = annotate.highlight_many(
        library, article, [{"start": at % 100 * 5 + 60, "end": at % 100 * 5 + 61} for at in range(10_000)]
    )
    annotate.edit_many(library, [note.id for note in made], colour=Colour.PURPLE)
    assert {note.colour for note in annotate.notes(library, article)} == {Colour.PURPLE}
    assert library.row("SELECT count(*) FROM operation") == (3,)
    assert annotate.undo(library) == "recolour"
    assert {note.colour for note in annotate.notes(library, article)} == {Colour.YELLOW}


def test_the_bin(library: Library, article: str) -> None:
    kept, gone = (annotate.highlight(library, article, at, at + 2, note="سر") for at in (0, 4))
    annotate.delete(library, [gone.id])
    assert [note.id for note in annotate.notes(library, article)] == [kept.id]
    (binned,) = annotate.notes(library, article, deleted=True)
    assert binned.id == gone.id
    assert binned.deleted
    annotate.restore(library, [gone.id])
    assert annotate.get(library, gone.id).deleted == ""
    assert annotate.undo(library) == "restore"
    assert annotate.undo(library) == "delete"
    assert len(annotate.notes(library, article)) == 2


def test_emptying_the_bin_leaves_no_trace_of_the_words(library: Library, article: str) -> None:
    kept = annotate.highlight(library, article, 0, 3, note="يبقى")
    secret = annotate.highlight(library, article, FIRST, FIRST + 4, note="سر دفين", tags=["سري"])
    annotate.edit(library, secret.id, note="سر دفين جدا")
    annotate.save_draft(library, secret.id, "سر دفين يكتب")
    annotate.delete(library, [secret.id])
    assert annotate.empty_bin(library) == 1
    dump = "\n".join(library.connection.iterdump())
    assert "دفين" not in dump
    assert "سري" not in dump
    assert "يبقى" in dump
    with pytest.raises(AnnotationError):
        annotate.get(library, secret.id)
    # What is left of the steps is passed over: the undo reaches the highlight before.
    assert annotate.undo(library) == "highlight"
    assert annotate.notes(library, article) == []
    assert annotate.redo(library) == "highlight"
    assert [note.id for note in annotate.notes(library, article)] == [kept.id]


def test_emptying_the_bin_waits_for_no_reader(library: Library, other: Library, article: str) -> None:
    made = annotate.highlight(library, article, 0, 3, note="سر")
    annotate.delete(library, [made.id])
    with other.reading():
        assert len(annotate.notes(other, article, deleted=True)) == 1
        assert annotate.empty_bin(library) == 1
        assert annotate.notes(library, article, deleted=True) == []
    assert annotate.notes(other, article, deleted=True) == []
    assert library.row("PRAGMA busy_timeout") == (30_000,)


def test_undo_takes_back_the_steps_of_its_own_client_only(library: Library, other: Library, article: str) -> None:
    mine = annotate.highlight(library, article, 0, 3)
    theirs = annotate.highlight(other, article, 4, 6)
    assert annotate.undo(library) == "highlight"
    assert [note.id for note in annotate.notes(library, article)] == [theirs.id]
    assert annotate.undo(library) is None
    assert annotate.redo(library) == "highlight"
    assert {note.id for note in annotate.notes(library, article)} == {mine.id, theirs.id}


def test_undo_is_refused_where_somebody_changed_the_same_field(library: Library, other: Library, article: str) -> None:
    earlier = annotate.highlight(library, article, 4, 6)
    made = annotate.highlight(library, article, 0, 3)
    annotate.edit(library, made.id, note="أولا")
    annotate.edit(other, made.id, note="ثانيا")
    with pytest.raises(UndoRefusedError, match="changed since"):
        annotate.undo(library)
    assert annotate.get(library, made.id).note == "ثانيا"
    with pytest.raises(UndoRefusedError, match="somebody else"):
        annotate.undo(library)  # the making of a note that somebody else has worked on
    assert annotate.get(library, made.id).note == "ثانيا"
    assert annotate.undo(library) == "highlight"
    assert [note.id for note in annotate.notes(library, article)] == [made.id]
    assert earlier.id != made.id


def test_undo_of_many_is_refused_where_one_of_them_was_changed(library: Library, other: Library, article: str) -> None:
    made = annotate.highlight_many(library, article, [{"start": at, "end": at + 1} for at in range(3)])
    annotate.edit_many(library, [note.id for note in made], colour=Colour.BLUE)
    annotate.edit(other, made[1].id, colour=Colour.PINK)
    with pytest.raises(UndoRefusedError):
        annotate.undo(library)
    assert [note.colour for note in annotate.notes(library, article)] == [Colour.BLUE, Colour.PINK, Colour.BLUE]


def test_undo_is_not_refused_where_somebody_changed_another_field(
    library: Library, other: Library, article: str
) -> None:
    made = annotate.highlight(library, article, 0, 3)
    annotate.edit(library, made.id, note="أولا")
    annotate.edit(other, made.id, colour=Colour.BLUE)
    assert annotate.undo(library) == "note"
    assert (annotate.get(library, made.id).note, annotate.get(library, made.id).colour) == ("", Colour.BLUE)


def test_a_new_step_ends_the_redoing_of_older_ones(library: Library, article: str) -> None:
    annotate.highlight(library, article, 0, 3)
    annotate.undo(library)
    annotate.highlight(library, article, 4, 6)
    assert annotate.redo(library) is None
    assert [annotate.undo(library), annotate.undo(library)] == ["highlight", None]


def test_undo_survives_closing(library: Library, article: str) -> None:
    annotate.highlight(library, article, 0, 3)
    with library.again() as later:
        assert annotate.undo(later) == "highlight"
    with library.again() as later:
        assert annotate.redo(later) == "highlight"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["add", "edit", "delete", "undo", "redo"]), max_size=25))
def test_undo_and_redo_are_a_line_of_states(library: Library, article: str, steps: list[str]) -> None:
    def look() -> list[tuple[str, str]]:
        return sorted((note.id, note.note) for note in annotate.notes(library, article))

    fresh = shelf.add(library, article_of(TEXT), source=str(steps)).id
    article = fresh
    line, at = [look()], 0
    with Library.open(library.path, client=f"{len(steps)}{steps}{library.writes}") as mine:
        for number, step in enumerate(steps):
            known = annotate.notes(mine, article)
            if step == "undo":
                assert (annotate.undo(mine) is None) == (at == 0)
                at = max(0, at - 1)
            elif step == "redo":
                assert (annotate.redo(mine) is None) == (at == len(line) - 1)
                at = min(len(line) - 1, at + 1)
            elif step == "add" or not known:
                annotate.highlight(mine, article, number, number + 1) if number < 4 else annotate.highlight(
                    mine, article, 0, 3
                )
                line, at = [*line[: at + 1], look()], at + 1
            elif step == "edit":
                annotate.edit(mine, known[0].id, note=str(number))
                line, at = [*line[: at + 1], look()], at + 1
            else:
                annotate.delete(mine, [known[0].id])
                line, at = [*line[: at + 1], look()], at + 1
            assert look() == line[at]


def test_drafts_are_safe_and_end_with_the_step(library: Library, article: str) -> None:
    made = annotate.highlight(library, article, 0, 3)
    annotate.save_draft(library, made.id, "أكتب")
    annotate.save_draft(library, made.id, "أكتب الآن")
    with library.again() as later:
        assert annotate.draft(later, made.id) == "أكتب الآن"
    annotate.edit(library, made.id, note="أكتب الآن")
    assert annotate.draft(library, made.id) is None
    assert len(annotate.history(library, made.id)) == 2
    annotate.save_draft(library, made.id, "x")
    annotate.drop_draft(library, made.id)
    assert annotate.draft(library, made.id) is None


def test_history_tells_what_was(library: Library, article: str) -> None:
    made = annotate.highlight(library, article, 0, 3)
    annotate.edit(library, made.id, note="ب")
    annotate.edit(library, made.id, note="ت")
    assert [change[1:] for change in annotate.history(library, made.id)] == [
        ("state", None, "live"),
        ("note", "", "ب"),
        ("note", "ب", "ت"),
    ]


def test_nul_and_lone_surrogates_become_replacement_characters(library: Library, article: str) -> None:
    made = annotate.highlight(library, article, 0, 3, note="ا\0ب\ud800", tags=["\udcff"])
    assert (made.note, made.tags) == ("ا\ufffdب\ufffd", ("\ufffd",))
    assert annotate.get(library, made.id) == made


def test_texts_are_never_journaled(library: Library, article: str) -> None:
    made = annotate.highlight(library, article, FIRST, FIRST + 4)
    annotate.edit(library, made.id, start=0, end=4)
    values = library.rows("SELECT old, new FROM journal WHERE field <> 'note'")
    assert not [value for row in values for value in row if value and "كتاب" in value]


def test_the_export_knows_sections_and_locators(library: Library) -> None:
    text = "الكتاب\nالباب الأول\nنص أول\nفصل\nنص ثان\nالباب الثاني\nنص ثالث"
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    kinds = [
        (BlockKind.TITLE, 1),
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.HEADING, 2),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, 0),
    ]
    blocks = tuple(
        Block(starts[index], starts[index + 1] - 1, kind, level) for index, (kind, level) in enumerate(kinds)
    )
    page, later = Locator(0, LocatorKind.PAGE, "1"), Locator(starts[4], LocatorKind.PAGE, "2")
    added = shelf.add(library, article_of(text, blocks=blocks, locators=(page, later)), source="/كتاب")
    shelf.set_tags(library, added.id, ["نحو"])
    for index in (2, 4, 6):
        annotate.highlight(library, added.id, starts[index], starts[index] + 2)
    export = annotate.export_of(library, added.id)
    assert [entry.sections for entry in export.entries] == [
        ("الباب الأول",),
        ("الباب الأول", "فصل"),
        ("الباب الثاني",),
    ]
    assert [entry.locators for entry in export.entries] == [(page,), (later,), (later,)]
    assert (export.article, export.source, export.tags, export.language) == (added.id, "/كتاب", ("نحو",), "ar")
    assert export.sha256 == fingerprint(text)
    assert [entry.annotation for entry in export.entries] == annotate.notes(library, added.id)


def test_relinking_gives_an_orphan_a_place_and_undoes(library: Library, article: str) -> None:
    made = annotate.highlight(library, article, 0, 3)
    library.run("UPDATE placement SET status = 'orphan', score = 0")
    assert shelf.info(library, article).orphans == 1
    linked = annotate.relink(library, made.id, FIRST, FIRST + 4)
    assert (linked.target.exact, linked.placement) == ("كتاب", Placement(FIRST, FIRST + 4))
    assert annotate.undo(library) == "relink"
    back = annotate.get(library, made.id)
    assert (back.target, back.placement.status) == (made.target, Status.ORPHAN)


def test_every_failure_is_one_sentence(library: Library, article: str) -> None:
    for call in (
        lambda: annotate.highlight(library, article, 9, 2),
        lambda: annotate.highlight(library, "none", 0, 1),
        lambda: annotate.get(library, "none"),
    ):
        with pytest.raises(HamishError) as caught:
            call()
        assert str(caught.value).endswith(".")


def test_annotations_from_a_file_keep_what_they_are(library: Library, other: Library, article: str) -> None:
    target = Target(FIRST, FIRST + 4, "كتاب", "هذا ", "،")
    given = [
        Annotation(
            "urn:uuid:1",
            article,
            target,
            Placement(FIRST, FIRST + 4, Status.MOVED),
            Colour.GREEN,
            note="ملاحظة",
            tags=("نحو",),
            created="2020-01-01T00:00:00.000Z",
            modified="2021-01-01T00:00:00.000Z",
            client="elsewhere",
        ),
        Annotation("", "", Target(0, 0, "ليس هنا"), Placement(0, 0, Status.ORPHAN, 0.0)),
    ]
    first, second = annotate.take_in(library, article, given)
    assert first == given[0]
    assert (second.target, second.placement, second.client) == (given[1].target, given[1].placement, "hamish")
    assert second.id
    assert annotate.take_in(library, article, [first, second]) == [first, second]
    assert library.row("SELECT count(*) FROM operation WHERE verb = 'import'") == (1,)
    assert annotate.undo(library) == "import"
    assert annotate.notes(library, article) == []
    assert annotate.redo(library) == "import"
    assert len(annotate.notes(other, article)) == 2


def test_of_two_tellings_the_later_one_wins(library: Library, article: str) -> None:
    mine = annotate.highlight(library, article, 0, 3, note="لي", tags=["x"])
    older = replace(mine, note="قديم", modified="2001-01-01T00:00:00.000Z")
    assert annotate.take_in(library, article, [older]) == [mine]
    newer = replace(mine, note="جديد", tags=(), placement=Placement(0, 2), modified="2999-01-01T00:00:00.000Z")
    (after,) = annotate.take_in(library, article, [newer])
    assert (after.note, after.tags, after.placement) == ("جديد", (), Placement(0, 2))
    assert annotate.undo(library) == "import"
    assert replace(annotate.get(library, mine.id), modified=mine.modified) == mine


def test_a_place_found_by_likeness_is_taken_back_exactly(library: Library, article: str) -> None:
    mine = annotate.highlight(library, article, 0, 3)
    for score in (2 / 3, 0.1 + 0.2, 1e-5):
        before = annotate.get(library, mine.id)
        likely = Placement(4, 6, Status.FUZZY, score)
        newer = replace(mine, placement=likely, note=str(score), modified="2999-01-01T00:00:00.000Z")
        (after,) = annotate.take_in(library, article, [newer])
        assert after.placement.score == pytest.approx(score, abs=1e-6)
        assert annotate.undo(library) == "import"
        assert annotate.get(library, mine.id).placement == before.placement
        assert annotate.redo(library) == "import"


def test_an_id_that_is_taken_is_not_used_again(library: Library, article: str) -> None:
    mine = annotate.highlight(library, article, 0, 3)
    elsewhere = shelf.add(library, article_of(TEXT), source="/elsewhere").id
    (copied,) = annotate.take_in(library, elsewhere, [mine])
    assert copied.id != mine.id
    assert copied.article == elsewhere
    annotate.delete(library, [mine.id])
    (again,) = annotate.take_in(library, article, [mine])
    assert again.id != mine.id
    assert annotate.notes(library, article) == [again]


def test_lists_over_the_whole_library(library: Library, article: str) -> None:
    second = shelf.add(library, article_of("مقال ثان"), source="/2").id
    late = annotate.highlight(library, article, 4, 6, tags=["نحو"])
    early = annotate.highlight(library, article, 0, 3, tags=["صرف", "نحو"])
    newest = annotate.highlight(library, second, 0, 4)
    gone = annotate.highlight(library, second, 0, 4, tags=["لا"])
    annotate.delete(library, [gone.id])
    assert annotate.all_notes(library) == [newest, early, late]
    assert [note.id for note in annotate.binned(library)] == [gone.id]
    assert annotate.known_tags(library) == ["نحو", "صرف"]
    annotate.save_draft(library, late.id, "أكتب")
    annotate.save_draft(library, newest.id, "أكتب")
    assert annotate.drafts_of(library, article) == [(late.id, "أكتب")]
    shelf.remove(library, [second])
    assert annotate.all_notes(library) == [early, late]


def test_tags_are_added_and_taken_away_as_one_step(library: Library, article: str) -> None:
    first = annotate.highlight(library, article, 0, 3, tags=["نحو"])
    second = annotate.highlight(library, article, 4, 6, tags=["صرف", "نحو"])
    ids = [first.id, second.id]
    assert [note.tags for note in annotate.add_tags(library, ids, ["بلاغة", "صرف"])] == [
        ("نحو", "بلاغة", "صرف"),
        ("صرف", "نحو", "بلاغة"),
    ]
    assert [note.tags for note in annotate.remove_tags(library, ids, ["نحو"])] == [("بلاغة", "صرف"), ("صرف", "بلاغة")]
    assert [annotate.undo(library), annotate.undo(library)] == ["tag", "tag"]
    assert [annotate.get(library, identity).tags for identity in ids] == [("نحو",), ("صرف", "نحو")]
    with pytest.raises(AnnotationError):
        annotate.add_tags(library, ["x"], ["نحو"])


def test_what_is_no_step_does_not_end_redoing(library: Library, article: str) -> None:
    annotate.highlight(library, article, 0, 3)
    annotate.undo(library)
    shelf.add(library, article_of("مقال أضيف بعد ذلك"))
    assert annotate.redo(library) == "highlight"

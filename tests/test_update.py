from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader import annotate, shelf
from reader.annotation.model import Annotation, Placement, Status, Target
from reader.desk import Changes, Desk
from reader.document.model import Block, BlockKind, Locator, LocatorKind, Mark, MarkKind
from reader.errors import ArticleError
from reader.store.library import Library
from reader.update import undo_update, update
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD = (
    "خرج الرجل من البيت في الصباح الباكر وكان الجو باردا جدا.\n"
    "ثم سار في الطريق الطويل حتى وصل إلى السوق القديم في وسط المدينة.\n"
    "وهناك اشترى خبزا وتمرا وعاد إلى أهله قبل غروب الشمس."
)
NEW = "مقدمة جديدة أضيفت هنا.\n" + OLD.replace("وهناك اشترى خبزا وتمرا وعاد إلى أهله قبل غروب الشمس.", "انتهى.")
MARKET = OLD.index("السوق القديم")
BREAD = OLD.index("اشترى خبزا وتمرا")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def article(library: Library) -> str:
    return shelf.add(library, article_of(OLD), source="/كتاب.txt").id


@pytest.fixture
def market(library: Library, article: str) -> Annotation:
    return annotate.highlight(library, article, MARKET, MARKET + 12, note="سوق")


@pytest.fixture
def bread(library: Library, article: str) -> Annotation:
    return annotate.highlight(library, article, BREAD, BREAD + 16, note="خبز")


def quotes(library: Library, article: str) -> dict[str, str | None]:
    text = shelf.text(library, article)
    return {
        note.note: None if note.placement.status == Status.ORPHAN else text[note.placement.start : note.placement.end]
        for note in annotate.notes(library, article)
    }


def test_annotations_go_along_or_are_said_to_be_lost(
    library: Library, article: str, market: Annotation, bread: Annotation
) -> None:
    report = update(library, article, article_of(NEW))
    assert (report.exact, report.moved, report.fuzzy, report.orphan, report.version) == (0, 1, 0, 1, 2)
    assert {note.id for note in report.annotations} == {market.id, bread.id}
    assert shelf.text(library, article) == NEW
    assert quotes(library, article) == {"سوق": "السوق القديم", "خبز": None}
    found = shelf.info(library, article)
    assert (found.version, found.annotations, found.orphans, found.chars) == (2, 2, 1, len(NEW))
    orphan = annotate.get(library, bread.id)
    assert (orphan.target, orphan.note) == (bread.target, "خبز")


def test_an_update_is_undone_and_redone(library: Library, article: str, market: Annotation, bread: Annotation) -> None:
    before = annotate.notes(library, article)
    update(library, article, article_of(NEW))
    after = annotate.notes(library, article)
    assert annotate.undo(library) == "update"
    assert shelf.text(library, article) == OLD
    assert annotate.notes(library, article) == before
    assert annotate.redo(library) == "update"
    assert shelf.text(library, article) == NEW
    assert annotate.notes(library, article) == after


def test_going_back_keeps_what_was_made_since(library: Library, article: str, market: Annotation) -> None:
    update(library, article, article_of(NEW))
    at = NEW.index("الصباح الباكر")
    annotate.highlight(library, article, at, at + 13, note="صباح")
    report = undo_update(library, article)
    assert (report.version, report.exact, report.moved) == (1, 1, 1)
    assert quotes(library, article) == {"سوق": "السوق القديم", "صباح": "الصباح الباكر"}
    with pytest.raises(ArticleError, match="no earlier version"):
        undo_update(library, article)
    assert annotate.undo(library) == "update"
    assert shelf.text(library, article) == NEW
    assert quotes(library, article) == {"سوق": "السوق القديم", "صباح": "الصباح الباكر"}


def test_the_same_text_makes_no_version(library: Library, article: str, market: Annotation) -> None:
    report = update(library, article, article_of(OLD))
    assert (report.exact, report.version) == (1, 1)
    assert library.row("SELECT count(*) FROM version") == (1,)
    assert annotate.undo(library) == "highlight"


def test_the_same_text_with_other_blocks_is_a_version(
    library: Library, article: str, market: Annotation, bread: Annotation
) -> None:
    heading = article_of(OLD, blocks=(Block(0, len(OLD), BlockKind.HEADING, 1),))
    report = update(library, article, heading)
    assert (report.exact, report.version) == (2, 2)
    assert shelf.load(library, article).blocks == heading.blocks
    assert update(library, article, heading).version == 2
    marked = article_of(OLD, blocks=heading.blocks, marks=(Mark(0, 3, MarkKind.STRONG),))
    assert update(library, article, marked).version == 3
    paged = article_of(OLD, blocks=heading.blocks, marks=marked.marks, locators=(Locator(0, LocatorKind.PAGE, "1"),))
    assert update(library, article, paged).version == 4
    assert [note.placement for note in annotate.notes(library, article)] == [market.placement, bread.placement]


def test_an_open_desk_keeps_its_version_and_still_highlights_in_it(
    library: Library, article: str, market: Annotation
) -> None:
    desk = Desk(library, article)
    assert list(desk.annotations) == [market]
    update(library, article, article_of(NEW))
    assert desk.refresh() == Changes(article_changed=True)
    assert (desk.version, desk.whole()) == (1, OLD)
    at = OLD.index("الطريق الطويل")
    made = annotate.highlight(library, article, at, at + 13, note="طريق", version=desk.version)
    assert made.placement == Placement(at, at + 13)
    assert desk.refresh().added == (made,)
    assert quotes(library, article) == {"سوق": "السوق القديم", "طريق": "الطريق الطويل"}
    assert Desk(library, article).version == 2
    with pytest.raises(ArticleError, match="no version 9"):
        annotate.highlight(library, article, 0, 3, version=9)


def test_a_passage_changed_in_one_version_is_found_in_the_other(
    library: Library, article: str, market: Annotation
) -> None:
    update(library, article, article_of(NEW))
    at = NEW.index("الجو باردا")
    annotate.edit(library, market.id, start=at, end=at + 10)
    undo_update(library, article)
    assert quotes(library, article) == {"سوق": "الجو باردا"}


def test_the_reading_position_goes_along(library: Library, article: str) -> None:
    Desk(library, article).save_position(MARKET)
    update(library, article, article_of(NEW))
    assert Desk(library, article).position == NEW.index("السوق القديم")
    annotate.undo(library)
    assert Desk(library, article).position == MARKET


def test_notes_from_elsewhere_are_placed_by_their_quote(library: Library, article: str) -> None:
    foreign = Annotation(
        "x", article, Target(0, 12, "السوق القديم", "وصل إلى ", " في وسط", "0" * 64), Placement(0, 12), note="سوق"
    )
    annotate.take_in(library, article, [foreign])
    update(library, article, article_of(NEW))
    assert quotes(library, article) == {"سوق": "السوق القديم"}


def test_an_update_keeps_what_the_person_wrote_of_the_article(library: Library, article: str) -> None:
    shelf.set_metadata(library, article, title="عنواني", author="كاتب")
    update(library, article, article_of(NEW), source="/آخر.txt", original=b"bytes")
    assert shelf.info(library, article).title == "عنواني"
    assert library.row("SELECT source, original <> '' FROM version WHERE number = 2") == ("/آخر.txt", 1)


def test_there_is_nothing_to_update(library: Library) -> None:
    with pytest.raises(ArticleError):
        update(library, "x", article_of(NEW))


def test_bookmarks_go_along(library: Library, article: str) -> None:
    desk = Desk(library, article)
    kept = desk.add_bookmark(MARKET, "السوق")
    desk.add_bookmark(BREAD)
    update(library, article, article_of(NEW))
    moved = {mark.id: mark for mark in Desk(library, article).bookmarks()}
    assert moved.pop(kept.id) == kept._replace(offset=NEW.index("السوق القديم"))
    (lost,) = moved.values()
    assert 0 <= lost.offset <= len(NEW)
    assert desk.bookmarks()[0] == kept
    assert annotate.undo(library) == "update"
    assert Desk(library, article).bookmarks() == desk.bookmarks()
    assert annotate.undo(library) == "bookmark"
    assert annotate.redo(library) == "bookmark"
    assert annotate.redo(library) == "update"
    assert len(Desk(library, article).bookmarks()) == 2


def test_a_passage_changed_on_the_old_version_is_changed_in_the_new_one_and_back(
    library: Library, article: str, market: Annotation
) -> None:
    desk = Desk(library, article)
    update(library, article, article_of(NEW))
    at = OLD.index("الجو باردا")
    annotate.edit(library, market.id, start=at, end=at + 10, version=desk.version)
    assert quotes(library, article) == {"سوق": "الجو باردا"}
    assert [note.placement.start for note in Desk(library, article).annotations] == [NEW.index("الجو باردا")]
    assert [note.placement.start for note in desk.annotations] == [at]
    assert annotate.undo(library) == "resize"
    assert quotes(library, article) == {"سوق": "السوق القديم"}
    desk.refresh()
    assert [note.placement.start for note in desk.annotations] == [MARKET]


def test_a_passage_that_drifts_is_followed_from_version_to_version(library: Library) -> None:
    words = ["كان", "الرجل", "العجوز", "يمشي", "كل", "يوم", "في", "الطريق", "القديم", "بين", "الحقول", "الواسعة"]
    around = "\n".join(f"فقرة رقم {number} لا شأن لها بما يأتي." for number in range(6))
    fresh = ["وصارت", "هذه", "الجملة", "بعد", "حين", "كلاما", "آخر", "تماما", "غير", "ما", "كتب", "أولا"]

    def version(changed: int) -> str:
        middle = " ".join(fresh[:changed] + words[changed:])
        return f"{around}\n{middle}\nوفقرة أخيرة."

    article = shelf.add(library, article_of(version(0))).id
    start = version(0).index(words[0])
    annotate.highlight(library, article, start, start + len(" ".join(words)), note="جملة")
    for changed in range(1, len(words) + 1):
        update(library, article, article_of(version(changed)))
        (note,) = annotate.notes(library, article)
        assert note.placement.status != Status.ORPHAN, changed
    assert quotes(library, article) == {"جملة": " ".join(fresh[: len(words)])}
    assert note.placement.status == Status.FUZZY


def test_a_turned_paragraph_stays_so_and_goes_along(library: Library, article: str) -> None:
    blocks = [Block(start, start + len(line)) for line in OLD.split("\n") for start in [OLD.index(line)]]
    shelf.remove(library, [article])
    article = shelf.add(library, replace(article_of(OLD), blocks=tuple(blocks)), source="/فقرات.txt").id
    desk = Desk(library, article)
    desk.turn(blocks[1].start + 5, "ltr")
    desk.turn(blocks[0].start, "ltr")
    desk.turn(blocks[0].start + 3, "auto")
    assert Desk(library, article).directions() == desk.directions() == {blocks[1].start: "ltr"}
    desk.turn(blocks[1].start, "rtl")
    fresh = "مقدمة جديدة أضيفت هنا.\n"
    later = [Block(block.start + len(fresh), block.end + len(fresh)) for block in blocks]
    update(library, article, replace(article_of(fresh + OLD), blocks=(Block(0, len(fresh) - 1), *later)))
    assert Desk(library, article).directions() == {later[1].start: "rtl"}
    assert desk.directions() == {blocks[1].start: "rtl"}
    undo_update(library, article)
    assert Desk(library, article).directions() == {blocks[1].start: "rtl"}

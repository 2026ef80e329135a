"""A library in which bytes were flipped: whatever is asked of it, the answer is a value or one sentence."""

from __future__ import annotations

import contextlib
import random
from typing import TYPE_CHECKING

import pytest

from reader import annotate, search, shelf
from reader.annotation.model import Colour, Status, Style
from reader.desk import Desk
from reader.document.model import Direction, Locator, LocatorKind, Mark, MarkKind
from reader.errors import HamishError, StoreError
from reader.store.library import Library
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, seed_text: str) -> tuple[bytes, str]:
    """Give the bytes of a library with a text, notes, steps and a page number, and the id of its article."""
    path = tmp_path_factory.mktemp("sound") / "library.sqlite"
    with Library.open(path) as library:
        content = article_of(
            seed_text * 3, locators=(Locator(0, LocatorKind.PAGE, "1"),), marks=(Mark(0, 5, MarkKind.STRONG),)
        )
        article = shelf.add(library, content, source="/a").id
        rows = [{"start": 0, "end": 5, "note": f"ملاحظة {number}", "tags": ["نحو"]} for number in range(40)]
        made = annotate.highlight_many(library, article, rows)
        annotate.edit_many(library, [note.id for note in made], colour=Colour.BLUE)
    return path.read_bytes(), article


def everything(library: Library, article: str, copy: Path) -> list[Callable[[], object]]:
    def read_on_a_desk() -> None:
        desk = Desk(library, article)
        desk.headings()
        desk.marks(0, 99)
        for index in range(desk.block_count):
            desk.block(index)
        assert desk.text(0, 9) == desk.whole()[:9]
        assert desk.refresh().removed == ()

    def change() -> None:
        made = annotate.highlight(library, article, 0, 5, note="جديد")
        annotate.edit_many(library, [made.id], colour=Colour.PINK)
        annotate.delete(library, [note.id for note in annotate.notes(library, article)][:3])
        annotate.history(library, made.id)

    return [
        lambda: shelf.articles(library),
        lambda: shelf.load(library, article),
        read_on_a_desk,
        lambda: annotate.all_notes(library),
        lambda: annotate.export_of(library, article),
        change,
        lambda: annotate.undo(library),
        lambda: annotate.redo(library),
        lambda: annotate.empty_bin(library),
        lambda: search.update_index(library),
        lambda: list(search.search(library, "الناتو")),
        lambda: shelf.verify(library),
        lambda: shelf.backup(library, copy),
    ]


@pytest.mark.parametrize("seed", range(60))
def test_flipped_bytes_never_end_in_anything_but_a_sentence(
    tmp_path: Path, sound: tuple[bytes, str], seed: int
) -> None:
    data, article = bytearray(sound[0]), sound[1]
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 5, 50, 400])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path / "library.sqlite"
    path.write_bytes(data)
    with contextlib.suppress(StoreError), Library.open(path) as library:
        for ask in everything(library, article, tmp_path / "copy.sqlite"):
            with contextlib.suppress(HamishError):
                ask()


def test_a_note_with_an_unreadable_value_takes_no_other_along(tmp_path: Path, sound: tuple[bytes, str]) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(sound[0])
    with Library.open(path) as library:
        library.run("UPDATE annotation SET colour = 'yel', style = '', tags = '[\"x' WHERE key = 1")
        library.run("UPDATE placement SET status = 'exac' WHERE annotation = 1")
        library.run("UPDATE article SET direction = 'r', tags = '{}'")
        found = {note.note: note for note in annotate.notes(library, sound[1])}
        assert len(found) == 40
        note = found["ملاحظة 0"]
        assert (note.colour, note.style, note.tags) == (Colour.YELLOW, Style.BACKGROUND, ())
        assert note.placement.status is Status.ORPHAN
        assert shelf.info(library, sound[1]).direction is Direction.RTL
        assert Desk(library, sound[1]).direction is Direction.RTL
        assert shelf.verify(library) == [
            "Annotations whose colour cannot be read: 1.",
            "Annotations whose style cannot be read: 1.",
            "Annotations whose status cannot be read: 1.",
            "Annotations whose tags cannot be read: 1.",
        ]


@pytest.mark.parametrize("column", ["blocks", "marks"])
def test_a_damaged_table_of_blocks_or_marks_is_told_of(tmp_path: Path, sound: tuple[bytes, str], column: str) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(sound[0])
    with Library.open(path) as library:
        library.run(f"UPDATE chunk SET {column} = x'00010203040506'")
        with pytest.raises(StoreError, match="is damaged"):
            shelf.load(library, sound[1])
        (said,) = shelf.verify(library)
        assert "has lost blocks, marks or lists" in said


@pytest.mark.parametrize("column", ["headings", "locators", "decisions", "warnings"])
def test_damaged_lists_are_told_of(tmp_path: Path, sound: tuple[bytes, str], column: str) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(sound[0])
    with Library.open(path) as library:
        library.run(f"UPDATE version SET {column} = '[[1'")
        with pytest.raises(StoreError, match="is damaged"):
            shelf.load(library, sound[1]) if column != "headings" else Desk(library, sound[1]).headings()


def test_a_text_that_is_no_text_is_told_of(tmp_path: Path, sound: tuple[bytes, str]) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(sound[0])
    with Library.open(path) as library:
        library.run("UPDATE chunk SET text = CAST(x'd8ffd8' AS TEXT)")
        with pytest.raises(StoreError, match="is damaged"):
            shelf.text(library, sound[1])


def test_a_column_that_became_bytes_is_told_of(tmp_path: Path, sound: tuple[bytes, str]) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(sound[0])
    with Library.open(path) as library:
        desk = Desk(library, sound[1])
        library.connection.text_factory = bytes  # what a damaged record header makes of a text
        for ask in (lambda: annotate.all_notes(library), lambda: desk.text(0, 9), desk.whole):
            with pytest.raises(StoreError, match="is damaged"):
                ask()

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader import annotate, shelf
from reader.annotation.model import Colour
from reader.desk import Desk
from reader.document.model import Direction, Metadata, Resource
from reader.errors import ArticleError, CancelledError, FormatError, StoreError
from reader.formats import Watch
from reader.search import search, update_index
from reader.store.index import Index, path_of
from reader.store.library import Library
from reader.store.originals import folder as originals_of
from reader.update import update
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "عنوان المقال\nقال الكاتب شيئا.\nثم سكت."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as opened:
        yield opened


def test_an_article_is_shown_as_it_was_added(library: Library) -> None:
    article = article_of(TEXT, metadata=Metadata("عنوان", "كاتب", site="موقع", published="2020-12-18"))
    added = shelf.add(library, article, source="/tmp/نص.txt", name="نص.txt")
    assert (added.title, added.author, added.site, added.published) == ("عنوان", "كاتب", "موقع", "2020-12-18")
    assert (added.source, added.chars, added.language, added.direction) == (
        "/tmp/نص.txt",
        len(TEXT),
        "ar",
        Direction.RTL,
    )
    assert (added.annotations, added.orphans, added.position, added.progress, added.version) == (0, 0, 0, 0.0, 1)
    assert shelf.articles(library) == [added] == [shelf.info(library, added.id)]
    assert shelf.text(library, added.id) == TEXT
    assert shelf.load(library, added.id) == article


def test_an_article_without_a_title_is_called_by_its_file(library: Library) -> None:
    article = article_of(TEXT, metadata=Metadata())
    assert shelf.add(library, article, source="/a/نص.txt", name="نص.txt").title == "نص.txt"
    assert shelf.metadata(library, shelf.articles(library)[0].id).title == ""


def test_last_added_comes_first(library: Library) -> None:
    ids = [shelf.add(library, article_of(f"نص {number}")).id for number in range(3)]
    assert [article.id for article in shelf.articles(library)] == ids[::-1]


def test_the_same_twice_is_one_article(library: Library) -> None:
    first = shelf.add(library, article_of(TEXT), source="/a", original=b"1")
    assert shelf.add(library, article_of(TEXT), source="/a") == first
    assert shelf.add(library, article_of(TEXT), source="/b", original=b"1") == first
    improved = article_of(TEXT + "!")
    assert shelf.add(library, improved, source="/b", original=b"1") == first
    assert shelf.add(library, replace(improved, encoding="windows-1256"), original=b"1") != first
    assert shelf.add(library, article_of(TEXT), source="/other") != first
    assert len(shelf.articles(library)) == 3


def test_adding_what_is_in_the_bin_brings_it_back(library: Library) -> None:
    first = shelf.add(library, article_of(TEXT), source="/a")
    note = annotate.highlight(library, first.id, 0, 3)
    shelf.remove(library, [first.id])
    assert shelf.articles(library) == []
    again = shelf.add(library, article_of(TEXT), source="/a")
    assert (again.id, again.annotations) == (first.id, 1)
    assert annotate.notes(library, first.id) == [note]


def test_adding_is_no_step_of_undo(library: Library) -> None:
    shelf.add(library, article_of(TEXT))
    assert annotate.undo(library) is None
    assert len(shelf.articles(library)) == 1


def test_the_original_is_kept_beside_the_library(library: Library, tmp_path: Path) -> None:
    shelf.add(library, article_of(TEXT), original=b"the bytes")
    (kept,) = (tmp_path / "library.originals").iterdir()
    assert kept.read_bytes() == b"the bytes"
    assert library.row("SELECT original FROM version") == (kept.name,)


def test_the_original_can_be_read_again(library: Library) -> None:
    added = shelf.add(library, article_of(TEXT), original=b"the bytes", name="نص.txt").id
    assert shelf.original(library, added) == (b"the bytes", "نص.txt")
    update(library, added, article_of(TEXT + "!"), original=b"new bytes", name="جديد.txt")
    assert shelf.original(library, added) == (b"new bytes", "جديد.txt")
    other = shelf.add(library, article_of("بلا أصل")).id
    assert shelf.original(library, other) is None
    (path,) = (path for path in originals_of(library.path).iterdir() if path.read_bytes() == b"new bytes")
    path.write_bytes(b"not these")
    assert shelf.original(library, added) is None
    path.unlink()
    assert shelf.original(library, added) is None


def test_an_original_that_cannot_be_kept_adds_nothing(library: Library, tmp_path: Path) -> None:
    (tmp_path / "library.originals").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be kept"):
        shelf.add(library, article_of(TEXT), original=b"the bytes")
    assert shelf.articles(library) == []


def test_names_mean_articles(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = shelf.add(library, article_of("أول"), source=str(tmp_path / "a.txt"))
    second = shelf.add(library, article_of("ثان"), source="https://example.org/ثان")
    assert shelf.resolve(library, first.id) == first.id
    assert shelf.resolve(library, first.id[:8]) == first.id
    assert shelf.resolve(library, "a.txt") == first.id
    assert shelf.resolve(library, str(tmp_path / "a.txt")) == first.id
    assert shelf.resolve(library, "https://example.org/ثان") == second.id
    for name in ("", "xyz", "b.txt", "\udcff\0", "%"):
        with pytest.raises(ArticleError):
            shelf.resolve(library, name)
    shelf.remove(library, [first.id])
    with pytest.raises(ArticleError, match="no article"):
        shelf.resolve(library, first.id)


def test_a_name_that_means_two_articles_is_told_of(library: Library) -> None:
    for number in range(20):
        shelf.add(library, article_of(f"نص {number}"), source=f"/{number}")
    starts = [article.id[0] for article in shelf.articles(library)]
    twice = next(start for start in starts if starts.count(start) > 1)
    with pytest.raises(ArticleError, match="More than one"):
        shelf.resolve(library, twice)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="file names are bytes on Linux only")
def test_a_file_name_that_is_no_text_is_kept_as_bytes(library: Library, tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xe3\xde.txt")
    added = shelf.add(library, article_of(TEXT), source=path, name=os.path.basename(path))  # noqa: PTH119
    assert added.source.endswith("\\xe3\\xde.txt")
    assert library.row("SELECT source_bytes FROM article") == (os.fsencode(path),)
    assert shelf.resolve(library, path) == added.id


def test_metadata_and_tags_are_edited_and_undone(library: Library) -> None:
    added = shelf.add(library, article_of(TEXT))
    shelf.set_metadata(library, added.id, title="غيره", year="1442", calendar="hijri", direction="ltr", language="fa")
    shelf.set_tags(library, added.id, ["نحو", "نحو", "صرف"])
    changed = shelf.info(library, added.id)
    assert (changed.title, changed.direction, changed.language, changed.tags) == (
        "غيره",
        Direction.LTR,
        "fa",
        ("نحو", "صرف"),
    )
    assert shelf.metadata(library, added.id).calendar == "hijri"
    assert shelf.load(library, added.id).direction is Direction.LTR
    assert [annotate.undo(library), annotate.undo(library)] == ["tag", "describe"]
    assert shelf.info(library, added.id) == added


@pytest.mark.parametrize("fields", [{"colour": "x"}, {"direction": "auto"}])
def test_fields_that_do_not_exist_are_told_of(library: Library, fields: dict[str, str]) -> None:
    added = shelf.add(library, article_of(TEXT))
    with pytest.raises(ArticleError):
        shelf.set_metadata(library, added.id, **fields)
    assert shelf.info(library, added.id) == added


def test_removing_many_is_one_step(library: Library) -> None:
    ids = [shelf.add(library, article_of(f"نص {number}"), source=f"/{number}").id for number in range(3)]
    shelf.remove(library, ids[:2])
    assert [article.id for article in shelf.articles(library)] == ids[2:]
    assert {article.id for article in shelf.articles(library, deleted=True)} == set(ids[:2])
    assert annotate.undo(library) == "remove"
    assert len(shelf.articles(library)) == 3
    assert annotate.redo(library) == "remove"
    shelf.restore(library, ids[:1])
    assert len(shelf.articles(library)) == 2
    with pytest.raises(ArticleError):
        shelf.remove(library, [ids[2], "x"])
    assert len(shelf.articles(library)) == 2


def test_the_article_read_last(library: Library) -> None:
    assert shelf.last_read(library) is None
    first, second = (shelf.add(library, article_of(text)) for text in ("أول نص", "ثان"))
    assert shelf.last_read(library) is None
    Desk(library, second.id).save_position(1)
    Desk(library, first.id).save_position(4)
    library.run("UPDATE reading SET opened = '2000' WHERE article = 2")
    assert shelf.last_read(library) == first.id
    read = shelf.info(library, first.id)
    assert (read.position, read.progress) == (4, 4 / 6)
    shelf.remove(library, [first.id])
    assert shelf.last_read(library) == second.id


def test_counts_of_notes(library: Library) -> None:
    first, second = (shelf.add(library, article_of(text)) for text in ("أول نص", "ثان"))
    notes = [annotate.highlight(library, first.id, at, at + 1) for at in range(3)]
    annotate.delete(library, [notes[0].id])
    library.run("UPDATE placement SET status = 'orphan' WHERE start < 2")
    found = {article.id: (article.annotations, article.orphans) for article in shelf.articles(library)}
    assert found == {first.id: (2, 1), second.id: (0, 0)}
    assert shelf.info(library, first.id).annotations == 2


def test_a_file_is_read_and_added(library: Library, tmp_path: Path, seed_text: str) -> None:
    path = tmp_path / "seed.txt"
    path.write_text(seed_text, encoding="utf-8")
    added = shelf.add_file(library, path)
    assert added.source == str(path)
    assert shelf.text(library, added.id) == seed_text
    assert shelf.add_file(library, path) == added


@pytest.mark.parametrize("make", ["missing", "folder", "empty", "binary"])
def test_files_that_are_no_texts_add_nothing(library: Library, tmp_path: Path, make: str) -> None:
    path = tmp_path / "file.txt"
    if make == "folder":
        path.mkdir()
    elif make != "missing":
        path.write_bytes(b"" if make == "empty" else bytes(range(256)) * 40)
    with pytest.raises(FormatError) as caught:
        shelf.add_file(library, path)
    assert str(caught.value).endswith(".")
    assert shelf.articles(library) == []


def test_a_stopped_reading_adds_nothing(library: Library, tmp_path: Path, seed_text: str) -> None:
    path = tmp_path / "seed.txt"
    path.write_text(seed_text, encoding="utf-8")
    with pytest.raises(CancelledError):
        shelf.add_file(library, path, watch=Watch(cancelled=lambda: True))
    assert shelf.articles(library) == []


def test_a_backup_is_a_whole_library(library: Library, tmp_path: Path) -> None:
    added = shelf.add(library, article_of(TEXT))
    annotate.highlight(library, added.id, 0, 3)
    shelf.backup(library, tmp_path / "copy.sqlite")
    assert not list(tmp_path.glob("copy.sqlite-*"))
    with Library.open(tmp_path / "copy.sqlite") as copy:
        assert shelf.articles(copy) == shelf.articles(library)
        assert shelf.verify(copy) == []
    with pytest.raises(StoreError, match="already a file"):
        shelf.backup(library, tmp_path / "copy.sqlite")
    with pytest.raises(StoreError):
        shelf.backup(library, tmp_path / "none" / "copy.sqlite")


def test_a_sound_library_is_found_sound(library: Library) -> None:
    shelf.add(library, article_of(TEXT))
    assert shelf.verify(library) == []


def test_verify_mends_a_search_index_that_is_damaged_or_lost(library: Library) -> None:
    for number in range(30):
        shelf.add(library, article_of(f"نص للبحث {number} " * 300), source=f"/{number}")
    update_index(library)
    path = path_of(library.path)
    with Index(library) as index:
        index.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    for page in range(20, len(data) // 4096):
        data[page * 4096 + 8 : page * 4096 + 600] = bytes(592)
    path.write_bytes(data)
    assert shelf.verify(library) == []
    assert len(list(search(library, "للبحث"))) >= 30
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    assert shelf.verify(library) == []
    assert len(list(search(library, "للبحث"))) >= 30


def test_emptying_the_bin_takes_texts_notes_and_originals_away(library: Library) -> None:
    kept = shelf.add(library, article_of("نص يبقى"), source="/kept", original=b"kept")
    secret = article_of(
        "نص سري دفين", metadata=Metadata("عنوان دفين"), resources=(Resource("p.png", "image/png", b"DEEP"),)
    )
    gone = shelf.add(library, secret, source="/دفين", original=b"deep", name="دفين.txt")
    note = annotate.highlight(library, gone.id, 0, 2, note="ملاحظة دفينة")
    annotate.save_draft(library, note.id, "مسودة دفينة")
    shelf.set_metadata(library, gone.id, author="كاتب دفين")
    Desk(library, gone.id).add_bookmark(3, "موضع دفين")
    update(library, gone.id, article_of("نص دفين آخر"))
    update_index(library)
    assert "دفين".encode() in path_of(library.path).read_bytes()
    shelf.remove(library, [gone.id])
    assert shelf.empty_bin(library) == 1
    assert shelf.articles(library, deleted=True) == []
    assert [article.id for article in shelf.articles(library)] == [kept.id]
    with pytest.raises(ArticleError):
        shelf.info(library, gone.id)
    for path in library.path.parent.rglob("*"):
        if path.is_file() and path.name.startswith("library."):
            assert "دفين".encode() not in path.read_bytes(), path
            assert b"DEEP" not in path.read_bytes(), path
    assert [path.read_bytes() for path in (library.path.parent / "library.originals").iterdir()] == [b"kept"]
    assert shelf.verify(library) == []
    assert annotate.undo(library) is None
    assert shelf.empty_bin(library) == 0
    again = shelf.add(library, secret, source="/دفين")
    assert again.id != gone.id
    assert shelf.text(library, again.id) == "نص سري دفين"


def test_what_was_read_and_marked_is_counted(library: Library) -> None:
    assert shelf.statistics(library).articles == 0
    first, second, gone = (shelf.add(library, article_of(text)).id for text in ("نص أول طويل", "نص ثان", "محذوف"))
    for start, colour, tags, note in (
        (0, Colour.BLUE, ["نحو", "صرف"], "ملاحظة"),
        (3, Colour.BLUE, ["نحو"], ""),
        (4, Colour.PINK, [], ""),
    ):
        annotate.highlight(library, first, start, start + 1, colour=colour, tags=tags, note=note)
    annotate.highlight(library, gone, 0, 1)
    Desk(library, first).save_position(5)
    Desk(library, second).save_position(6)
    Desk(library, second).add_reading(30)
    Desk(library, first).add_reading(12)
    library.run("UPDATE session SET ended = '2020-01-02T10:00:00.000Z' WHERE key = 1")
    shelf.remove(library, [gone])
    found = shelf.statistics(library)
    assert (found.articles, found.finished, found.chars, found.chars_read) == (2, 1, 17, 11)
    assert found.seconds == 42
    assert found.days[0] == ("2020-01-02", 30)
    assert [seconds for _, seconds in found.days] == [30, 12]
    assert (found.annotations, found.notes) == (3, 1)
    assert found.colours == (("blue", 2), ("pink", 1))
    assert found.tags == (("نحو", 2), ("صرف", 1))


@pytest.mark.parametrize("name", ["library.sqlite", "library.sqlite-wal", "library.sqlite-shm", "library.search"])
def test_the_library_is_not_added_to_itself(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with Library.open(tmp_path / "library.sqlite") as library:
        with pytest.raises(FormatError, match="is a part of the library itself"):
            shelf.add_file(library, tmp_path / "folder" / ".." / name)
        assert shelf.articles(library) == []

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import shelf
from reader.document.fingerprint import fingerprint
from reader.document.model import (
    Article,
    Block,
    BlockKind,
    Direction,
    Locator,
    LocatorKind,
    Mark,
    MarkKind,
    Metadata,
    Resource,
)
from reader.store import saving, texts
from reader.store.articles import place
from reader.store.library import Library
from reader.store.texts import VersionReader
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS = st.lists(st.text(st.sampled_from("اب ت😀َ\nשx"), max_size=60), max_size=12).map("\n".join)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as opened:
        yield opened


NUMBERS = itertools.count()


def reader_of(library: Library, article: Article) -> VersionReader:
    added = shelf.add(library, article, source=f"source {next(NUMBERS)}")
    return VersionReader(library, place(library, added.id).version)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=TEXTS, size=st.integers(3, 40), data=st.data())
def test_reading_by_chunks_is_slicing_the_text(
    library: Library, monkeypatch: pytest.MonkeyPatch, text: str, size: int, data: st.DataObject
) -> None:
    monkeypatch.setattr(saving, "CHUNK", size)
    article = article_of(text)
    reader = reader_of(library, article)
    start, end = data.draw(st.integers(-2, len(text) + 2)), data.draw(st.integers(-2, len(text) + 2))
    assert reader.length == len(text)
    assert reader.text(start, end) == text[max(0, start) : max(0, end)]
    assert list(reader.blocks()) == list(article.blocks)
    assert [reader.block(index) for index in range(reader.block_count)] == list(article.blocks)
    begun = [index for index, block in enumerate(article.blocks) if block.start <= start]
    assert reader.block_at(start) == (begun[-1] if begun else 0)
    assert reader.whole() == text
    assert reader.text(start, end) == text[max(0, start) : max(0, end)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=TEXTS, size=st.integers(3, 40), data=st.data())
def test_marks_are_those_that_touch_the_span(
    library: Library, monkeypatch: pytest.MonkeyPatch, text: str, size: int, data: st.DataObject
) -> None:
    monkeypatch.setattr(saving, "CHUNK", size)
    article = article_of(text)
    offsets = [
        sorted(data.draw(st.tuples(st.integers(block.start, block.end), st.integers(block.start, block.end))))
        for block in article.blocks
    ]
    marks = tuple(Mark(start, end, MarkKind.STRONG) for start, end in offsets if start < end)
    reader = reader_of(library, article_of(text, marks=marks))
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    assert reader.marks(start, end) == [mark for mark in marks if mark.start < end and mark.end > start and start < end]
    assert reader.all_marks() == list(marks)


def test_chunks_end_before_a_block_and_stay_below_their_size(library: Library) -> None:
    text = "\n".join("سطر من كتاب طويل " * 40 for _ in range(500))
    reader = reader_of(library, article_of(text))
    rows = library.rows("SELECT start, end, first_block, block_count FROM chunk ORDER BY number")
    assert len(rows) > 4
    assert all(end - start <= saving.CHUNK for start, end, _, _ in rows)
    assert all(reader.block(first).start == start for start, _, first, _ in rows)


def test_a_block_longer_than_a_chunk_is_cut_at_spaces(library: Library) -> None:
    text = "كلمة " * 50_000
    reader = reader_of(library, Article(text, (Block(0, len(text) - 1),)))
    rows = library.rows("SELECT start, end FROM chunk ORDER BY number")
    assert all(end - start <= saving.CHUNK and text[end - 1] == " " for start, end in rows)
    assert reader.block(0) == Block(0, len(text) - 1)
    assert reader.block_at(len(text)) == 0


def test_an_article_comes_back_whole(library: Library) -> None:
    article = Article(
        text="عنوان\nنص فيه رابط 😀\n\ufffc",
        blocks=(
            Block(0, 5, BlockKind.HEADING, 1, anchor="a1"),
            Block(6, 20, BlockKind.LIST_ITEM, 2, Direction.RTL, "ar", label="•"),
            Block(21, 22, BlockKind.IMAGE, label="صورة", resource="p.png"),
        ),
        marks=(Mark(13, 17, MarkKind.LINK, "https://example.org/ا"),),
        locators=(Locator(0, LocatorKind.PAGE, "1:23"), Locator(6, LocatorKind.VERSE, "2:255")),
        metadata=Metadata("عنوان", "كاتب", year="1442", calendar="hijri", url="https://example.org"),
        language="fa",
        direction=Direction.RTL,
        importer="html/1",
        encoding="windows-1256",
        decisions=("Decoded as windows-1256.",),
        warnings=("One letter was lost.",),
        resources=(Resource("p.png", "image/png", b"\x89PNG"), Resource("q.png", "image/png", b"\x89PNG")),
    )
    added = shelf.add(library, article)
    assert shelf.load(library, added.id) == article
    reader = VersionReader(library, place(library, added.id).version)
    assert reader.headings() == [(0, "عنوان")]
    assert reader.resource("q.png") == article.resources[1]
    assert reader.resource("r.png") is None
    assert reader.block_by_anchor("a1") == 0
    assert library.row("SELECT count(*) FROM blob") == (1,)


def test_what_sqlite_cannot_hold_is_replaced_one_for_one(library: Library) -> None:
    added = shelf.add(library, article_of("ا\0ب\ud800ت"))
    assert shelf.text(library, added.id) == "ا\ufffdب\ufffdت"
    assert place(library, added.id).sha256 == fingerprint("ا\ufffdب\ufffdت")


def test_few_chunks_are_kept(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "CHUNK", 10)
    text = "\n".join("سطر قصير" for _ in range(200))
    reader = reader_of(library, article_of(text))
    assert "".join(reader.text(at, at + 9) for at in range(0, len(text), 9)) == text
    assert len(reader._texts) <= texts._KEPT


@pytest.mark.parametrize("text", ["", "\n", "\n\n", "ا"])
def test_texts_of_almost_nothing(library: Library, text: str) -> None:
    reader = reader_of(library, article_of(text))
    assert (reader.length, reader.text(0, 9), reader.whole(), reader.block_at(0)) == (len(text), text, text, 0)
    assert reader.marks(0, 1) == []
    with pytest.raises(IndexError):
        reader.block(reader.block_count)

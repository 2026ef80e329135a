from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import annotate, shelf
from reader.errors import CancelledError, StoreError
from reader.store import index as index_module
from reader.store.index import Index, indexed_form, path_of, pieces, serves, spelled
from reader.store.library import Library
from reader.text.find import Query, find
from reader.text.fold import DEFAULTS, NOTHING, Folding
from reader.update import update
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent

LETTERS = st.text(st.sampled_from('ابأآءئؤةهیيىکكگپךכ َّـٰٱۡ٣۳3-־«»"،,.؟ﻻﷺöÖß\n\u00a0\u200c\u200f'), max_size=30)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def index(library: Library) -> Iterator[Index]:
    with Index(library) as opened:
        yield opened


def indexed(index: Index) -> list[tuple[int, int, int]]:
    return index.rows("SELECT p.version, p.start, p.end FROM piece p JOIN text t USING (version) WHERE live")


@settings(deadline=None)
@given(text=LETTERS, start=st.integers(0, 30), length=st.integers(1, 8), language=st.sampled_from(sorted(DEFAULTS)))
def test_what_a_search_finds_the_index_names(text: str, start: int, length: int, language: str) -> None:
    query = text[start : start + length]
    held = indexed_form(text)
    for folding in (DEFAULTS[language], NOTHING, replace(DEFAULTS[language], marks=False, accents=True)):
        if next(find(text, Query(query, folding)), None) is not None:
            assert any(form in held for form in spelled(query)) or not spelled(query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("او می‌رود و کتاب‌ها", "میرود"),
        ("او می رود", "می‌رود"),
        ("او میرود", "می رود"),
        ("کتابهای او", "کتاب‌های"),
        ("ٱلصَّلَوٰةَ", "الصلاة"),
        ("ءَامَنُواْ وَعَمِلُواْ ٱلصَّـٰلِحَٰتِ", "آمنوا وعملوا الصالحات"),
        ("الصلاة", "ٱلصَّلَوٰةَ"),
        ("قال ﷺ ذلك", "صلى الله عليه وسلم"),
        ("قال صلى الله عليه وسلم", "ﷺ"),
    ],
)
def test_other_spellings_are_in_the_index_too(text: str, query: str) -> None:
    assert any(form in indexed_form(text) for form in spelled(query))


@given(st.lists(LETTERS, max_size=4), st.integers(12, 60), st.integers(1, 6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_pieces_cover_the_text_and_share_what_may_lie_across(
    library: Library, parts: list[str], size: int, share: int
) -> None:
    text = "\n".join(parts)
    added = shelf.add(library, article_of(text), source=str((parts, size, share)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_module, "PIECE", size)
        patch.setattr(index_module, "OVERLAP", share)
        reader = index_module.VersionReader(
            library, library.row("SELECT version FROM article WHERE id = ?", (added.id,))[0]
        )
        found = list(pieces(reader, 0))
    assert all(reader.text(start, end) == piece for start, end, piece in found)
    reached = 0
    for start, end, _ in found:
        assert start <= max(0, reached - min(share, 1))
        assert start == 0 or reached - start <= share
        assert end > reached
        reached = end
    assert reached == len(shelf.text(library, added.id))


def test_folding_that_the_index_serves() -> None:
    assert all(serves(folding) for folding in DEFAULTS.values())
    assert serves(NOTHING)
    assert serves(Folding(accents=True, affixes=True))
    assert not serves(Folding(quranic=True))
    assert not serves(replace(NOTHING, seats=True))


def test_all_live_texts_are_indexed_once(library: Library, index: Index) -> None:
    assert index.complete()
    ids = [shelf.add(library, article_of(f"نص {number} " * 1_000), source=f"/{number}").id for number in range(3)]
    assert not index.complete()
    told: list[float] = []
    index.update(told.append)
    assert index.complete()
    assert told[-1] == 1.0
    assert told == sorted(told)
    before = indexed(index)
    assert {row[0] for row in before} == {1, 2, 3}
    index.update()
    assert indexed(index) == before
    shelf.remove(library, ids[:1])
    index.update()
    assert {row[0] for row in indexed(index)} == {2, 3}
    shelf.restore(library, ids[:1])
    index.update()
    assert indexed(index) == before


def test_an_updated_article_is_indexed_in_its_new_version(library: Library, index: Index) -> None:
    article = shelf.add(library, article_of("نص قديم")).id
    index.update()
    update(library, article, article_of("نص جديد تماما"))
    index.update()
    assert indexed(index) == [(2, 0, 13)]
    annotate.undo(library)
    index.update()
    assert indexed(index) == [(1, 0, 7)]


def test_a_long_text_is_indexed_batch_by_batch(library: Library, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "كلمة أخرى " * 5_000
    shelf.add(library, article_of(text))
    index.update()
    whole = [row[1:] for row in indexed(index)]
    monkeypatch.setattr(index_module, "_BATCH", 7_000)
    monkeypatch.setattr(index_module, "_STEP", 3_000)
    index.rebuild()
    calls = iter(range(100))
    with pytest.raises(CancelledError):
        index.update(cancelled=lambda: next(calls) == 3)
    assert 0 < len(indexed(index)) < len(whole)
    assert not index.complete()
    index.update()
    assert [row[1:] for row in indexed(index)] == whole


def test_two_may_index_at_once(library: Library, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_BATCH", 3_000)
    monkeypatch.setattr(index_module, "_STEP", 3_000)
    shelf.add(library, article_of("كلمة أخرى " * 5_000))
    with library.again() as other, Index(other) as second:
        told: list[float] = []

        def meanwhile(share: float) -> None:
            told.append(share)
            if len(told) == 1:
                second.update()

        index.update(meanwhile)
    assert len(told) > 1
    rows = indexed(index)
    assert len(rows) == len(set(rows))
    assert index.complete()


@pytest.mark.parametrize("damage", ["words", "zeros", "format", "other program"])
def test_a_damaged_index_is_made_anew(library: Library, damage: str) -> None:
    shelf.add(library, article_of("نص للبحث"))
    with Index(library) as index:
        index.update()
    path = path_of(library.path)
    if damage == "format":
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    else:
        path.write_bytes({"words": b"not a database", "zeros": bytes(8192), "other program": os.urandom(4096)}[damage])
    with Index(library) as index:
        index.update()
        assert len(indexed(index)) == 1
        index.check()


def test_damage_inside_is_found_by_the_check(library: Library) -> None:
    for number in range(30):
        shelf.add(library, article_of(f"نص للبحث {number} " * 300), source=f"/{number}")
    with Index(library) as index:
        index.update()
        index.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    path = path_of(library.path)
    data = bytearray(path.read_bytes())
    for page in range(20, len(data) // 4096):
        data[page * 4096 + 8 : page * 4096 + 600] = bytes(592)
    path.write_bytes(data)
    with Index(library) as index, pytest.raises(StoreError):
        index.check()


def test_the_index_of_another_library_is_not_believed(library: Library, tmp_path: Path) -> None:
    article = shelf.add(library, article_of("نص للبحث")).id
    annotate.highlight(library, article, 0, 2, note="ملاحظة")
    with Index(library) as index:
        index.update()
    with Library.open(tmp_path / "other" / "library.sqlite") as other:
        article = shelf.add(other, article_of("شيء مختلف جدا")).id
        annotate.highlight(other, article, 0, 2, note="غيرها")
        path_of(library.path).rename(path_of(other.path))
        with Index(other) as index:
            index.update()
            assert indexed(index) == [(1, 0, 13)]
            notes = index.rows("SELECT folded FROM about WHERE kind = 'annotation'")
            assert notes == [(indexed_form("غيرها"),)]


def test_notes_and_titles_follow_the_journal(library: Library, index: Index) -> None:
    article = shelf.add(library, article_of("نص للبحث")).id
    first = annotate.highlight(library, article, 0, 2, note="أولى")
    index.update()
    second = annotate.highlight(library, article, 3, 5, note="ثانية")
    annotate.edit(library, first.id, note="بدلها")
    shelf.set_metadata(library, article, title="عنوان", author="كاتب")
    index.update()
    rows = dict(index.rows("SELECT id, folded FROM about"))
    assert rows == {
        first.id: indexed_form("بدلها"),
        second.id: indexed_form("ثانية"),
        article: indexed_form("عنوان كاتب"),
    }
    annotate.delete(library, [first.id])
    annotate.empty_bin(library)
    index.update()
    assert set(dict(index.rows("SELECT id, folded FROM about"))) == {second.id, article}
    index.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    assert indexed_form("بدلها").strip().encode() not in path_of(library.path).read_bytes()


def test_replaced_texts_are_cleared_when_they_are_most(
    library: Library, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "_MOST_DEAD", 10)
    article = shelf.add(library, article_of("نص قديم طويل جدا جدا")).id
    index.update()
    update(library, article, article_of("نص"))
    index.update()
    index.update()
    assert index.rows("SELECT version FROM piece") == [(2,)]


BUILD = """
import sys
from pathlib import Path
from reader.search import update_index
from reader.store import index
from reader.store.library import Library
index._BATCH = 1_000
with Library.open(Path(sys.argv[1])) as library:
    update_index(library, lambda share: print(share, flush=True) or sys.stdin.readline())
"""


def test_an_indexing_that_is_killed_goes_on_where_it_was(library: Library) -> None:
    for number in range(4):
        shelf.add(library, article_of(f"نص رقم {number} " * 500), source=f"/{number}")
    arguments = [sys.executable, "-c", BUILD, str(library.path)]
    process = subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert float(process.stdout.readline()) == 0.25
    process.kill()
    process.communicate()
    with Index(library) as index:
        assert {row[0] for row in indexed(index)} == {1}
        index.check()
        index.update()
        assert {row[0] for row in indexed(index)} == {1, 2, 3, 4}
        index.check()

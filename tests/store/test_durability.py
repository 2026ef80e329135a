"""Faults that really happen: a killed process, a full disk, two writers at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader import annotate, shelf
from reader.errors import SpanError, StoreError
from reader.store import opening
from reader.store.library import Library
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = "\n".join(f"سطر رقم {number} من كتاب طويل" for number in range(200))
START = """
import os, sys
from pathlib import Path
from reader import annotate, shelf
from reader.store.library import Library
library = Library.open(Path(sys.argv[1]), client=sys.argv[2])
article = sys.argv[3]
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as opened:
        yield opened


@pytest.fixture
def article(library: Library) -> str:
    return shelf.add(library, article_of(TEXT)).id


def start(library: Library, client: str, article: str, code: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", START + code, str(library.path), client, article]
    return subprocess.Popen(
        arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def state(library: Library) -> list[tuple[object, ...]]:
    tables = [row[0] for row in library.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return [(table, *row) for table in tables for row in library.rows(f"SELECT * FROM {table}")]


def test_a_process_killed_within_a_transaction_has_done_nothing(library: Library, article: str) -> None:
    annotate.highlight(library, article, 0, 3, note="قبل")
    before = state(library)
    process = start(
        library,
        "killed",
        article,
        "with library.writing():\n"
        "    annotate.highlight(library, article, 4, 7, note='لن يبقى')\n"
        "    annotate.delete(library, [annotate.notes(library, article)[0].id])\n"
        "    print('now', flush=True)\n"
        "    sys.stdin.read()\n",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "now\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert state(library) == before
    annotate.highlight(library, article, 8, 11)
    assert len(annotate.notes(library, article)) == 2
    assert shelf.verify(library) == []


def test_what_was_reported_as_done_survives_a_kill(library: Library, article: str) -> None:
    process = start(
        library,
        "killed",
        article,
        "for at in range(0, 300, 3):\n    print(annotate.highlight(library, article, at, at + 1).id, flush=True)\n",
    )
    assert process.stdout is not None
    reported = [process.stdout.readline().strip() for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    rest = process.communicate()[0].split()
    kept = [note.id for note in annotate.notes(library, article)]
    assert set(reported) | set(rest) <= set(kept)
    assert shelf.verify(library) == []


def test_a_full_disk_changes_nothing_and_says_so(library: Library, article: str) -> None:
    annotate.highlight(library, article, 0, 3)
    before = state(library)
    (pages,) = library.row("PRAGMA page_count")
    library.row(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError, match="disk is full"):
        shelf.add(library, article_of("كتاب كبير\n" * 20_000))
    assert state(library) == before
    library.row("PRAGMA max_page_count = 1000000")
    shelf.add(library, article_of("كتاب كبير\n" * 20_000))


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = os.path.getsize(sys.argv[1] + "-wal") + 20_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from reader.errors import SpanError, StoreError
try:
    rows = [{"start": at, "end": at + 1, "note": "ملاحظة " * 50} for at in range(200)]
    annotate.highlight_many(library, article, rows)
except StoreError as error:
    print(error)
print(len(annotate.notes(library, article)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are those of POSIX")
def test_a_file_that_may_not_grow_changes_nothing_and_says_so(library: Library, article: str) -> None:
    annotate.highlight(library, article, 0, 3)
    before = state(library)
    said, errors = start(library, "small", article, FULL).communicate()
    assert errors == ""
    sentence, count = said.splitlines()
    assert "library" in sentence
    assert sentence.endswith(".")
    assert count == "1"
    assert state(library) == before
    assert shelf.verify(library) == []


def test_two_processes_write_at_once_and_lose_nothing(library: Library, article: str) -> None:
    code = (
        "sys.stdin.readline()\n"
        "for at in range(40):\n"
        "    annotate.highlight(library, article, at, at + 1, note=sys.argv[2])\n"
        "    first = annotate.notes(library, article)[0]\n"
        "    with library.writing():\n"
        "        note = annotate.get(library, first.id)\n"
        "        annotate.edit(library, first.id, tags=[*note.tags, f'{sys.argv[2]}{at}'])\n"
    )
    shared = annotate.highlight(library, article, 0, 3)
    processes = [start(library, client, article, code) for client in ("one", "two", "three")]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[1] for process in processes] == ["", "", ""]
    found = annotate.notes(library, article)
    assert len(found) == 121
    tags = sum(len(note.tags) for note in found)
    assert tags == 120
    assert annotate.get(library, shared.id).tags is not None
    assert shelf.verify(library) == []


BUSY = """
from reader import search
from tests.material import article_of
sys.stdin.readline()
for round in range(8):
    mine = shelf.add(library, article_of(f"نص {sys.argv[2]} رقم {round}"), source=f"/{sys.argv[2]}/{round}").id
    note = annotate.highlight(library, mine, 0, 2, note=f"ملاحظة {sys.argv[2]}")
    shelf.set_tags(library, mine, [sys.argv[2]])
    search.update_index(library)
    assert any(place.article == mine for place in search.search(library, f"{sys.argv[2]} رقم {round}"))
    for info in shelf.articles(library)[:3]:
        shelf.set_metadata(library, info.id, author=sys.argv[2])
    if round % 2:
        shelf.remove(library, [mine])
        assert annotate.undo(library) == "remove"
    else:
        annotate.delete(library, [note.id])
"""


def test_windows_and_commands_do_everything_at_once(library: Library, article: str) -> None:
    processes = [start(library, client, article, BUSY) for client in ("one", "two", "three")]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[1] for process in processes] == ["", "", ""]
    found = shelf.articles(library)
    assert len(found) == 1 + 3 * 8
    assert sum(info.annotations for info in found) == 3 * 4
    assert [info.tags for info in found].count(("two",)) == 8
    assert shelf.verify(library) == []


def test_another_process_that_closes_leaves_the_journal_to_who_has_it_open(library: Library, article: str) -> None:
    """POSIX takes all locks of a process on a file away when it closes any one descriptor of that file."""
    annotate.highlight(library, article, 0, 3)
    library.again().close()
    with pytest.raises(StoreError):
        Library.open(library.path.parent, client="a folder")
    passing_by = start(library, "passing by", article, "annotate.highlight(library, article, 4, 7)\nlibrary.close()\n")
    assert passing_by.communicate()[1] == ""
    assert library.path.with_name(library.path.name + "-wal").exists()
    annotate.highlight(library, article, 8, 11)
    count = start(library, "counting", article, "print(len(annotate.notes(library, article)))")
    assert count.communicate() == ("3\n", "")
    assert len(annotate.notes(library, article)) == 3


def test_a_writer_that_never_ends_is_told_of_in_a_sentence(
    library: Library, article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "WAIT_SECONDS", 0.05)
    with library.again() as other, library.writing():
        annotate.highlight(library, article, 0, 3)
        with pytest.raises(StoreError, match="Another program has been writing") as caught:
            annotate.highlight(other, article, 4, 7)
    assert "locked" not in str(caught.value)
    assert len(annotate.notes(library, article)) == 1


def test_what_raises_within_a_transaction_undoes_all_of_it(library: Library, article: str) -> None:
    before = state(library)
    with pytest.raises(ZeroDivisionError), library.writing():  # noqa: PT012 - the transaction is what is tested
        annotate.highlight(library, article, 0, 3)
        1 / 0  # noqa: B018
    assert state(library) == before


def test_a_part_of_a_transaction_may_fail_alone(library: Library, article: str) -> None:
    with library.writing():
        annotate.highlight(library, article, 0, 3, note="قبل")
        before = state(library)
        with pytest.raises(SpanError):
            annotate.highlight_many(library, article, [{"start": 4, "end": 7}, {"start": 9, "end": 2}])
        assert state(library) == before
        annotate.highlight(library, article, 8, 11)
    assert len(annotate.notes(library, article)) == 2
    assert [annotate.undo(library), annotate.undo(library), annotate.undo(library)] == ["highlight", "highlight", None]


def test_a_second_thread_opens_its_own_connection(library: Library, article: str) -> None:
    def work() -> None:
        with library.again() as mine:
            annotate.highlight(mine, article, 0, 3)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(annotate.notes(library, article)) == 1


def test_flipped_bytes_are_found_by_verify(library: Library, article: str) -> None:
    library.run("UPDATE chunk SET text = replace(text, 'كتاب', 'كتيب')")
    assert shelf.verify(library) == [f"Version 1 of the article {article} is not the text that was stored."]


def test_a_damaged_page_is_found_by_verify(library: Library, article: str) -> None:
    path = library.path
    library.close()
    data = bytearray(path.read_bytes())
    data[8 * 4096 : 12 * 4096] = os.urandom(4 * 4096)
    path.write_bytes(data)
    with Library.open(path) as again:
        assert shelf.verify(again) != []

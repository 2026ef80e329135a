from __future__ import annotations

import io
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.cli import run
from reader.cli.output import Console

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Hamish

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
MARKED = "كِتَابٌ 👩‍👩‍👧 وكتاب وكتاب.\n"


@pytest.fixture
def marked(hamish: Hamish, write: Callable[[str, str], Path]) -> str:
    return hamish("add", write("marks.txt", MARKED), "--json").json[0]["id"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (0, 99_999, "outside the text"),
        (-1, 3, "outside the text"),
        (-9, -3, "outside the text"),
        (5, 2, "ends before it starts"),
        (3, 3, "is empty"),
        (0, 1, "inside a letter and its marks"),
        (1, 7, "inside a letter and its marks"),
        (8, 10, "inside a letter and its marks"),
        (10**20, 10**21, "outside the text"),
    ],
)
def test_offsets_that_name_no_passage(hamish: Hamish, marked: str, start: int, end: int, words: str) -> None:
    assert words in hamish.refused("highlight", marked, "--start", start, "--end", end)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("غائب", "does not stand in the text"),
        ("", "empty"),
        ("كتاب", "more than once"),
        ("كت", "more than once"),
        ("ك", "more than once"),
        ("اب", "more than once"),
        ("تَاب", "part a letter from its marks"),
        ("👩", "part a letter from its marks"),
        (MARKED * 2, "does not stand in the text"),
        ("\ud800", "does not stand in the text"),
    ],
)
def test_quotes_that_name_no_passage(hamish: Hamish, marked: str, quote: str, words: str) -> None:
    assert words in hamish.refused("highlight", marked, "--quote", quote)


def test_a_context_that_is_not_there(hamish: Hamish, marked: str) -> None:
    assert "between the words given" in hamish.refused("highlight", marked, "--quote", "كتاب", "--prefix", "غائب")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('{"start": 14, "end": 16}\n{"start": 0, "end": 99999}\n', "Line 2: The passage 0 to 99999 lies outside"),
        ('{"start": 14, "end": 16}\n\nnot json\n', "Line 3: This is not JSON"),
        ("[1, 2]\n", "Line 1: A highlight is a JSON object"),
        ('{"start": 12}\n', "Line 1: A highlight needs its end"),
        ('{"start": "14", "end": 16}\n', "Line 1: The start and end of a highlight are whole numbers"),
        ('{"start": 14, "end": 16, "color": "mauve"}\n', "Line 1: There is no colour mauve"),
        ('{"start": 14, "end": 16, "tags": "x"}\n', "Line 1: The tags of a highlight are a list of words"),
        ('{"start": 14, "end": 16, "note": 5}\n', "Line 1: A note is text"),
        ("[" * 100_000, "Line 1: This is not JSON"),
        (b"\xff\xfe{}", "is not UTF-8 text"),
    ],
)
def test_one_bad_row_and_none_is_made(hamish: Hamish, marked: str, lines: str | bytes, words: str) -> None:
    assert words in hamish.refused("highlight", marked, "--from", "-", given=lines)


def test_a_file_of_rows_that_is_not_there(hamish: Hamish, marked: str, tmp_path: Path) -> None:
    assert "There is no file" in hamish.refused("highlight", marked, "--from", tmp_path / "rows.jsonl")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b"\n \t\n\xc2\xa0\n"),
        ("binary.txt", bytes(range(256)) * 64),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("program", b"\x7fELF\x02\x01\x01" + bytes(400)),
        ("broken.epub", b"PK\x03\x04" + bytes(100)),
    ],
)
def test_files_that_are_no_article(
    hamish: Hamish, marked: str, write: Callable[[str, bytes], Path], name: str, content: bytes
) -> None:
    for words in (("add",), ("update", marked)):
        result = hamish(*words, write(name, content), status=1)
        assert result.message.count("\n") == 1
        assert result.message.endswith(".\n")
    assert len(hamish("list").lines) == 1


def test_what_was_refused_changed_nothing(hamish: Hamish, marked: str, write: Callable[[str, bytes], Path]) -> None:
    hamish.refused("add", write("binary.txt", bytes(range(256)) * 64))
    hamish.refused("update", marked, write("empty.txt", b""))


def test_a_file_that_is_missing_or_a_folder(hamish: Hamish, marked: str, tmp_path: Path) -> None:
    assert hamish.refused("add", tmp_path / "missing.txt") == f"There is no file {tmp_path / 'missing.txt'}."
    assert "is a folder" in hamish.refused("update", marked, tmp_path)


@pytest.mark.skipif(ROOT, reason="nothing is unreadable for root")
def test_a_file_that_cannot_be_read(hamish: Hamish, write: Callable[[str, bytes], Path]) -> None:
    path = write("secret.txt", "نص".encode())
    path.chmod(0)
    assert "cannot be read: Permission denied" in hamish.refused("add", path)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has a file that root cannot read either")
def test_a_file_that_nobody_can_read(hamish: Hamish, marked: str) -> None:
    assert "/proc/self/mem cannot be read: " in hamish.refused("add", "/proc/self/mem")
    assert "/proc/self/mem cannot be read: " in hamish.refused("update", marked, "/proc/self/mem")


def test_a_result_that_finds_no_room(hamish: Hamish, marked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(run, "standard", lambda: Console(Full(), sys.stderr))
    for words in (("show", marked, "--plain"), ("list",), ("list", "--json"), ("export", marked)):
        assert hamish.refused(*words) == "The result could not be written: No space left on device."


def test_an_encoding_nobody_knows(hamish: Hamish, marked: str, write: Callable[[str, bytes], Path]) -> None:
    assert "nonsense" in hamish.refused("add", write("a.txt", "نص عربي".encode()), "--encoding", "nonsense")


@pytest.mark.parametrize("name", ["", "no-such-article", "/no/such/file.txt", "zz", "\udcff"])
def test_an_article_that_is_not_there(hamish: Hamish, marked: str, name: str) -> None:
    for words in (
        ("show", name),
        ("export", name or "-"),
        ("highlight", name, "--start", 0, "--end", 2),
        ("remove", name),
        ("describe", name),
        ("update", name),
    ):
        assert "article" in hamish.refused(*words)


def test_a_start_of_an_id_that_two_have(hamish: Hamish, write: Callable[[str, str], Path]) -> None:
    firsts: dict[str, int] = {}
    for number in range(17):
        identity = hamish("add", write(f"{number}.txt", f"نص رقم {number} هنا.\n"), "--json").json[0]["id"]
        firsts[identity[0]] = firsts.get(identity[0], 0) + 1
    twice = next(first for first, count in firsts.items() if count > 1)
    assert "More than one article" in hamish.refused("show", twice)


@pytest.mark.parametrize("name", ["", "x", "01234567-89ab-4cde-8f01-23456789abcd"])
def test_a_note_that_is_not_there(hamish: Hamish, marked: str, name: str) -> None:
    for words in (("edit", name, "--note", "x"), ("delete", name), ("restore", name or "-"), ("history", name)):
        sentence = hamish.refused(*words)
        assert sentence.startswith(("There is no note ", "There is no annotation "))
        assert name in sentence


def test_a_library_that_is_a_folder(hamish: Hamish, tmp_path: Path) -> None:
    sentence = replace(hamish, library=tmp_path).refused("list")
    assert sentence == f"The library {tmp_path} is a folder, not a file."


@pytest.mark.parametrize("content", [b"just text", b"SQLite format 3\x00" + bytes(100), b"\x00" * 5000])
def test_a_library_that_is_none(hamish: Hamish, write: Callable[[str, bytes], Path], content: bytes) -> None:
    path = write("library.sqlite", content)
    result = replace(hamish, library=path)("list", status=1)
    assert result.message.count("\n") == 1
    assert path.read_bytes() == content


def test_a_database_of_another_program(hamish: Hamish, tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (address TEXT)")
    before = path.read_bytes()
    assert "not a Hamish library" in replace(hamish, library=path).refused("list")
    assert path.read_bytes() == before


@pytest.mark.skipif(ROOT, reason="nothing is read-only for root")
def test_a_library_that_cannot_be_written(hamish: Hamish, marked: str) -> None:
    hamish.library.chmod(0o400)
    hamish.library.parent.chmod(0o500)
    try:
        assert "read" in hamish.refused("highlight", marked, "--start", 12, "--end", 14)
    finally:
        hamish.library.parent.chmod(0o700)


def test_a_library_in_a_place_that_cannot_be(hamish: Hamish, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = replace(hamish, library=tmp_path / "file" / "library.sqlite")("list", status=1)
    assert result.message.count("\n") == 1


@pytest.mark.parametrize(
    "address", ["https://", "http://user:pw@example.org/", "http://a b/", "http://10.0.0.256.invalid:99999/"]
)
def test_an_address_that_is_none(hamish: Hamish, marked: str, address: str) -> None:
    assert hamish.refused("add", address)


@pytest.mark.parametrize("content", ["", "{", "[]", "نص بلا اقتباس", '{"type": "Annotation"}', b"\xff\xfe\x00"])
def test_a_file_without_notes(
    hamish: Hamish, marked: str, write: Callable[[str, str | bytes], Path], content: str | bytes
) -> None:
    assert hamish.refused("import-notes", write("notes", content), "--article", marked)


def test_a_backup_replaces_nothing(hamish: Hamish, marked: str, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite").write_text("x")
    assert "There is already a file" in hamish.refused("backup", tmp_path / "copy.sqlite")
    assert hamish.refused("backup", tmp_path / "no" / "folder.sqlite")


@pytest.mark.parametrize("pattern", ["(", "[", "(?P<x", "*"])
def test_a_bad_regular_expression(hamish: Hamish, marked: str, pattern: str) -> None:
    assert hamish.refused("find", pattern, "--regex")


@pytest.mark.parametrize(
    "words",
    [
        ("highlight", "x"),
        ("highlight", "x", "--start", "0"),
        ("highlight", "x", "--start", "a", "--end", "b"),
        ("highlight", "x", "--start", "0", "--end", "1", "--quote", "x"),
        ("highlight", "x", "--from", "-", "--color", "pink"),
        ("highlight", "x", "--start", "0", "--end", "1", "--prefix", "x"),
        ("highlight", "x", "--quote", "x", "--color", "mauve"),
        ("notes",),
        ("notes", "x", "--all"),
        ("export",),
        ("export", "--all"),
        ("export", "x", "--to", "web-annotation", "--flavor", "plain"),
        ("export", "x", "--to", "papyrus"),
        ("edit", "a", "b", "--start", "1"),
        ("find", "x", "y", "--ranked"),
        ("find", "x", "--ranked", "--regex"),
        ("find", "x", "--ranked", "--limit", "0"),
        ("show",),
        ("show", "x", "--plain", "--order", "visual"),
        ("show", "x", "--ord", "visual"),
        ("add",),
        ("demo",),
        ("list", "extra"),
        ("help", "nothing"),
    ],
)
def test_wrong_usage(hamish: Hamish, words: tuple[str, ...]) -> None:
    result = hamish(*words, status=2)
    assert result.data == b""
    assert result.message
    assert not hamish.library.exists()

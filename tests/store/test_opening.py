from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader import shelf
from reader.errors import StoreError
from reader.store import opening, schema
from reader.store.library import Library
from reader.store.opening import _file_system
from tests.material import article_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent.parent


def made(path: Path) -> Path:
    with Library.open(path) as library:
        shelf.add(library, article_of("نص للتجربة"))
    return path


def test_a_new_library_is_made_with_its_folder(tmp_path: Path) -> None:
    with Library.open(tmp_path / "a" / "b" / "library.sqlite") as library:
        assert shelf.articles(library) == []
        assert library.row("PRAGMA journal_mode") == ("wal",)
        assert library.row("PRAGMA synchronous") == (2,)
        assert library.row("PRAGMA foreign_keys") == (1,)


def test_the_default_is_the_persons_own_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HAMISH_LIBRARY", str(tmp_path / "mine.sqlite"))
    with Library.open() as library:
        assert library.path == tmp_path / "mine.sqlite"
    assert (tmp_path / "mine.sqlite").exists()


def folder(path: Path) -> None:
    path.mkdir()


def words(path: Path) -> None:
    path.write_text("ليس هذا قاعدة بيانات، بل نص.", encoding="utf-8")


def of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (x)")
    connection.close()


def of_a_newer_hamish(path: Path) -> None:
    made(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {schema.NEWEST + 1}")
    connection.close()


def cut_in_half(path: Path) -> None:
    made(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def overwritten(path: Path) -> None:
    made(path)
    data = bytearray(path.read_bytes())
    data[100:4096] = os.urandom(3996)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("make", "words_of_it"),
    [
        (folder, "is a folder"),
        (words, "is not a Hamish library"),
        (of_another_program, "of another program"),
        (of_a_newer_hamish, "newer Hamish"),
        (cut_in_half, "is damaged"),
        (overwritten, "is damaged"),
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_path_that_is_no_library_is_told_of_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], words_of_it: str, read_only: bool
) -> None:
    path = tmp_path / "library.sqlite"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=words_of_it) as caught:
        Library.open(path, read_only=read_only)
    assert str(caught.value).endswith(".") or words_of_it == "is damaged"
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("name", ["40-good", "41-truncated", "42-bad-header", "43-flipped-bytes"])
def test_hostile_files_of_others_are_refused(tmp_path: Path, corpus: Path, name: str) -> None:
    path = tmp_path / "library.sqlite"
    shutil.copyfile(corpus / "hostile" / f"{name}.sqlite", path)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        Library.open(path)
    assert path.read_bytes() == before


def test_a_library_that_is_not_there_cannot_be_opened_for_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no library"):
        Library.open(tmp_path / "library.sqlite", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be opened"):
        Library.open(tmp_path / "file" / "library.sqlite")


@pytest.mark.parametrize("name", ["مكتبة ?#%41&.sqlite", "a b.sqlite", "\udce3\udcde.sqlite"])
def test_any_name_can_be_opened_for_reading(tmp_path: Path, name: str) -> None:
    if name.startswith("\udce3") and sys.platform in {"win32", "darwin"}:
        pytest.skip("file names are bytes on Linux only")
    path = made(tmp_path / name)
    with Library.open(path, read_only=True) as library:
        assert len(shelf.articles(library)) == 1
    assert {file.suffix for file in tmp_path.iterdir()} <= {".sqlite", ".sqlite-wal", ".sqlite-shm"}


def test_a_library_opened_for_reading_cannot_be_written(tmp_path: Path) -> None:
    made(tmp_path / "library.sqlite")
    with Library.open(tmp_path / "library.sqlite", read_only=True) as library:
        assert [article.chars for article in shelf.articles(library)] == [10]
        with pytest.raises(StoreError, match="can only be read"):
            shelf.add(library, article_of("آخر"))


READ = """
import os, sys, tempfile
from pathlib import Path
from reader import shelf
from reader.errors import StoreError
from reader.store.library import Library
from tests.material import article_of

path = Path(sys.argv[1])
with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "all that is needed is imported") as library:
    shelf.articles(library)
if os.geteuid() == 0:  # for whom nothing is read-only
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    Library.open(path).close()
except StoreError as error:
    print("writing:", error)
with Library.open(path, read_only=True) as library:
    print("articles:", len(shelf.articles(library)))
"""


def as_somebody_else(path: Path) -> str:
    """Open the library at ``path`` as a user with no rights of its own, and give what was said."""
    if os.name != "posix":
        pytest.skip("access rights are those of POSIX here")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that another user can reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        yield place
        place.chmod(0o755)


def test_a_read_only_file_can_be_read_and_says_why_not_more(open_folder: Path) -> None:
    path = made(open_folder / "library.sqlite")
    path.chmod(0o444)
    open_folder.chmod(0o777)
    said = as_somebody_else(path)
    assert f"writing: The library {path} can only be read, not written." in said
    assert "articles: 1" in said


def test_a_read_only_folder_can_be_read_and_says_why_not_more(open_folder: Path) -> None:
    path = made(open_folder / "library.sqlite")
    path.chmod(0o666)
    open_folder.chmod(0o555)
    said = as_somebody_else(path)
    assert f"writing: The folder {open_folder} can only be read" in said
    assert "articles: 1" in said


def test_a_library_at_the_newest_version_opens_without_sqlite_utils(tmp_path: Path) -> None:
    path = made(tmp_path / "library.sqlite")
    code = (
        "import sys; from pathlib import Path; from reader.store.library import Library;"
        "Library.open(Path(sys.argv[1])).close(); print('sqlite_utils' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_older_library_is_backed_up_and_upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path / "library.sqlite")
    steps = (*schema.MIGRATIONS, ("second", "CREATE TABLE later (x) STRICT;".replace(" STRICT", "")))
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    monkeypatch.setattr(opening, "NEWEST", schema.NEWEST + 1)
    with pytest.raises(StoreError, match="older Hamish"):
        Library.open(path, read_only=True)
    with Library.open(path) as library:
        assert library.rows("SELECT * FROM later") == []
        assert len(shelf.articles(library)) == 1
        applied = {row[0] for row in library.rows("SELECT name FROM _sqlite_migrations")}
        assert applied == {"first", "directions", "second"}
    monkeypatch.undo()
    shutil.copyfile(tmp_path / f"library.sqlite.backup-{schema.NEWEST}", tmp_path / "old.sqlite")
    with Library.open(tmp_path / "old.sqlite") as library:
        assert len(shelf.articles(library)) == 1


def test_an_upgrade_that_fails_leaves_the_library_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path / "library.sqlite")
    steps = (*schema.MIGRATIONS, ("second", "CREATE TABLE later (x);"), ("third", "CREATE TABLE article (x);"))
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    monkeypatch.setattr(opening, "NEWEST", len(steps))
    with pytest.raises(StoreError, match="article already exists"):
        Library.open(path)
    monkeypatch.undo()
    with Library.open(path) as library:
        assert len(shelf.articles(library)) == 1
        assert library.row("SELECT count(*) FROM sqlite_master WHERE name = 'later'") == (0,)


def test_released_migrations_are_never_changed() -> None:
    names = [name for name, _ in schema.MIGRATIONS]
    assert names[0] == "first"
    assert len(set(names)) == len(names)


def test_many_processes_may_make_the_same_library_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from reader.store.library import Library; from reader import shelf;"
        "from tests.material import article_of;"
        "library = Library.open(Path(sys.argv[1])); shelf.add(library, article_of(sys.argv[2])); library.close()"
    )
    path = str(tmp_path / "library.sqlite")
    running = [
        subprocess.Popen([sys.executable, "-c", code, path, f"نص {number}"], cwd=ROOT, stderr=subprocess.PIPE)
        for number in range(4)
    ]
    assert [process.communicate()[1] for process in running] == [b""] * 4
    with Library.open(tmp_path / "library.sqlite") as library:
        assert len(shelf.articles(library)) == 4
        assert library.row("SELECT count(*) FROM _sqlite_migrations") == (schema.NEWEST,)


MOUNTS = [
    "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
    "30 22 0:26 / /srv rw shared:2 master:3 - nfs4 server:/export rw",
    r"31 22 0:27 / /mnt/my\040share rw - cifs //server/share rw",
    "32 30 0:28 / /srv/me/local rw - btrfs /dev/vdb rw",
]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/library.sqlite", "ext4"),
        ("/srv/me/library.sqlite", "nfs4"),
        ("/srvwork/library.sqlite", "ext4"),
        ("/mnt/my share/library.sqlite", "cifs"),
        ("/srv/me/local/library.sqlite", "btrfs"),
    ],
)
def test_the_file_system_is_that_of_the_innermost_mount(path: str, kind: str) -> None:
    assert _file_system(path, MOUNTS) == kind


def test_on_a_network_file_system_there_is_no_wal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_on_network", lambda path: True)
    with Library.open(tmp_path / "library.sqlite") as library:
        shelf.add(library, article_of("نص"))
        assert library.row("PRAGMA journal_mode") == ("delete",)
        assert library.row("PRAGMA synchronous") == (2,)
    assert not list(tmp_path.glob("*-wal"))

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reader.errors import ExchangeError
from reader.exchange import atomic


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_the_file_is_replaced_with_its_newlines_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "ملاحظات.md"
    atomic.replace(path, "قديم\n")
    atomic.replace(path, "جديد\r\nسطر\n")
    assert path.read_bytes() == "جديد\r\nسطر\n".encode()
    atomic.replace(path, b"\x00\xff")
    assert path.read_bytes() == b"\x00\xff"
    assert names(tmp_path) == ["ملاحظات.md"]


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    atomic.replace(real, "x")
    assert real.stat().st_mode & 0o777 == 0o666 & ~current_umask()
    real.chmod(0o640)
    link.symlink_to(real)
    atomic.replace(link, "y")
    assert link.is_symlink()
    assert real.read_text() == "y"
    assert real.stat().st_mode & 0o777 == 0o640


def current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    path = tmp_path / "notes.md"
    atomic.replace(path, "old")

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", full) if broken == "fsync" else (Path, "replace", full)))
    with pytest.raises(ExchangeError, match=r"notes\.md cannot be written: no space left on device\.$"):
        atomic.replace(path, "new")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["notes.md"]


def test_a_writer_that_stops_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    atomic.replace(path, "old")

    def stop() -> None:
        with atomic.replacing(path) as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        stop()
    assert path.read_text() == "old"
    assert names(tmp_path) == ["notes.md"]


@pytest.mark.parametrize("name", ["missing/notes.md", ".", "a\0b"])
def test_what_cannot_be_written_to_gets_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExchangeError, match=r"(cannot be written: .*|is a folder: name a file to write to)\.$"):
        atomic.replace(tmp_path / name, "x")
    assert names(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_what_is_no_file_is_written_into_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        atomic.replace(pipe, "نص")
        assert read.result() == "نص".encode()
    assert pipe.is_fifo()
    assert names(tmp_path) == ["pipe"]


def test_a_device_that_takes_nothing_gets_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = tmp_path / "device"
    device.write_text("stays")
    monkeypatch.setattr(Path, "is_file", lambda self: False)

    def full() -> None:
        with atomic.replacing(device):
            raise OSError(28, "No space left on device")

    with pytest.raises(ExchangeError, match=r"device cannot be written: no space left on device\.$"):
        full()
    assert names(tmp_path) == ["device"]

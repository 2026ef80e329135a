"""Run the command line in this process, with a library of its own."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reader.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = Path(__file__).resolve().parents[2] / "seeds" / "000_7ea65c7fb41ba78a.txt"


@dataclass(frozen=True)
class Result:
    """What a command did."""

    status: int
    data: bytes
    message: str

    @property
    def out(self) -> str:
        return self.data.decode("utf-8")

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.data)


@dataclass
class Hamish:
    """The command ``hamish`` on one library."""

    library: Path
    capture: pytest.CaptureFixture[bytes]
    patch: pytest.MonkeyPatch

    def __call__(self, *words: object, given: str | bytes = "", status: int | None = 0) -> Result:
        data = given.encode() if isinstance(given, str) else given
        self.patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        self.capture.readouterr()
        code = main([*map(str, words), "--library", str(self.library)])
        out, err = self.capture.readouterr()
        result = Result(code, out, err.decode("utf-8"))
        assert "Traceback" not in result.message
        if status is not None:
            assert code == status, result.message
        return result

    def refused(self, *words: object, given: str | bytes = "") -> str:
        """Run a command that cannot be done; return its one sentence, after seeing that the library is unchanged."""
        before = self.rows()
        result = self(*words, given=given, status=1)
        assert result.data == b""
        assert self.rows() == before
        sentence = result.message.removesuffix("\n")
        assert "\n" not in sentence
        assert sentence.endswith(".")
        return sentence

    def rows(self) -> dict[str, list[Any]]:
        """Give every row of every table of the library."""
        import sqlite3
        from contextlib import closing

        if not self.library.is_file():
            return {}
        with closing(sqlite3.connect(f"file:{self.library}?mode=ro", uri=True)) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


@pytest.fixture
def hamish(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Hamish:
    return Hamish(tmp_path / "مكتبة.sqlite", capfdbinary, monkeypatch)


@pytest.fixture
def article(hamish: Hamish) -> str:
    """Give the id of the seed article, added to the library."""
    return hamish("add", SEED, "--json").json[0]["id"]  # type: ignore[no-any-return]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Give a function that writes a file and returns its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write

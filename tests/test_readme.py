"""The README says only what holds: its commands run, its files are there, its two first commands are those of CI."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from reader import bootstrap
from reader.__main__ import COMMANDS, main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
START = "python3 main.py"


def commands() -> list[list[str]]:
    """Return the words of every command in a block of its own, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with the files that the README names, where the commands are run."""
    seed = next((ROOT / "seeds").glob("*.txt"))
    shutil.copy(seed, tmp_path / "article.txt")
    edited = seed.read_text("utf-8").replace("SolarWinds", "SolarWinds Orion")
    (tmp_path / "edited.txt").write_text(edited, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_first_two_commands_are_those_of_ci() -> None:
    told = [" ".join(words) for words in commands()[:2]]
    assert told == [f"{START} demo --out out", f"{START} test"]
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    assert [command for command in told if command not in run] == []


def test_every_other_command_runs_as_it_stands(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for words in commands()[2:]:
        assert words[:2] == START.split()
        assert main(words[2:]) == 0, capfd.readouterr().err
    capfd.readouterr()
    assert "شركة أمريكية" in (folder / "notes.md").read_text("utf-8")
    assert (folder / "backup.sqlite").stat().st_size > 0


def test_every_word_behind_main_py_is_a_command() -> None:
    named = set(re.findall(rf"{START} ([a-z-]+)", README))
    assert named - {*COMMANDS.split(), *bootstrap.WORDS} == set()


def test_every_file_it_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert len(links) > 3
    assert [link for link in links if not (ROOT / link).exists()] == []

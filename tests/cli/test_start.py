"""The first word decides: what is loaded for it, and what happens where it is no command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader import __main__ as start
from reader import __version__
from reader.cli import run
from reader.cli.parser import build

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "000_7ea65c7fb41ba78a.txt"


def hamish(*words: object, data: bytes = b"", code: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own, without a screen; ``code`` runs afterwards in the same process."""
    program = f"import sys\nfrom reader.__main__ import main\nstatus = main(sys.argv[1:])\n{code}\nsys.exit(status)"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DISPLAY", "WAYLAND", "QT_"))}
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=ROOT,
        env=kept | environment,
        input=data,
        capture_output=True,
        check=False,
        timeout=100,
    )


def loaded(*words: object) -> set[str]:
    """Give the modules that were loaded when a command was through."""
    done = hamish(*words, code="import json; sys.stderr.write(json.dumps(sorted(sys.modules)))")
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.decode().splitlines()[-1]))


def test_commands_never_load_the_window_nor_what_they_do_not_need() -> None:
    hamish("list")  # makes the library
    found = loaded("list")
    assert not any(name.startswith(("PySide6", "shiboken6", "reader.ui")) for name in found)
    heavy = {"regex", "bidi", "arabic_reshaper", "sqlite_utils", "trafilatura", "lxml", "chardet", "rapidfuzz", "ssl"}
    assert not heavy & found


def test_the_window_never_loads_the_commands() -> None:
    code = (
        "import sys, types\nfrom reader import __main__ as start\n"
        "app = types.ModuleType('reader.ui.app'); app.run = lambda files, library: 7\n"
        "ui = types.ModuleType('reader.ui'); ui.__path__ = []\n"
        "sys.modules['reader.ui'] = ui; sys.modules['reader.ui.app'] = app\n"
        "assert start.main([sys.argv[1]]) == 7\n"
        "assert not {'argparse', 'reader.cli', 'sqlite3', 'json'} & set(sys.modules), sys.modules.keys()\n"
    )
    environment = os.environ | {"DISPLAY": ":9"}
    words = [sys.executable, "-c", code, str(SEED)]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_the_words_are_those_of_the_parser() -> None:
    parser = build()
    choices = next(action.choices for action in parser._subparsers._group_actions)  # type: ignore[union-attr]
    assert set(start.COMMANDS.split()) == set(choices or ())
    carried_out = {word for words in run._MODULES.values() for word in words.split()}
    assert carried_out | {"help", "demo"} == set(choices or ())
    for word in carried_out:
        assert callable(run._command(word))


def test_files_and_library_are_handed_to_the_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import types

    seen: list[object] = []
    app = types.ModuleType("reader.ui.app")
    app.run = lambda files, library: seen.append((files, library)) or 0  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "reader.ui", types.ModuleType("reader.ui"))
    monkeypatch.setitem(sys.modules, "reader.ui.app", app)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").write_text("x")
    assert start.main([]) == 0
    assert start.main(["--library", "a.sqlite", str(SEED), "./list"]) == 0
    assert start.main(["--library=a.sqlite", "--", "./list"]) == 0
    assert seen == [([], None), ([SEED, Path("./list")], Path("a.sqlite")), ([Path("./list")], Path("a.sqlite"))]


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("lst", "There is neither a command nor a file called lst; 'hamish help' names the commands."),
        ("--foo", "There is no option --foo here; 'hamish help' names all there are."),
    ],
)
def test_a_word_that_is_nothing(word: str, sentence: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert start.main([word]) == 2
    assert capfd.readouterr() == ("", sentence + "\n")


def test_without_a_screen_the_article_is_shown_in_the_terminal(tmp_path: Path, seed_text: str) -> None:
    library = str(tmp_path / "library.sqlite")
    done = hamish(HAMISH_LIBRARY=library)
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").rstrip() == seed_text.rstrip()
    assert done.stderr.decode().startswith("There is no screen here, so the article is shown in the terminal;")
    assert done.stderr.count(b"\n") == 1
    other = tmp_path / "other.txt"
    other.write_text("نص عربي آخر.\n")
    assert hamish(other, HAMISH_LIBRARY=library).stdout.decode() == "نص عربي آخر.\n\n"
    missing = hamish(tmp_path / "missing.txt", HAMISH_LIBRARY=library)
    assert (missing.returncode, missing.stdout) == (1, b"")
    assert missing.stderr.decode() == f"There is no file {tmp_path / 'missing.txt'}.\n"


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_results_are_utf8_whatever_the_locale(tmp_path: Path, locale: str) -> None:
    environment = {"LC_ALL": locale, "PYTHONIOENCODING": "cp1256", "HAMISH_LIBRARY": str(tmp_path / "مكتبة.sqlite")}
    done = hamish("add", SEED, "--json", **environment)
    assert done.returncode == 0, done.stderr
    article = json.loads(done.stdout.decode("utf-8"))[0]
    assert article["title"].startswith("بايدن")
    made = hamish("highlight", article["id"], "--quote", "بايدن ورئيس", "--note", "ملاحظة", **environment)
    assert made.returncode == 0, made.stderr
    exported = hamish("export", article["id"], **environment).stdout.decode("utf-8")
    assert "> بايدن ورئيس\n\nملاحظة" in exported


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_long_result_goes_through_a_pipe_whole(tmp_path: Path, unbuffered: str) -> None:
    book = tmp_path / "book.txt"
    book.write_text("سطر من كتاب طويل جدا.\n\n" * 20_000)
    environment = {"HAMISH_LIBRARY": str(tmp_path / "library.sqlite"), "PYTHONUNBUFFERED": unbuffered}
    assert hamish("add", book, **environment).returncode == 0
    assert hamish("show", book, "--plain", **environment).stdout == book.read_bytes()


def test_a_reader_that_goes_away_is_no_trouble(tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text("سطر من كتاب طويل جدا.\n\n" * 20_000)
    environment = os.environ | {"HAMISH_LIBRARY": str(tmp_path / "library.sqlite")}
    assert hamish("add", book, **environment).returncode == 0
    for options in ([], ["--plain"]):
        with subprocess.Popen(
            [sys.executable, "-m", "reader", "show", str(book), *options],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 1


def test_help_and_version(capfd: pytest.CaptureFixture[str]) -> None:
    assert start.main(["--version"]) == 0
    assert capfd.readouterr().out == f"hamish {__version__}\n"
    assert start.main(["help"]) == 0
    whole = capfd.readouterr().out
    assert all(f"    {word} " in whole for word in start.COMMANDS.split())
    assert start.main(["help", "highlight"]) == 0
    assert "--quote T" in capfd.readouterr().out
    assert start.main(["highlight", "--help"]) == 0
    assert "--quote T" in capfd.readouterr().out

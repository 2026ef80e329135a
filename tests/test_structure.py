"""What the project promises about its own shape: floors, Qt's place, the road to the first paint, files."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 450
# One import that breaks each floor border, each pair of siblings once, and each rule about a library.
PLANTED = {
    "reader.errors": "reader.text",
    "reader.paths": "reader.errors",
    "reader.settings": "reader.text",
    "reader.text": "reader.document",
    "reader.document": "reader.annotation",
    "reader.annotation": "reader.formats",
    "reader.formats": "reader.store",
    "reader.store": "reader.exchange",
    "reader.exchange": "reader.fetch",
    "reader.fetch": "reader.shelf",
    "reader.shelf": "reader.annotate",
    "reader.annotate": "reader.update",
    "reader.update": "reader.desk",
    "reader.desk": "reader.ui",
    "reader.cli": "PySide6",
    "reader.ui": "arabic_reshaper",
    "reader.bootstrap": "reader.__main__",
}
# What takes longer to import than the first paint may wait for.
HEAVY = (
    "bidi",
    "regex",
    "sqlite_utils",
    "importlib.metadata",
    "trafilatura",
    "lxml",
    "chardet",
    "rapidfuzz",
    "pypdfium2",
)


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Give every file that the project's history holds, or where there is none every file but what is made here."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and not path.relative_to(ROOT).parts[0].startswith(".")]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of the package that may be broken."""
    shutil.copytree(ROOT / "reader", tmp_path / "reader", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contract(folder: Path) -> tuple[int, str]:
    code = "from importlinter.cli import lint_imports_command as check; check()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_the_contract_holds(copy: Path) -> None:
    status, told = contract(copy)
    assert status == 0, told


def test_the_contract_sees_every_planted_violation(copy: Path) -> None:
    for module, imported in PLANTED.items():
        path = copy / (module.replace(".", "/"))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\nimport {imported}\n")
    status, told = contract(copy)
    assert status != 0
    unseen = [f"{a} -> {b}" for a, b in PLANTED.items() if f"{a} is not allowed to import {b}:" not in told]
    assert unseen == [], told


def test_a_module_that_no_floor_names_is_seen(copy: Path) -> None:
    (copy / "reader" / "helpers.py").write_text("", encoding="utf-8")
    status, told = contract(copy)
    assert status != 0
    assert "reader.helpers" in told


def python(code: str) -> str:
    """Run code in a Python of its own and return what it printed."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def modules() -> list[str]:
    parts = [path.relative_to(ROOT).with_suffix("").parts for path in sorted((ROOT / "reader").rglob("*.py"))]
    return [".".join(part for part in names if part != "__init__") for names in parts]


def test_everything_below_the_window_imports_without_qt() -> None:
    below = [name for name in modules() if not (name + ".").startswith("reader.ui.")]
    code = f"""
import importlib, sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(name + " is blocked")
sys.meta_path.insert(0, Blocked())
for name in {below}:
    importlib.import_module(name)
print(len(sys.modules))
"""
    assert int(python(code)) > len(below) > 20


def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    code = f"""
import os, sys
from pathlib import Path
from reader.ui import app
from reader.ui.surface.view import PageView
paint = PageView.paintEvent
def painted(view, event):
    paint(view, event)
    if view.desk is not None:
        print(*sorted(sys.modules))
        sys.stdout.flush()
        os._exit(0)
PageView.paintEvent = painted
app.run([], Path({str(tmp_path / "library.sqlite")!r}))
"""
    python(code)  # the first start adds the sample, which is an import like any other
    loaded = set(python(code).split())
    assert "PySide6.QtWidgets" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_no_file_is_long() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "reader").rglob("*.py")}
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > LONGEST} == {}


def test_every_module_says_first_what_it_is_for() -> None:
    first = {path: ast.get_docstring(ast.parse(path.read_text("utf-8"))) for path in (ROOT / "reader").rglob("*.py")}
    assert [str(path.relative_to(ROOT)) for path, text in first.items() if not text or "." not in text] == []


def test_no_file_names_a_machine_or_a_registry(tracked: list[Path]) -> None:
    # Written apart so that this file does not name them.
    words = ["/" + "work/", "/" + "root/", "/" + "opt/", "py" + "pi.org", "python" + "hosted.org", "npm" + "js.org"]
    words += ["deb." + "debian.org", "index" + "-url", "find" + "-links", "/home" + "/[a-z]+/", "/Users" + "/[a-z]+/"]
    pattern = re.compile("|".join(words).encode())
    named = {str(path.relative_to(ROOT)): found[0] for path in tracked if (found := pattern.search(path.read_bytes()))}
    assert named == {}


def test_tests_stand_where_the_package_stands() -> None:
    """A folder of tests that mirrors no part of the package is a test that nobody finds."""
    others = {"benchmarks", "fuzz", "golden"}
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    assert [
        str(f) for f in folders if f.parts and f.parts[0] not in others and not (ROOT / "reader" / f).exists()
    ] == []

"""A scratch checkout with one tiny dependency of its own is set up, broken and repaired; nothing leaves the machine."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from reader import bootstrap

ROOT = Path(__file__).resolve().parent.parent
READER = """
from __future__ import annotations
import json, os, sys
import tiny
def main(argv):
    print(json.dumps([argv, os.getcwd(), tiny.VERSION, sys.prefix]))
    return 7 if argv == ["fail"] else 0
"""


class Checkout:
    """A folder with main.py, the real bootstrap, a reader that tells how it was started, and wheels to install from."""

    def __init__(self, root: Path, dependencies: list[str]) -> None:
        self.root = root
        self.wheels = root.parent / "wheels"
        (root / "reader").mkdir(parents=True)
        self.wheels.mkdir()
        for version in ("1.0", "1.1"):
            make_wheel(self.wheels, "tiny", version)
        make_wheel(self.wheels, "extra", "1.0")
        for name in ("main.py", "reader/__init__.py", "reader/bootstrap.py"):
            shutil.copy(ROOT / name, root / name)
        (root / "reader/__main__.py").write_text(READER, encoding="utf-8")
        (root / "pyproject.toml").write_text(
            f"[project]\ndependencies = {json.dumps(dependencies)}\n[dependency-groups]\n"
            'test = ["extra"]\ncheck = []\n',
            encoding="utf-8",
        )
        self.pin("1.0")

    def pin(self, version: str) -> None:
        (self.root / "constraints.txt").write_text(f"tiny=={version}\nextra==1.0\n", encoding="utf-8")

    def run(self, *words: str, python: str = sys.executable, offline: bool = False, cwd: Path | None = None) -> Any:
        links = self.root if offline else self.wheels
        environment = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(links), "PIP_NO_CACHE_DIR": "1"}
        return subprocess.run(
            [python, str(self.root / "main.py"), *words],
            env=environment,
            cwd=cwd or self.root,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


def make_wheel(folder: Path, name: str, version: str) -> None:
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", f"VERSION = {version!r}\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    monkeypatch.delenv("CI", raising=False)
    return Checkout(tmp_path / "checkout", ["tiny>=1"])


def test_first_run_sets_up_and_later_runs_only_start(checkout: Checkout, tmp_path: Path) -> None:
    first = checkout.run("highlight", "كتابٌ", "--note", "a b", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    words, folder, version, prefix = json.loads(first.stdout)
    assert words == ["highlight", "كتابٌ", "--note", "a b"]
    assert Path(folder) == tmp_path
    assert version == "1.0"
    assert Path(prefix) == checkout.root / ".venv"
    assert "Setting up Hamish" in first.stderr
    assert "Installing" in first.stderr

    later = checkout.run("fail", offline=True)
    assert later.returncode == 7
    assert later.stderr == ""


def test_no_network_is_one_sentence_and_the_next_run_repairs_it(checkout: Checkout) -> None:
    failed = checkout.run(offline=True)
    assert failed.returncode == 1
    assert failed.stdout == ""
    assert "The set-up did not finish" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert checkout.run().returncode == 0


def test_a_package_left_half_by_a_killed_set_up_is_not_taken_for_whole(checkout: Checkout) -> None:
    assert checkout.run().returncode == 0
    venv = checkout.root / ".venv"
    (venv / "hamish-ready").rename(venv / "hamish-unfinished")
    (half,) = venv.glob("lib/*/site-packages/tiny.py")
    half.unlink()
    again = checkout.run()
    assert again.returncode == 0, again.stderr


def test_new_pins_and_new_groups_are_installed_and_old_groups_kept(checkout: Checkout) -> None:
    (checkout.root / "tests").mkdir()
    assert checkout.run("test").returncode == 1  # no pytest among these wheels, but the group's own package is in
    stamp = checkout.root / ".venv" / "hamish-ready"
    assert stamp.read_text("utf-8").splitlines()[0].split()[1:] == ["check", "test"]
    checkout.pin("1.1")
    updated = checkout.run()
    assert json.loads(updated.stdout)[2] == "1.1"
    assert stamp.read_text("utf-8").splitlines()[0].split()[1:] == ["check", "test"]


def test_a_python_without_pip_uses_the_wheel_that_came_with_it(checkout: Checkout, tmp_path: Path) -> None:
    if bootstrap._bundled_wheel() is None and bootstrap._pip_wheel("/usr/share/python-wheels") is None:
        pytest.skip("this Python came without a wheel of pip")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    bare = tmp_path / "bare" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    assert checkout.run(python=str(bare)).returncode == 0


def test_a_python_that_has_the_dependencies_just_runs_it(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "checkout", ["pytest>=1", "packaging>=1,!=1.5"])
    shutil.copy(ROOT / "reader/__init__.py", checkout.root / "tiny.py")
    with (checkout.root / "tiny.py").open("a", encoding="utf-8") as file:
        file.write("VERSION = 'here'\n")
    ran = checkout.run(offline=True)
    assert json.loads(ran.stdout)[2:] == ["here", sys.prefix], ran.stderr
    assert not (checkout.root / ".venv").exists()


@pytest.mark.parametrize(
    ("version", "requirement", "met"),
    [
        ("6.11.3", "A>=6.9,!=6.12.0", True),
        ("6.12.0", "A>=6.9,!=6.12.0", False),
        ("6.8.3", "A>=6.9,!=6.12.0", False),
        ("5.0", "A>=4.2.1,<5", False),
        ("4.10", "A>=4.2.1,<5", True),
    ],
)
def test_bounds(version: str, requirement: str, met: bool) -> None:
    assert bootstrap._meets(version, bootstrap._split(requirement)[1]) is met


def test_old_pythons_can_read_main_and_get_a_sentence() -> None:
    source = (ROOT / "main.py").read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 4))
    assert source.isascii()
    newer = (
        ast.JoinedStr,
        ast.AnnAssign,
        ast.FunctionDef,
        ast.NamedExpr,
        ast.Starred,
        ast.Nonlocal,
        ast.AsyncFunctionDef,
    )
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    assert "__future__" not in source
    as_old = "import runpy, sys; sys.version_info = (3, 6, 9); runpy.run_path('main.py')"
    told = subprocess.run([sys.executable, "-c", as_old], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr == "Hamish needs Python 3.11 or newer, and this is Python 3.6.\n"


@pytest.mark.parametrize("version", ["2.7", "3.6", "3.8", "3.10"])
def test_a_real_old_python_gets_the_sentence(version: str) -> None:
    beside = Path(sys.base_prefix).parent.glob(f"{version}.*/bin/python")  # where pyenv keeps them
    python = next(map(str, beside), None) or shutil.which(f"python{version}")
    if python is None or subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip(f"no Python {version} on this machine")
    told = subprocess.run([python, "main.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (1, f"Hamish needs Python 3.11 or newer, and this is Python {version}.\n")


def test_later_runs_import_nothing_before_the_process_is_replaced() -> None:
    code = "import sys; before = set(sys.modules); import reader.bootstrap; print(*sorted(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["__future__", "reader", "reader.bootstrap"]


def test_missing_libraries_are_named_in_one_apt_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux leaves these libraries to the system")
    ran = fake_apt(tmp_path, monkeypatch)
    monkeypatch.setattr(bootstrap, "LIBRARIES", {"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(bootstrap, "_is_root", lambda: False)
    assert bootstrap.missing_libraries() == ["libnowhere.so.9"]
    line = "sudo apt-get install -y --no-install-recommends libnowhere9"
    assert bootstrap.advice(["libnowhere.so.9"]) == line
    bootstrap._see_to_libraries(agreed=True)
    assert not ran.exists(), "nobody but root installs"
    monkeypatch.setattr(bootstrap, "_is_root", lambda: True)
    bootstrap._see_to_libraries(agreed=False)
    assert not ran.exists(), "nobody is installed for who did not agree"
    bootstrap._see_to_libraries(agreed=True)
    assert ran.read_text("utf-8").strip() == line.removeprefix("sudo apt-get ")


def fake_apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put an apt-get before the real one that only writes down what it was asked."""
    ran = tmp_path / "asked"
    program = tmp_path / "bin" / "apt-get"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {ran}\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    return ran


def test_an_import_error_of_qt_is_explained_and_any_other_raised() -> None:
    lacking = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert bootstrap.explain(lacking).startswith("Qt cannot be loaded: libEGL.so.1")
    with pytest.raises(ImportError, match="No module"):
        bootstrap.explain(ImportError("No module named 'reader.nonsense'"))


def test_check_reports_each_tool_and_fails_with_any(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        bootstrap, "CHECKS", {"good": ("-c", ""), "bad": ("-c", "raise SystemExit(3)"), "last": ("-c", "")}
    )
    assert bootstrap._check([]) == 1
    out = capfd.readouterr().out
    assert re.findall("== (.*)", out) == ["good", "bad", "last", "bad failed"]
    monkeypatch.setattr(bootstrap, "CHECKS", {"good": ("-c", "")})
    assert bootstrap._check([]) == 0


def test_scripts_of_a_folder_are_run_in_turn_and_by_name(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name, text in {"one": "print('first')", "two": "print(sys.argv[1:])", "part": None}.items():
        program = f'if __name__ == "__main__":\n    import sys; {text}\n' if text else "1 / 0\n"
        (tmp_path / f"{name}.py").write_text(program, encoding="utf-8")
    assert bootstrap._each(str(tmp_path), []) == 0
    assert capfd.readouterr().out.split("\n")[:4] == ["== one", "first", "== two", "[]"]
    assert bootstrap._each(str(tmp_path), ["two", "--", "--quick"]) == 0
    assert "['--quick']" in capfd.readouterr().out
    with pytest.raises(bootstrap.SetupError, match=r"no 'three'; it holds one, two\."):
        bootstrap._each(str(tmp_path), ["three"])
    with pytest.raises(bootstrap.SetupError, match="no folder"):
        bootstrap._each(str(tmp_path / "none"), [])


def test_every_package_is_pinned_by_version_alone() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[\w.-]+==[\d.]+", line)] == []
    pinned = {canonicalize_name(line.partition("==")[0]) for line in pins}
    waiting = [Requirement(line) for line in bootstrap.requirements(["test", "check"])]
    seen: set[str] = set()
    while waiting:
        name = canonicalize_name(waiting.pop().name)
        if name in seen:
            continue
        seen.add(name)
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # the group check is not installed everywhere, and a package of another platform never is
        waiting += [
            need for need in map(Requirement, needs) if need.marker is None or need.marker.evaluate({"extra": ""})
        ]
    assert seen - pinned == set()

"""What ``main.py`` does in a checkout: set up ``.venv`` once, then start the reader or one of the checkout's own words.

The way of every later run (stamp read, process replaced) imports nothing beyond ``os`` and ``sys``: it may cost 20 ms
over the bare interpreter, and ``pathlib`` alone takes seven. The installed command never comes here.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # known to type checkers by its name; importing typing would take 8 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import BinaryIO, NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")))
# The stamp is written last; the mark of an unfinished set-up is written first. A pip that was killed leaves packages
# that it later takes for whole, so a folder with the mark is thrown away, never mended.
STAMP = os.path.join(VENV, "hamish-ready")
UNFINISHED = os.path.join(VENV, "hamish-unfinished")

CHECKS: Mapping[str, Sequence[str]] = {
    "ruff check": ("-m", "ruff", "check", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "."),
    "mypy": ("-m", "mypy"),
    "import-linter": ("-c", "from importlinter.cli import lint_imports_command as check; check()", "--no-cache"),
}
# Dependency groups of pyproject.toml that a word needs beside the dependencies themselves.
WORDS: Mapping[str, Sequence[str]] = {
    "test": ("check", "test"),
    "check": ("check", "test"),
    "bench": ("test",),
    "fuzz": ("test",),
}

# What PySide6's wheels link to and a bare Debian lacks: the second part only for a real screen (xcb).
LIBRARIES: Mapping[str, str] = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


class SetupError(Exception):
    """The set-up cannot go on; the text is one sentence for the person who started it."""


def prepare(argv: Sequence[str]) -> list[str]:
    """Return the words that are the reader's, in a Python that has what it needs; everything else ends in SystemExit.

    ``--yes`` as the first word agrees to the installation of system libraries, as ``CI=true`` does.
    """
    words = list(argv)
    agreed = words[:1] == ["--yes"]
    if agreed:
        del words[0]
    groups = WORDS.get(words[0], ()) if words else ()
    again = os.path.join(ROOT, "main.py")
    try:
        here = _inside()
        ready = is_ready(groups) and not agreed
        if here and not ready:  # a Python cannot rebuild the environment it runs in
            _become([_base_python(), again, *argv])
        if not here and not ready and (agreed or not has_dependencies(groups)):
            set_up(groups, agreed=agreed or os.environ.get("CI") == "true")
            ready = True
        if ready and not here:
            _become([PYTHON, again, *words])
        return _own(words)
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"Hamish cannot be set up in {ROOT}: {error}.")
    except KeyboardInterrupt:
        sys.exit("The set-up was interrupted; the same command starts it again.")


def explain(error: ImportError) -> str:
    """Return what to do about a missing system library; raises the error again if it is about something else."""
    if ".so" not in str(error):
        raise error
    return f"Qt cannot be loaded: {error}.\n{advice(missing_libraries())}"


def is_ready(groups: Sequence[str]) -> bool:
    """Return whether ``.venv`` stands, was finished for these groups, and holds what the files ask for today."""
    try:
        with open(STAMP, "rb") as file:
            head, _, body = file.read().partition(b"\n")
    except OSError:
        return False
    version, *installed = head.decode().split()
    return _stands(version) and set(groups) <= set(installed) and body == _wanted()


def has_dependencies(groups: Sequence[str]) -> bool:
    """Return whether the Python that runs this already has what the project and these groups ask for."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return all(_meets(version(name), bounds) for name, bounds in map(_split, requirements(groups)))
    except PackageNotFoundError:
        return False


def requirements(groups: Sequence[str]) -> list[str]:
    """Return the requirement lines of the project and of these dependency groups from ``pyproject.toml``."""
    import tomllib

    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        project = tomllib.load(file)
    lines: list[str] = list(project["project"]["dependencies"])
    for group in groups:
        lines += project["dependency-groups"][group]
    return lines


def set_up(groups: Sequence[str], *, agreed: bool) -> None:
    """Make ``.venv`` or bring it up to date, with the pinned versions only, and look for Qt's system libraries.

    Raises SetupError where a step fails; the same call then starts over.
    """
    with _alone() as held:
        if not is_ready(groups):
            groups = sorted({*groups, *_installed_groups()})
            _make_environment()
            _install(groups, held.fileno())
            os.remove(UNFINISHED)
            with open(STAMP + ".new", "wb") as file:
                file.write(" ".join([_environment_version(), *groups]).encode() + b"\n" + _wanted())
            os.replace(STAMP + ".new", STAMP)
        _see_to_libraries(agreed=agreed)


def missing_libraries() -> list[str]:
    """Return the names of the shared libraries that Qt needs and this system lacks; empty where that is not Linux."""
    if not sys.platform.startswith("linux"):
        return []
    try:
        import ctypes
    except ImportError:  # a Python built without libffi runs Qt all the same
        return []

    def is_missing(name: str) -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return True
        return False

    return [name for name in LIBRARIES if is_missing(name)]


def advice(missing: Sequence[str]) -> str:
    """Return the one line that installs these libraries, or where there is no apt the sentence that names them."""
    import shutil

    if not missing:
        return "Every system library that Hamish knows of is there."
    if shutil.which("apt-get") is None:
        return f"Install the system's packages that hold {', '.join(missing)}."
    return " ".join([*([] if _is_root() else ["sudo"]), *_apt_line(missing)])


def _own(words: list[str]) -> list[str]:
    """Run the checkout's own words and end there; return words that are not among them."""
    own: Mapping[str, Callable[[Sequence[str]], int]] = {"check": _check, "bench": _bench, "fuzz": _fuzz}
    if not words or words[0] not in WORDS:
        return words
    os.chdir(ROOT)
    if words[0] == "test":
        _become([sys.executable, "-m", "pytest", *words[1:]])
    sys.exit(own[words[0]](words[1:]))


def _check(rest: Sequence[str]) -> int:
    import subprocess

    if rest:
        raise SetupError(f"check takes no further words, and {rest[0]!r} was given.")
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        if subprocess.call([sys.executable, *command], stdin=subprocess.DEVNULL):
            failed.append(name)
    print(f"== {', '.join(failed)} failed" if failed else f"== {', '.join(CHECKS)} passed")
    return 1 if failed else 0


def _bench(rest: Sequence[str]) -> int:
    return _each(os.path.join("tests", "benchmarks"), rest)


def _fuzz(rest: Sequence[str]) -> int:
    return _each(os.path.join("tests", "fuzz"), rest)


def _each(folder: str, rest: Sequence[str]) -> int:
    """Run every program of a folder, or those named first; what follows a ``--`` goes to the programs."""
    import subprocess

    def is_program(name: str) -> bool:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return '__name__ == "__main__"' in file.read()

    if not os.path.isdir(folder):
        raise SetupError(f"There are no programs here, since there is no folder {folder}.")
    names = list(rest[: rest.index("--")] if "--" in rest else rest)
    there = sorted(name.removesuffix(".py") for name in os.listdir(folder) if name.endswith(".py") and is_program(name))
    if unknown := [name for name in names if name not in there]:
        raise SetupError(f"{folder} holds no {unknown[0]!r}; it holds {', '.join(there)}.")
    options = rest[rest.index("--") + 1 :] if "--" in rest else ()
    environment = {**os.environ, "PYTHONPATH": ROOT}
    statuses = []
    for name in names or there:
        print(f"== {name}", flush=True)
        command = [sys.executable, os.path.join(folder, f"{name}.py"), *options]
        statuses.append(subprocess.call(command, env=environment))
    return 1 if any(statuses) else 0


def _make_environment() -> None:
    import shutil
    import subprocess

    usable = _stands(_environment_version()) and not os.path.exists(UNFINISHED)
    if os.path.isdir(VENV) and not usable:
        _say("Clearing away a .venv that was not finished or whose Python is gone.")
        shutil.rmtree(VENV)
    _say("Setting up Hamish in .venv. This is done once and takes about half a minute.")
    os.makedirs(VENV, exist_ok=True)
    with open(UNFINISHED, "wb"):
        pass
    if os.path.exists(STAMP):
        os.remove(STAMP)
    if not usable and subprocess.call([_base_python(), "-m", "venv", "--without-pip", VENV], stdout=2):
        raise SetupError("Python's module venv cannot make .venv; on Debian the package python3-venv holds it.")


def _install(groups: Sequence[str], lock: int) -> None:
    import subprocess
    import tempfile

    hidden = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    pins = ["--constraint", os.path.join(ROOT, "constraints.txt")]
    with tempfile.TemporaryDirectory() as scratch:
        command = [*_pip(scratch), "install", "--disable-pip-version-check", "--no-input", *pins, *requirements(groups)]
        pip = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment,
            # Where this process is killed and pip is not, pip holds the lock until it has ended.
            pass_fds=() if sys.platform == "win32" else (lock,),
        )
        quiet = [line for line in pip.stdout or () if not _is_progress(line)]
    if pip.wait():
        sys.stderr.writelines(quiet[-15:])
        raise SetupError(
            f"The set-up did not finish, since pip stopped with status {pip.returncode} and the words above; the same "
            "command starts it again."
        )


def _is_progress(line: str) -> bool:
    """Show a line of pip's that tells how far it is, and return whether it was one."""
    if told := line.lstrip().startswith(("Downloading", "Building", "Installing", "Successfully")):
        _say(line.rstrip())
    return told


def _pip(scratch: str) -> list[str]:
    """Return the start of a command that runs some pip on ``.venv``, which itself has none."""
    import importlib.util
    import subprocess

    if (wheel := _bundled_wheel() or _pip_wheel("/usr/share/python-wheels")) is not None:
        return [PYTHON, os.path.join(wheel, "pip")]
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    _say("This Python has no pip; fetching Debian's.")
    fetched = "apt-get download -qq python3-pip-whl && dpkg -x python3-pip-whl_*.deb ."
    refreshed = f"{{ {fetched}; }} || {{ apt-get update -qq && {fetched}; }}"
    subprocess.call(["sh", "-c", refreshed], cwd=scratch, stdout=2)
    wheel = _pip_wheel(os.path.join(scratch, "usr", "share", "python-wheels"))
    if wheel is None:
        raise SetupError("This Python has no pip and none can be fetched; install pip (on Debian python3-pip) first.")
    return [PYTHON, os.path.join(wheel, "pip")]


def _bundled_wheel() -> str | None:
    import importlib.util

    found = importlib.util.find_spec("ensurepip")
    return _pip_wheel(os.path.join(os.path.dirname(found.origin), "_bundled")) if found and found.origin else None


def _pip_wheel(folder: str) -> str | None:
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    wheels = [name for name in names if name.startswith("pip-") and name.endswith(".whl")]
    return os.path.join(folder, wheels[-1]) if wheels else None


def _see_to_libraries(*, agreed: bool) -> None:
    import shutil
    import subprocess

    missing = missing_libraries()
    if not missing:
        return
    _say(f"The window needs system libraries that are not there. This installs them:\n    {advice(missing)}")
    if agreed and _is_root() and shutil.which("apt-get"):
        line = _apt_line(missing)
        if subprocess.call(line, stdout=2) and (
            subprocess.call(["apt-get", "update"], stdout=2) or subprocess.call(line, stdout=2)
        ):
            raise SetupError(
                "The system libraries that Qt needs could not be installed; apt-get's reason stands above."
            )


def _apt_line(missing: Sequence[str]) -> list[str]:
    return ["apt-get", "install", "-y", "--no-install-recommends", *(LIBRARIES[name] for name in missing)]


def _alone() -> BinaryIO:
    """Hold the checkout until the file is closed; a second set-up waits here and then finds the first one's work."""
    held = open(os.path.join(ROOT, "constraints.txt"), "rb")  # noqa: SIM115 -- the caller closes it
    try:
        import fcntl
    except ImportError:  # Windows: two set-ups at once are not guarded against
        return held
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _say("Another set-up of this checkout is running; waiting for it.")
        fcntl.flock(held, fcntl.LOCK_EX)
    except OSError:  # a file system without locks
        pass
    return held


def _wanted() -> bytes:
    """Return what the stamp must repeat: the pins and the project file, whole, since no hash is cheaper to compare."""
    parts = []
    for name in ("constraints.txt", "pyproject.toml"):
        with open(os.path.join(ROOT, name), "rb") as file:
            parts.append(file.read())
    return b"".join(parts)


def _installed_groups() -> set[str]:
    """Return the groups of a finished set-up, which an update must not lose."""
    try:
        with open(STAMP, "rb") as file:
            return set(file.readline().decode().split()[1:])
    except OSError:
        return set()


def _environment_version() -> str:
    """Return the version of Python that ``.venv`` was made for, or an empty string where that cannot be told."""
    try:
        with open(os.path.join(VENV, "pyvenv.cfg"), encoding="utf-8") as file:
            pairs = [line.partition("=") for line in file]
    except OSError:
        return ""
    found = [value.strip() for name, _, value in pairs if name.strip() == "version"]
    return ".".join(found[0].split(".")[:2]) if found else ""


def _stands(version: str) -> bool:
    """Return whether the Python that ``.venv`` was made from is still there, and still of this version."""
    if not os.path.exists(PYTHON):
        return False
    is_base = os.path.realpath(PYTHON) == os.path.realpath(sys.executable)
    return not is_base or version == f"{sys.version_info[0]}.{sys.version_info[1]}"


def _inside() -> bool:
    return os.path.realpath(sys.prefix) == os.path.realpath(VENV)


def _base_python() -> str:
    return str(getattr(sys, "_base_executable", sys.executable))


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _split(requirement: str) -> tuple[str, list[tuple[str, tuple[int, ...]]]]:
    """Split ``name>=1.2,!=1.3`` into the name and its bounds; the project uses no other kind of requirement."""
    import re

    name = re.match(r"[\w.-]+", requirement)
    bounds = re.findall(r"(>=|<|!=)\s*([\d.]+)", requirement)
    return name[0] if name else requirement, [(sign, _numbers(version)) for sign, version in bounds]


def _meets(version: str, bounds: Sequence[tuple[str, tuple[int, ...]]]) -> bool:
    have = _numbers(version)
    tests = {
        ">=": lambda wanted: have >= wanted,
        "<": lambda wanted: have < wanted,
        "!=": lambda wanted: have != wanted,
    }
    return all(tests[sign](wanted) for sign, wanted in bounds)


def _numbers(version: str) -> tuple[int, ...]:
    import re

    return tuple(int(part) for part in re.findall(r"\d+", version)[:4])


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def _become(command: Sequence[str]) -> NoReturn:
    """Replace this process by another program; where that is not possible run it and end with its exit status."""
    sys.stdout.flush()
    if sys.platform == "win32":
        import subprocess

        sys.exit(subprocess.call(list(command)))
    os.execv(command[0], list(command))

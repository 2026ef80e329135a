"""What every test shares: an offscreen Qt, the corpus, no network, no warnings, and no Qt below the user interface."""

from __future__ import annotations

import builtins
import logging
import os
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A busy machine is no fault of the code: nothing here fails for being slow.
settings.register_profile("hamish", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hamish")

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
UI = ROOT / "tests" / "ui"


def pytest_configure(config: pytest.Config) -> None:
    """Name the project's own marker."""
    config.addinivalue_line("markers", "qt: a test outside tests/ui that may import Qt")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Give the folder of real texts; skip where it is not, and fail where it must be."""
    if not CORPUS.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("the corpus must stand beside the checkout in CI")
        pytest.skip("the corpus of real texts does not stand beside this checkout")
    return CORPUS


@pytest.fixture(scope="session")
def programs() -> Callable[..., None]:
    """Give a check for the programs that a test starts: skip where one is not there, and fail where it must be."""

    def need(*names: str) -> None:
        missing = [name for name in names if shutil.which(name) is None]
        if missing and os.environ.get("CI") == "true":
            pytest.fail(f"in CI there must be {', '.join(missing)}")
        if missing:
            pytest.skip(f"not on this machine: {', '.join(missing)}")

    return need


@pytest.fixture(scope="session")
def seed_text() -> str:
    """Give the seed article's text."""
    return (ROOT / "seeds" / "000_7ea65c7fb41ba78a.txt").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the person's own library and settings."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.delenv("HAMISH_LIBRARY", raising=False)


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            pytest.fail(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def no_logged_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which anything was logged as a warning or worse; ``caplog.clear()`` says that it was expected."""
    yield
    logged = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
    worse = [f"{record.name}: {record.getMessage()}" for record in logged if record.levelno >= logging.WARNING]
    if worse:
        pytest.fail("logged: " + "; ".join(worse))


@pytest.fixture(autouse=True)
def no_qt_below_the_interface(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Block Qt from import in every test outside ``tests/ui`` that is not marked ``qt``."""
    if UI in request.path.parents or request.node.get_closest_marker("qt"):
        return
    real = builtins.__import__

    def guarded(name: str, *rest: Any, **named: Any) -> Any:
        if name.partition(".")[0] in {"PySide6", "shiboken6"}:
            raise ImportError(f"{name} is blocked below the user interface")
        return real(name, *rest, **named)

    # Not by sys.modules: shiboken's own import hook ends the process on a None that it finds there.
    monkeypatch.setattr(builtins, "__import__", guarded)

"""Where things lie: the program's own resources and seeds, and a person's library, settings and caches."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """Return the folder of icons, themes and translations: in an installed wheel, or in a checkout."""
    return _bundled("resources")


def seeds() -> Path:
    """Return the folder of the sample articles, which are only ever read."""
    return _bundled("seeds")


def _bundled(name: str) -> Path:
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name


def data_dir() -> Path:
    """Return the folder of the person's data by the rules of the platform; nothing is created."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "hamish"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "hamish"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "hamish"


def config_dir() -> Path:
    """Return the folder of the settings file by the rules of the platform; nothing is created."""
    if sys.platform in {"win32", "darwin"}:
        return data_dir()
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "hamish"


def default_library() -> Path:
    """Return the library that is used when none is named: ``HAMISH_LIBRARY``, else one in the data folder."""
    named = os.environ.get("HAMISH_LIBRARY")
    return Path(named) if named else data_dir() / "library.sqlite"

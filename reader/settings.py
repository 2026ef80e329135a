"""What a person has chosen for the window, kept as one small JSON file that can be damaged without doing harm."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from reader import paths

if TYPE_CHECKING:
    from pathlib import Path

LEAST_SIZE, GREATEST_SIZE = 12.0, 60.0
"""Bounds of the text size in points of the screen."""


def load(path: Path | None = None) -> Settings:
    """Return the saved settings; what is missing, damaged or of the wrong kind has its default. Never raises."""
    try:
        saved = json.loads((path or file()).read_bytes())
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(saved, dict):
        return Settings()
    default = Settings()
    kept: dict[str, Any] = {}
    for field in fields(Settings):
        value = _sound(field.name, saved.get(field.name), getattr(default, field.name))
        if value is not None:
            kept[field.name] = value
    return replace(default, **kept)


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings in one step, so that a crash leaves the old file or the new one.

    Raises OSError where the folder cannot be written; the caller says so and goes on.
    """
    target = path or file()
    target.parent.mkdir(parents=True, exist_ok=True)
    values = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        draft.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def file() -> Path:
    """Return where the settings lie; nothing is created."""
    return paths.config_dir() / "settings.json"


def _sound(name: str, value: object, default: object) -> object:
    """Return a value read from the file if it can stand for its field, else None."""
    if isinstance(default, bool) or isinstance(value, bool):
        return value if isinstance(value, bool) and isinstance(default, bool) else None
    if isinstance(default, float):
        return _number(name, value)
    if isinstance(default, int):
        return value if isinstance(value, int) and abs(value) < 2**31 else None
    if isinstance(default, str):
        return value if isinstance(value, str) and value in _CHOICES.get(name, (value,)) else None
    if isinstance(default, tuple) and isinstance(value, list):
        rows = tuple(tuple(row) if isinstance(row, list) else row for row in value)
        return rows if all(_of_strings(row) for row in rows) else None
    return None


def _number(name: str, value: object) -> float | None:
    if not isinstance(value, int | float):
        return None
    low, high = _BOUNDS[name]
    return float(value) if low <= value <= high else None


def _of_strings(row: object) -> bool:
    return isinstance(row, tuple) and len(row) == 2 and all(isinstance(part, str) for part in row)


_CHOICES = {
    "interface_direction": ("auto", "rtl", "ltr"),
    "signs": ("all", "vowels", "letters"),
    "last_colour": ("yellow", "green", "pink", "blue", "purple", "orange"),
    "citation": ("plain", "chicago", "footnote"),
}
_BOUNDS = {
    "size": (LEAST_SIZE, GREATEST_SIZE),
    "leading": (0.0, 4.0),
    "measure": (40.0, 120.0),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice of the window; sizes are device-independent pixels."""

    language: str = ""
    """Language of the interface, empty for that of the system."""
    interface_direction: str = "auto"
    theme: str = ""
    """Name of a theme, empty for paper or dark as the system is."""
    size: float = 22.0
    leading: float = 0.0
    """Multiple of the size from baseline to baseline; 0 leaves it to the ink of the article."""
    measure: float = 72.0
    """Width of the column in average characters."""
    justify: bool = False
    font_arabic: str = ""
    font_hebrew: str = ""
    font_latin: str = ""
    """Families; empty for the bundled one."""
    signs: str = "all"
    shelf: bool = True
    margin: bool = True
    last_colour: str = "yellow"
    citation: str = "plain"
    lookups: tuple[tuple[str, str], ...] = ()
    """Name and address of each look-up site; ``%s`` in the address stands for the word."""
    export_folder: str = ""
    width: int = 1480
    height: int = 940
    maximised: bool = False

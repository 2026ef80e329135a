from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader import paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DRAGS = [
    [0, 10],  # the Latin name, in its own direction
    [10, 0],  # and against it
    [2, 7],  # inside it
    [-10, -1],  # Arabic words before it
    [-6, 10],  # from the Arabic into the Latin
    [10, -6],  # and back
    [-4, 4],  # to the middle of the Latin
]


def test_what_is_dragged_is_what_is_stored(on_screen: Callable[..., str], tmp_path: Path) -> None:
    text = next(paths.seeds().glob("*.txt")).read_text(encoding="utf-8")
    at = text.index("SolarWinds")
    done = json.loads(on_screen("mouse_session.py", str(tmp_path / "library.sqlite"), json.dumps(DRAGS)))
    assert len(done) == len(DRAGS)
    for (first, last), each in zip(DRAGS, done, strict=True):
        low, high = sorted((at + first, at + last))
        assert each["dragged"] == each["selected"] == each["stored"] == [low, high]
        assert each["exact"] == text[low:high]

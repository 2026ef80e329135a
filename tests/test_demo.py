from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from reader.exchange.markdown import parse

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run the demo once, on a machine without a screen; give its folder and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DISPLAY", "WAYLAND", "QT_"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "reader", "demo", "--out", folder / "new" / "out"],
        cwd=ROOT,
        env=environment | {"HOME": str(folder / "home"), "XDG_DATA_HOME": str(folder / "data")},
        capture_output=True,
        check=True,
        timeout=100,
    )
    assert done.stderr == b""
    assert not (folder / "home").exists()
    assert not (folder / "data").exists()
    return folder / "new" / "out", done.stdout.decode("utf-8")


def test_it_says_where_the_two_files_are(demo: tuple[Path, str]) -> None:
    folder, printed = demo
    assert printed == f"{folder / 'notes.md'}\n{folder / 'window.png'}\n"
    assert {path.name for path in folder.iterdir()} == {"notes.md", "window.png"}


def test_the_notes_are_those_of_the_issue(demo: tuple[Path, str], seed_text: str) -> None:
    noted, across, overlapping = parse((demo[0] / "notes.md").read_text("utf-8")).annotations
    assert "SolarWinds" in across.target.exact
    assert across.placement.start < overlapping.placement.start < across.placement.end < overlapping.placement.end
    assert noted.note.startswith("يُقارن")
    for annotation in (noted, across, overlapping):
        place = annotation.placement
        assert seed_text[place.start : place.end] == annotation.target.exact
    assert len({annotation.colour for annotation in (noted, across, overlapping)}) == 3


def test_the_picture_is_of_the_window_with_all_three_colours(demo: tuple[Path, str]) -> None:
    width, height, pixels = png((demo[0] / "window.png").read_bytes())
    assert (width, height) == (1480, 940)
    # The fills of the theme paper; yellow under blue is a mixture, so each has room of its own.
    marks = json.loads((ROOT / "resources" / "themes" / "paper.json").read_text("utf-8"))["marks"]
    for colour in ("yellow", "blue", "green"):
        assert pixels.count(bytes.fromhex(marks[colour][0].removeprefix("#"))) > 300, colour


def png(data: bytes) -> tuple[int, int, list[bytes]]:
    """Read an 8-bit RGB or RGBA picture; give its size and its pixels without alpha."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, packed, width, height, size = 8, b"", 0, 0, 0
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert (depth, colour) in {(8, 2), (8, 6)}
            size = 3 if colour == 2 else 4
        elif kind == b"IDAT":
            packed += body
        at += length + 12
    raw = zlib.decompress(packed)
    stride = width * size
    before = bytearray(stride)
    pixels: list[bytes] = []
    for row in range(height):
        start = row * (stride + 1)
        line = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before, size)
        pixels += [bytes(line[at : at + 3]) for at in range(0, stride, size)]
        before = line
    return width, height, pixels


def unfiltered(kind: int, line: bytearray, before: bytearray, size: int) -> bytearray:
    """Undo the filter of one row (PNG, section 9)."""
    for at in range(len(line)):
        left = line[at - size] if at >= size else 0
        corner = before[at - size] if at >= size else 0
        if kind == 1:
            line[at] = (line[at] + left) & 255
        elif kind == 2:
            line[at] = (line[at] + before[at]) & 255
        elif kind == 3:
            line[at] = (line[at] + (left + before[at]) // 2) & 255
        elif kind == 4:
            guess = left + before[at] - corner
            nearest = min((left, before[at], corner), key=lambda value: abs(guess - value))
            line[at] = (line[at] + nearest) & 255
    return line

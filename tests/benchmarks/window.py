"""How quick the window is, as a table: every figure, its bar, and its ratio to a bare window measured in the same run.

``main.py bench window -- [--quick] [--cpu] [--only "5 KB;10 MB"] [--platforms xcb,offscreen] [--profile STEP]``. Under
xcb the programs run on an Xvfb of their own. Start times count from the start of the process to the end of the paint.
With ``--cpu`` processor time is counted, which other programs disturb less (waits, as for the disk, are not in it).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

TYPE_CHECKING = False  # this file is also what is measured: it may import nothing that the window does not
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

WIDTH, HEIGHT = 1480, 940
STARTS = 11
STEPS = 11
FRAMES = 300
BARS = {
    "first text": "1.5 x",
    "jump to the end": "50 ms",
    "jump to a highlight": "50 ms",
    "resize": "100 ms",
    "size of the text": "100 ms",
    "scroll, p99": "16 ms",
    "add a highlight": "20 ms",
}


def main() -> int:
    """Measure everything, or be one of the processes that are measured."""
    roles = {"floor": _floor, "start": _start, "inside": _inside}
    if len(sys.argv) > 1 and sys.argv[1] in roles:
        return roles[sys.argv[1]](sys.argv[2:])
    return _measure(sys.argv[1:])


# The processes that are measured


def _floor(words: Sequence[str]) -> int:
    """Show a bare window that paints one page of a text; print when it was painted and how much memory it took."""
    with open(words[0], encoding="utf-8") as file:  # noqa: PTH123 -- pathlib is not part of a bare window
        text = file.read(2_500)
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QPainter, QTextLayout, QTextOption
    from PySide6.QtWidgets import QApplication, QWidget

    class Bare(QWidget):
        def paintEvent(self, _event: object) -> None:  # noqa: N802 -- a name of Qt
            painter = QPainter(self)
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            font = self.font()
            font.setPixelSize(22)
            y = 20.0
            for paragraph in text.split("\n"):
                layout = QTextLayout(paragraph, font)
                option = QTextOption(Qt.AlignmentFlag.AlignRight)
                option.setTextDirection(Qt.LayoutDirection.RightToLeft)
                layout.setTextOption(option)
                layout.beginLayout()
                while (line := layout.createLine()).isValid():
                    line.setLineWidth(700)
                    line.setPosition(QPointF(0, y))
                    y += line.height()
                layout.endLayout()
                layout.draw(painter, QPointF(300, 0))
                if y > HEIGHT:
                    break
            painter.end()
            _told()

    application = QApplication([])
    window = Bare()
    window.resize(WIDTH, HEIGHT)
    window.show()
    return application.exec()


def _start(words: Sequence[str]) -> int:
    """Start the reader as its command does, and print when its page was painted."""
    from reader.__main__ import main as run
    from reader.ui.surface.view import PageView

    paint = PageView.paintEvent

    def painted(self: PageView, event: Any) -> None:
        paint(self, event)
        if self.desk is not None:
            _told()

    PageView.paintEvent = painted  # type: ignore[method-assign, assignment]
    return run(["--library", words[0]])


def _told() -> None:
    told = {"at": time.monotonic(), "cpu": time.process_time() * 1000, "memory": memory()}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    os._exit(0)


def memory() -> float:
    """Return the resident memory of this process in megabytes."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 -- as above
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _inside(words: Sequence[str]) -> int:
    """Open the whole window on a library, do everything that is measured there, and print the times as JSON."""
    from pathlib import Path

    import window_steps

    clock = time.process_time if words[3] else time.perf_counter
    figures = window_steps.run(Path(words[0]), steps=int(words[1]), profiled=words[2], clock=clock)
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


# The process that measures


def _measure(words: Sequence[str]) -> int:
    import argparse
    import tempfile
    from pathlib import Path

    import sized

    parser = argparse.ArgumentParser(prog="main.py bench window --")
    parser.add_argument("--quick", action="store_true", help="three starts and steps instead of eleven")
    parser.add_argument("--cpu", action="store_true", help="count processor time instead of time")
    parser.add_argument("--only", default="", help='names of texts, for instance "5 KB;10 MB"')
    parser.add_argument("--platforms", default="xcb,offscreen")
    parser.add_argument("--profile", default="", help="print the profile of one step, for instance add")
    parser.add_argument("--keep", type=Path, help="a folder for the libraries, which a later run finds there")
    asked = parser.parse_args(words)
    count = 3 if asked.quick else STARTS
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        libraries = {name: sized.library_of(folder, name, *how) for name, how in sized.texts(asked.only).items()}
        for platform in asked.platforms.split(","):
            with _screen(platform) as environment:
                table = _table(libraries, environment, count, asked)
            _show(platform, table)
    return 0


def _table(
    libraries: dict[str, Any], environment: dict[str, str], count: int, asked: Any
) -> dict[str, dict[str, float]]:
    """Return for the bare window and for every library the figures by name; times in ms, memory in MB."""
    any_text = next(iter(libraries.values())).with_suffix(".txt")
    starts: dict[str, list[dict[str, float]]] = {"": [], **{name: [] for name in libraries}}
    for path in libraries.values():
        _started(["start", str(path)], environment)  # compiles, and fills the caches of the system
    for _ in range(count):  # in turn, so that a slow moment of the machine strikes all alike
        starts[""].append(_started(["floor", str(any_text)], environment))
        for name, path in libraries.items():
            starts[name].append(_started(["start", str(path)], environment))
    table = {}
    for name, runs in starts.items():
        table[name] = {
            "first text": median([run["cpu" if asked.cpu else "ms"] for run in runs]),
            "memory": median([r["memory"] for r in runs]),
        }
    for name, path in libraries.items():
        command = [sys.executable, __file__, "inside", str(path), str(count), asked.profile, "cpu" * asked.cpu]
        ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        *told, figures = ran.stdout.splitlines()
        sys.stdout.write("\n".join([*told, ""]))
        table[name].update(json.loads(figures))
    return table


def _started(words: Sequence[str], environment: dict[str, str]) -> dict[str, float]:
    before = time.monotonic()
    ran = subprocess.run([sys.executable, __file__, *words], env=environment, stdout=subprocess.PIPE, check=True)
    told: dict[str, float] = json.loads(ran.stdout)
    return {**told, "ms": (told["at"] - before) * 1000}


def median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def _screen(platform: str) -> Any:
    """Give the environment for a Qt platform; for xcb with an Xvfb that ends with it."""
    import contextlib
    import tempfile

    @contextlib.contextmanager
    def opened() -> Iterator[dict[str, str]]:
        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120
        with tempfile.TemporaryDirectory() as home:
            homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), home)
            environment = {**os.environ, **homes, "QT_QPA_PLATFORM": platform, "PYTHONPATH": root}
            # Qt waits 5 ms before it paints what has changed; that wait is no work of anybody's.
            environment["QT_QPA_UPDATE_IDLE_TIME"] = "0"
            # Compiled modules are kept, as on a person's machine, but not beside the sources.
            environment["PYTHONPYCACHEPREFIX"] = os.path.join(home, "compiled")  # noqa: PTH118
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
            if platform != "xcb":
                yield environment
                return
            command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp"]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
                assert server.stdout is not None
                try:
                    yield {**environment, "DISPLAY": f":{server.stdout.readline().strip()}"}
                finally:
                    server.terminate()

    return opened()


def _show(platform: str, table: dict[str, dict[str, float]]) -> None:
    """Print one platform's table: a column for each text, a line for each figure, the bar at its end."""
    floor, small = table[""], table.get("5 KB")
    names = [name for name in table if name]
    lines = [f"\n{platform}, {WIDTH} x {HEIGHT}; bare window: {floor['first text']:.0f} ms, {floor['memory']:.0f} MB"]
    lines.append("".join([" " * 26, *(f"{name:>18}" for name in names), "   bar"]))
    for figure in dict.fromkeys(key for name in names for key in table[name]):
        cells = []
        for name in names:
            value = table[name].get(figure)
            ratio = value / floor["first text"] if value is not None else 0
            cells.append(" " * 18 if value is None else f"{_cell(figure, value, ratio):>18}")
        lines.append("".join([f"{figure:26}", *cells, f"   {BARS.get(figure, '')}"]).rstrip())
    if small and "memory, window" in small:
        over = small["memory, window"] - floor["memory"]
        lines.append(f"memory over the bare window at 5 KB: {over:.0f} MB (bar 40 MB)")
        for name in names:
            if table[name]["characters"] > 5e6:
                more = (table[name]["memory, all done"] - small["memory, all done"]) * 1e6 / table[name]["characters"]
                lines.append(f"memory from 5 KB to {name}: {more:.1f} bytes per character (bar 5)")
    sys.stdout.write("\n".join(lines) + "\n")


def _cell(figure: str, value: float, ratio: float) -> str:
    if figure == "characters":
        return f"{value:,.0f}"
    return f"{value:.0f} MB" if figure.startswith("memory") else f"{value:.1f} ms {ratio:5.2f} x"


if __name__ == "__main__":
    sys.exit(main())

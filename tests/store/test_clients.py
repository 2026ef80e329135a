from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reader.store.clients import claim

ROOT = Path(__file__).resolve().parent.parent.parent
HOLD = (
    "import sys; from pathlib import Path; from reader.store.clients import claim;"
    "held = claim(Path(sys.argv[1]), 'window'); print(held.name, flush=True); sys.stdin.read()"
)


def test_each_window_has_a_name_of_its_own_and_the_same_after_a_restart(tmp_path: Path) -> None:
    library = tmp_path / "new" / "library.sqlite"
    with claim(library, "window") as first, claim(library, "window") as second:
        assert (first.name, second.name) == ("window", "window 2")
        with claim(tmp_path / "other.sqlite", "window") as elsewhere:
            assert elsewhere.name == "window"
    with claim(library, "window") as again:
        assert again.name == "window"
        again.close()


def test_a_killed_window_leaves_its_name(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(library)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "window\n"
    with claim(library, "window") as mine:
        assert mine.name == "window 2"
    process.kill()
    process.communicate()
    with claim(library, "window") as mine:
        assert mine.name == "window"


def test_where_nothing_can_be_locked_there_is_one_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with claim(tmp_path / "file" / "library.sqlite", "window") as first:
        assert first.name == "window"

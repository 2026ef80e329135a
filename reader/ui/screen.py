"""Whether there is a screen to open a window on, asked before Qt is loaded, which would end the process without one."""

from __future__ import annotations

import os
import sys

SENTENCE = "There is no screen to open a window on."


def has_screen() -> bool:
    """Tell whether a window can be shown: by the platform, or by a Qt platform that a person chose."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

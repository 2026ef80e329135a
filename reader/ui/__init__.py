"""The desktop interface, and the only place that knows Qt."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401

# PySide6 looks through the source of every module that is imported after it, for the sake of ``from __feature__``,
# which nothing here uses; without that the window opens a twentieth sooner.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)

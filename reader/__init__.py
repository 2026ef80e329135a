"""Hamish: a desktop reader for right-to-left texts. This file holds the version and imports nothing."""

from __future__ import annotations

__version__ = "0.1.0"

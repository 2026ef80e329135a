"""The commands and the terminal view; the only place that knows arabic-reshaper."""

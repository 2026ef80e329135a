"""Pure functions on ``str``: direction, clusters, words, folding, finding, offsets. No floor below but errors."""

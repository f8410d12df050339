"""How it came about: a figure explained, corrections shown, the whole history as a report."""

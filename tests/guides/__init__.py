"""Guides tried as written: their commands run in order on a copy of the demonstration school, by those they name."""

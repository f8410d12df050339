"""Fuzzing of what reads hostile bytes: ``make fuzz``, or ``python -m tests.fuzz TARGET --seconds 600``."""

"""Transcripts in print: which pupils, in which processes, out of which cache."""

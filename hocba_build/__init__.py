"""hocba: a school's own ledger of official transcripts (học bạ), and what is printed from it."""

__version__ = "0.1.0"

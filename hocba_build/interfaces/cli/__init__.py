"""The command line: each command parses, calls one workflow, prints, and sets the exit status."""

from __future__ import annotations

from hocba_build.interfaces.cli.main import main

__all__ = ["main"]

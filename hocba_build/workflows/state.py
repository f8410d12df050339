"""Where a repository's remembered things are kept, outside of the repository."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def state_folder(root: Path) -> Path:
    """``HOCBA_STATE``, else a folder of the user's cache that belongs to this repository's path."""
    if chosen := os.environ.get("HOCBA_STATE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    caches = Path(base) if base else Path.home() / ".cache"
    name = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return caches / "hocba" / name

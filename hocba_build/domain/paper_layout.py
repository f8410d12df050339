"""How printed pages lie on sheets of paper."""

from __future__ import annotations

from enum import Enum


class Sheets(Enum):
    """How pages lie on paper; the value ends the name of such a file."""

    SINGLE = ""
    DUPLEX = "hai-mat"
    BOOKLET = "gap-quyen"

    def of(self, key: str) -> str:
        """What such a file is called that holds everything of a key, without its ending."""
        return f"{key}.{self.value}" if self.value else key

"""What the doctor says: one thing to look at, and how much it weighs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Weight(Enum):
    """How much an advice weighs; only what is to be mended makes the command end with 1."""

    LOI = "loi"
    LUU_Y = "luu_y"
    NEN = "nen"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to look at: its topic, what it is about, what is the matter, what to do."""

    topic: str
    weight: Weight
    subject: str
    message: str
    hint: str

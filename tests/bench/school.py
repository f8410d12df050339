"""The school that is measured: one complete year of a large school, in a folder that is deleted afterwards."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

from hocba_build.records.layout import Kind, parse_path
from hocba_build.workflows.sample import Plan, sample_files

T = TypeVar("T")

YEAR: Final = "2024-2025"
ROOT: Final = Path(__file__).resolve().parents[2]
SCHEMAS: Final = ROOT / "schema"
YEARS: Final = ("2021-2022", "2022-2023", "2023-2024", YEAR)
"""The four years of a ninth grade."""
LONG, LONG_CLASSES = 5, 8
"""Years of the school that has been there for long, the open one included, and its classes."""
_LEFT_OUT: Final = frozenset({Kind.HO_SO, Kind.NAM_CU})
"""Neither the year's check nor its pages look at these."""


def program(name: str) -> Path:
    """A program of this environment."""
    return Path(sysconfig.get_path("scripts")) / name


@dataclass(slots=True)
class Size:
    """How large a school is measured, and how often what is cheap is repeated."""

    classes: int = 36
    pupils_per_class: int = 42
    runs: int = 3
    entries: int = 10_000
    """Entries of the ledger that is verified; each is two commits."""


@dataclass
class Ground:
    """The measured school in its folder, and what several rows share."""

    folder: Path
    size: Size = field(default_factory=Size)
    _kept: dict[str, object] = field(default_factory=dict)

    @cached_property
    def school(self) -> Path:
        """The school's folder; grown by another process, so that this one stays small."""
        folder = self.folder / "truong"
        asked = [str(folder), str(self.size.classes), str(self.size.pupils_per_class)]
        subprocess.run([sys.executable, "-m", "tests.bench.school", *asked], check=True, cwd=ROOT)
        return folder

    @cached_property
    def long_school(self) -> Path:
        """A smaller school whose ninth grade has been there for four years, all of them complete."""
        folder = self.folder / "truong-nhieu-nam"
        asked = [str(folder), str(min(self.size.classes, LONG_CLASSES)), str(self.size.pupils_per_class), str(LONG)]
        subprocess.run([sys.executable, "-m", "tests.bench.school", *asked], check=True, cwd=ROOT)
        return folder

    @cached_property
    def files(self) -> list[str]:
        """The school's files, as paths of the repository."""
        return sorted(path.relative_to(self.school).as_posix() for path in self.school.rglob("*.yaml"))

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Something that several rows need: made by the first of them."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]  # type: ignore[return-value] # a name always stands for the same maker


def grow(folder: Path, plan: Plan, years: Sequence[str] = (YEAR,)) -> None:
    """Write the plan's complete years and what they refer to."""
    for path, content in sample_files(plan).items():
        place = parse_path(path)
        if place is not None and place.kind not in _LEFT_OUT and place.year in (None, *years):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def main(folder: str, classes: str, pupils: str, years: str = "2") -> None:
    """Grow a school; with more than two years it keeps all that are complete."""
    plan = Plan(classes=int(classes), pupils_per_class=int(pupils), years=int(years))
    grow(Path(folder), plan, YEARS if plan.years > 2 else (YEAR,))


if __name__ == "__main__":
    main(*sys.argv[1:])

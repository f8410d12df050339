"""What is printed and what of it is sealed at this machine, folder by folder; many sealed files judged at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hocba_build.domain.findings import Finding
from hocba_build.exchange.packet_check import Check
from hocba_build.records.layout import is_class_id, is_student_id, is_year
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.seals.verify_pdf import Told, judging

WORST: Final = (Verdict.INVALID, Verdict.UNDECIDED, Verdict.TAINTED, Verdict.VALID)


@dataclass(frozen=True, slots=True)
class Room:
    """A class's folder: how many pupils' files are printed there, and how many have a sealed one."""

    name: str
    printed: int
    sealed: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A folder of printed files by ``name`` below ``source``, sealed into ``target``."""

    name: str
    words: str
    source: Path
    target: Path
    rooms: tuple[Room, ...]

    @property
    def printed(self) -> int:
        """Pupils' files."""
        return sum(one.printed for one in self.rooms)

    @property
    def sealed(self) -> int:
        """Those with a sealed one."""
        return sum(one.sealed for one in self.rooms)


def printed_folders(printed: Path, copies: Path, sealed: Path) -> list[Printed]:
    """The years that are printed, and the batches of official copies; the newest first."""
    years = [(one.name, f"In học bạ, năm học {one.name}", one) for one in _folders(printed) if is_year(one.name)]
    batches = [
        (f"{copies.name}/{year.name}/{batch.name}/{room.name}", f"Bản cấp đợt {year.name}/{batch.name}", room)
        for year in _folders(copies)
        if is_year(year.name)
        for batch in _folders(year)
        if batch.name.isdigit()
        for room in _folders(batch)
        if is_year(room.name)
    ]
    found = [_printed(name, words, folder, sealed) for name, words, folder in [*years, *batches]]
    return [one for one in found[::-1] if one.rooms]


def _printed(name: str, words: str, folder: Path, sealed: Path) -> Printed:
    target = sealed / name
    rooms = (_room(one, target / one.name) for one in _folders(folder) if is_class_id(one.name))
    return Printed(name, words, folder, target, tuple(one for one in rooms if one.printed))


def _room(folder: Path, target: Path) -> Room:
    files = pupils_files(folder)
    return Room(folder.name, len(files), sum((target / one.name).is_file() for one in files))


def pupils_files(folder: Path) -> list[Path]:
    """The pupils' files below a folder, in order."""
    return [one for one in sorted(folder.rglob("*.pdf")) if is_student_id(one.stem)] if folder.is_dir() else []


def _folders(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if one.is_dir() and not one.is_symlink()) if folder.is_dir() else []


@dataclass(slots=True)
class Tally:
    """What many files say together."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    said: dict[str, list[Check]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def checks(self) -> Iterator[Check]:
        """One check for all files: the worst verdict, how often it was given, and the first reason."""
        for name, some in self.said.items():
            worst = next(one for one in WORST if any(check.verdict is one for check in some))
            of_it = [check for check in some if check.verdict is worst]
            yield Check(name, worst, f"{len(of_it)}/{len(some)} tệp: {of_it[0].message}")


def judge_all(files: Sequence[Path], root: Path, told: Told, progress: Callable[[int, int], None]) -> Tally:
    """Judge sealed files with the ledger of ``root``, judged once.

    Raises:
        HocbaError: the sheet cannot be read, or the ledger is not valid.
    """
    tally = Tally()
    with judging(root, told) as judge:
        for number, file in enumerate(files, start=1):
            found = judge(file)
            tally.verdicts[found.verdict] += 1
            for check in found.checks:
                tally.said.setdefault(check.name, []).append(check)
            tally.findings += [Finding(file.name, None, one.code, one.message) for one in found.findings]
            progress(number, len(files))
    return tally


def summary(verdicts: Mapping[Verdict, int], words: Mapping[Verdict, str]) -> str:
    """The verdicts counted."""
    return "; ".join(f"{verdicts[one]} tệp {words[one]}" for one in WORST[::-1] if verdicts.get(one))


__all__ = ["Printed", "Room", "Tally", "judge_all", "printed_folders", "pupils_files", "summary"]

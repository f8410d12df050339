"""A change of the work tree in the making: read once, judged as ``check`` will judge it, kept only when it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.findings import Finding, Severity
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import YearId
from hocba_build.records.cache import Cache
from hocba_build.records.inspect import Inspected
from hocba_build.records.layout import RecordPath, parse_path
from hocba_build.records.reader import Gathered, Reading, disk_source, gather, read_gathered
from hocba_build.records.writes import finish_interrupted, write_files
from hocba_build.trust.git.objects import ObjectFault, Oid
from hocba_build.trust.state import LedgerState, Lock
from hocba_build.trust.year_end.locks import LOCKED, frozen_path, read_lock
from hocba_build.workflows.check import findings_of
from hocba_build.workflows.desk.as_seen import moved_since
from hocba_build.workflows.paths import require_records
from hocba_build.workflows.sealing.sealed import SEALED
from hocba_build.workflows.state import state_folder

OTHERS_WORK: Final = frozenset({"HB206", "HB207"})
"""Who teaches a class is said after its list is made: told, but no reason not to make it."""
NEXT: Final = "Bước tiếp theo: hocba propose -m LÍ_DO"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change came to: its files, what ``check`` says of them that it did not say before, whether it is kept."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    written: bool
    texts: Mapping[str, bytes | None] = field(default_factory=dict)
    """What each file becomes; ``None``: it is taken away."""
    moved: bool = False
    """Whether a page asked for it that showed these files otherwise: nothing is written then."""

    @property
    def refused(self) -> bool:
        """Whether the records would be worse than before by this change."""
        errors = (finding.code for finding in self.findings if finding.severity is Severity.ERROR)
        return any(code not in OTHERS_WORK for code in errors)


@dataclass
class Draft:
    """New texts over what was read; nothing is written before ``settle``."""

    root: Path
    gathered: Gathered
    reading: Reading
    cache: Cache
    changed: dict[str, bytes | None] = field(default_factory=dict)
    _shown: dict[str, bytes] = field(default_factory=dict)
    _shown_after: dict[str, bytes] = field(default_factory=dict)
    entry: Oid | None = None
    """The ledger's entry that was read; ``None``: the work tree."""

    @property
    def records(self) -> SchoolRecords:
        """The school as it was read.

        Raises:
            HocbaError: the school's own file cannot be read.
        """
        if self.reading.records is None:
            raise HocbaError("Chưa đọc được records/truong.yaml.", "Chạy hocba check để biết tệp nào sai.")
        return self.reading.records

    @cached_property
    def files(self) -> dict[str, bytes]:
        """What was read, by path."""
        return {place.path: raw for place, raw in self.gathered.files}

    def text(self, path: str) -> bytes | None:
        """A file as the change leaves it so far."""
        return self.changed[path] if path in self.changed else self.files.get(path)

    def needed(self, path: str) -> bytes:
        """The same where the file must be there."""
        raw = self.text(path)
        if raw is None:
            raise HocbaError(f"Thiếu tệp {path}.", "Chạy hocba check để biết còn thiếu gì.")
        return raw

    def put(self, path: str, raw: bytes | None) -> None:
        """Give a file a new text, or take it away.

        Raises:
            RefusedError: the year is locked.
        """
        refuse_frozen(self.root, _place(path))
        self.changed[path] = raw

    def show(self, path: str, plain: bytes, *, changed: bool = False) -> None:
        """What a sealed file says as it was read, or as it is ``changed``: it is judged by that."""
        shown = self._shown_after if changed else self._shown
        shown[path] = plain

    def settle(self, *, dry_run: bool = False) -> Outcome:
        """Judge the change and, if nothing gets worse by it, write it.

        Raises:
            RefusedError: a file changed since it was read; nothing was written.
        """
        changed = {path: raw for path, raw in self.changed.items() if raw != self.files.get(path)}
        known = Counter(map(_identity, self._judged(self.files, self._shown)))
        findings = []
        for finding in self._judged({**self.files, **changed}, {**self._shown, **self._shown_after}):
            known[_identity(finding)] -= 1
            if known[_identity(finding)] < 0:
                findings.append(finding)
        self.cache.save()
        outcome = Outcome(tuple(changed), tuple(findings), written=False, texts=changed)
        moved = moved_since(changed, self.files, entry=self.entry, writes=not (dry_run or outcome.refused))
        if dry_run or outcome.refused or moved:
            return replace(outcome, moved=moved)
        write_files(self.root, changed, {path: self.files.get(path) for path in changed})
        return replace(outcome, written=bool(changed))

    def _judged(self, files: Mapping[str, bytes | None], shown: Mapping[str, bytes]) -> Iterator[Finding]:
        """What is wrong with files; sealed ones whose text is known are judged by it, in their own place."""
        plain = {path.removesuffix(SEALED): text for path, text in shown.items() if files.get(path) is not None}
        told = {path: raw for path, raw in files.items() if raw is not None and path not in shown} | plain
        gathered = Gathered(
            tuple((_place(path), told[path]) for path in sorted(told)), self.gathered.findings, len(told)
        )
        for finding in findings_of(gathered, read_gathered(gathered, _Discreet(self.cache, plain))):
            yield replace(finding, path=finding.path + SEALED) if finding.path in plain else finding


@dataclass(frozen=True, slots=True)
class _Discreet:
    """The cache, which is never told what a sealed file says."""

    cache: Cache
    secret: Mapping[str, bytes]

    def recall(self, files: Iterable[tuple[RecordPath, bytes]]) -> Mapping[str, Inspected]:
        return self.cache.recall(files)

    def keep(self, place: RecordPath, raw: bytes, packed: str) -> None:
        if place.path not in self.secret:
            self.cache.keep(place, raw, packed)


def _place(path: str) -> RecordPath:
    place = parse_path(path)
    if place is None:
        message = f"no such record path: {path}"
        raise ValueError(message)
    return place


def _identity(finding: Finding) -> tuple[str, str, str]:
    """The same fault before and after, although a row came in above it."""
    return finding.code, finding.path, finding.message


def open_draft(root: Path) -> Draft:
    """Read a work tree; what an earlier power cut left half-written is finished first.

    Raises:
        HocbaError: there is no school here.
    """
    require_records(root)
    finish_interrupted(root)
    cache = Cache(state_folder(root))
    gathered = gather(disk_source(root))
    return Draft(root, gathered, read_gathered(gathered, cache), cache)


def refuse_frozen(root: Path, place: RecordPath) -> None:
    """Refuse what a lock in the work tree does not let change: ``propose`` would, only later."""
    lock = _lock(root, place.year) if place.year is not None else None
    if place.year is not None and lock is not None:
        reason = frozen_path(LedgerState(Oid(""), Oid(""), locks={place.year: lock}), place)
        if reason:
            raise RefusedError(f"{place.path}: {reason}.", "Xem docs/ma-loi/HB360.md")


def _lock(root: Path, year: YearId) -> Lock | None:
    """The newest lock or unlock of a year in the work tree."""
    found = sorted((root / "signatures/khoa-so" / year).glob("[0-9][0-9][0-9][0-9]/khoa.yaml"))
    try:
        record = read_lock(found[-1].read_bytes()) if found else None
    except (ObjectFault, OSError, ValueError, KeyError, TypeError):
        return None  # The ledger's judge says what is wrong with it.
    if record is None:
        return None
    scope = None if record.act == LOCKED else frozenset(record.scope)
    return Lock(record.number, record.version or 0, record.listing or "", bool(record.summer_closed), scope)


__all__ = ["NEXT", "OTHERS_WORK", "Draft", "Outcome", "open_draft", "refuse_frozen"]

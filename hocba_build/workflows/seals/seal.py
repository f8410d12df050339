"""Seal a class, a year or single files in one act: one PIN, one file after another, taken up again where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.findings import Finding
from hocba_build.domain.seals import SealCertificate, SealLevel, SealRole
from hocba_build.publishing.pades.keys import KeyPlace
from hocba_build.publishing.pades.reading import SealFaultError, sealed_places
from hocba_build.publishing.pades.writing import Act, Sealer, sealing
from hocba_build.publishing.pdf_files import attached_files
from hocba_build.records.layout import SCHOOL_PATH, is_student_id
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.clock import today
from hocba_build.workflows.ledger.ask_authority import AuthorityError, ask_authority
from hocba_build.workflows.printing.shelf import replace
from hocba_build.workflows.seals.copies_here import CopiesHere
from hocba_build.workflows.seals.inside import Inside
from hocba_build.workflows.seals.settings import settings_here

SEALED: Final = "HB550"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be sealed, and where the sealed one is to stand: the same place once a first seal is on it."""

    source: Path
    target: Path
    asked: bool
    """Named by itself, not found in a folder."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to seal, into which folder, in whose name; the level where it is not the school's own."""

    paths: Sequence[Path]
    role: SealRole
    out: Path | None = None
    level: SealLevel | None = None


@dataclass(slots=True)
class SealReport:
    """What was done."""

    level: SealLevel
    due: list[Path] = field(default_factory=list)
    """What would be sealed, where nothing was to be written."""
    sealed: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    """Sealed in this role before, and left alone."""
    findings: list[Finding] = field(default_factory=list)
    certificate: str = ""
    """The fingerprint of the certificate that sealed."""


def jobs_of(paths: Sequence[Path], out: Path | None) -> list[Job]:
    """The files of an act: those named, and of folders the pupils' files (``<mã>.pdf``), in order.

    Raises:
        HocbaError: there is no such file, or none at all.
    """
    jobs = [job for path in paths for job in _jobs(path, out)]
    if not jobs:
        raise HocbaError("Không có tệp PDF nào của học sinh ở đó.", "In trước: hocba build pdf -o THƯ_MỤC.")
    return jobs


def _jobs(path: Path, out: Path | None) -> Iterator[Job]:
    if path.is_dir():
        for file in sorted(path.rglob("*.pdf")):
            if is_student_id(file.stem):
                yield Job(file, out / file.relative_to(path) if out else file, asked=False)
    elif path.is_file():
        yield Job(path, out / path.name if out else path, asked=True)
    else:
        raise HocbaError(f"Không có tệp {path}.", "Xem lại đường dẫn.")


def seal(
    root: Path,
    wish: Wish,
    key: KeyPlace,
    secret: Callable[[], str],
    progress: Progress = lambda _done, _total: None,
    *,
    dry_run: bool = False,
) -> SealReport:
    """Seal every file that is not sealed in this role yet; each is replaced in one step, or left as it was.

    ``secret`` is asked once, and only where there is something to seal.

    Raises:
        SealKeyError, SealError: the key or an authority failed; what is sealed stays, the next run goes on.
        RefusedError: the certificate is not the school's for this role, or there is nothing left to seal.
        HocbaError: no such file, or the sealed ones have no folder of their own.
    """
    settings = settings_here(root)
    level = wish.level or settings.level
    ask = None if level is SealLevel.BARE else _asking(settings.authorities)
    report, known = SealReport(level), _Known(Inside(settings.history), CopiesHere(settings.history))
    due = [job for job in jobs_of(wish.paths, wish.out) if _is_due(job, wish.role, known, report)]
    if not due and not report.findings:
        raise RefusedError(
            f"{SEALED} Mọi tệp ở đây đã có chữ kí số của {wish.role.words}; không kí lần thứ hai.", "Kí vai khác: --as."
        )
    if dry_run or not due:
        report.due = [job.target for job in due]
        return report
    with sealing(Act(wish.role, level, today(), ask, settings.trust), key, secret()) as sealer:
        _require_own(sealer, wish.role, settings.certificates)
        report.certificate = sealer.fingerprint
        for number, job in enumerate(due, start=1):
            _seal(sealer, job, wish, report)
            progress(number, len(due))
    return report


class _RefusedFile(Exception):  # noqa: N818 - a state of a file, not an error
    """A file that is not to be sealed: the code, and why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class _Known:
    """What the ledger at hand says of a file."""

    inside: Inside
    copies: CopiesHere


def _is_due(job: Job, role: SealRole, known: _Known, report: SealReport) -> bool:
    try:
        raw = _to_seal(job, role)
        _require_standing(known.copies, job.source)
        _require_locked(known.inside, raw)
    except _RefusedFile as refused:
        if refused.code == SEALED:
            report.kept.append(job.target)
        if refused.code != SEALED or job.asked:
            report.findings.append(Finding(str(job.source), None, refused.code, refused.message))
        return False
    return True


def _to_seal(job: Job, role: SealRole) -> bytes:
    """The bytes that the seal is added to: the print, or what others have sealed of the same print."""
    raw = job.source.read_bytes()
    if job.target != job.source and job.target.exists():
        before, raw = raw, job.target.read_bytes()
        if not raw.startswith(before):
            raise _RefusedFile("HB553", f"{job.target.name} đã kí là của bản in khác: chuyển nó đi, hoặc nêu -o khác")
    try:
        places = sealed_places(raw)
    except SealFaultError as fault:
        raise _RefusedFile("HB551", f"{fault}: in lại tệp này") from fault
    if any(place.startswith(role.place) for place in places):
        raise _RefusedFile(SEALED, f"đã có chữ kí số của {role.words}; không kí lần thứ hai")
    if role is SealRole.SCHOOL and not any(place.startswith(SealRole.PRINCIPAL.place) for place in places):
        raise _RefusedFile("HB552", "hiệu trưởng chưa kí số tệp này: con dấu đóng sau chữ kí của người đứng đầu")
    if not places and job.target == job.source:
        raise HocbaError(
            "Bản in chưa kí thì bản kí phải nằm ở thư mục khác (in lại sẽ ghi đè lên nó).", "Nêu -o THƯ_MỤC."
        )
    return raw


def _require_standing(copies: CopiesHere, file: Path) -> None:
    """A copy that was printed and then replaced or recalled is not sealed."""
    if found := copies.withdrawn(file):
        number, withdrawn = found
        why = f"đã có bản số {withdrawn.by.shown} thay" if withdrawn.by else "đã bị thu hồi"
        raise _RefusedFile("HB568", f"bản số {number.shown} {why}: xoá tệp này, kí bản còn giá trị")


def _require_locked(inside: Inside, raw: bytes) -> None:
    """Where the ledger is at hand, only what it has locked is sealed: no draft, and no print of older results."""
    check, _ = inside.check(files) if (files := attached_files(raw)) else (None, ())
    if check is not None and inside.knows and check.verdict is not Verdict.VALID:
        raise _RefusedFile("HB554", f"{check.message}: in lại từ sổ đã khoá rồi kí")


def _seal(sealer: Sealer, job: Job, wish: Wish, report: SealReport) -> None:
    try:
        made = sealer.seal(_to_seal(job, wish.role))
    except _RefusedFile as refused:  # Somebody else was faster, or printed anew.
        report.findings.append(Finding(str(job.source), None, refused.code, refused.message))
    except SealFaultError as fault:
        report.findings.append(Finding(str(job.source), None, "HB551", f"{fault}: in lại tệp này"))
    else:
        if wish.out is not None and not report.sealed:
            replace(wish.out / ".gitignore", b"*\n")  # In a repository they must never be committed.
        replace(job.target, made)
        report.sealed.append(job.target)


def _require_own(sealer: Sealer, role: SealRole, own: Sequence[SealCertificate]) -> None:
    """Where the school says which certificates are its own, no other seals in its name."""
    if not own or any((one.role, one.fingerprint) == (role, sealer.fingerprint) for one in own):
        return
    raise RefusedError(
        f"Chứng thư của «{sealer.name}» không phải chứng thư mà sổ ghi cho {role.words}.",
        f"Ghi vào chung_thu_so trong {SCHOOL_PATH}: vai {role.value}, vân tay {sealer.fingerprint}.",
    )


def _asking(authorities: Sequence[tuple[str, str]]) -> Callable[[bytes], bytes]:
    """A way of asking the school's time-stamp authorities: in order, until one answers.

    Raises:
        RefusedError: the school has none.
    """
    if not authorities:
        raise RefusedError("Trường chưa ghi nơi cấp mốc thời gian nào.", f"Ghi moc_thoi_gian trong {SCHOOL_PATH}.")

    def ask(question: bytes) -> bytes:
        failed: OSError | None = None
        for _, address in authorities:
            try:
                return ask_authority(address, question)
            except AuthorityError as error:
                failed = OSError(error.message)
        raise failed or OSError("không có nơi cấp nào trả lời")

    return ask


__all__ = ["Job", "SealReport", "Wish", "jobs_of", "seal"]

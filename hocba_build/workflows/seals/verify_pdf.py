"""Judge a sealed PDF: one verdict a check, from the file and from what the reader trusts. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.findings import Finding
from hocba_build.domain.moments import moment_text
from hocba_build.exchange.packet_check import Check
from hocba_build.publishing.pades.reading import MAX_PDF, SealFaultError, SealSeen, read_seals
from hocba_build.publishing.pades.trust import SealTrust, certificates_in, fingerprint, trust_of
from hocba_build.publishing.pdf_files import attached_files
from hocba_build.trust.verdict import Verdict
from hocba_build.trust.witnessing import AUTHORITIES
from hocba_build.workflows.ledger.history import judged_history
from hocba_build.workflows.seals.inside import Answer, Inside
from hocba_build.workflows.seals.settings import SealSettings, settings_in

INTEGRITY, CHANGED, CHAIN, REVOKED, SIGNER, TIME = "integrity", "changed", "chain", "revoked", "signer", "time"
DECISIVE: Final = (INTEGRITY, CHANGED, CHAIN, SIGNER)
"""What must be checked for a file to be valid."""
UNDECIDED: Final = frozenset({"HB564", "HB565"})
"""Could not be checked: nobody said which authorities, or which certificates, are the school's."""
PLACES: Final = {"hieu_truong": "HieuTruong", "pho_hieu_truong": "HieuTruong", "con_dau": "ConDau"}
_WHO: Final = {"HieuTruong": "hiệu trưởng", "ConDau": "con dấu của trường"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the reader brought: the founding sheet, chains of authorities, the school's certificates."""

    sheet: Path | None = None
    authorities: Sequence[Path] = ()
    time_authorities: Sequence[Path] = ()
    certificates: Sequence[Path] = ()

    @property
    def files(self) -> bool:
        """Whether any certificate was brought."""
        return bool(self.authorities or self.time_authorities or self.certificates)


@dataclass(frozen=True, slots=True)
class Known:
    """What seals are compared with; ``anchored`` where the reader has it by another way than this folder."""

    trust: SealTrust
    own: frozenset[tuple[str, str]]
    """Place and fingerprint of the school's certificates; an empty place stands for any."""
    anchored: bool
    inside: Inside
    """Answers whether the data inside a file stands in the ledger."""


@dataclass(frozen=True, slots=True)
class JudgedPdf:
    """What can be said of a file."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    seals: tuple[SealSeen, ...]
    anchored: bool

    @property
    def verdict(self) -> Verdict:
        """Invalid over undecided over valid."""
        said = {check.name: check.verdict for check in self.checks}
        if Verdict.INVALID in said.values() or not self.seals:
            return Verdict.INVALID
        decided = all(said.get(name) is Verdict.VALID for name in DECISIVE)
        return Verdict.VALID if decided and self.anchored else Verdict.UNDECIDED

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The names of the checks that nothing here could decide."""
        return tuple(check.name for check in self.checks if check.verdict is Verdict.UNDECIDED)


def verify_pdf(path: Path, root: Path, told: Told) -> JudgedPdf:
    """Judge a file with what the reader brought, else with the ledger of the folder ``root``.

    Raises:
        HocbaError: a certificate or the sheet cannot be read.
    """
    with judging(root, told) as judge:
        return judge(path)


@contextmanager
def judging(root: Path, told: Told) -> Iterator[Callable[[Path], JudgedPdf]]:
    """The same for file after file: the ledger is judged once.

    Raises:
        HocbaError: a certificate or the sheet cannot be read.
    """
    with _known(root, told) as known:
        yield partial(_judged, known)


def _judged(known: Known, path: Path) -> JudgedPdf:
    with path.open("rb") as file:
        raw = file.read(MAX_PDF + 1)
    if len(raw) > MAX_PDF:
        return _no_seals("HB551", f"tệp lớn hơn {MAX_PDF >> 20} MiB")
    try:
        seals = read_seals(raw, known.trust)
    except SealFaultError as fault:
        return _no_seals("HB551", str(fault))
    if not seals:
        return _no_seals("HB555", "tệp không có chữ kí số nào")
    return _Bench(seals, known, known.inside.check(attached_files(raw))).judge()


def law_of(seal: SealSeen) -> str:
    """What a seal is worth in law, as far as its certificate tells."""
    if seal.self_made:
        return "chứng thư tự tạo, không tổ chức nào chứng thực: không phải chữ kí số theo Luật Giao dịch điện tử 2023"
    return (
        f"là chữ kí số theo Luật Giao dịch điện tử 2023 nếu «{seal.issuer}» là tổ chức được cấp phép "
        "hoặc của cơ quan nhà nước; chương trình không tra được danh sách ấy"
    )


def _no_seals(code: str, message: str) -> JudgedPdf:
    check = Check(INTEGRITY, Verdict.INVALID, message)
    return JudgedPdf((check,), (Finding("", None, code, message),), (), anchored=False)


@contextmanager
def _known(root: Path, told: Told) -> Iterator[Known]:
    if told.sheet is None and (told.files or not (root / AUTHORITIES).is_dir()):
        yield _from_files(told, SealSettings(), Inside(None), anchored=True)
        return
    with judged_history(root, told.sheet) as (judged, history):
        if history is None or judged.verdict is Verdict.INVALID:
            raise HocbaError(
                "Sổ ở đây không hợp lệ, hoặc không phải sổ của tờ gốc này.", "Xem hocba verify --root TỜ_GỐC."
            )
        yield _from_files(told, settings_in(history), Inside(history), anchored=told.sheet is not None)


def _from_files(told: Told, ledger: SealSettings, inside: Inside, *, anchored: bool) -> Known:
    brought = trust_of(_bytes(told.authorities), _bytes(told.time_authorities))
    own = {("", fingerprint(one)) for raw in _bytes(told.certificates) for one in certificates_in(raw)}
    own |= {(PLACES[one.role.value], one.fingerprint) for one in ledger.certificates}
    return Known(brought.with_more(ledger.trust), frozenset(own), anchored, inside)


def _bytes(paths: Sequence[Path]) -> list[bytes]:
    return [path.read_bytes() for path in paths]


Faults = Iterator[tuple[str, str, str]]
"""Place on the page, code, sentence."""


class _Bench:
    """The work on one file: checks are done in turn, findings pile up."""

    def __init__(self, seals: tuple[SealSeen, ...], known: Known, data: Answer) -> None:
        self.seals, self.known, self.data = seals, known, data
        self.findings: list[Finding] = []

    def judge(self) -> JudgedPdf:
        """All checks."""
        checks = (
            self._said(INTEGRITY, self._broken, f"{len(self.seals)} chữ kí số đúng trên từng byte đã kí"),
            self._said(CHANGED, self._changed, "sau khi kí không có gì bị đổi ngoài chữ kí thêm vào"),
            self._said(CHAIN, self._chains, "chứng thư do nơi cấp mà người kiểm tra tin cấp"),
            self._said(SIGNER, self._signers, self._signer_words()),
            self._revocation(),
            self._time(),
            self._data(),
        )
        return JudgedPdf(checks, tuple(self.findings), self.seals, self.known.anchored)

    def _data(self) -> Check:
        check, findings = self.data
        self.findings += findings
        return check if check.verdict is not Verdict.VALID else self._anchored(check)

    def _said(self, name: str, work: Callable[[], Faults], words: str) -> Check:
        found = list(work())
        self.findings += [Finding(place, None, code, message) for place, code, message in found]
        if found:
            doubt = all(code in UNDECIDED for _, code, _ in found)
            return Check(name, Verdict.UNDECIDED if doubt else Verdict.INVALID, found[0][2])
        right = Check(name, Verdict.VALID, words)
        return self._anchored(right) if name in (CHAIN, SIGNER) else right

    def _anchored(self, check: Check) -> Check:
        """What only the ledger at hand says is not decided."""
        if self.known.anchored:
            return check
        words = f"{check.message}; nhưng chỉ theo sổ ở đây, chưa đối chiếu tờ gốc (--root)"
        return Check(check.name, Verdict.UNDECIDED, words)

    def _broken(self) -> Faults:
        for seal in self.seals:
            if not seal.intact:
                yield seal.place, "HB556", f"chữ kí số của «{seal.name}» sai: tệp đã bị sửa, hoặc chữ kí bị ghép vào"

    def _changed(self) -> Faults:
        for seal in self.seals:
            if not seal.unchanged:
                yield seal.place, "HB557", f"tệp bị thêm, sửa nội dung sau khi «{seal.name}» kí"

    def _chains(self) -> Faults:
        for seal in self.seals:
            if seal.chained is None:
                yield seal.place, "HB564", "chưa biết tin nơi cấp chứng thư nào: nêu --trust TỆP, hoặc --root với sổ"
            elif not seal.chained:
                yield (
                    seal.place,
                    "HB558",
                    f"chứng thư của «{seal.name}» (nơi cấp «{seal.issuer}») không do nơi được tin cấp",
                )

    def _signers(self) -> Faults:
        for seal in self.seals:
            place = next((known for known in _WHO if seal.place.startswith(known)), seal.place)
            if not self.known.own:
                yield (
                    seal.place,
                    "HB565",
                    f"«{seal.name}» kí; chưa biết chứng thư nào là của trường: --cert, hoặc chung_thu_so",
                )
            elif not self.known.own & {("", seal.fingerprint), (place, seal.fingerprint)}:
                who = _WHO.get(place, "người của trường")
                yield seal.place, "HB559", f"chứng thư của «{seal.name}» không phải của {who} theo sổ của trường"

    def _signer_words(self) -> str:
        said = (f"«{seal.name}» ở chỗ của {_WHO.get(seal.place, seal.place)}" for seal in self.seals)
        return "; ".join(dict.fromkeys(said))

    def _revocation(self) -> Check:
        revoked = [seal for seal in self.seals if seal.revoked]
        for seal in revoked:
            message = f"chứng thư của «{seal.name}» đã bị nơi cấp thu hồi trước lúc kí"
            self.findings.append(Finding(seal.place, None, "HB562", message))
        if revoked:
            return Check(REVOKED, Verdict.INVALID, self.findings[-1].message)
        if any(seal.revoked is None for seal in self.seals):
            return Check(REVOKED, Verdict.UNDECIDED, "tệp không kèm danh sách thu hồi, và ở đây không hỏi mạng")
        return Check(REVOKED, Verdict.VALID, "danh sách thu hồi kèm trong tệp không nêu các chứng thư này")

    def _time(self) -> Check:
        known = bool(self.known.trust.time_roots)
        bad = [seal for seal in self.seals if seal.stamp_trusted is False]
        if bad and known:
            message = f"mốc thời gian trên chữ kí của «{bad[0].name}» sai, hoặc không do nơi cấp mà trường tin kí"
            self.findings.append(Finding(bad[0].place, None, "HB560", message))
            return Check(TIME, Verdict.INVALID, message)
        without = [seal for seal in self.seals if not seal.stamp_trusted]
        if without:
            reason = "chưa biết tin nơi cấp mốc thời gian nào" if bad else "chữ kí không kèm mốc thời gian"
            return Check(TIME, Verdict.UNDECIDED, f"{reason}; người kí tự ghi {_moments(without)}")
        return Check(TIME, Verdict.VALID, f"bên thứ ba chứng nhận: kí lúc {_moments(self.seals)}")


def _moments(seals: Sequence[SealSeen]) -> str:
    told = [seal.stamped_at if seal.stamp_trusted else seal.claimed_at for seal in seals]
    return ", ".join(dict.fromkeys(moment_text(int(one.timestamp())) if one else "không rõ lúc nào" for one in told))


__all__ = ["JudgedPdf", "Told", "judging", "law_of", "verify_pdf"]

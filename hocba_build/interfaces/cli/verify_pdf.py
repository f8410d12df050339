"""``hocba verify-pdf``: what the seals of a printed transcript are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.moments import moment_iso
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.interfaces.cli.verify_packet import EXITS, WORDS
from hocba_build.publishing.pades.reading import SealSeen
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.seals.verify_pdf import JudgedPdf, Told, law_of, verify_pdf

TITLES: Final = {
    "integrity": "Nguyên vẹn",
    "changed": "Sửa sau khi kí",
    "chain": "Nơi cấp chứng thư",
    "signer": "Người kí",
    "revoked": "Thu hồi chứng thư",
    "time": "Thời điểm",
    "data": "Kết quả kèm trong tệp",
}
SUMMARIES: Final = {
    Verdict.VALID: "HỢP LỆ: nguyên vẹn, đúng người kí, đúng nơi cấp chứng thư",
    Verdict.INVALID: "KHÔNG HỢP LỆ",
    Verdict.UNDECIDED: "CHƯA KẾT LUẬN ĐƯỢC",
}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="verify-pdf")
@click.argument("file", metavar="TỆP.pdf", type=FILE)
@click.option("--root", type=FILE, help="Tờ gốc: tin nơi cấp và chứng thư mà sổ ở đây ghi.")
@click.option("--trust", multiple=True, type=FILE, help="Chuỗi chứng thư (PEM) của nơi cấp chứng thư được tin.")
@click.option("--tsa", multiple=True, type=FILE, help="Chuỗi chứng thư (PEM) của nơi cấp mốc thời gian được tin.")
@click.option("--cert", multiple=True, type=FILE, help="Chứng thư của trường, của hiệu trưởng, nhận bằng đường khác.")
@click.option("--json", "as_document", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(
    directory: Path,
    *,
    file: Path,
    root: Path | None,
    trust: tuple[Path, ...],
    tsa: tuple[Path, ...],
    cert: tuple[Path, ...],
    as_document: bool,
) -> None:
    """Kiểm tra một tệp PDF đã kí số: nguyên vẹn, ai kí, ai chứng thực, lúc nào, có bị sửa sau khi kí không.

    Không hỏi mạng. Điều không kiểm được ở đây thì nói là chưa kiểm được, không bao giờ coi là đúng. «Hợp lệ» không
    thay việc xem nơi cấp chứng thư có phải tổ chức được cấp phép hay không: dòng Pháp lí nói điều đó.
    """
    judged = verify_pdf(file, directory, Told(root, trust, tsa, cert))
    if as_document:
        print_document(**_document(judged))
    else:
        _print(judged)
    raise SystemExit(EXITS.get(judged.verdict, Exit.FINDINGS))


def _print(judged: JudgedPdf) -> None:
    for finding in judged.findings:
        place = f"{visible(finding.path)}: " if finding.path else ""
        click.echo(f"{place}{finding.code} {visible(finding.message)}")
    for check in judged.checks:
        click.echo(f"{TITLES.get(check.name, check.name)}: {WORDS[check.verdict]} – {visible(check.message)}")
    for seal in judged.seals:
        click.echo(f"Pháp lí – «{visible(seal.name)}»: {visible(law_of(seal))}")
    click.echo(f"{SUMMARIES[judged.verdict]}{_reserve(judged)}.", err=True)


def _reserve(judged: JudgedPdf) -> str:
    """What must not be overlooked in a good verdict."""
    if judged.verdict is Verdict.VALID and any(seal.self_made for seal in judged.seals):
        return "; NHƯNG có chứng thư tự tạo: không phải chữ kí số theo luật"
    return ""


def _document(judged: JudgedPdf) -> dict[str, Any]:
    return {
        "verdict": judged.verdict.value,
        "anchored": judged.anchored,
        "chu_ki": [_seal(seal) for seal in judged.seals],
        "checks": {check.name: {"verdict": check.verdict.value, "message": check.message} for check in judged.checks},
        "chua_kiem": list(judged.unchecked),
        "findings": [
            {"code": one.code, "severity": one.severity.value, "path": one.path or None, "message": one.message}
            for one in judged.findings
        ],
    }


def _seal(seal: SealSeen) -> dict[str, Any]:
    claimed, stamped = seal.claimed_at, seal.stamped_at if seal.stamp_trusted else None
    return {
        "cho": seal.place,
        "ten": seal.name,
        "noi_cap": seal.issuer,
        "van_tay": seal.fingerprint,
        "tu_tao": seal.self_made,
        "luc_ghi": moment_iso(int(claimed.timestamp())) if claimed else None,
        "moc_thoi_gian": moment_iso(int(stamped.timestamp())) if stamped else None,
        "phap_li": law_of(seal),
    }

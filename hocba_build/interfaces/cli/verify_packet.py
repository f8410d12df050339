"""``hocba verify-packet``: is a transfer packet true, where there is no repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.errors import Exit
from hocba_build.exchange.packet_check import Judged
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.copies.checking import read_list
from hocba_build.workflows.ledger.verify import sheet_from
from hocba_build.workflows.packets.verify_packet import verify_packet

EXITS: Final = {Verdict.VALID: Exit.FINE, Verdict.UNDECIDED: Exit.UNDECIDED}
TITLES: Final = {
    "content": "Nội dung",
    "lock": "Khoá sổ",
    "signer": "Người kí",
    "time": "Thời điểm",
    "superseded": "Còn hiệu lực",
    "partial": "Năm chưa khoá",
    "print": "Bản in",
    "front": "Phần ngoài khoá sổ",
}
WORDS: Final = {Verdict.VALID: "đúng", Verdict.INVALID: "SAI", Verdict.UNDECIDED: "chưa kiểm được"}
SUMMARIES: Final = {
    Verdict.VALID: "HỢP LỆ: nội dung, khoá sổ và người kí đều đúng",
    Verdict.INVALID: "KHÔNG HỢP LỆ",
    Verdict.UNDECIDED: "CHƯA KẾT LUẬN ĐƯỢC",
}


@click.command(name="verify-packet")
@click.argument("packet", metavar="GÓI", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--root", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc của trường chuyển đi.")
@click.option(
    "--recall",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Danh sách thu hồi mới của trường ấy: kết quả còn giá trị không.",
)
@click.option(
    "--tsa",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Chuỗi chứng thư (PEM) của nơi cấp mốc thời gian được tin.",
)
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
def command(packet: Path, *, root: Path | None, recall: Path | None, tsa: tuple[Path, ...], json_wanted: bool) -> None:
    """Kiểm tra một gói chuyển trường: không cần kho hồ sơ, không cần mạng.

    Cần tờ gốc của trường chuyển đi, nhận bằng đường khác; tờ gốc kèm trong gói không chứng minh được gì.
    """
    judged = verify_packet(packet, sheet_from(root), read_list(recall) if recall else None, tsa)
    if json_wanted:
        print_document(**document(judged))
    else:
        _print(judged)
    raise SystemExit(EXITS.get(judged.verdict, Exit.FINDINGS))


def document(judged: Judged) -> dict[str, Any]:
    """The fixed shape."""
    contents = judged.packet.contents if judged.packet else None
    return {
        "verdict": judged.verdict.value,
        "anchored": judged.anchored,
        "truong": contents.school if contents else None,
        "ma": contents.pupil if contents else None,
        "nam": [*(_year(judged, str(year)) for year in (contents.locks if contents else ())), *_open_year(judged)],
        "nam_cu": list(contents.kept) if contents else [],
        "checks": {check.name: {"verdict": check.verdict.value, "message": check.message} for check in judged.checks},
        "chua_kiem": list(judged.unchecked),
        "findings": [
            {"code": one.code, "severity": one.severity.value, "path": one.path or None, "message": one.message}
            for one in judged.findings
        ],
    }


def _year(judged: Judged, year: str) -> dict[str, Any]:
    proven = next((one for name, one in judged.years.items() if name == year), None)
    if proven is None:
        return {"nam_hoc": year, "khoa": False}
    record = proven.record
    return {
        "nam_hoc": year,
        "khoa": True,
        "ban": record.version,
        "so_quyet_dinh": record.decision,
        "ngay": record.day,
        "la": proven.proof.hash.hex(),
    }


def _open_year(judged: Judged) -> list[dict[str, Any]]:
    if judged.partial is None:
        return []
    day = judged.partial.results.arrived_on.isoformat()
    return [
        {
            "nam_hoc": judged.partial.leaver.year,
            "khoa": False,
            "so_quyet_dinh": judged.partial.decision,
            "den_ngay": day,
        }
    ]


def _print(judged: Judged) -> None:
    for finding in judged.findings:
        place = f"{visible(finding.path)}: " if finding.path else ""
        click.echo(f"{place}{finding.code} {visible(finding.message)}")
    for check in judged.checks:
        click.echo(f"{TITLES.get(check.name, check.name)}: {WORDS[check.verdict]} – {visible(check.message)}")
    click.echo(f"{SUMMARIES[judged.verdict]}.", err=True)

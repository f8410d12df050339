"""``hocba verify-qr``: what the code on a paper copy says, and whether that copy still stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import Result, Term
from hocba_build.domain.words import date_text, result_text, word
from hocba_build.exchange.copy_check import JudgedCode, Standing
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.interfaces.cli.tables import aligned
from hocba_build.trust.papers.slips import Slip
from hocba_build.workflows.copies.checking import verify_codes, worst

EXITS: Final = {Standing.VALID: Exit.FINE, Standing.UNDECIDED: Exit.UNDECIDED}
SUMMARIES: Final = {
    Standing.VALID: "BẢN DO TRƯỜNG CẤP, CÒN GIÁ TRỊ: so từng số dưới đây với bản giấy",
    Standing.SUPERSEDED: "BẢN DO TRƯỜNG CẤP NHƯNG KHÔNG CÒN GIÁ TRỊ",
    Standing.INVALID: "KHÔNG PHẢI BẢN DO TRƯỜNG CẤP",
    Standing.UNDECIDED: "CHƯA KẾT LUẬN ĐƯỢC: những gì mã ghi dưới đây chưa được kiểm tra",
}
_TERMS: Final = (Term.HK1, Term.HK2, Term.CA_NAM)


@click.command(name="verify-qr")
@click.argument("file", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--root", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc của trường cấp bản.")
@click.option(
    "--recall", type=click.Path(dir_okay=False, path_type=Path), help="Danh sách thu hồi, khi không có kho của trường."
)
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(directory: Path, file: Path, *, root: Path | None, recall: Path | None, json_wanted: bool) -> None:
    """Kiểm tra mã QR trên bản học bạ: TỆP là ảnh, trang quét PDF, hoặc văn bản của mã.

    Cho biết của ai, bản số mấy, các số liệu trường đã khoá, còn giá trị hay không. So từng số với bản giấy.
    """
    judged = verify_codes(file, directory, root, recall)
    standing = worst(judged)
    if json_wanted:
        print_document(verdict=standing.value, ma=[document(one) for one in judged])
    else:
        for one in judged:
            _print(one)
    raise SystemExit(EXITS.get(standing, Exit.FINDINGS))


def document(one: JudgedCode) -> dict[str, Any]:
    """One code."""
    gone = one.withdrawn
    return {
        "verdict": one.standing.value,
        "dot": one.batch,
        "ban": _slip(one.slip) if one.slip else None,
        "ly_do": gone.reason.value if gone else None,
        "boi": gone.by.text if gone and gone.by else None,
        "findings": [
            {"code": finding.code, "severity": finding.severity.value, "message": finding.message}
            for finding in one.findings
        ],
    }


def _slip(slip: Slip) -> dict[str, Any]:
    hk1, hk2, year = ({"hoc_tap": _value(term.learning), "ren_luyen": _value(term.conduct)} for term in slip.terms)
    return {
        "so": slip.copy.text,
        "ma": slip.pupil,
        "ho_ten": slip.full_name,
        "ngay_sinh": slip.born_on.isoformat(),
        "nam_hoc": slip.year,
        "ban_khoa": slip.version,
        "khoi": slip.grade,
        "lop": slip.class_name,
        "mon": {
            subject: {
                "hk1": _result(row.hk1),
                "hk2": _result(row.hk2),
                "ca_nam": _result(row.year),
                "danh_gia_lai": _result(row.reassessed),
            }
            for subject, row in slip.subjects
        },
        "hk1": hk1,
        "hk2": hk2,
        "ca_nam": year
        | {
            "buoi_nghi": slip.half_days_absent,
            "ket_luan": _value(slip.conclusion),
            "danh_hieu": _value(slip.title),
            "hoan_thanh_cap": slip.completed,
        },
    }


def _value(member: Any) -> str | None:  # noqa: ANN401 - any of the enumerations
    return None if member is None else str(member.value)


def _result(result: Result | None) -> str | None:
    return _value(result) if result is None or hasattr(result, "value") else f"{result:.1f}"


def _print(one: JudgedCode) -> None:
    for finding in one.findings:
        click.echo(f"{finding.code} {visible(finding.message)}")
    click.echo(f"{SUMMARIES[one.standing]}.", err=True)
    if one.slip is None:
        return
    slip = one.slip
    click.echo(
        visible(f"Bản số {slip.copy.shown} – {slip.full_name}, sinh ngày {date_text(slip.born_on)}, mã {slip.pupil}")
    )
    click.echo(visible(f"Năm học {slip.year}, lớp {slip.class_name} (khoá sổ lần thứ {slip.version})"))
    for line in aligned([("Môn học", "HK I", "HK II", "Cả năm", "Đánh giá lại"), *map(_row, slip.subjects)]):
        click.echo(f"  {line}")
    for term, levels in zip(_TERMS, slip.terms, strict=True):
        click.echo(f"  {word(term)}: học tập {word(levels.learning) or '–'}, rèn luyện {word(levels.conduct) or '–'}")
    ends = [word(slip.conclusion), word(slip.title)]
    days = "–" if slip.half_days_absent is None else str(slip.half_days_absent)
    click.echo("  " + "; ".join([f"Nghỉ {days} buổi", *(text for text in ends if text)]))


def _row(row: tuple[Any, Any]) -> tuple[str, ...]:
    name, held = row
    cells = (result_text(result) or "–" for result in (held.hk1, held.hk2, held.year))
    return (SUBJECTS[name].name, *cells, result_text(held.reassessed))

"""``hocba transfer``: what a leaver takes along, and what a newcomer brings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.values import StudentId, SubjectId
from hocba_build.interfaces.cli.answers import DAY
from hocba_build.interfaces.cli.findings import as_text
from hocba_build.workflows.changes import NEXT
from hocba_build.workflows.packets.partial import Prepared
from hocba_build.workflows.packets.transfer_in import Wish, transfer_in
from hocba_build.workflows.packets.transfer_out import transfer_out, transfer_out_partial
from hocba_build.workflows.pupils.entering import Place


@click.group(name="transfer")
def command() -> None:
    """Học sinh chuyển trường: lập gói khi chuyển đi, nhận gói khi chuyển đến."""


@command.command(name="out")
@click.argument("pupil", metavar="MÃ_HS")
@click.option(
    "-o", "out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp gói (nên đặt đuôi .zip)."
)
@click.option("--partial", is_flag=True, help="Thêm năm đang học, chưa khoá: văn thư lập, hiệu trưởng quyết định.")
@click.option("--decision", metavar="SỐ", help="Với --partial: số quyết định của hiệu trưởng.")
@click.pass_obj
def out(directory: Path, pupil: str, *, out: Path, partial: bool, decision: str | None) -> None:
    """Lập gói chuyển trường của một học sinh: học bạ, kết quả các năm đã khoá, và mọi thứ để trường khác tự kiểm tra.

    Không cần khoá kí, trừ --partial. Gói có dữ liệu cá nhân của một học sinh và không có gì của học sinh khác.
    """
    if decision and not partial:
        raise click.UsageError("--decision chỉ dùng với --partial.")
    made = transfer_out_partial(directory, pupil, out, decision) if partial else transfer_out(directory, pupil, out)
    if isinstance(made, Prepared):
        click.echo(made.branch)
        click.echo("  → Đã lập kết quả năm chưa khoá; hiệu trưởng chạy lệnh này để kí. Chưa có gói.", err=True)
        return
    click.echo(made.path)
    for label, years in (("đã khoá", made.years), ("chép lại", made.kept)):
        if years:
            click.echo(f"  → Năm học {label}: {', '.join(years)}.", err=True)
    if made.running:
        click.echo(f"  → Năm học {made.running} chưa khoá: kết quả do văn thư và hiệu trưởng kí.", err=True)
    for year in made.left_out:
        click.echo(f"  → Năm học {year} chưa khoá, không có trong gói.", err=True)
    if made.life_is_sealed:
        click.echo(
            "  → Trang lí lịch đã mã hoá, máy này không có khoá của văn phòng: gói không có trang ấy. Văn thư lập gói.",
            err=True,
        )


@command.command(name="in")
@click.argument("packet", metavar="GÓI", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--root", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc của trường chuyển đi.")
@click.option(
    "--recall",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Danh sách thu hồi mới của trường ấy: kết quả còn giá trị không.",
)
@click.option("--class", "class_name", metavar="LỚP", required=True, help="Lớp học sinh vào.")
@click.option("--year", metavar="NĂM_HỌC", help="Năm học; không nêu thì là năm mới nhất.")
@click.option("--since", type=DAY, metavar="NGÀY", help="Ngày vào lớp; không nêu thì là ngày đầu năm học.")
@click.option("--pupil", metavar="MÃ_HS", help="Học sinh từng học ở trường: giữ mã cũ.")
@click.option("--map", "mapped", metavar="MÔN=MÔN", multiple=True, help="Môn ở trường cũ ứng với môn nào ở đây.")
@click.option(
    "-o",
    "receipt",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("bao-tiep-nhan.pdf"),
    help="Tệp PDF báo tiếp nhận, gửi trường chuyển đi.",
)
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi gì.")
@click.pass_obj
def take_in(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    packet: Path,
    *,
    root: Path | None,
    recall: Path | None,
    class_name: str,
    year: str | None,
    since: date | None,
    pupil: str | None,
    mapped: tuple[str, ...],
    receipt: Path,
    dry_run: bool,
) -> None:
    """Nhận gói chuyển trường: kiểm tra, ghi học sinh vào lớp với kết quả giữ nguyên, lập báo tiếp nhận.

    Hồ sơ được ghi vào thư mục làm việc, gửi bằng hocba propose; việc nhận gói được ghi vào sổ thành một đề xuất riêng.
    """
    pairs = dict(one.partition("=")[::2] for one in mapped)
    subjects = {SubjectId(theirs): SubjectId(ours) for theirs, ours in pairs.items()}
    place = Place(class_name, year, since)
    wish = Wish(place, StudentId(pupil) if pupil else None, subjects)
    made = transfer_in(directory, packet, root, wish, receipt, recall=recall, dry_run=dry_run)
    for finding in made.outcome.findings:
        click.echo(as_text(finding), err=True)
    if made.outcome.refused:
        raise SystemExit(Exit.FINDINGS)
    click.echo(made.student)
    if made.branch:
        click.echo(made.branch)
        click.echo(f"  → Đã ghi {len(made.outcome.files)} tệp; {NEXT}", err=True)

"""``hocba pupil add``, ``edit``, ``transfer-in``, ``repeat``, ``skip``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.values import SEMESTERS, StudentId
from hocba_build.interfaces.cli.answers import DAY, report, writing
from hocba_build.interfaces.cli.pupil_options import (
    SEX,
    Told,
    family_of,
    grounds_of,
    person_of,
    place_of,
    register_of,
    with_codes,
    with_family,
    with_grounds,
    with_place,
)
from hocba_build.workflows.pupils import editing, entering

SHEET = click.Path(exists=True, dir_okay=False, path_type=Path)
NAMESAKE = click.option("--namesake", is_flag=True, help="Em này trùng họ tên, ngày sinh với một em khác.")


@click.command(name="add")
@click.option("--name", required=True, prompt="Họ và tên", metavar="HỌ_TÊN", help="Họ và tên; không nêu thì hỏi.")
@click.option("--given", metavar="TÊN", help="Tên gọi, khi không phải từ cuối của họ và tên.")
@click.option("--sex", required=True, prompt="Giới tính", type=SEX, help="Giới tính.")
@click.option("--born", required=True, prompt="Ngày sinh", type=DAY, metavar="NGÀY", help="Ngày sinh.")
@with_place
@with_codes
@with_family
@click.option("--document", metavar="GIẤY_TỜ", help="Quyết định hoặc giấy báo nhập học.")
@NAMESAKE
@writing
@click.pass_obj
def add(directory: Path, /, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Thêm một học sinh mới, với mã kế tiếp của trường.

    Đầu năm thì xếp theo tên trong danh sách; lớp đã có điểm hoặc em vào muộn thì đứng cuối.
    """
    made = entering.add(directory, person_of(told), place_of(told), document=told["document"], dry_run=dry_run)
    _entered(made, json_wanted=json_wanted)


def _entered(made: entering.Entered, *, json_wanted: bool) -> None:
    if not json_wanted and not made.outcome.refused:
        click.echo(made.student)
    report(made.outcome, json_wanted=json_wanted, hoc_sinh=made.student)


@click.command(name="transfer-in")
@click.option("--pupil", metavar="MÃ_HS", help="Em đã từng học ở trường: giữ mã cũ, không nêu họ tên.")
@click.option("--name", metavar="HỌ_TÊN", help="Họ và tên.")
@click.option("--given", metavar="TÊN", help="Tên gọi, khi không phải từ cuối của họ và tên.")
@click.option("--sex", type=SEX, help="Giới tính.")
@click.option("--born", type=DAY, metavar="NGÀY", help="Ngày sinh.")
@click.option("--from-school", "school", required=True, metavar="TRƯỜNG", help="Trường cũ.")
@click.option("--from-address", "address", metavar="ĐỊA_CHỈ", help="Địa chỉ trường cũ.")
@click.option("--document", required=True, metavar="GIẤY_TỜ", help="Bảng tổng hợp kết quả, giấy chuyển trường…")
@click.option("--hk1", type=SHEET, metavar="TỆP", help="Kết quả học kì I mang đến (hocba pupil template results).")
@click.option("--hk2", type=SHEET, metavar="TỆP", help="Kết quả học kì II mang đến.")
@with_place
@with_codes
@with_family
@NAMESAKE
@writing
@click.pass_obj
def transfer_in(directory: Path, /, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Tiếp nhận học sinh từ trường khác; kết quả mang theo được giữ nguyên, không tính lại."""
    sheets = {term: told[term.value] for term in SEMESTERS if told[term.value]}
    brought = entering.Brought(told["school"], told["document"], told["address"], sheets)
    person = _whom(told)
    made = entering.transfer_in(directory, person, place_of(told), brought, dry_run=dry_run)
    _entered(made, json_wanted=json_wanted)


def _whom(told: Told) -> entering.Person | StudentId:
    if told["pupil"]:
        return StudentId(told["pupil"])
    for name in ("name", "sex", "born"):
        if told[name] is None:
            raise click.UsageError(f"Cần --{name}, hoặc --pupil nếu em đã từng học ở trường.")
    return person_of(told)


@click.command(name="repeat")
@click.argument("student", metavar="MÃ_HS")
@with_place
@writing
@click.pass_obj
def repeat(directory: Path, /, student: str, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Xếp học sinh ở lại lớp vào một lớp cùng khối của năm học mới."""
    outcome = entering.repeat(directory, student, place_of(told), dry_run=dry_run)
    report(outcome, json_wanted=json_wanted, hoc_sinh=student)


@click.command(name="skip")
@click.argument("student", metavar="MÃ_HS")
@with_place
@with_grounds
@writing
@click.pass_obj
def skip(directory: Path, /, student: str, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Học vượt lớp: vào lớp trên một khối so với lớp kế tiếp, theo quyết định của hiệu trưởng."""
    if not told["document"]:
        raise click.UsageError("Học vượt lớp cần quyết định: --document.")
    outcome = entering.skip(directory, student, place_of(told), grounds_of(told), dry_run=dry_run)
    report(outcome, json_wanted=json_wanted, hoc_sinh=student)


@click.command(name="edit")
@click.argument("student", metavar="MÃ_HS")
@click.option("--since", type=DAY, required=True, metavar="NGÀY", help="Từ ngày nào.")
@click.option("--document", metavar="GIẤY_TỜ", help="Trích lục cải chính, quyết định…")
@click.option("--corrects", type=click.IntRange(1), metavar="SỐ_MỤC", help="Sửa mục nhân thân gõ nhầm (đếm từ 1).")
@click.option("--name", metavar="HỌ_TÊN", help="Họ và tên mới.")
@click.option("--given", metavar="TÊN", help="Tên gọi, khi không phải từ cuối của họ và tên.")
@click.option("--sex", type=SEX, help="Giới tính.")
@click.option("--born", type=DAY, metavar="NGÀY", help="Ngày sinh.")
@with_codes
@click.option("--level", type=click.Choice(["thcs", "thpt"]), help="Cấp học của số đăng bộ; mặc định thcs.")
@with_family
@writing
@click.pass_obj
def edit(directory: Path, /, student: str, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Sửa nhân thân, mã hoặc lí lịch: thêm mục có ngày và giấy tờ, mục cũ giữ nguyên.

    Trang của năm cũ giữ họ tên cũ. Gõ nhầm từ đầu thì nêu --corrects để huỷ mục sai.
    """
    change = editing.Edit(
        since=told["since"],
        document=told["document"],
        corrects=told["corrects"],
        full_name=told["name"],
        given_name=told["given"],
        female=None if told["sex"] is None else told["sex"] == "nu",
        born_on=told["born"],
        ministry_code=told["ministry_code"],
        register_number=register_of(told, told["level"]),
        family=family_of(told),
    )
    report(editing.edit(directory, student, change, dry_run=dry_run), json_wanted=json_wanted, hoc_sinh=student)


COMMANDS: Final = (add, transfer_in, edit, repeat, skip)

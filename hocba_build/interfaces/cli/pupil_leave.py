"""``hocba pupil move``, ``leave``, ``transfer-out``, ``reserve``, ``return``, ``cancel``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.people import EventKind
from hocba_build.interfaces.cli.answers import report, writing
from hocba_build.interfaces.cli.pupil_options import Told, grounds_of, with_grounds
from hocba_build.workflows.pupils import leaving


@click.command(name="move")
@click.argument("student", metavar="MÃ_HS")
@click.option("--to", required=True, metavar="LỚP", help="Lớp mới, cùng khối.")
@with_grounds
@writing
@click.pass_obj
def move(directory: Path, /, student: str, to: str, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Chuyển lớp từ một ngày; điểm ở lớp cũ không chuyển đi đâu, phần mềm tự nối theo mã."""
    outcome = leaving.move(directory, student, to, grounds_of(told), dry_run=dry_run)
    report(outcome, json_wanted=json_wanted, hoc_sinh=student)


@click.command(name="leave")
@click.argument("student", metavar="MÃ_HS")
@with_grounds
@writing
@click.pass_obj
def leave(directory: Path, /, student: str, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Thôi học, bỏ học."""
    _require(told, "reason", "Thôi học cần lí do: --reason.")
    _left(directory, student, EventKind.THOI_HOC, told, dry_run=dry_run, json_wanted=json_wanted)


@click.command(name="transfer-out")
@click.argument("student", metavar="MÃ_HS")
@click.option("--to-school", "school", required=True, metavar="TRƯỜNG", help="Trường chuyển đến.")
@with_grounds
@writing
@click.pass_obj
def transfer_out(directory: Path, /, student: str, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Chuyển đi trường khác."""
    _require(told, "document", "Chuyển trường cần giấy tờ: --document.")
    _left(directory, student, EventKind.CHUYEN_DI, told, dry_run=dry_run, json_wanted=json_wanted)


@click.command(name="reserve")
@click.argument("student", metavar="MÃ_HS")
@with_grounds
@writing
@click.pass_obj
def reserve(directory: Path, /, student: str, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Bảo lưu, nghỉ học có thời hạn."""
    _require(told, "document", "Bảo lưu cần đơn hoặc quyết định: --document.")
    _left(directory, student, EventKind.BAO_LUU, told, dry_run=dry_run, json_wanted=json_wanted)


@click.command(name="return")
@click.argument("student", metavar="MÃ_HS")
@click.option("--to", required=True, metavar="LỚP", help="Lớp vào học.")
@with_grounds
@writing
@click.pass_obj
def come_back(directory: Path, /, student: str, to: str, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Trở lại học sau khi thôi học, bảo lưu hay chuyển đi: đứng cuối danh sách lớp."""
    outcome = leaving.come_back(directory, student, to, grounds_of(told), dry_run=dry_run)
    report(outcome, json_wanted=json_wanted, hoc_sinh=student)


@click.command(name="cancel")
@click.argument("student", metavar="MÃ_HS")
@click.argument("number", metavar="SỐ_MỤC", type=click.IntRange(1))
@with_grounds
@writing
@click.pass_obj
def cancel(directory: Path, /, student: str, number: int, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Huỷ một sự kiện ghi nhầm (đếm từ 1, xem hocba pupil show); mục cũ vẫn nằm trong tệp."""
    _require(told, "reason", "Huỷ một mục cần lí do: --reason.")
    outcome = leaving.cancel(directory, student, number, grounds_of(told), dry_run=dry_run)
    report(outcome, json_wanted=json_wanted, hoc_sinh=student)


def _require(told: Told, name: str, sentence: str) -> None:
    if not told[name]:
        raise click.UsageError(sentence)


def _left(directory: Path, student: str, kind: EventKind, told: Told, *, dry_run: bool, json_wanted: bool) -> None:
    grounds = grounds_of(told, told.get("school"))
    report(leaving.leave(directory, student, kind, grounds, dry_run=dry_run), json_wanted=json_wanted, hoc_sinh=student)


COMMANDS: Final = (move, leave, transfer_out, reserve, come_back, cancel)

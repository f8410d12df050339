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


def _leaving(
    name: str, kind: EventKind, told_as: str, needs: tuple[str, str], *, school: bool = False
) -> click.Command:
    """One way of leaving; ``needs`` is the option without which it is not entered, and the sentence that says so."""

    @with_grounds
    @writing
    @click.pass_obj
    def leave(directory: Path, /, student: str, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
        _require(told, *needs)
        grounds = grounds_of(told, told.get("school"))
        outcome = leaving.leave(directory, student, kind, grounds, dry_run=dry_run)
        report(outcome, json_wanted=json_wanted, hoc_sinh=student)

    if school:
        leave = click.option("--to-school", "school", required=True, metavar="TRƯỜNG", help="Trường chuyển đến.")(leave)
    return click.command(name=name, help=told_as)(click.argument("student", metavar="MÃ_HS")(leave))


LEAVING: Final = (
    _leaving("leave", EventKind.THOI_HOC, "Thôi học, bỏ học.", ("reason", "Thôi học cần lí do: --reason.")),
    _leaving(
        "transfer-out",
        EventKind.CHUYEN_DI,
        "Chuyển đi trường khác.",
        ("document", "Chuyển trường cần giấy tờ: --document."),
        school=True,
    ),
    _leaving(
        "reserve",
        EventKind.BAO_LUU,
        "Bảo lưu, nghỉ học có thời hạn.",
        ("document", "Bảo lưu cần đơn hoặc quyết định: --document."),
    ),
)


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


COMMANDS: Final = (move, *LEAVING, come_back, cancel)

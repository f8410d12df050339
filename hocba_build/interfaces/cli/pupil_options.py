"""Options by which a pupil, a class and what stands behind an event are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from hocba_build.domain.people import Family, Guardian, Identity
from hocba_build.domain.values import SchoolLevel, SubjectId
from hocba_build.interfaces.cli.answers import DAY
from hocba_build.workflows.pupils.entering import Person, Place
from hocba_build.workflows.pupils.leaving import Grounds

Command = TypeVar("Command", bound=Callable[..., Any])
Told = dict[str, Any]
SEX = click.Choice(["nam", "nu"])

_FAMILY = (
    click.option("--birth-place", metavar="NƠI", help="Nơi sinh, theo giấy khai sinh."),
    click.option("--ethnicity", metavar="DÂN_TỘC", help="Dân tộc."),
    click.option("--policy", metavar="ĐỐI_TƯỢNG", help="Đối tượng chính sách (con liệt sĩ, con thương binh…)."),
    click.option("--residence", metavar="CHỖ_Ở", help="Chỗ ở hiện tại."),
    click.option("--personal-id", metavar="SỐ", help="Số định danh cá nhân, 12 chữ số."),
    click.option("--father", metavar="HỌ_TÊN", help="Họ tên cha."),
    click.option("--father-job", metavar="NGHỀ", help="Nghề nghiệp của cha."),
    click.option("--mother", metavar="HỌ_TÊN", help="Họ tên mẹ."),
    click.option("--mother-job", metavar="NGHỀ", help="Nghề nghiệp của mẹ."),
    click.option("--guardian", metavar="HỌ_TÊN", help="Họ tên người giám hộ."),
    click.option("--guardian-job", metavar="NGHỀ", help="Nghề nghiệp của người giám hộ."),
)
_CODES = (
    click.option("--ministry-code", metavar="MÃ", help="Mã định danh của Bộ, 10 chữ số."),
    click.option("--register", metavar="SỐ", help="Số đăng bộ của cấp học."),
)
_PLACE = (
    click.option("--class", "class_name", metavar="LỚP", required=True, help="Lớp vào học."),
    click.option("--year", metavar="NĂM_HỌC", help="Năm học; không nêu thì là năm mới nhất."),
    click.option("--since", type=DAY, metavar="NGÀY", help="Ngày vào lớp; mặc định ngày đầu năm học."),
    click.option("--electives", metavar="MÔN,…", help="Môn lựa chọn riêng (khối 10–12), nếu khác của lớp."),
    click.option("--topics", metavar="MÔN,…", help="Chuyên đề học tập riêng, nếu khác của lớp."),
    click.option("--optional", metavar="MÔN,…", help="Môn tự chọn: tieng-dtts, ngoai-ngu-2."),
    click.option("--inclusive", is_flag=True, help="Học hoà nhập (thống kê tách riêng); không ghi dạng tật."),
)


def with_options(command: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    """A command with some options, shown in the order given."""
    for option in reversed(options):
        command = option(command)
    return command


def with_family(command: Command) -> Command:
    """The options of the life page."""
    return with_options(command, _FAMILY)


def with_codes(command: Command) -> Command:
    """The options of codes and numbers."""
    return with_options(command, _CODES)


def with_place(command: Command) -> Command:
    """The options of the class and what is taken there."""
    return with_options(command, _PLACE)


def with_grounds(command: Command) -> Command:
    """The options of an event: its day and what stands behind it."""
    return with_options(
        command,
        (
            click.option("--date", "day", type=DAY, required=True, metavar="NGÀY", help="Ngày có hiệu lực."),
            click.option("--document", metavar="GIẤY_TỜ", help="Quyết định, đơn, giấy chuyển trường…"),
            click.option("--reason", metavar="LÍ_DO", help="Lí do ngắn gọn; không ghi điều về sức khoẻ."),
        ),
    )


def grounds_of(told: Told, school: str | None = None) -> Grounds:
    """Day, document and reason."""
    return Grounds(told["day"], told["document"], told["reason"], school)


def family_of(told: Told) -> Family | None:
    """The life page, where something of it was told."""
    family = Family(
        birth_place=told["birth_place"],
        ethnicity=told["ethnicity"],
        policy=told["policy"],
        residence=told["residence"],
        personal_id=told["personal_id"],
        father=_guardian(told, "father"),
        mother=_guardian(told, "mother"),
        guardian=_guardian(told, "guardian"),
    )
    return None if family == Family() else family


def _guardian(told: Told, who: str) -> Guardian | None:
    name, job = told[who], told[f"{who}_job"]
    if job and not name:
        raise click.UsageError(f"--{who}-job cần thêm --{who}.")
    return Guardian(name, job) if name else None


def person_of(told: Told) -> Person:
    """Who the pupil is; the identity's day is that of the first event."""
    identity = Identity(date.min, " ".join(told["name"].split()), told["sex"] == "nu", told["born"], told["given"])
    return Person(identity, family_of(told), told["ministry_code"], told["register"], told["namesake"])


def place_of(told: Told) -> Place:
    """Where the pupil goes."""
    return Place(
        told["class_name"],
        told["year"],
        told["since"],
        _subjects(told["electives"]),
        _subjects(told["topics"]),
        _subjects(told["optional"]),
        told["inclusive"],
    )


def register_of(told: Told, level: str | None) -> tuple[SchoolLevel, str] | None:
    """A register number with its level."""
    return (SchoolLevel(level or SchoolLevel.THCS.value), told["register"]) if told["register"] else None


def _subjects(text: str | None) -> frozenset[SubjectId]:
    return frozenset(SubjectId(word.strip()) for word in (text or "").split(",") if word.strip())

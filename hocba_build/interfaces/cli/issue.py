"""``hocba issue``: official copies, the register of them, the recall list, and printing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.copies import Batch, CopyId, Purpose, Reason
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.domain.words import date_text
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.interfaces.cli.issue_print import print_copies
from hocba_build.interfaces.cli.voice import say
from hocba_build.workflows.copies.issuing import Issued, issue
from hocba_build.workflows.copies.making import Wish
from hocba_build.workflows.copies.publishing import publish
from hocba_build.workflows.copies.recalling import Recalled, recall_copies
from hocba_build.workflows.copies.register import Registered, registered

PURPOSES: Final = {
    "keep": Purpose.LUU,
    "pupil": Purpose.HOC_SINH,
    "transfer": Purpose.CHUYEN_TRUONG,
    "admission": Purpose.TUYEN_SINH,
    "confirm": Purpose.XAC_NHAN,
}
REASONS: Final = {"lost": Reason.MAT, "damaged": Reason.HONG, "wrong": Reason.SAI, "other": Reason.KHAC}
WHY: Final = {
    Reason.THAY: "đã có bản khác thay",
    Reason.MAT: "thu hồi: báo mất",
    Reason.HONG: "thu hồi: hỏng",
    Reason.SAI: "thu hồi: cấp sai",
    Reason.KHAC: "thu hồi",
}
_JSON = click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
_TRIAL = click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi.")


class CopyNumber(click.ParamType[CopyId]):
    """A copy's number: ``0017/2025-2026`` or ``2025-2026/0017``."""

    name = "số"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> CopyId:
        """The number, or a sentence that says how to write one."""
        try:
            return value if isinstance(value, CopyId) else CopyId.read(str(value))
        except ValueError:
            self.fail(f"«{value}» không phải số của một bản; ghi như 0017/2025-2026.", param, ctx)


class IssueGroup(click.Group):
    """What is no name of a command begins an issue: ``hocba issue 2025-2026`` is ``hocba issue new 2025-2026``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in where it is left out."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["new", *args]
        return super().parse_args(ctx, args)


@click.group(name="issue", cls=IssueGroup)
def command() -> None:
    """Cấp bản học bạ chính thức: mỗi bản một số, sổ cấp bản, danh sách thu hồi."""


@command.command(name="new")
@click.argument("year", metavar="NĂM_HỌC")
@click.option("--purpose", type=click.Choice(list(PURPOSES)), default="pupil", help="Cấp để làm gì.")
@click.option("--to", "receiver", metavar="NƠI", help="Ai nhận; bắt buộc với transfer, admission, confirm.")
@click.option("--class", "class_id", metavar="LỚP", help="Chỉ một lớp.")
@click.option("--pupil", "pupils", metavar="MÃ_HS", multiple=True, help="Chỉ học sinh này; nêu được nhiều lần.")
@click.option("--only-year", is_flag=True, help="Chỉ các trang của năm học ấy, để thêm vào học bạ giấy.")
@click.option("--decision", metavar="SỐ", help="Số quyết định của hiệu trưởng, nếu có.")
@_TRIAL
@_JSON
@click.pass_obj
def new(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    year: str,
    purpose: str,
    *,
    receiver: str | None,
    class_id: str | None,
    pupils: tuple[str, ...],
    only_year: bool,
    decision: str | None,
    dry_run: bool,
    json_wanted: bool,
) -> None:
    """Cấp một đợt: văn thư kí một lần cho mọi bản, lãnh đạo duyệt (hocba accept), rồi in.

    Học sinh đã có bản cùng mục đích và nơi nhận thì bản mới thay bản cũ.
    """
    wish = Wish(
        YearId(year),
        PURPOSES[purpose],
        receiver,
        ClassId(class_id.lower()) if class_id else None,
        frozenset(map(StudentId, pupils)),
        whole=not only_year,
        decision=decision,
    )
    made = issue(directory, wish, dry_run=dry_run)
    if json_wanted:
        print_document(dot=_batch(made.batch), nhanh=made.branch)
    else:
        _tell_issued(made)


def _tell_issued(made: Issued) -> None:
    batch = made.batch
    if made.branch:
        click.echo(made.branch)
    words = {"batch": batch.id, "count": len(batch.copies)}
    numbers = {"first": batch.id_of(batch.copies[0]).shown, "last": batch.id_of(batch.copies[-1]).shown}
    click.echo(say("Đợt {batch}: {count} bản, số {first} đến {last}.").format(**words, **numbers), err=True)
    if replaced := sum(1 for copy in batch.copies if copy.replaces):
        click.echo(say("  → {count} bản thay bản cũ.").format(count=replaced), err=True)
    if made.branch:
        sentence = say("  → Chờ phó hiệu trưởng hoặc hiệu trưởng duyệt; sau đó in: hocba issue print {batch}")
        click.echo(sentence.format(**words), err=True)
    else:
        click.echo(say("Xem trước, chưa ghi gì."), err=True)


def _batch(batch: Batch) -> dict[str, Any]:
    return {
        "dot": batch.id,
        "ngay": batch.day.isoformat(),
        "nguoi": batch.author,
        "muc_dich": batch.purpose.value,
        "noi_nhan": batch.receiver,
        "so_quyet_dinh": batch.decision,
        "ban": [
            {
                "so": batch.id_of(copy).text,
                "ma": copy.pupil,
                "cap": copy.level.value,
                "lan": copy.edition,
                "thay": copy.replaces.text if copy.replaces else None,
                "nam": sorted(copy.years),
            }
            for copy in batch.copies
        ],
    }


@command.command(name="list")
@click.argument("year", metavar="[NĂM_HỌC]", required=False)
@click.option("--pupil", metavar="MÃ_HS", help="Chỉ các bản của một học sinh.")
@_JSON
@click.pass_obj
def list_(directory: Path, year: str | None, *, pupil: str | None, json_wanted: bool) -> None:
    """Sổ cấp bản: bản nào cấp cho ai, để làm gì, còn giá trị không."""
    found = registered(directory, YearId(year) if year else None, StudentId(pupil) if pupil else None)
    if json_wanted:
        print_document(ban=[_document(one) for one in found])
        return
    for one in found:
        line = f"{one.id.shown}  {one.copy.pupil}  {date_text(one.batch.day)}  {one.batch.receiver}  [{_state(one)}]"
        click.echo(visible(line))


def _state(one: Registered) -> str:
    if one.withdrawn is not None:
        by = f" {one.withdrawn.by.shown}" if one.withdrawn.by else ""
        return f"{say(WHY[one.withdrawn.reason])}{by}"
    if one.outdated:
        return say("kết quả đã sửa sau khi cấp: {years}").format(years=", ".join(one.outdated))
    return say("còn giá trị")


def _document(one: Registered) -> dict[str, Any]:
    gone = one.withdrawn
    return {
        "so": one.id.text,
        "dot": one.batch.id,
        "ma": one.copy.pupil,
        "cap": one.copy.level.value,
        "ngay": one.batch.day.isoformat(),
        "muc_dich": one.batch.purpose.value,
        "noi_nhan": one.batch.receiver,
        "lan": one.copy.edition,
        "thay": one.copy.replaces.text if one.copy.replaces else None,
        "nam": sorted(one.copy.years),
        "con_gia_tri": one.stands and not one.outdated,
        "ly_do": gone.reason.value if gone else None,
        "boi": gone.by.text if gone and gone.by else None,
        "da_sua": list(one.outdated),
    }


@command.command(name="recall")
@click.argument("copies", metavar="[SỐ]…", type=CopyNumber(), nargs=-1)
@click.option("--reason", type=click.Choice(list(REASONS)), default="other", help="Vì sao thu hồi.")
@_TRIAL
@_JSON
@click.pass_obj
def recall(directory: Path, copies: Sequence[CopyId], reason: str, *, dry_run: bool, json_wanted: bool) -> None:
    """Lập danh sách thu hồi mới: thêm các bản nêu ở đây; hiệu trưởng chạy lệnh này để kí.

    Danh sách không nêu học sinh nào: chỉ có số của bản và mã băm, đưa ra ngoài trường được.
    """
    made = recall_copies(directory, copies, REASONS[reason], dry_run=dry_run)
    if json_wanted:
        print_document(danh_sach=_list_of(made), nhanh=made.branch)
        return
    if made.branch:
        click.echo(made.branch)
    words = {"number": made.recall.number, "year": made.recall.year, "count": len(made.recall.copies)}
    sentence = say("Danh sách thu hồi số {number}, năm học {year}: {count} bản không còn giá trị.")
    click.echo(sentence.format(**words), err=True)
    if not made.stands:
        waiting = "  → Hiệu trưởng chạy hocba issue recall để kí." if made.branch else "Xem trước, chưa ghi gì."
        click.echo(say(waiting), err=True)


def _list_of(made: Recalled) -> dict[str, Any]:
    return {
        "nam_hoc": made.recall.year,
        "so": made.recall.number,
        "ngay": made.recall.day.isoformat(),
        "da_ki": made.stands,
        "ban": [
            {"so": copy.text, "ly_do": one.reason.value, "boi": one.by.text if one.by else None}
            for copy, one in made.recall.copies.items()
        ],
        "ket_qua": len(made.recall.replaced),
    }


@command.command(name="publish")
@click.option(
    "-o", "out", type=click.Path(file_okay=False, path_type=Path), default=Path("kiem-tra"), help="Thư mục nhận tệp."
)
@click.pass_obj
def publish_(directory: Path, *, out: Path) -> None:
    """Ghi danh sách thu hồi mới nhất đã kí ra tệp, và trang kiểm tra bản học bạ chạy không cần mạng.

    Không tệp nào có dữ liệu của học sinh. Trang chạy từ USB, đọc ảnh hoặc máy ảnh; danh sách dùng với hocba verify-qr
    --recall và hocba verify-packet --recall.
    """
    made = publish(directory, out)
    for path in made.files:
        click.echo(path)
    words = {"number": made.recall.number, "year": made.recall.year, "count": len(made.recall.copies)}
    sentence = say("Danh sách thu hồi số {number}, năm học {year}: {count} bản không còn giá trị.")
    click.echo(sentence.format(**words), err=True)


command.add_command(print_copies)

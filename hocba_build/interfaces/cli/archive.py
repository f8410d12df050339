"""``hocba archive``: a locked year put away, checked from its medium, registered."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.findings import Severity
from hocba_build.domain.values import YearId
from hocba_build.exchange.archive_form import CD, DVD
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.interfaces.cli.progress import shown_progress
from hocba_build.interfaces.cli.verify import EXITS
from hocba_build.interfaces.cli.voice import quiet, say
from hocba_build.records.layout import is_year
from hocba_build.trust.papers.media import Media
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.archive.book import registered, unkept
from hocba_build.workflows.archive.make import LABELS, Made, Planned, Wish, image_name, make_archive, plan_archive
from hocba_build.workflows.archive.register import Kept, register_archive
from hocba_build.workflows.archive.verify_archive import Looked, Question, verify_archive
from hocba_build.workflows.printing.pdfs import Means
from hocba_build.workflows.printing.printing_run import kept_leaves

TITLES: Final = {
    "content": "Nội dung",
    "ledger": "Sổ",
    "lock": "Khoá sổ",
    "records": "Hồ sơ",
    "receipt": "Biên bản",
    "pages": "Học bạ in",
    "complete": "Đủ lớp",
    "register": "Sổ theo dõi",
    "superseded": "Còn mới nhất",
}
WORDS: Final = {
    Verdict.VALID: "đúng",
    Verdict.TAINTED: "cần xác nhận lại",
    Verdict.INVALID: "SAI",
    Verdict.UNDECIDED: "chưa kiểm được",
}
SUMMARIES: Final = {
    Verdict.VALID: "HỢP LỆ: nội dung, sổ, khoá sổ, hồ sơ và học bạ in đều đúng",
    Verdict.TAINTED: "CÓ MỤC CẦN XÁC NHẬN LẠI trong sổ",
    Verdict.INVALID: "KHÔNG HỢP LỆ",
    Verdict.UNDECIDED: "CHƯA KẾT LUẬN ĐƯỢC",
}
MEDIA: Final = {"cd": CD, "dvd": DVD}
MAKE: Final = "make"
_ROOT = click.option(
    "--root", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc của trường (goc-tin-cay.yaml)."
)
_JSON = click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
_DRY = click.option("--dry-run", is_flag=True, help="Chỉ cho biết sẽ làm gì, không ghi gì.")
_JOBS = click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Số tiến trình in.")


class YearFirst(click.Group):
    """A school year in the place of a command's name stands for making its archive."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the name of the command."""
        named = not args or args[0] in self.commands
        return super().parse_args(ctx, args if named or not any(map(is_year, args)) else [MAKE, *args])


@click.group(name="archive", cls=YearFirst)
def command() -> None:
    """Lưu trữ một năm học đã khoá (Điều 13): hocba archive NĂM_HỌC -o THƯ_MỤC; rồi kiểm tra, ghi sổ theo dõi."""


@command.command(name=MAKE)
@click.argument("year", metavar="NĂM_HỌC")
@click.option(
    "-o", "out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Thư mục nhận bản lưu trữ."
)
@_ROOT
@click.option("--disc", type=click.Choice(list(MEDIA)), help="Loại đĩa; mặc định CD nếu vừa một đĩa, không thì DVD.")
@click.option(
    "--pdf",
    "printed",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục đã in học bạ (-o của build pdf): không in lại những gì có ở đó.",
)
@click.option(
    "--sealed",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Thư mục bản đã kí số (-o của hocba seal): cất kèm bên bản in.",
)
@_JOBS
@_DRY
@_JSON
@click.pass_obj
def make(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    *,
    year: str,
    out: Path,
    root: Path | None,
    disc: str | None,
    printed: Path | None,
    sealed: Path | None,
    jobs: int | None,
    dry_run: bool,
    json_wanted: bool,
) -> None:
    """Lập bản lưu trữ của một năm học đã khoá: túi cho sổ và từng lớp, ảnh đĩa CD hoặc DVD, nhãn và bìa.

    Người có khoá văn thư, quản trị hoặc lãnh đạo thì kí bản kê. Có dữ liệu cá nhân: cất như cất học bạ giấy.
    """
    means = Means(jobs or os.cpu_count() or 1, kept_leaves(directory))
    wish = Wish(YearId(year), out, root, means, printed, sealed, MEDIA[disc] if disc else None)
    if dry_run:
        _tell_plan(plan_archive(directory, wish), wish, json_wanted=json_wanted)
        return
    with shown_progress(say("In học bạ")) as progress:
        made = make_archive(directory, wish, progress)
    if json_wanted:
        print_document(**_made_document(made, wish))
    else:
        click.echo(made.folder)
    _tell_made(made, root)


def _tell_plan(planned: Planned, wish: Wish, *, json_wanted: bool) -> None:
    if json_wanted:
        print_document(**_plan_document(planned, wish))
        return
    sentence = say("Sẽ lập {count} túi vào {folder}: sổ và các lớp {classes}; {pupils} học bạ.")
    click.echo(
        sentence.format(
            count=1 + len(planned.pupils),
            folder=wish.out / wish.year,
            classes=", ".join(one.upper() for one in planned.pupils),
            pupils=sum(planned.pupils.values()),
        )
    )
    _tell_signer(planned)


def _tell_signer(planned: Planned) -> None:
    if planned.signer is None:
        click.echo(say("  → Không có khoá của ai được lập ở máy này: bản kê không có chữ kí."), err=True)
    if not planned.summer_closed:
        click.echo(say("  → Kết quả hè chưa khoá (hocba lock --he): khoá xong thì lập lại bản lưu trữ."), err=True)


def _tell_made(made: Made, root: Path | None) -> None:
    for disc in made.discs:
        line = say("  → Đĩa {number} ({medium}): {image}, lớp {classes}")
        image = made.folder / image_name(disc.number)
        click.echo(line.format(number=disc.number, medium=disc.medium, image=image, classes=disc.classes), err=True)
    click.echo(say("  → Nhãn và bìa đĩa: {path}").format(path=made.folder / LABELS), err=True)
    _tell_signer(made.planned)
    if root is None:
        click.echo(say("  → Không có --root: biên bản kiểm tra ghi là chưa kết luận."), err=True)
    if made.shut:
        sentence = say(
            "  → {count} trang lí lịch đã mã hoá, máy này không có khoá của văn phòng: trang in nói rõ điều đó."
        )
        click.echo(sentence.format(count=made.shut), err=True)
    click.echo(say("  → Ghi đĩa xong: hocba archive verify Ổ_ĐĨA --root …, rồi hocba archive register."), err=True)


def _plan_document(planned: Planned, wish: Wish) -> dict[str, Any]:
    return {
        "nam_hoc": wish.year,
        "thu_muc": str(wish.out / wish.year),
        "lop": dict(planned.pupils),
        "he": planned.summer_closed,
        "nguoi_ki": planned.signer,
    }


def _made_document(made: Made, wish: Wish) -> dict[str, Any]:
    discs = [
        {
            "so": one.number,
            "loai": one.medium.lower(),
            "ten": one.volume,
            "anh": image_name(one.number),
            "sha256": one.digest,
            "lop": [name.lower() for name in one.names],
        }
        for one in made.discs
    ]
    return {
        **_plan_document(made.planned, wish),
        "dau_so": made.judged.tip,
        "verdict": made.judged.verdict.value,
        "dia": discs,
        "li_lich_ma_hoa": made.shut,
    }


@command.command(name="verify")
@click.argument("path", metavar="THƯ_MỤC|ISO", type=click.Path(exists=True, path_type=Path))
@_ROOT
@click.option("--ledger", type=click.Path(exists=True, path_type=Path), help="Sổ hiện nay của trường (kho, bundle).")
@click.option("--reprint", is_flag=True, help="In lại mọi học bạ từ sổ trên đĩa để so từng byte.")
@_JOBS
@_JSON
def verify(
    path: Path, *, root: Path | None, ledger: Path | None, reprint: bool, jobs: int | None, json_wanted: bool
) -> None:
    """Kiểm tra một bản lưu trữ chỉ từ vật mang nó: không cần kho của trường, không cần mạng.

    Cần tờ gốc của trường, lấy từ bản giấy; tờ gốc kèm trong bản lưu trữ không chứng minh được gì.
    """
    with shown_progress(say("In lại học bạ")) as progress:
        looked = verify_archive(path, Question(root, ledger, reprint, Means(jobs or os.cpu_count() or 1)), progress)
    if json_wanted:
        print_document(**document(looked))
    else:
        _print(looked)
    raise SystemExit(EXITS[looked.verdict])


def document(looked: Looked) -> dict[str, Any]:
    """The shape of the answer."""
    said = looked.statement
    return {
        "verdict": looked.verdict.value,
        "anchored": looked.anchored,
        "nam_hoc": said.year if said else None,
        "lap_so": said.founding if said else None,
        "dau_so": said.tip if said else None,
        "khoa_so": said.lock if said else None,
        "nguoi": said.person if said else None,
        "ngay": said.day if said else None,
        "tui": list(said.bags) if said else [],
        "checks": {check.name: {"verdict": check.verdict.value, "message": check.message} for check in looked.checks},
        "chua_kiem": list(looked.unchecked),
        "findings": [
            {
                "code": one.code,
                "severity": one.severity.value,
                "path": visible(one.path) or None,
                "message": one.message,
            }
            for one in looked.findings
        ],
    }


def _print(looked: Looked) -> None:
    for finding in looked.findings:
        if finding.severity is Severity.ERROR or not quiet():
            place = f"{visible(finding.path)}: " if finding.path else ""
            click.echo(f"{place}{finding.code} {visible(finding.message)}")
    for check in looked.checks:
        click.echo(f"{TITLES[check.name]}: {WORDS[check.verdict]} – {visible(check.message)}")
    click.echo(f"{SUMMARIES[looked.verdict]}.", err=True)


@command.command(name="register")
@click.argument("path", metavar="THƯ_MỤC|ISO", type=click.Path(exists=True, path_type=Path))
@click.option("--kept", "place", metavar="NƠI", required=True, help="Giữ ở đâu: phòng, tủ, ngăn.")
@click.option("--copies", type=click.IntRange(1, 99), default=1, show_default=True, help="Số bản đã ghi.")
@_ROOT
@_DRY
@_JSON
@click.pass_obj
def register(
    directory: Path, path: Path, *, place: str, copies: int, root: Path | None, dry_run: bool, json_wanted: bool
) -> None:
    """Ghi một bản lưu trữ vào sổ theo dõi vật lưu trữ: kiểm tra, rồi gửi đề xuất cho lãnh đạo duyệt."""
    with shown_progress(say("In lại học bạ")) as progress:
        made = register_archive(directory, path, Question(root), Kept(place, copies), progress, dry_run=dry_run)
    if json_wanted:
        print_document(**_media_document(made.media), nhanh=made.branch)
    elif made.branch:
        click.echo(made.branch)
    sentence = say("Vật lưu trữ số {number}; chờ phó hiệu trưởng hoặc hiệu trưởng duyệt.")
    click.echo(sentence.format(number=f"{made.media.number:04d}"), err=True)


@command.command(name="list")
@_JSON
@click.pass_obj
def list_(directory: Path, *, json_wanted: bool) -> None:
    """Sổ theo dõi vật lưu trữ: năm nào, mấy đĩa, giữ ở đâu; năm đã khoá nào còn thiếu."""
    found, missing = registered(directory), unkept(directory)
    if json_wanted:
        rows = [{"nam_hoc": one.year, "co_ban_cu": one.older} for one in missing]
        print_document(luu_tru=[_media_document(one) for one in found], con_thieu=rows)
        return
    for one in found:
        line = say("{number}  {day}  năm học {year}, khoá sổ số {lock}  {discs} đĩa × {copies} bản  {place}")
        click.echo(
            visible(
                line.format(
                    number=f"{one.number:04d}",
                    day=one.day,
                    year=one.year,
                    lock=one.lock,
                    discs=len(one.discs),
                    copies=one.copies,
                    place=one.place,
                )
            )
        )
    for lacking in missing:
        click.echo(f"  → {say(lacking.words).format(year=lacking.year)}", err=True)


def _media_document(one: Media) -> dict[str, Any]:
    return {
        "so": one.number,
        "ngay": one.day,
        "nam_hoc": one.year,
        "khoa_so": one.lock,
        "dau_so": one.tip,
        "ban_ke_sha256": one.statement,
        "dia": {str(number): digest for number, digest in one.discs.items()},
        "so_ban": one.copies,
        "noi_giu": one.place,
    }

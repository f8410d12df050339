"""``hocba init``: the founding act."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.domain.people import Role
from hocba_build.domain.values import SchoolLevel
from hocba_build.workflows.init import FounderWish, SchoolWish, init, init_here

PERSONS = (
    ("--principal", Role.HIEU_TRUONG, "hieu-truong", "Hiệu trưởng"),
    ("--council", Role.HOI_DONG, "hoi-dong", "Đại diện hội đồng trường"),
    ("--authority", Role.SO_GDDT, "so-gddt", "Đại diện Sở GDĐT"),
    ("--vice", Role.PHO_HIEU_TRUONG, "pho-hieu-truong", "Phó hiệu trưởng"),
    ("--admin", Role.QUAN_TRI, "quan-tri", "Quản trị"),
)


@click.command(name="init")
@click.argument("directory", metavar="[THƯ_MỤC]", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--here", is_flag=True, help="Lập sổ ngay trong bản sao chương trình này (-C), hồ sơ mẫu nhường chỗ.")
@click.option("--code", required=True, metavar="MÃ", help="Mã trường của Bộ GDĐT.")
@click.option("--name", required=True, metavar="TÊN", help="Tên trường.")
@click.option("--ward", required=True, metavar="XÃ", help="Xã, phường.")
@click.option("--province", required=True, metavar="TỈNH", help="Tỉnh, thành phố.")
@click.option("--level", "levels", required=True, multiple=True, type=click.Choice(["thcs", "thpt"]), help="Cấp học.")
@click.option("--year", required=True, metavar="NĂM_HỌC", help="Năm học đầu tiên ghi trong sổ này.")
@click.option("--principal", required=True, metavar="[MÃ=]HỌ_TÊN", help="Hiệu trưởng: người kí lập sổ.")
@click.option("--council", required=True, metavar="[MÃ=]HỌ_TÊN", help="Đại diện hội đồng trường.")
@click.option("--authority", required=True, metavar="[MÃ=]HỌ_TÊN", help="Đại diện Sở GDĐT.")
@click.option("--vice", required=True, metavar="[MÃ=]HỌ_TÊN", help="Phó hiệu trưởng.")
@click.option("--admin", required=True, metavar="[MÃ=]HỌ_TÊN", help="Quản trị.")
@click.option(
    "--cert",
    "certificates",
    multiple=True,
    metavar="MÃ=TỆP.asc",
    help="Chứng thư (khoá công khai) của từng người; của hiệu trưởng lấy ở GnuPG nếu không nêu.",
)
@click.option("--sheet", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc; mặc định cạnh THƯ_MỤC.")
@click.pass_obj
def command(
    root: Path,
    /,
    directory: Path | None,
    levels: tuple[str, ...],
    certificates: tuple[str, ...],
    *,
    here: bool,
    **told: str | Path | None,
) -> None:
    """Lập sổ của một trường trong THƯ_MỤC: kho trống có chữ kí của hiệu trưởng, và tờ gốc để in ra giấy.

    Người chạy là hiệu trưởng, khoá ở GnuPG của mình (GNUPGHOME). Khoá tạo bằng hocba join.
    """
    certificate = dict(one.split("=", 1) for one in certificates if "=" in one)
    founders = [_founder(str(told[option[2:]]), role, default, certificate) for option, role, default, _ in PERSONS]
    school = SchoolWish(
        str(told["code"]),
        str(told["name"]),
        (str(told["ward"]), str(told["province"])),
        frozenset(map(SchoolLevel, levels)),
        str(told["year"]),
    )
    sheet = told["sheet"]
    place = sheet if isinstance(sheet, Path) else None
    if (directory is None) != here:
        raise click.UsageError("Nêu THƯ_MỤC mới, hoặc --here.")
    made = init_here(root, school, founders, place) if directory is None else init(directory, school, founders, place)
    click.echo(f"Đã lập sổ: {made.founded.commit}")
    click.echo(f"Tờ gốc: {made.sheet}")
    click.echo(f"Để in: {made.paper}")
    click.echo("  → In ra giấy, ba người so vân tay rồi cùng kí, mỗi người giữ một bản.", err=True)


def _founder(told: str, role: Role, default: str, certificates: dict[str, str]) -> FounderWish:
    person, _, name = told.rpartition("=")
    person = person or default
    file = certificates.get(person)
    return FounderWish(person, name, role, Path(file) if file else None)

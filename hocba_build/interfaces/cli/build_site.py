"""``hocba build site``: the private static site."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.domain.values import ClassId, YearId
from hocba_build.interfaces.cli.answers import writing
from hocba_build.interfaces.cli.findings import print_document, tell_unread
from hocba_build.interfaces.cli.voice import say, waiting
from hocba_build.publishing.site.scope import OFFICE, Audience
from hocba_build.workflows.build_site import build_site
from hocba_build.workflows.state import state_folder


@click.command(name="site")
@click.argument("class_id", metavar="[LỚP]", required=False)
@click.option(
    "--audience",
    type=click.Choice(["office", "class"]),
    default="office",
    help="Cho văn phòng (cả trường), hay cho giáo viên chủ nhiệm của một LỚP.",
    show_default=True,
)
@click.option("--year", metavar="NĂM_HỌC", help="Chỉ một năm học.")
@click.option(
    "--root", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc, để kiểm tra lịch sử trước khi làm."
)
@click.option(
    "-o", "out", type=click.Path(file_okay=False, path_type=Path), default=Path("site"), help="Thư mục nhận trang."
)
@writing
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    *,
    class_id: str | None,
    audience: str,
    year: str | None,
    root: Path | None,
    out: Path,
    dry_run: bool,
    json_wanted: bool,
) -> None:
    """Làm trang tĩnh riêng của trường; mở index.html bằng trình duyệt, không cần máy chủ.

    Trang có dữ liệu cá nhân của học sinh: chỉ để trong máy của người được xem, không đưa lên mạng.
    """
    reader = _reader(audience, class_id)
    state = state_folder(directory)
    with waiting(say("Đang làm trang tĩnh…")):
        only = YearId(year) if year else None
        made = build_site(directory, out, reader, year=only, sheet=root, state=state, dry_run=dry_run)
    if json_wanted:
        print_document(du_kien=dry_run, trang=made.pages, trang_dau=str(out / "index.html"), chua_doc=list(made.unread))
    done = "Sẽ làm {pages} trang: {index}; chưa ghi gì." if dry_run else "Đã làm {pages} trang: {index}"
    click.echo(say(done).format(pages=made.pages, index=out / "index.html"), err=True)
    tell_unread(made.unread)


def _reader(audience: str, class_id: str | None) -> Audience:
    if audience == "office":
        if class_id:
            raise click.UsageError("LỚP chỉ đi cùng --audience class.")
        return OFFICE
    if not class_id:
        raise click.UsageError("--audience class cần thêm LỚP, ví dụ: --audience class 6a1.")
    return Audience(ClassId(class_id.lower()))

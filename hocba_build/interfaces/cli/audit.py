"""``hocba audit``: the whole history as a report that a headmaster or an inspector reads."""

from __future__ import annotations

import json
from pathlib import Path

import click

from hocba_build.domain.values import ClassId, YearId
from hocba_build.interfaces.cli import verify
from hocba_build.interfaces.cli.progress import shown_progress
from hocba_build.interfaces.cli.voice import say
from hocba_build.workflows.audit.audit import audit
from hocba_build.workflows.audit.inspecting import Scope


@click.command(name="audit")
@click.argument("repository", metavar="[KHO|BUNDLE]", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o", "out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Thư mục nhận báo cáo."
)
@click.option("--root", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc của trường (goc-tin-cay.yaml).")
@click.option("--year", metavar="NĂM_HỌC", help="Chỉ các lớp của một năm học.")
@click.option("--class", "class_id", metavar="LỚP", help="Chỉ một lớp.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(
    directory: Path,
    *,
    repository: Path | None,
    out: Path,
    root: Path | None,
    year: str | None,
    class_id: str | None,
    as_json: bool,
) -> None:
    """Lập báo cáo kiểm tra sổ: kết luận, mọi thay đổi của mọi điểm, khoá và mở sổ, sổ khoá; xem không cần mạng.

    Luôn xét lại từ lần lập sổ. Trong THƯ_MỤC có trang xem (index.html), báo cáo để in (PDF), bảng CSV và JSON; có dữ
    liệu cá nhân của học sinh, chỉ để trong máy của người được xem.
    """
    scope = Scope(YearId(year) if year else None, ClassId(class_id.lower()) if class_id else None)
    with shown_progress(say("Lập báo cáo")) as progress:
        made = audit(repository or directory, out, root, scope, progress)
    if as_json:
        click.echo(json.dumps({**made.document, "trang": made.pages}, ensure_ascii=False, indent=1))
    summary = say("{verdict}. Đã lập báo cáo, {pages} trang: {index}")
    verdict = verify.WORDS[made.judged.verdict]
    click.echo(summary.format(verdict=verdict, pages=made.pages, index=out / "index.html"), err=True)
    raise SystemExit(verify.EXITS[made.judged.verdict])

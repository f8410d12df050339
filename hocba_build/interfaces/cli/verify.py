"""``hocba verify``: does the history prove itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.findings import Severity
from hocba_build.domain.moments import moment_text
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.interfaces.cli.progress import shown_progress
from hocba_build.interfaces.cli.voice import quiet
from hocba_build.trust.judge import Judgement
from hocba_build.trust.times import newest
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.ledger.verify import verify
from hocba_build.workflows.ledger.verify_document import verify_document
from hocba_build.workflows.state import state_folder

EXITS: Final = {
    Verdict.VALID: Exit.FINE,
    Verdict.TAINTED: Exit.FINDINGS,
    Verdict.INVALID: Exit.FINDINGS,
    Verdict.UNDECIDED: Exit.UNDECIDED,
}
WORDS: Final = {
    Verdict.VALID: "HỢP LỆ: mọi mục do đúng người ghi, đúng người duyệt, không gì bị đổi sau khi khoá",
    Verdict.TAINTED: "CÓ MỤC CẦN XÁC NHẬN LẠI: kí bằng khoá đã lộ",
    Verdict.INVALID: "KHÔNG HỢP LỆ",
    Verdict.UNDECIDED: "CHƯA KẾT LUẬN ĐƯỢC",
}


@click.command(name="verify")
@click.argument("repository", metavar="[KHO|BUNDLE]", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--root", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc của trường (goc-tin-cay.yaml).")
@click.option("--no-cache", is_flag=True, help="Kiểm tra lại từ đầu, không dùng lần kiểm tra trước.")
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(directory: Path, *, repository: Path | None, root: Path | None, no_cache: bool, json_wanted: bool) -> None:
    """Kiểm tra toàn bộ lịch sử của sổ, không cần mạng và không tin máy chủ.

    Cần tờ gốc lập khi mở sổ; không có nó thì không kết luận được.
    """
    place = repository or directory
    with shown_progress("Kiểm tra sổ") as progress:
        judged = verify(place, root, state=None if no_cache else state_folder(place), progress=progress)
    if json_wanted:
        print_document(**document(judged))
    else:
        _print(judged)
    raise SystemExit(EXITS[judged.verdict])


def document(judged: Judgement) -> dict[str, Any]:
    """The fixed shape, with paths that cannot command a terminal."""
    said = verify_document(judged)
    for finding in said["findings"]:
        finding["path"] = None if finding["path"] is None else visible(finding["path"])
    return said


def _print(judged: Judgement) -> None:
    for finding in judged.findings:
        if finding.severity is Severity.ERROR or not quiet():
            place = " ".join(part for part in (finding.commit, finding.path, finding.pointer) if part)
            note = "" if finding.severity is Severity.ERROR else " (lưu ý)"
            click.echo(f"{visible(place) + ': ' if place else ''}{finding.code}{note} {visible(finding.message)}")
    click.echo(f"{WORDS[judged.verdict]}. {judged.entries} mục, {judged.commits} lần ghi.", err=True)
    click.echo(f"{_witnessed(judged)}.", err=True)


def _witnessed(judged: Judgement) -> str:
    """Never silence about how new the history is: a frozen server looks like a quiet school."""
    seen = newest(judged.state) if judged.state else None
    if seen is None:
        return "Sổ chưa có mốc thời gian nào của bên ngoài"
    return f"Mốc thời gian mới nhất: {moment_text(seen.seconds)}, mục {seen.over}"

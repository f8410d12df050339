"""``hocba credential``: a locked year as a Verifiable Credential."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.moments import moment_iso
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.interfaces.cli.secret import ask_secret
from hocba_build.interfaces.cli.verify_packet import EXITS, WORDS
from hocba_build.workflows.credentials.issue import Wish, issue_credential, make_key
from hocba_build.workflows.credentials.verify import JudgedCredential, verify_credential

TITLES: Final = {"signature": "Chữ kí", "issuer": "Trường cấp", "content": "Nội dung"}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.group(name="credential")
def command() -> None:
    """Chứng nhận điện tử (Verifiable Credential, Open Badges 3.0) về kết quả một năm học đã khoá."""


@command.command(name="key")
@click.option("-o", "out", type=OUT, required=True, help="Tệp khoá, có mật khẩu; cất ở văn phòng, không đưa vào kho.")
def key(out: Path) -> None:
    """Làm khoá chứng nhận của trường; in khoá công khai để ghi vào khoa_chung_nhan trong records/truong.yaml."""
    click.echo(make_key(out, ask_secret()))


@command.command(name="issue")
@click.argument("pupil", metavar="MÃ_HS")
@click.argument("year", metavar="NĂM_HỌC")
@click.option("--key", "key_file", type=FILE, required=True, help="Tệp khoá chứng nhận của trường.")
@click.option("-o", "out", type=OUT, required=True, help="Tệp chứng nhận (nên đặt đuôi .jwt).")
@click.pass_obj
def issue(directory: Path, pupil: str, year: str, *, key_file: Path, out: Path) -> None:
    """Cấp chứng nhận điện tử về kết quả một năm học đã khoá của một học sinh.

    Phần mềm khác kiểm được chữ kí (W3C Verifiable Credential 1.1, JWT, Ed25519). Không thay học bạ có chữ kí, dấu.
    """
    issue_credential(directory, Wish(pupil, year, out), key_file, ask_secret)
    click.echo(out)


@command.command(name="verify")
@click.argument("file", metavar="TỆP", type=FILE)
@click.option("--root", type=FILE, help="Tờ gốc: tin khoá và kết quả mà sổ ở đây ghi.")
@click.option("--json", "as_document", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def verify(directory: Path, file: Path, *, root: Path | None, as_document: bool) -> None:
    """Kiểm tra một chứng nhận điện tử: chữ kí, có phải khoá của trường, còn đúng với sổ không."""
    judged = verify_credential(file, directory, root)
    if as_document:
        _document(judged)
    else:
        for check in judged.checks:
            click.echo(f"{TITLES[check.name]}: {WORDS[check.verdict]} – {visible(check.message)}")
    raise SystemExit(EXITS.get(judged.verdict, Exit.FINDINGS))


def _document(judged: JudgedCredential) -> None:
    held = judged.credential
    print_document(
        verdict=judged.verdict.value,
        ma=held.pupil if held else None,
        nam_hoc=held.year if held else None,
        khoa=held.issuer if held else None,
        luc=moment_iso(held.issued_at) if held else None,
        checks={check.name: {"verdict": check.verdict.value, "message": check.message} for check in judged.checks},
        findings=[
            {"code": one.code, "severity": one.severity.value, "message": one.message} for one in judged.findings
        ],
    )

"""``hocba seal``: printed transcripts sealed with a certificate."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.seals import SealLevel, SealRole
from hocba_build.interfaces.cli.findings import as_json, print_document, print_findings, visible
from hocba_build.interfaces.cli.progress import shown_progress
from hocba_build.interfaces.cli.secret import ask_secret
from hocba_build.interfaces.cli.voice import say, tell
from hocba_build.publishing.pades.keys import FileKey, KeyPlace, RemoteKey, TokenKey
from hocba_build.trust.gpg import Keyring
from hocba_build.workflows.seals.key_places import BEARER, keep_place, known_places
from hocba_build.workflows.seals.seal import SealReport, Wish, seal

ROLES = {role.value.replace("_", "-"): role for role in SealRole}
WINDOW = "PIN hoặc mật khẩu để kí số: {role}"
FILE = click.Path(exists=True, dir_okay=False)


@click.command(name="seal")
@click.argument("paths", metavar="TỆP_HOẶC_THƯ_MỤC…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "role", type=click.Choice(list(ROLES)), required=True, help="Kí với tư cách ai.")
@click.option(
    "-o", "out", type=click.Path(file_okay=False, path_type=Path), help="Thư mục nhận bản kí; lần kí sau thì không cần."
)
@click.option("--p12", type=FILE, help="Khoá trong tệp PKCS#12 (.p12, .pfx).")
@click.option("--token", "library", type=FILE, help="Khoá trên thẻ, USB token: thư viện PKCS#11 của hãng (.so).")
@click.option("--token-label", metavar="NHÃN", help="Nhãn của thẻ, khi máy cắm nhiều thẻ.")
@click.option("--cert-label", metavar="NHÃN", help="Nhãn của chứng thư, khi thẻ có nhiều chứng thư.")
@click.option("--remote", metavar="ĐỊA_CHỈ", help="Kí từ xa qua CSC API v1: địa chỉ đứng trước /csc/.")
@click.option("--credential", metavar="MÃ", help="Với --remote: mã chứng thư ở nơi kí từ xa.")
@click.option(
    "--level", type=click.Choice([one.value for one in SealLevel]), help="Mức PAdES; mặc định theo truong.yaml."
)
@click.option("--pin-entry", is_flag=True, help="Hỏi PIN ở cửa sổ riêng (pinentry của GnuPG), không ở dòng lệnh.")
@click.option("--remember", is_flag=True, help="Ghi nhớ nơi giữ khoá của vai này ở máy này, không ghi nhớ PIN.")
@click.option("--dry-run", is_flag=True, help="Chỉ nêu tệp sẽ kí, không hỏi PIN, không ghi gì.")
@click.option("--json", "as_document", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    /,
    paths: tuple[Path, ...],
    *,
    role: str,
    out: Path | None,
    level: str | None,
    pin_entry: bool,
    remember: bool,
    dry_run: bool,
    as_document: bool,
    **where: str | None,
) -> None:
    """Kí số học bạ đã in ra PDF (PAdES): hiệu trưởng, phó hiệu trưởng kí thay, rồi con dấu của trường.

    Nêu thư mục của một lớp hay cả năm thì kí mọi tệp MÃ_HS.pdf trong đó: hỏi PIN một lần; bị ngắt giữa chừng thì chạy
    lại là kí tiếp; tệp đã kí không bị kí lần nữa. Chữ kí này là chữ kí số theo Luật Giao dịch điện tử khi chứng thư do
    tổ chức được cấp phép hoặc của cơ quan nhà nước cấp; chứng thư tự làm thì không. Chữ kí OpenPGP trong sổ là bằng
    chứng trong trường, không thay được chữ kí số.
    """
    wish = Wish(paths, ROLES[role], out, SealLevel(level) if level else None)
    key = _key(where) or known_places(directory).get(wish.role) or _no_key()
    with shown_progress(say("Kí số")) as progress:
        report = seal(directory, wish, key, _in_window(wish) if pin_entry else ask_secret, progress, dry_run=dry_run)
    if remember and not dry_run:
        keep_place(directory, wish.role, key)
    if as_document:
        print_document(**_document(report, wish))
    else:
        _print(report)
    raise SystemExit(_exit(report))


def _print(report: SealReport) -> None:
    for path in report.due:
        click.echo(visible(str(path)))
    print_findings(report.findings, "text")
    summary = say("Đã kí {sealed}, đã có chữ kí từ trước {kept}, không kí được {failed}.")
    counts = {"sealed": len(report.sealed), "kept": len(report.kept), "failed": len(report.findings)}
    click.echo(summary.format(**counts), err=True)
    if report.certificate:
        tell(say("Chứng thư đã dùng (SHA-256): {print}").format(print=report.certificate))


def _exit(report: SealReport) -> Exit:
    """Refused by state where everything named is sealed already."""
    if not report.findings:
        return Exit.FINE
    only_sealed = all(finding.code == "HB550" for finding in report.findings)
    return Exit.REFUSED if only_sealed and not report.sealed else Exit.FINDINGS


def _in_window(wish: Wish) -> Callable[[], str]:
    """The secret asked beside the terminal."""
    return partial(Keyring().ask_secret, "PIN:", say(WINDOW).format(role=wish.role.words))


def _no_key() -> NoReturn:
    raise click.UsageError("Nêu đúng một nơi giữ khoá: --p12 TỆP, --token THƯ_VIỆN hoặc --remote ĐỊA_CHỈ.")


def _key(where: Mapping[str, str | None]) -> KeyPlace | None:
    """The place that is named; none where this machine must know it."""
    named = sum(where[name] is not None for name in ("p12", "library", "remote"))
    if named == 0:
        return None
    if named > 1:
        _no_key()
    if (file := where["p12"]) is not None:
        return FileKey(Path(file))
    if (library := where["library"]) is not None:
        return TokenKey(Path(library), where["token_label"], where["cert_label"])
    if not where["credential"]:
        raise click.UsageError("--remote cần --credential MÃ.")
    return RemoteKey(where["remote"] or "", where["credential"], os.environ.get(BEARER))


def _document(report: SealReport, wish: Wish) -> dict[str, Any]:
    return {
        "vai": wish.role.value,
        "muc": report.level.value,
        "van_tay": report.certificate or None,
        "se_ki": [str(path) for path in report.due],
        "da_ki": [str(path) for path in report.sealed],
        "giu_nguyen": [str(path) for path in report.kept],
        "findings": [as_json(finding) for finding in report.findings],
    }

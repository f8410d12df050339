"""This repository and its server: settings that mislead, a hook that is missing, a server that others can see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.exchange.forge.model import Site
from hocba_build.trust.git.own_repository import OwnRepository
from hocba_build.workflows.people.advice import Advice, Weight
from hocba_build.workflows.server.forge import forge_here, site_here, token_for
from hocba_build.workflows.server.hook import SHEET_PLACE
from hocba_build.workflows.server.hook_install import git_says, hook_place, is_server

_TRAPS: Final = {
    "gpg.program": "Git dùng một chương trình khác thay cho gpg: đừng tin «git log --show-signature» ở đây.",
    "core.fsmonitor": "Git chạy một chương trình mỗi lần xem kho.",
    "core.hooksPath": "Git tìm hook ở nơi khác: hook pre-commit của kho này không chạy.",
    "gpg.format": "Git kí bằng loại khoá khác OpenPGP: lần ghi tay sẽ không được sổ nhận.",
}
"""Settings of this repository alone that make Git do, or say, something else."""


def place_advice(repository: OwnRepository) -> Iterator[Advice]:
    """All of it."""
    for name, message in _TRAPS.items():
        value = git_says(repository.root, "config", "--local", "--get", name)
        if value and (name, value.lower()) not in {("core.fsmonitor", "false"), ("gpg.format", "openpgp")}:
            yield Advice("cau-hinh", Weight.LUU_Y, name, message, f"git config --local --unset {name}")
    if repository.setting("commit.gpgsign") == "true":
        yield Advice(
            "cau-hinh", Weight.NEN, "commit.gpgsign", "Git tự kí mọi lần ghi tay.", "Không cần: hocba tự kí đúng khoá."
        )
    server = repository.server()
    if server is None:
        yield Advice("may-chu", Weight.NEN, "", "Kho này chưa có máy chủ (origin).", "Xem docs/huong-dan/may-chu.md")
        return
    yield from _hook(repository.root, server)
    yield from _seen(repository, server)


def _hook(root: Path, server: str) -> Iterator[Advice]:
    """The hook of a server on this very machine; another machine's is its administrator's to look at."""
    place = (root / server.removeprefix("file://")).resolve() if "://" not in server.replace("file://", "") else None
    if place is None or not place.is_dir() or not is_server(place):
        return
    try:
        held = hook_place(place)
    except RefusedError:
        return
    if not held.is_file() or "hook pre-receive" not in held.read_text("utf-8", "replace"):
        yield Advice(
            "hook",
            Weight.LOI,
            str(place),
            "Máy chủ chưa có hook: nhận cả điều sai.",
            f"hocba hook install {place} --root TỜ_GỐC",
        )
    elif not (place / SHEET_PLACE).is_file():
        yield Advice(
            "hook", Weight.NEN, str(place), "Hook chưa có tờ gốc.", f"hocba hook install {place} --root TỜ_GỐC"
        )


def _seen(repository: OwnRepository, server: str) -> Iterator[Advice]:
    """Whether others than the school can read what lies at the server, or on the way to it."""
    parts = urlsplit(server)
    host = parts.hostname or ""
    if parts.scheme in ("http", "git") and host not in ("localhost", "127.0.0.1", "::1"):
        yield Advice("may-chu", Weight.LOI, host, "Đường đến máy chủ không mã hoá.", "Dùng ssh hoặc https.")
    try:
        site = site_here(repository)
        if site is not None:
            yield from _standing(repository, site)
    except HocbaError as error:
        yield Advice("may-chu", Weight.NEN, "", f"Chưa biết kho có riêng tư không: {error.message}", error.hint)


def _standing(repository: OwnRepository, site: Site) -> Iterator[Advice]:
    if token_for(site) is None:
        hint = "Đặt HOCBA_FORGE_TOKEN rồi chạy lại; hoặc mở trang của kho khi chưa đăng nhập: phải không thấy gì."
        yield Advice("may-chu", Weight.NEN, site.url, "Chưa biết kho có riêng tư không.", hint)
        return
    standing = forge_here(repository).standing()
    if standing.public:
        hint = "Chuyển kho thành riêng tư ngay, rồi ghi sự cố."
        yield Advice("cong-khai", Weight.LOI, site.path, "Kho không riêng tư: hồ sơ học sinh đang lộ.", hint)
    if standing.fork:
        hint = "Lập kho mới không fork, đẩy sổ sang."
        yield Advice("fork", Weight.LOI, site.path, "Kho là bản fork: chủ kho gốc thấy được.", hint)

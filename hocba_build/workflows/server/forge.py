"""The forge around the ledger: a request opened for a branch, the review as one comment. Nothing of it is needed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.exchange.forge.address import known_kind, site_of
from hocba_build.exchange.forge.doors import connect
from hocba_build.exchange.forge.model import Forge, ForgeError, ForgeKind, Request, Site
from hocba_build.trust.git.own_repository import OwnRepository
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.ledger.messages import scope_of
from hocba_build.workflows.ledger.review import Review, review_of, tip_of
from hocba_build.workflows.ledger.review_comment import TAG, brief

TOKEN: Final = "HOCBA_FORGE_TOKEN"  # noqa: S105 - a variable's name
_USUAL: Final = {
    ("github.com", ForgeKind.GITHUB): ("GITHUB_TOKEN", "GH_TOKEN"),
    ("gitlab.com", ForgeKind.GITLAB): ("GITLAB_TOKEN",),
    ("codeberg.org", ForgeKind.FORGEJO): ("FORGEJO_TOKEN", "GITEA_TOKEN"),
}
"""Variables that other tools use too: they are meant for these hosts and go nowhere else."""
_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of a request: opened (or open already), or ``None`` with the reason why not."""

    request: Request | None
    why_not: str = ""
    hint: str = ""


def site_here(repository: OwnRepository, environment: Mapping[str, str] | None = None) -> Site | None:
    """The forge behind ``origin``: a known host, or what ``hocba.forge`` and ``hocba.forgeUrl`` of Git's settings say.

    Raises:
        HocbaError: the setting names no kind of forge.
    """
    environment = os.environ if environment is None else environment
    remote = repository.server()
    if remote is None:
        return None
    told = environment.get("HOCBA_FORGE") or repository.setting("hocba.forge")
    kind = _kind(told) if told else known_kind(remote)
    url = environment.get("HOCBA_FORGE_URL") or repository.setting("hocba.forgeUrl")
    return site_of(remote, kind, url) if kind else None


def _kind(told: str) -> ForgeKind:
    names = {**{kind.value: kind for kind in ForgeKind}, "gitea": ForgeKind.FORGEJO}
    if told not in names:
        raise HocbaError(f"Không biết loại máy chủ «{told}».", "git config hocba.forge github|gitlab|forgejo")
    return names[told]


def token_for(site: Site, environment: Mapping[str, str] | None = None) -> str | None:
    """The token that was set for this forge."""
    environment = os.environ if environment is None else environment
    host = site.url.partition("://")[2]
    names = (TOKEN, *_USUAL.get((host, site.kind), ()))
    return next((token for name in names if (token := environment.get(name, "").strip())), None)


def forge_here(repository: OwnRepository) -> Forge:
    """The forge, ready to be asked.

    Raises:
        ForgeError: there is none behind ``origin``, or no token is set.
    """
    site = site_here(repository)
    if site is None:
        raise ForgeError(
            "Không rõ máy chủ của kho là loại nào.",
            "git config hocba.forge github|gitlab|forgejo, nếu là một trong ba.",
        )
    token = token_for(site)
    if token is None:
        raise ForgeError(f"Chưa đặt mã truy cập của {site.url}.", f"Đặt biến {TOKEN} trong cửa sổ lệnh này.")
    return connect(site, token)


def announce(repository: OwnRepository, branch: str, paths: Sequence[str], reviewers: Iterable[str] = ()) -> Opened:
    """Open a request for a branch that was pushed; whatever happens, the branch stands.

    Nothing is said where ``origin`` is no forge: a bare repository has no requests.
    """
    try:
        if site_here(repository) is None:
            return Opened(None)
        forge = forge_here(repository)
        return Opened(
            forge.find(branch) or forge.open(branch, title_of(branch, paths), body_of(branch, paths, reviewers))
        )
    except HocbaError as error:
        return Opened(None, error.message, error.hint)


def title_of(branch: str, paths: Sequence[str]) -> str:
    """A request's title: who, what and how much, by ids."""
    person = branch.split("/")[1]
    more = f" và {len(paths) - 1} tệp nữa" if len(paths) > 1 else ""
    return f"{person}: {scope_of(paths[0])}{more}" if paths else branch


def body_of(branch: str, paths: Sequence[str], reviewers: Iterable[str]) -> str:
    """A request's text: files, who may accept, and how; ids only."""
    rows = [f"- `{path}`" for path in paths[:_SHOWN]]
    more = [f"- … và {len(paths) - _SHOWN} tệp nữa"] if len(paths) > _SHOWN else []
    who = ", ".join(f"`{one}`" for one in sorted(reviewers))
    told = [f"Duyệt được: {who}.", ""] if who else []
    how = f"Xem: `hocba review {branch}` · nhận: `hocba accept {branch}`. Nút hợp nhất của trang này không có giá trị."
    return "\n".join([f"{len(paths)} tệp", "", *rows, *more, "", *told, how]) + "\n"


def post_review(root: Path, found: Review) -> Request:
    """Keep one comment with the review below the branch's request.

    Raises:
        ForgeError: there is no open request, or the forge does not do it.
    """
    forge = forge_here(OwnRepository(root))
    request = forge.find(found.branch)
    if request is None:
        raise ForgeError(
            f"Chưa có yêu cầu hợp nhất nào của {found.branch}.", f"Mở trước: hocba forge open {found.branch}"
        )
    text = brief(found)
    for number, held in forge.comments(request):
        if held.startswith(TAG):
            if held.strip() != text.strip():
                forge.rewrite(request, number, text)
            return request
    forge.comment(request, text)
    return request


def open_requests(root: Path, branches: Sequence[str]) -> dict[str, Request]:
    """Open a request for each branch that has none.

    Raises:
        HocbaError: there is no such branch at the server.
        ForgeError: the forge does not do it.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    forge = forge_here(desk.repository)
    opened = {}
    for branch in branches:
        found = review_of(desk, branch, ledger.state.tip, tip_of(desk, branch))
        paths = found.compared.paths
        opened[branch] = forge.find(branch) or forge.open(branch, title_of(branch, paths), body_of(branch, paths, ()))
    return opened

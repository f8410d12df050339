"""What this program asks of a forge: a request opened for a branch, one comment kept up to date, who can see it all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from hocba_build.domain.errors import Exit, HocbaError

TIMEOUT: Final = 20
"""Seconds that a forge may take for one answer."""
BASE: Final = "main"
"""The branch that every request wants to get into."""


class ForgeKind(Enum):
    """The programs that schools' servers run; Gitea speaks as Forgejo does."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"


@dataclass(frozen=True, slots=True)
class Site:
    """A repository at a forge: ``url`` is the forge's own address, ``path`` the owner (or groups) and the name."""

    kind: ForgeKind
    url: str
    path: str


@dataclass(frozen=True, slots=True)
class Request:
    """A pull request (GitLab: merge request) that is open, and where people see it."""

    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Who can see the repository: ``public`` also where everybody with an account can; ``fork`` of another one."""

    public: bool
    fork: bool


class ForgeError(HocbaError):
    """A forge did not do it; what was pushed stands all the same."""

    exit = Exit.UNDECIDED


class Forge(Protocol):
    """A repository at a forge, with somebody's token.

    Every method raises ``ForgeError`` where the forge does not answer or refuses.
    """

    def standing(self) -> Standing:
        """Who can see the repository."""

    def find(self, branch: str) -> Request | None:
        """The open request of a branch."""

    def open(self, branch: str, title: str, body: str) -> Request:
        """Open a request for a branch."""

    def comments(self, request: Request) -> list[tuple[int, str]]:
        """The comments below a request, oldest first: id and text."""

    def comment(self, request: Request, text: str) -> None:
        """Add a comment."""

    def rewrite(self, request: Request, comment: int, text: str) -> None:
        """Replace a comment's text."""


_WHY: Final = {
    401: ("mã truy cập sai hoặc đã hết hạn", "Tạo mã truy cập mới rồi đặt vào HOCBA_FORGE_TOKEN."),
    403: ("mã truy cập không đủ quyền", "Mã cần quyền đọc, viết yêu cầu hợp nhất của kho này, ngoài ra không gì nữa."),
    404: ("không thấy kho này, hoặc mã truy cập không được xem", "Xem địa chỉ: git remote get-url origin"),
    429: ("hỏi quá nhiều lần", "Chờ một lát rồi làm lại."),
}
_ELSE: Final = "Mở trên trang web của máy chủ, hoặc thử lại sau: hocba forge open NHÁNH"


def refusal(site: Site, status: int | None) -> ForgeError:
    """Why a forge did not do it, by its HTTP status (``None``: it did not answer); its own words may hold secrets."""
    if status is None:
        return ForgeError(f"{site.url} không trả lời.", _ELSE)
    why, hint = _WHY.get(status, (f"máy chủ trả lời {status}", _ELSE))
    return ForgeError(f"{site.url}: {why}.", hint)


@contextmanager
def answered(site: Site, refused: type[Exception], silent: type[Exception] = OSError) -> Iterator[None]:
    """Turn a library's exceptions into ours: ``refused`` carries a status under one of the usual names.

    Whatever else goes wrong in there is a failure of the forge too, never a traceback: the branch is pushed already.
    (What ``requests`` raises without an answer is an ``OSError``.)
    """
    try:
        yield
    except refused as error:
        raise refusal(site, _status(error)) from None
    except silent:
        raise refusal(site, None) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ForgeError(f"{site.url}: không hiểu câu trả lời của máy chủ.", _ELSE) from None


def _status(error: Exception) -> int | None:
    for name in ("status", "response_code", "status_code"):
        if isinstance(found := getattr(error, name, None), int):
            return found
    return None

"""Who may accept what, as a forge's CODEOWNERS file: it reminds the right people; the ledger itself decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import PersonId, YearId
from hocba_build.trust.policy import Policy
from hocba_build.trust.rights import Persons, rights
from hocba_build.workflows.ledger.board import years_of
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger


class Dialect(Enum):
    """How a forge reads patterns: globs of which the last one counts, or regular expressions that all count."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"


PLACES: Final = {
    Dialect.GITHUB: ".github/CODEOWNERS",
    Dialect.GITLAB: ".gitlab/CODEOWNERS",
    Dialect.GITEA: "docs/CODEOWNERS",
}
"""Where each forge looks for it."""
_NOTE: Final = (
    "# Người duyệt được, theo phân công năm học {year}. Chỉ để trang web nhắc đúng người; quyền do sổ quyết định.",
    "# Đổi phân công hay cán bộ thì làm lại: hocba codeowners --dialect {dialect} > {place}",
)
_CLASS_FILES: Final = (
    "hk*/ren-luyen.yaml",
    "hk*/chuyen-can.yaml",
    "ca-nam/nhan-xet.yaml",
    "ca-nam/khen-thuong.yaml",
    "ca-nam/ren-luyen-he.yaml",
    "ca-nam/hoan-thanh.yaml",
    "quyet-dinh.yaml",
    "lop.yaml",
    "chuyen-den/*",
)
_ELSEWHERE: Final = {
    "records/truong.yaml": "records/truong.yaml",
    "records/hoc-sinh/*": "records/hoc-sinh/0000000000.yaml",
    "records/ho-so/*": "records/ho-so/0000000000.yaml",
    "signatures/can-bo.yaml": "signatures/can-bo.yaml",
    "signatures/keys/*/*": f"signatures/keys/a/{'0' * 40}.asc",
    "signatures/goc/*": "signatures/goc/0001.yaml",
    "signatures/khoa-so/*/*/*": "signatures/khoa-so/2025-2026/0001/khoa.yaml",
}
"""Patterns outside of the year, each with a path for which the rights are asked."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern (``*`` is anything within one part of a path) and who may accept what it fits."""

    pattern: str
    owners: Persons


def codeowners(
    root: Path, dialect: Dialect, year: YearId | None = None, accounts: Mapping[str, str] | None = None
) -> str:
    """The file for a year (default: the newest); ``accounts`` gives names at the forge by person.

    Raises:
        HocbaError: there is no such year.
    """
    desk = open_desk(root)
    ledger = open_ledger(desk, desk.main())
    chosen = _year(ledger, year)
    rules = [rule for rule in (*_of_year(ledger, chosen), *_elsewhere(ledger, chosen)) if rule.owners]
    names: dict[str, str] = {person: _account(ledger.policy, person) for person in ledger.policy.staff}
    names |= accounts or {}
    lines = [line.format(year=chosen, dialect=dialect.value, place=PLACES[dialect]) for line in _NOTE]
    rest = Rule("", ledger.situation(chosen).principal)
    for rule in (rest, *rules):
        lines.append(f"{_written(rule.pattern, dialect)} {' '.join(sorted(names[one] for one in rule.owners))}")
    return "\n".join(lines) + "\n"


def _year(ledger: Ledger, wanted: YearId | None) -> YearId:
    years = years_of(ledger)
    if not years or wanted not in (None, *years):
        raise HocbaError(f"Không có năm học {wanted or ''} trong sổ.", f"Các năm học: {', '.join(years) or 'chưa có'}.")
    return wanted or years[-1]


def _of_year(ledger: Ledger, year: YearId) -> Iterator[Rule]:
    """Who may accept does not depend on the class, so one class stands for all."""
    assigned = ledger.bench.policies.staffing(ledger.tree, year).assignments
    subjects = sorted({subject for _, subject, _ in assigned.teaching})
    by_class = [f"hk*/{subject}.yaml" for subject in subjects]
    by_class += [f"ca-nam/danh-gia-lai/{subject}.yaml" for subject in subjects]
    for name in ("nam-hoc.yaml", "phan-cong.yaml"):
        yield _rule(ledger, year, f"records/{year}/{name}")
    for name in (*by_class, *_CLASS_FILES):
        sample = name.replace("hk*", "hk1").replace("*", "0000000000.yaml")
        yield _rule(ledger, year, f"records/{year}/*/{name}", f"records/{year}/1a1/{sample}")
    yield _rule(ledger, year, f"signatures/ky-xac-nhan/{year}/*", f"signatures/ky-xac-nhan/{year}/a.0001.txt")


def _elsewhere(ledger: Ledger, year: YearId) -> Iterator[Rule]:
    for pattern, path in _ELSEWHERE.items():
        yield _rule(ledger, year, pattern, path)


def _rule(ledger: Ledger, year: YearId, pattern: str, path: str = "") -> Rule:
    return Rule(pattern, rights(path or pattern, ledger.situation(year)).mergers)


def _account(policy: Policy, person: PersonId) -> str:
    """A name by which the forge may know the person: the address of the staff file, else the person's id."""
    return policy.staff[person].email or f"@{person}"


def _written(pattern: str, dialect: Dialect) -> str:
    """The pattern in the forge's own way; the empty one fits all that no other fits."""
    if dialect is not Dialect.GITEA:
        return f"/{pattern}" if pattern else "*"
    if not pattern:  # Every pattern that fits counts there, so the rest is named by what it is not.
        return "!(records|signatures)/.*"
    return pattern.replace(".", "[.]").replace("hk*", "hk[12]").replace("*", "[^/]+")

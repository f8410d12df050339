"""CODEOWNERS in three dialects: for every file of a school each forge would remind exactly who may accept it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pathspec
import pytest

from hocba_build.trust.rights import Situation, rights
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from tests.ledger.school import CLOSED, OPEN, School

Rules = list[tuple[str, frozenset[str]]]


def rules(school: School, *options: str) -> Rules:
    text = school.run("quan-tri", "codeowners", *options).stdout
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return [(pattern, frozenset(owner.removeprefix("@") for owner in owners)) for pattern, *owners in rows]


def by_globs(found: Rules, path: str) -> frozenset[str]:
    """As GitHub and GitLab read it: the last pattern that fits."""
    return [owners for glob, owners in found if globbed(glob).match_file(path)][-1]


@cache
def globbed(glob: str) -> pathspec.PathSpec[Any]:
    return pathspec.PathSpec.from_lines("gitignore", [glob])


def by_expressions(found: Rules, path: str) -> frozenset[str]:
    """As Gitea and Forgejo read it: everyone of every whole match; ``!`` turns one around."""
    fitting = [
        owners for text, owners in found if (re.fullmatch(text.removeprefix("!"), path) is None) is text.startswith("!")
    ]
    return frozenset().union(*fitting)


@pytest.mark.parametrize("dialect", ["github", "gitlab", "gitea"])
def test_each_file_has_those_who_may_accept_it(lived: School, dialect: str) -> None:
    found = rules(lived, "--dialect", dialect)
    desk = open_desk(lived.desk)
    ledger = open_ledger(desk, desk.main())
    unsigned = Situation(ledger.policy, lambda year: ledger.bench.policies.staffing(ledger.tree, year))
    paths = [
        path
        for path in lived.git("ls-tree", "-r", "--name-only", "main").splitlines()
        if CLOSED not in path and not path.startswith("signatures/dong-y")
    ]
    assert {path.split("/")[0] for path in paths} >= {"records", "signatures", ".gitattributes"}
    read = by_expressions if dialect == "gitea" else by_globs
    wrong = [path for path in paths if not read(found, path) >= narrowed(rights(path, unsigned).mergers, path)]
    assert wrong == []
    scores = f"records/{OPEN}/7a1/hk1/toan.yaml"
    assert read(found, scores) == {"gv-khang", "hieu-truong", "pho-hieu-truong"}
    assert read(found, "README.md") == {"hieu-truong"}


def narrowed(mergers: frozenset[str], path: str) -> frozenset[str]:
    """A council member stands in for the principal and is not reminded of what lies outside of the records."""
    return mergers if path.startswith(("records/", "signatures/")) else mergers - {"hoi-dong"}


def test_a_persons_name_at_the_forge_is_told(lived: School) -> None:
    found = dict(rules(lived, "--dialect", "github", "--account", "gv-khang=khang-2010"))
    assert "khang-2010" in found[f"/records/{OPEN}/*/hk*/toan.yaml"]
    assert "gv-khang" not in found[f"/records/{OPEN}/*/hk*/toan.yaml"]


def test_a_year_that_is_not_there_is_told(lived: School) -> None:
    refused = lived.run("quan-tri", "codeowners", "--dialect", "gitlab", "--year", "2001-2002")
    assert (refused.exit_code, f"Các năm học: {CLOSED}, {OPEN}" in refused.stderr) == (2, True)


def test_the_file_is_proposed_like_everything_else(school: School) -> None:
    place = school.desk / ".github/CODEOWNERS"
    place.parent.mkdir()
    place.write_text(school.run("quan-tri", "codeowners", "--dialect", "github").stdout, "utf-8")
    assert "Không có tệp nào thay đổi" in school.run("quan-tri", "propose", "-m", "Người duyệt.").stderr
    refused = school.run("gv-khang", "propose", ".github", "-m", "Người duyệt.")
    assert (refused.exit_code, "Người được sửa: quan-tri" in refused.stderr) == (4, True)
    school.does("hieu-truong", "accept", school.does("quan-tri", "propose", ".github", "-m", "Người duyệt."))
    assert school.verdict()["verdict"] == "valid"
    assert place.is_file()

"""A push over HTTP through ``git http-backend``: the hook stands there too, and the command line does not notice."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from tests.ledger.git_over_http import Backend, listening
from tests.ledger.school import OPEN, School

SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"


@pytest.fixture
def online(school: School) -> Iterator[School]:
    """The school with its server behind HTTP on loopback."""
    with listening(Backend, root=school.root / "may-chu") as address:
        school.git("remote", "set-url", "origin", f"{address}/truong.git")
        yield school


def test_a_score_goes_the_whole_way_over_http(online: School) -> None:
    online.edit(SCORES, r"tx: \[(\d)", "tx: [1")
    branch = online.does("gv-khang", "propose", "-m", "Sửa một điểm.")
    online.does("pho-hieu-truong", "accept", branch)
    said = online.verdict()
    assert (said["verdict"], said["tip"]) == ("valid", online.git("rev-parse", "main"))


def test_the_hook_refuses_over_http_too(online: School) -> None:
    online.edit(SCORES, r"tx: \[(\d)", "tx: [1")
    who = ("-c", "user.name=gv-khang", "-c", "user.email=gv-khang@truong.invalid")
    online.git(*who, "commit", "--quiet", "--all", "-m", "sửa")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        online.git("push", "origin", "main")
    assert "HB320" in refused.value.stderr
    assert online.verdict()["verdict"] == "valid"

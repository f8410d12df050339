"""Requests and comments at three forges, by their real clients against a small server: ids and counts, no names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hocba_build.exchange.forge.address import is_private_way, known_kind, site_of
from hocba_build.exchange.forge.doors import connect
from hocba_build.exchange.forge.model import ForgeError, ForgeKind, Site, Standing
from hocba_build.workflows.server.forge import token_for
from tests.ledger.forge_server import NAME, OWNER, TOKEN, ForgeHandler, Kept, forge_before
from tests.ledger.school import CLOSED, OPEN, School
from tests.loopback import listening

SCORES = f"records/{OPEN}/7a1/hk1/toan.yaml"
SCORE = r"tx: \[(\d)"
KINDS = [kind.value for kind in ForgeKind]


@dataclass(frozen=True)
class Online:
    """The school behind a forge on loopback."""

    school: School
    kept: Kept
    address: str

    def proposes(self, *options: str) -> tuple[str, str]:
        """A score is changed and proposed; the branch, and what was said about it."""
        self.school.edit(SCORES, SCORE, "tx: [1")
        done = self.school.run("gv-khang", "propose", "-m", "Sửa một điểm.", *options)
        assert done.exit_code == 0, done.output
        return done.stdout.splitlines()[0], done.stderr

    def tip(self, branch: str) -> str:
        """Where the server has a branch."""
        return self.school.git("rev-parse", branch, where=self.school.server)


@pytest.fixture
def online(school: School, monkeypatch: pytest.MonkeyPatch) -> Iterator[Online]:
    monkeypatch.setenv("HOCBA_FORGE_TOKEN", TOKEN)
    monkeypatch.setenv("GITHUB_TOKEN", "khong-duoc-gui")
    with forge_before(school) as (kept, address):
        yield Online(school, kept, address)


def names(school: School) -> list[str]:
    """What pupils are called."""
    texts = [path.read_text("utf-8") for path in school.desk.glob("records/hoc-sinh/*")]
    return [text.partition("ho_ten: ")[2].partition(",")[0] for text in texts]


@pytest.mark.parametrize("kind", KINDS)
def test_a_proposal_is_announced_and_its_review_is_one_comment(online: Online, kind: str) -> None:
    online.school.git("config", "hocba.forge", kind)
    branch, said = online.proposes()
    (pull,) = online.kept.pulls
    assert (pull.branch, pull.title) == (branch, f"gv-khang: {OPEN}/7a1/hk1/toan")
    assert f"{online.address}/{OWNER}/{NAME}/" in said
    assert f"- `{SCORES}`" in pull.body
    assert "`pho-hieu-truong`" in pull.body
    for _ in range(2):
        online.school.does("pho-hieu-truong", "review", branch, "--comment")
    (comment,) = pull.comments
    pupil = next(line for line in comment["body"].splitlines() if line.startswith("| 74"))
    assert pupil.split(" | ")[1] == "1", "one cell"
    assert "Toán, học kì I" in pupil
    assert "| tx1 |" not in comment["body"], "no score travels by mail"
    told = pull.title + pull.body + comment["body"]
    assert [name for name in names(online.school) if name in told] == []
    # What it says differs from what the review says by now: it is rewritten, no second one added.
    comment["body"] = comment["body"].replace("1 ô", "9 ô")
    online.school.does("pho-hieu-truong", "review", branch, "--comment")
    assert ["9 ô" in one["body"] for one in pull.comments] == [False]


def test_every_act_that_pushes_a_branch_opens_its_request(online: Online) -> None:
    """Where that is done is one place; here are acts of several kinds, and one that pushes nothing."""
    online.school.git("config", "hocba.forge", "gitlab")
    opening = ("--scope", f"records/{CLOSED}/6a1/hk2/toan.yaml", "--reason", "Vào nhầm.", "--decision", "47/QĐ-BM")
    acts = [
        ("quan-tri", "staff", "add", "gv-moi", "--name", "Trần Thị Mới", "--role", "giao_vien"),
        ("quan-tri", "unlock", CLOSED, *opening),
        ("quan-tri", "incident", "report", "lost-key", "-m", "Mất thẻ khoá.", "--handling", "Đã thu hồi khoá."),
    ]
    branches = []
    for person, *words in acts:
        done = online.school.run(person, *words)
        assert done.exit_code == 0, done.output
        branches.append(done.stdout.split()[0])
        assert f"yêu cầu hợp nhất: {online.address}" in done.stderr
    assert [pull.branch for pull in online.kept.pulls] == branches
    assert "signatures/can-bo.yaml" in online.kept.pulls[0].body
    online.school.does("quan-tri", "board", CLOSED)
    assert len(online.kept.pulls) == 3


def test_a_request_that_is_open_is_not_opened_again(online: Online) -> None:
    online.school.git("config", "hocba.forge", "forgejo")
    branch, _ = online.proposes()
    opened = json.loads(online.school.run("gv-khang", "forge", "open", branch, "--json").stdout)
    assert [one.number for one in online.kept.pulls] == [1]
    assert opened["yeu_cau"][0]["yeu_cau"]["so"] == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("status", "why"),
    [(401, "mã truy cập sai"), (403, "không đủ quyền"), (404, "không thấy kho này"), (500, "máy chủ trả lời 500")],
)
def test_a_refusal_is_told_without_the_forges_own_words(kind: str, status: int, why: str) -> None:
    kept = Kept(broken=status)
    with listening(ForgeHandler, kept=kept) as address:
        forge = connect(Site(ForgeKind(kind), address, f"{OWNER}/{NAME}"), TOKEN)
        with pytest.raises(ForgeError, match=why) as refused:
            forge.find("pr/gv-khang/thu")
    assert len(kept.asked) == 1, "asked once, not again and again"
    assert TOKEN not in str(refused.value)


def test_a_forge_that_refuses_loses_nothing(online: Online) -> None:
    online.school.git("config", "hocba.forge", "github")
    online.kept.broken = 401
    online.school.edit(SCORES, SCORE, "tx: [1")
    done = online.school.run("gv-khang", "propose", "-m", "Sửa một điểm.", "--json")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert online.tip(said["nhanh"]) == said["commit"]
    assert (said["yeu_cau"]["so"], "mã truy cập sai" in said["yeu_cau"]["vi_sao_khong"]) == (None, True)
    assert TOKEN not in done.output


@pytest.mark.parametrize("kind", KINDS)
def test_a_forge_that_does_not_answer_is_told(kind: str) -> None:
    forge = connect(Site(ForgeKind(kind), "http://127.0.0.1:9", f"{OWNER}/{NAME}"), TOKEN)
    with pytest.raises(ForgeError, match="không trả lời"):
        forge.find("pr/gv-khang/thu")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("public", "fork"), [(False, False), (True, False), (False, True)])
def test_who_can_see_a_repository_is_asked(kind: str, public: bool, fork: bool) -> None:
    with listening(ForgeHandler, kept=Kept(public=public, fork=fork)) as address:
        forge = connect(Site(ForgeKind(kind), address, f"{OWNER}/{NAME}"), TOKEN)
        assert forge.standing() == Standing(public, fork)


def test_without_a_token_nothing_is_opened_and_this_is_said(online: Online, monkeypatch: pytest.MonkeyPatch) -> None:
    online.school.git("config", "hocba.forge", "gitlab")
    monkeypatch.delenv("HOCBA_FORGE_TOKEN")
    branch, said = online.proposes()
    assert "chưa mở yêu cầu hợp nhất: Chưa đặt mã truy cập" in said
    assert online.kept.asked == [], "another host's token goes nowhere"
    assert online.tip(branch)


def test_a_server_that_is_no_forge_has_no_requests(online: Online) -> None:
    _, said = online.proposes()
    assert "yêu cầu hợp nhất" not in said
    assert online.kept.asked == []


def test_a_kind_that_nobody_knows_is_told(online: Online) -> None:
    online.school.git("config", "hocba.forge", "bitbucket")
    _, said = online.proposes()
    assert "«bitbucket»" in said


def test_a_comment_needs_a_request(online: Online) -> None:
    branch, _ = online.proposes()
    online.school.git("config", "hocba.forge", "forgejo")
    refused = online.school.run("pho-hieu-truong", "review", branch, "--comment")
    assert (refused.exit_code, f"hocba forge open {branch}" in refused.stderr) == (3, True)


@pytest.mark.parametrize(
    ("remote", "kind", "url", "path"),
    [
        ("git@github.com:truong/ho-so.git", ForgeKind.GITHUB, "https://github.com", "truong/ho-so"),
        ("https://an:bi-mat@gitlab.com/so/truong/ho-so.git", ForgeKind.GITLAB, "https://gitlab.com", "so/truong/ho-so"),
        ("ssh://git@codeberg.org:22/truong/ho-so", ForgeKind.FORGEJO, "https://codeberg.org", "truong/ho-so"),
    ],
)
def test_a_known_host_is_known_by_its_name(remote: str, kind: ForgeKind, url: str, path: str) -> None:
    assert known_kind(remote) is kind
    assert site_of(remote, kind) == Site(kind, url, path)


@pytest.mark.parametrize(
    ("remote", "url", "expected"),
    [
        ("git@git.truong.example:truong/ho-so.git", None, ("https://git.truong.example", "truong/ho-so")),
        ("https://a.example/git/truong/ho-so.git", "https://a.example/git", ("https://a.example/git", "truong/ho-so")),
        ("https://a.example:3000/truong/ho-so", None, ("https://a.example:3000", "truong/ho-so")),
        ("ssh://git@[::1]:2222/truong/ho-so.git", "http://[::1]:3000", ("http://[::1]:3000", "truong/ho-so")),
    ],
)
def test_a_school_s_own_host_is_found(remote: str, url: str | None, expected: tuple[str, str]) -> None:
    assert known_kind(remote) is None
    assert site_of(remote, ForgeKind.FORGEJO, url) == Site(ForgeKind.FORGEJO, *expected)


STRANGE = (
    "../may-chu/truong.git /srv/git/truong.git C:/git/truong.git file:///srv/truong.git https://a.example/x "
    "https://a.example/a/b/c git@a.example:../../etc https://a.example/a/b%0a http://["
).split()


@pytest.mark.parametrize("remote", ["", *STRANGE])
def test_what_names_no_repository_at_a_forge_is_none(remote: str) -> None:
    assert site_of(remote, ForgeKind.FORGEJO) is None


def test_a_token_goes_to_its_own_host_and_only_by_a_private_way() -> None:
    theirs = {"GITHUB_TOKEN": "a", "GITLAB_TOKEN": "b"}
    assert token_for(Site(ForgeKind.GITHUB, "https://github.com", "a/b"), theirs) == "a"
    assert token_for(Site(ForgeKind.GITHUB, "https://github.com.evil.example", "a/b"), theirs) is None
    assert token_for(Site(ForgeKind.GITLAB, "https://git.truong.example", "a/b"), theirs) is None
    assert is_private_way(Site(ForgeKind.GITLAB, "https://git.truong.example", "a/b"))
    plain = Site(ForgeKind.GITLAB, "http://git.truong.example", "a/b")
    with pytest.raises(ForgeError, match="không mã hoá"):
        connect(plain, TOKEN)


def test_no_file_of_a_folder_above_is_read_when_a_library_is_loaded(tmp_path: Path) -> None:
    """One of the clients would load ``.env``: in a clone of the program and its records that is anybody's file."""
    (tmp_path / ".env").write_text("HOCBA_LEAK=1\n")
    script = (
        "import dotenv.main as m, os, sys; m.find_dotenv = lambda *a, **k: sys.argv[1]\n"
        "import hocba_build.exchange.forge.forgejo_door\n"
        "sys.exit('HOCBA_LEAK' in os.environ)"
    )
    env = {name: value for name, value in os.environ.items() if name != "PYTHON_DOTENV_DISABLED"}
    assert subprocess.run([sys.executable, "-c", script, tmp_path / ".env"], env=env, check=False).returncode == 0

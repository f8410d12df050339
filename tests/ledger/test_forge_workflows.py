"""The files that a forge runs: linted by the linters of their kind, and every script in them run for real."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from hocba_build.workflows.server.forge_workflows import PLACES, RUNNER, text_of
from tests.ledger.forge_server import NAME, OWNER, TOKEN, ForgeHandler, Kept
from tests.ledger.school import OPEN, School
from tests.loopback import listening

BIN = Path(sysconfig.get_path("scripts"))
SCORES = f"records/{OPEN}/7a1/hk1/toan.yaml"
ROOT = Path(__file__).resolve().parents[2]
ACTIONS = ("github", "forgejo")


def document(kind: str) -> Any:
    return yaml.safe_load(text_of(PLACES[kind][0], RUNNER))


def lint(folder: Path, kind: str, *command: str) -> str:
    place = folder / ".github/workflows/hocba.yml"
    place.parent.mkdir(parents=True)
    place.write_text(text_of(PLACES[kind][0], RUNNER), "utf-8")
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=folder, check=False, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize("kind", [*ACTIONS, "github-in"])
def test_actionlint_has_nothing_to_say(tmp_path: Path, kind: str) -> None:
    assert lint(tmp_path, kind, "actionlint", "-no-color", "-shellcheck", str(BIN / "shellcheck")) == ""


@pytest.mark.parametrize("kind", [*ACTIONS, "github-in"])
def test_zizmor_has_nothing_to_say(tmp_path: Path, kind: str) -> None:
    pedantic = ("--offline", "--no-progress", "--quiet", "--persona=pedantic")
    assert lint(tmp_path, kind, "zizmor", *pedantic, ".github/workflows") == ""


def test_gitlab_s_own_schema_is_content(tmp_path: Path) -> None:
    schema = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    assert lint(tmp_path, "gitlab", "check-jsonschema", *schema, ".github/workflows/hocba.yml") == ""


@pytest.mark.parametrize("kind", sorted(PLACES))
def test_nothing_secret_and_nobody_elses_code_but_by_commit(kind: str) -> None:
    text = text_of(PLACES[kind][0], RUNNER)
    assert [line for line in re.findall(r"uses: *(.*)", text) if not re.search(r"@[0-9a-f]{40} # v[\d.]+$", line)] == []
    assert [word for word in ("pull_request_target", "secrets.", "pip ", "curl ", "docker") if word in text] == []
    runs_on = {job["runs-on"] for job in document(kind).get("jobs", {}).values()}
    assert runs_on == ({RUNNER} if kind != "gitlab" else set())
    assert kind != "gitlab" or document(kind)["default"]["tags"] == [RUNNER]


@pytest.mark.parametrize("kind", ACTIONS)
def test_each_job_may_do_only_what_it_does(kind: str) -> None:
    found = document(kind)
    assert found["permissions"] == {}
    read = {"contents": "read"}
    assert {name: job["permissions"] for name, job in found["jobs"].items()} == {
        "check": read,
        "verify": read,
        "review": {**read, "pull-requests": "write"},
    }


def test_printing_reads_and_sends_nothing_away() -> None:
    found = document("github-in")
    assert found["permissions"] == {}
    assert {name: job["permissions"] for name, job in found["jobs"].items()} == {
        "classes": {"contents": "read"},
        "print": {"contents": "read"},
    }
    assert "artifact" not in text_of(PLACES["github-in"][0], RUNNER)


def step(job: str, name: str, folder: Path, **named: str) -> subprocess.CompletedProcess[str]:
    """Run one step of the printing workflow as a runner does."""
    (text,) = [one["run"] for one in document("github-in")["jobs"][job]["steps"] if one.get("name") == name]
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    home = {"PATH": path, "HOME": str(folder / "nha"), "GITHUB_OUTPUT": str(folder / "ra"), **named}
    return subprocess.run(["bash", "-e", "-c", text], cwd=ROOT, env=home, check=False, capture_output=True, text=True)


def test_a_job_a_class_of_the_year(tmp_path: Path) -> None:
    assert step("classes", "Liệt kê lớp", tmp_path, NAM="2024-2025").returncode == 0
    (said,) = (tmp_path / "ra").read_text().splitlines()
    classes = json.loads(said.removeprefix("lop="))
    assert classes == sorted(path.parent.name for path in (ROOT / "records/2024-2025").glob("*/lop.yaml"))


@pytest.mark.parametrize("year", ["../../etc", "2024", "", "2024-2025; true"])
def test_a_strange_year_prints_nothing(tmp_path: Path, year: str) -> None:
    assert step("classes", "Liệt kê lớp", tmp_path, NAM=year).returncode == 2
    assert not (tmp_path / "ra").exists()


def test_without_a_founding_sheet_no_class_is_printed(tmp_path: Path) -> None:
    done = step("print", "In", tmp_path, NAM="2024-2025", LOP="6a1")
    assert (done.returncode, done.stdout) == (3, "")
    assert "Chưa đặt biến HOCBA_GOC" in done.stderr


def scripts(kind: str, job: str) -> list[tuple[str, dict[str, str]]]:
    """The scripts of a job in order, each with the names of its variables."""
    found = document(kind)
    if kind == "gitlab":
        return [(line, {}) for line in [*found["default"]["before_script"], *found[job]["script"]]]
    return [(step["run"], step.get("env", {})) for step in found["jobs"][job]["steps"] if "run" in step]


class Runner:
    """A machine that runs jobs: a workspace in which the repository lies as the forge's own checkout leaves it."""

    def __init__(self, school: School, kept: Kept, address: str, workspace: Path) -> None:
        self.school, self.kept, self.workspace = school, kept, workspace
        remote = f"{address}/{OWNER}/{NAME}.git"
        school.git("remote", "set-url", "origin", remote)
        self.values = {
            "github.token": TOKEN,
            "vars.HOCBA_GOC": (school.root / "goc-tin-cay.yaml").read_text("utf-8").replace("\n", "\r\n"),
            "runner.temp": str(workspace.parent / "tam"),
        }
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "HOCBA_", "GITHUB_"))},
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "GITHUB_SERVER_URL": address,
            "GITHUB_REPOSITORY": f"{OWNER}/{NAME}",
            "CI_BUILDS_DIR": str(workspace.parent),
            "CI_JOB_ID": "1",
            "HOCBA_GOC": self.values["vars.HOCBA_GOC"],
        }

    def job(self, kind: str, job: str, branch: str, shown: str = "main") -> subprocess.CompletedProcess[str]:
        """Run a job's scripts until one fails."""
        shutil.rmtree(self.workspace, ignore_errors=True)
        self.workspace.mkdir(parents=True)
        if kind != "forgejo":
            remote = self.school.git("remote", "get-url", "origin")
            self.school.git("clone", "--quiet", remote, str(self.workspace))
            self.school.git(
                "switch", "--quiet", "--detach" if shown != "main" else "--guess", shown, where=self.workspace
            )
        self.values |= {"github.head_ref": branch, "github.ref": f"refs/heads/{branch}"}
        self.env |= {"CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": branch}
        version = {**document(kind).get("env", {}), **document(kind).get("variables", {})}["HOCBA_VERSION"]
        for text, named in scripts(kind, job):
            given = {name: self._filled(value) for name, value in named.items()}
            env = {**self.env, "HOCBA_VERSION": version, "HOCBA_STATE": str(self.workspace.parent / "s"), **given}
            done = subprocess.run(
                ["bash", "-e", "-o", "pipefail", "-c", text], cwd=self.workspace, env=env, check=False,
                capture_output=True, text=True,
            )  # fmt: skip
            if done.returncode != 0:
                break
        return done

    def _filled(self, value: str) -> str:
        return re.sub(r"\$\{\{ *([\w.]+) *\}\}", lambda found: self.values[found[1]], value)


@pytest.fixture
def runner(school: School) -> Iterator[Runner]:
    kept = Kept()
    (school.root / "git" / OWNER).mkdir(parents=True)
    (school.root / "git" / OWNER / f"{NAME}.git").symlink_to(school.server)
    with listening(ForgeHandler, root=school.root / "git", kept=kept) as address:
        yield Runner(school, kept, address, school.root / "viec" / "kho")


@pytest.mark.parametrize("kind", ["github", "gitlab", "forgejo"])
def test_an_honest_proposal_passes_and_a_false_one_is_named(runner: Runner, kind: str) -> None:
    school = runner.school
    school.edit(SCORES, r"tx: \[(\d)", "tx: [1")
    branch = school.does("gv-khang", "propose", "-m", "Sửa điểm.")
    runner.kept.add(branch, "t", "b")
    for job in ("check", "verify", "review"):
        done = runner.job(kind, job, branch, f"origin/{branch}" if job == "check" else "main")
        assert done.returncode == 0, f"{job}: {done.stdout}{done.stderr}"
    names = [
        path.read_text("utf-8").split("ho_ten: ")[1].split(",")[0] for path in school.desk.glob("records/hoc-sinh/*")
    ]
    if kind == "gitlab":
        told = (runner.workspace / "tom-tat.md").read_text("utf-8")
    else:
        (comment,) = runner.kept.pulls[0].comments
        told = comment["body"]
    assert f"Đề xuất `{branch}`" in told
    assert [name for name in names if name in told] == []

    school.edit(SCORES, r"tx: \[\d", "tx: [11")
    who = ("-c", "user.name=gv-khang", "-c", "user.email=gv-khang@truong.invalid")
    school.git(*who, "commit", "--quiet", "--all", "-m", "sửa")
    school.git("push", "--quiet", "origin", "main:pr/gv-khang/gia")
    checked = runner.job(kind, "check", "pr/gv-khang/gia", "origin/pr/gv-khang/gia")
    assert (checked.returncode, SCORES in checked.stdout) == (1, True), checked.stderr
    reviewed = runner.job(kind, "review", "pr/gv-khang/gia")
    assert reviewed.returncode != 0


def test_the_history_of_main_is_verified_against_the_sheet(runner: Runner) -> None:
    school = runner.school
    runner.values["vars.HOCBA_GOC"] = ""
    done = runner.job("github", "verify", "main")
    assert (done.returncode, "HOCBA_GOC" in done.stderr) == (3, True)
    runner.values["vars.HOCBA_GOC"] = (school.root / "goc-tin-cay.yaml").read_text("utf-8")
    (school.server / "hooks/pre-receive").unlink()
    school.edit(SCORES, r"tx: \[(\d)", "tx: [1")
    who = ("-c", "user.name=gv-khang", "-c", "user.email=gv-khang@truong.invalid")
    school.git(*who, "commit", "--quiet", "--all", "-m", "sửa")
    school.git("push", "--quiet", "origin", "main")
    done = runner.job("github", "verify", "main")
    assert (done.returncode, "HB320" in done.stdout) == (1, True)


def test_the_program_is_the_pinned_one_and_not_the_repository_s_own(runner: Runner) -> None:
    (text, _), *_ = scripts("github", "check")
    for folder, version, said in (("trong", "0.1.0", "đang được xét"), ("", "9.9.9", "Cần hocba 9.9.9")):
        place = runner.workspace / folder
        place.mkdir(parents=True, exist_ok=True)
        if folder:
            (place / "hocba").write_text("#!/bin/sh\necho hocba, version 0.1.0\n")
            (place / "hocba").chmod(0o755)
        env = {**runner.env, "HOCBA_VERSION": version}
        env["PATH"] = f"{place}:{env['PATH']}" if folder else env["PATH"]
        done = subprocess.run(
            ["bash", "-e", "-c", text], cwd=runner.workspace, env=env, check=False, capture_output=True, text=True
        )
        assert (done.returncode, said in done.stderr) == (1, True)


def test_the_token_travels_in_a_header_and_never_in_an_argument(runner: Runner) -> None:
    runner.job("forgejo", "verify", "main")
    expected = base64.b64encode(f"x:{TOKEN}".encode()).decode()
    assert set(runner.kept.git_headers) == {f"Basic {expected}"}
    assert TOKEN not in "".join(text for text, _ in scripts("forgejo", "verify"))
    assert TOKEN not in (runner.workspace / "kho/.git/config").read_text("utf-8")


def test_the_file_is_written_proposed_and_accepted(school: School) -> None:
    path = school.does("quan-tri", "forge", "workflows", "forgejo", "--runner", "may-truong")
    assert path == ".forgejo/workflows/hocba.yml"
    assert yaml.safe_load((school.desk / path).read_text("utf-8"))["jobs"]["check"]["runs-on"] == "may-truong"
    branch = school.does("quan-tri", "propose", path, "-m", "Tệp chạy tự động.")
    school.does("hieu-truong", "accept", branch)
    again = school.run("quan-tri", "forge", "workflows", "forgejo", "--runner", "may-truong")
    assert "đã đúng" in again.stderr
    assert school.verdict()["verdict"] == "valid"


def test_somebody_elses_file_is_left_alone(school: School) -> None:
    (school.desk / ".gitlab-ci.yml").write_text("test:\n  script: [make]\n")
    refused = school.run("quan-tri", "forge", "workflows", "gitlab")
    assert (refused.exit_code, "không do hocba viết" in refused.stderr) == (4, True)
    wrong = school.run("quan-tri", "forge", "workflows", "github", "--runner", "a b: c")
    assert (wrong.exit_code, (school.desk / ".github").exists()) == (2, False)

"""Threats D2, E14, F4 and G1 to G7: copies of a repository that were prepared to mislead whoever verifies them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hocba_build.interfaces.cli import main
from hocba_build.trust.git.git_folder import strange_file
from tests.ledger.school import CLOSED, OPEN, School

ROOT = Path(__file__).parents[2]


def verified(school: School, place: Path) -> tuple[int, str, list[str], str | None]:
    """Exit, verdict, codes and tip, with the school's sheet."""
    sheet = str(school.root / "goc-tin-cay.yaml")
    result = CliRunner().invoke(main, ["verify", str(place), "--root", sheet, "--no-cache", "--json"])
    said: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, said["verdict"], [one["code"] for one in said["findings"]], said["tip"]


def clone(school: School, to: Path, *options: str) -> Path:
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "clone", "--quiet", "--bare", *options, f"file://{school.server}", str(to)]
    subprocess.run(command, check=True, capture_output=True, env=env)
    return to


def test_the_honest_twin_of_all_these_clones(lived: School, tmp_path: Path) -> None:
    tip = lived.git("rev-parse", "main", where=lived.server)
    assert verified(lived, clone(lived, tmp_path / "a.git")) == (0, "valid", [], tip)


def test_g1_a_replaced_commit_has_no_effect(school: School) -> None:
    tip = school.git("rev-parse", "main", where=school.server)
    school.git("replace", tip, f"{tip}~1", where=school.server)
    assert verified(school, school.server) == (0, "valid", ["HB383"], tip)


def test_g2_grafted_parents(school: School) -> None:
    tip, old = (school.git("rev-parse", name, where=school.server) for name in ("main", "main~3"))
    (school.server / "info").mkdir(exist_ok=True)
    (school.server / "info/grafts").write_text(f"{tip} {old}\n")
    assert verified(school, school.server)[:3] == (3, "undecided", ["HB382"])


@pytest.mark.parametrize("option", ["--depth=1", "--filter=blob:none"])
def test_g3_a_part_of_a_history_is_never_valid(school: School, tmp_path: Path, option: str) -> None:
    school.git("config", "uploadpack.allowFilter", "true", where=school.server)
    exit_code, verdict, codes, _ = verified(school, clone(school, tmp_path / "a.git", option))
    assert (exit_code, verdict, "HB381" in codes) == (3, "undecided", True)


def test_g5_borrowed_objects_are_told(lived: School, tmp_path: Path) -> None:
    """Every object is hashed where it is read; that they lie elsewhere is only remarked."""
    place = clone(lived, tmp_path / "a.git")
    (place / "objects/info/alternates").write_text(f"{lived.server}/objects\n")
    exit_code, verdict, codes, _ = verified(lived, place)
    assert (exit_code, verdict, codes) == (0, "valid", ["HB384"])


def test_g6_g7_nothing_of_a_repository_is_run(school: School, tmp_path: Path) -> None:
    trap = tmp_path / "bay.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/chay\n")
    trap.chmod(0o755)
    for name in ("gpg.program", "core.fsmonitor", "diff.external", "core.pager", "core.sshCommand"):
        school.git("config", name, str(trap))
    school.git("config", "core.hooksPath", str(tmp_path))
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (tmp_path / hook).write_bytes(trap.read_bytes())
        (tmp_path / hook).chmod(0o755)
    subprocess.run(["git", "-C", school.desk, "status"], check=False, capture_output=True)
    assert (tmp_path / "chay").exists(), "plain git falls into the trap"
    (tmp_path / "chay").unlink()
    assert verified(school, school.desk)[:2] == (0, "valid")
    assert not (tmp_path / "chay").exists()


LOCKED = f"refs/heads/locked/{CLOSED}"


@pytest.mark.parametrize("change", [["-d"], ["main"], ["main~3"]], ids=["deleted", "on another entry", "moved back"])
def test_f4_a_years_branch_decides_nothing_and_is_told(school: School, change: list[str]) -> None:
    """Whether a year is locked stands in the ledger; ``locked/<year>`` only points there."""
    oldest = school.git("rev-list", "--max-parents=0", "main", where=school.server)
    later = school.git("rev-parse", "main^2", where=school.server)
    words = {"-d": ["-d", LOCKED], "main": [LOCKED, later], "main~3": [LOCKED, oldest]}[change[0]]
    before = verified(school, school.server)
    school.git("update-ref", *words, where=school.server)
    after = verified(school, school.server)
    assert before[:3] == (0, "valid", [])
    assert after == (0, "valid", ["HB389"], before[3])
    sheet = str(school.root / "goc-tin-cay.yaml")
    shown = CliRunner().invoke(main, ["verify", str(school.server), "--root", sheet, "--no-cache", "--json"]).stdout
    (finding,) = json.loads(shown)["findings"]
    assert (finding["severity"], finding["commit"]) == ("warning", words[1] if words[0] != "-d" else before[3])


def test_f4_a_branch_for_a_year_that_nobody_locked(school: School) -> None:
    tip = school.git("rev-parse", "main", where=school.server)
    school.git("update-ref", f"refs/heads/locked/{OPEN}", tip, where=school.server)
    assert verified(school, school.server) == (0, "valid", ["HB389"], tip)


def test_f4_a_bundle_of_main_alone_misses_no_branch(lived: School, tmp_path: Path) -> None:
    for name, refs in (("main", ["main"]), ("all", ["--all"])):
        lived.git("bundle", "create", "--quiet", str(tmp_path / name), *refs, where=lived.server)
        assert verified(lived, tmp_path / name)[:3] == (0, "valid", [])


@pytest.mark.parametrize("how", ["deleted", "renamed", "a broken name"])
def test_d2_a_repository_whose_main_is_gone(school: School, how: str) -> None:
    """Its commits are all still there; nobody guesses which branch might be the ledger."""
    if how == "deleted":
        school.git("update-ref", "-d", "refs/heads/main", where=school.server)
    elif how == "renamed":
        school.git("branch", "-m", "main", "chinh", where=school.server)
    else:
        (school.server / "packed-refs").unlink(missing_ok=True)
        (school.server / "refs/heads/main").write_text("khong phai ma\n")
    assert verified(school, school.server) == (1, "invalid", ["HB385"], None)


def test_e14_a_program_that_lies_in_what_it_judges_says_so(school: School, tmp_path: Path) -> None:
    """The twins are all the other tests: there the program is judged by nothing that it judges."""
    for name in ("hocba_build", "schema"):
        shutil.copytree(ROOT / name, school.desk / name)
    start = "from hocba_build.interfaces.cli import main; main()"
    sheet = str(school.root / "goc-tin-cay.yaml")
    words = ["-P", "-c", start, "verify", str(school.desk), "--root", sheet, "--no-cache", "--json"]
    env = {**os.environ, "PYTHONPATH": str(school.desk)}
    done = subprocess.run([sys.executable, *words], env=env, capture_output=True, check=False, cwd=tmp_path)
    said: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode, said["verdict"]) == (0, "valid")
    assert [(one["code"], one["severity"]) for one in said["findings"]] == [("HB392", "warning")]
    assert verified(school, school.desk)[:3] == (0, "valid", [])


@pytest.mark.parametrize(
    "place", ["objects/info/alternates", "objects/pack/multi-pack-index", "objects/00/" + "1" * 38, "borrowed"]
)
def test_g5_a_pipe_where_an_object_should_be_is_not_opened(lived: School, tmp_path: Path, place: str) -> None:
    """Whoever opens it to read waits for ever; in a store that is borrowed from as well."""
    kho = clone(lived, tmp_path / "a.git")
    if place == "borrowed":
        (tmp_path / "kho/pack").mkdir(parents=True)
        (kho / "objects/info/alternates").write_text(f"# kho khác\n{tmp_path}/kho\n")
        pipe = tmp_path / "kho/pack/pack-1.idx"
    else:
        pipe = kho / place
        pipe.parent.mkdir(exist_ok=True)
    os.mkfifo(pipe)
    sheet = str(lived.root / "goc-tin-cay.yaml")
    result = CliRunner().invoke(main, ["verify", str(kho), "--root", sheet, "--no-cache"])
    assert (result.exit_code, "không phải tệp" in result.stderr, pipe.name in result.stderr) == (3, True, True)
    pipe.unlink()
    assert verified(lived, kho)[:2] == (0, "valid")


PUSHES = """
import pathlib, shutil, sys
store = pathlib.Path(sys.argv[1])
while True:
    for name in ("tmp_objdir-incoming-1", "ab"):
        (store / name).mkdir()
        (store / name / "tmp_obj").touch()
        (store / name / "lien-ket").symlink_to("khong-co")
        shutil.rmtree(store / name)
"""


def test_what_comes_and_goes_in_a_store_while_others_push_is_no_fault(tmp_path: Path) -> None:
    """Git keeps what is being pushed in folders and files that vanish while another push is judged."""
    (tmp_path / "objects/pack").mkdir(parents=True)
    pushing = subprocess.Popen([sys.executable, "-c", PUSHES, str(tmp_path / "objects")])
    try:
        assert {strange_file(tmp_path / "objects") for _ in range(3000)} == {None}
        assert pushing.poll() is None
    finally:
        pushing.kill()
        pushing.wait()


def test_references_that_lead_out_of_the_repository_are_not_followed(lived: School, tmp_path: Path) -> None:
    kho = clone(lived, tmp_path / "a.git")
    shutil.move(kho / "refs", tmp_path / "refs")
    (kho / "refs").symlink_to(tmp_path / "refs")
    lived.git("pack-refs", "--all", where=kho)
    (tmp_path / "refs/heads/main").write_text("0" * 40 + "\n")
    assert verified(lived, kho)[:3] == (0, "valid", [])

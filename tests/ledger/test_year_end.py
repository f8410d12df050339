"""The year end by the command line: what is due, whose turn it is, a lock opened and mended."""

from __future__ import annotations

import json
import re
import subprocess

from tests.ledger.school import CLOSED, OPEN, School

PATH = f"records/{CLOSED}/6a1/hk2/ngu-van.yaml"


def board(school: School, year: str) -> dict[str, dict[str, object]]:
    """The board by class."""
    rows = json.loads(school.run("quan-tri", "board", year, "--json").stdout)["lop"]
    return {row["lop"]: row for row in rows}


def test_a_teacher_signs_all_subjects_in_one_act_and_plain_tools_check_it(school: School) -> None:
    assert "gv-khang" in board(school, OPEN)["7a1"]["mon"]["7a1/toan"]  # type: ignore[index]
    seen = json.loads(school.run("gv-khang", "sign", "--year", OPEN, "--dry-run", "--json").stdout)
    assert (seen["nhanh"], "thiếu" in seen["chua_du"]["7a1/toan"]) == (None, True)
    signed = school.run("gv-khang", "sign", "--year", OPEN)
    branch = signed.stdout.split()[0]
    assert branch == f"pr/gv-khang/ki-{OPEN}"
    assert "LƯU Ý: 7a1/toan chưa nhập đủ (" in signed.stderr
    assert f"hocba withdraw {branch}" in signed.stderr
    school.does("pho-hieu-truong", "accept", branch)
    assert "7a1/toan" not in board(school, OPEN)["7a1"]["mon"]  # type: ignore[operator]
    (text,) = school.desk.glob(f"signatures/ky-xac-nhan/{OPEN}/gv-khang.0001.txt")
    listed = text.read_text("utf-8").partition("\n\n")[2]
    subprocess.run(["sha256sum", "-c", "-"], cwd=school.desk, input=listed, text=True, check=True, capture_output=True)
    home = school.root / "khoa/gv-khang"
    subprocess.run(["gpg", "--homedir", home, "--verify", f"{text}.asc", text], check=True, capture_output=True)
    assert school.verdict()["verdict"] == "valid"
    assert school.run("gv-khang", "sign", "--year", OPEN).exit_code == 4, "nothing more is due"


def test_a_signature_is_stale_when_a_score_changes(school: School) -> None:
    school.does("pho-hieu-truong", "accept", school.does("gv-khang", "sign", "--year", OPEN))
    school.edit(f"records/{OPEN}/7a1/hk1/toan.yaml", r"gk: [0-9.]+", "gk: 0")
    branch = school.does("gv-khang", "propose", "-m", "Sửa điểm giữa kì.")
    refused = school.run("pho-hieu-truong", "accept", branch)
    assert (refused.exit_code, "HB335" in refused.stderr) == (4, True), "the file was signed: a third person approves"
    school.does("gv-kiet", "approve", branch)
    school.does("pho-hieu-truong", "accept", branch)
    assert "gv-khang" in board(school, OPEN)["7a1"]["mon"]["7a1/toan"]  # type: ignore[index]


def test_a_homeroom_teacher_waits_for_the_subjects(school: School) -> None:
    refused = school.run("gv-kiet", "sign", "--year", OPEN, "--as", "chu-nhiem")
    assert (refused.exit_code, "Chưa có gì để kí" in refused.stderr, "7a1/cong-nghe: gv-diem" in refused.stderr) == (
        4,
        True,
        True,
    )


def test_no_lock_while_signatures_are_missing(school: School) -> None:
    prepared = school.run("quan-tri", "lock", OPEN, "--decision", "50/QĐ-BM")
    refused = school.run("hieu-truong", "lock", OPEN) if prepared.exit_code == 0 else prepared
    assert refused.exit_code == 4
    assert "HB363" in refused.stderr or "lỗi" in refused.stderr


def test_nothing_is_decided_that_nobody_prepared(school: School) -> None:
    refused = school.run("hieu-truong", "unlock", CLOSED)
    assert (refused.exit_code, "Chưa ai chuẩn bị" in refused.stderr) == (4, True)
    assert school.run("gv-khang", "lock", OPEN, "--decision", "50/QĐ-BM").exit_code == 4


def test_a_locked_year_is_opened_mended_signed_and_locked_again(school: School) -> None:
    first, second, *_ = re.findall(r'"(\d{10})": \{tx', (school.desk / PATH).read_text("utf-8"))
    opening = ("--scope", PATH, "--pupil", first, "--reason", "Vào nhầm điểm.", "--decision", "51/QĐ-BM")
    before = school.proposals()
    school.does("quan-tri", "unlock", CLOSED, *opening, "--dry-run")
    assert school.proposals() == before
    prepared = school.does("quan-tri", "unlock", CLOSED, *opening)
    assert school.does("hieu-truong", "unlock", CLOSED, "--dry-run") == prepared
    assert json.loads(school.run("quan-tri", "board", CLOSED, "--json").stdout)["khoa"] == "khoa"
    school.does("hieu-truong", "unlock", CLOSED)
    assert json.loads(school.run("quan-tri", "board", CLOSED, "--json").stdout)["khoa"] == "mo"
    kept = (school.desk / PATH).read_bytes()
    school.edit(PATH, rf'("{second}": \{{tx: \[[^]]+\], gk: )[0-9.]+', r"\g<1>6.5")
    refused = school.run("gv-kiet", "propose", "-m", "Sửa điểm giữa kì.")
    assert (refused.exit_code, f"không gồm học sinh {second}" in refused.stderr) == (4, True)
    (school.desk / PATH).write_bytes(kept)
    school.edit(PATH, r"(\{tx: \[[^]]+\], gk: )[0-9.]+", r"\g<1>6.5")
    branch = school.does("gv-kiet", "propose", "-m", "Sửa điểm giữa kì.")
    school.does("gv-khang", "approve", branch)
    assert school.run("pho-hieu-truong", "accept", branch).exit_code == 4, "not a person of that class"
    school.does("hieu-truong", "approve", branch)
    school.does("pho-hieu-truong", "accept", branch)
    # One statement covers all of a teacher's classes, so both homerooms stand on it.
    for person in ("gv-kiet", "gv-kiet", "gv-dung", "pho-hieu-truong"):
        school.does("hieu-truong", "accept", school.does(person, "sign", "--year", CLOSED))
    school.does("quan-tri", "lock", CLOSED, "--he", "--decision", "52/QĐ-BM")
    merge = school.does("hieu-truong", "lock", CLOSED).split()[0]
    said = school.verdict()
    assert (said["verdict"], said["tip"]) == ("valid", merge)
    assert school.git("rev-parse", f"locked/{CLOSED}", where=school.server) == merge
    assert json.loads(school.run("quan-tri", "board", CLOSED, "--json").stdout)["ban"] == 3


def test_a_lock_prepared_before_a_new_entry_is_made_again(school: School) -> None:
    opening = ("--scope", PATH, "--reason", "Vào nhầm điểm.", "--decision", "51/QĐ-BM")
    school.does("quan-tri", "unlock", CLOSED, *opening)
    school.does("pho-hieu-truong", "accept", school.does("gv-khang", "sign", "--year", OPEN))
    refused = school.run("hieu-truong", "unlock", CLOSED)
    assert (refused.exit_code, "trước khi sổ có mục mới" in refused.stderr) == (4, True)


def junk(school: School, name: str, mode: str, place: str, parents: int = 1) -> str:
    """A branch by plain Git, signed by nobody, with one odd file; anybody who reaches the server may push it."""
    index = school.root / "index"
    blob = school.git("hash-object", "-w", str(school.root / "goc-tin-cay.yaml"))
    school.git(*(words := ("-c", "user.name=x", "-c", "user.email=x@x.invalid")), "read-tree", "main", index=index)
    school.git("update-index", "--add", "--cacheinfo", f"{mode},{blob},{place}", index=index)
    above = [word for number in range(parents) for word in ("-p", f"main~{number}")]
    commit = school.git(*words, "commit-tree", school.git("write-tree", index=index), *above, "-m", "x")
    branch = f"pr/gv-anh/{name}"
    school.git("push", "-q", "origin", f"{commit}:refs/heads/{branch}")
    return branch


def test_what_anybody_pushes_stands_in_nobodys_way(school: School) -> None:
    """A branch that cannot be read is told by its code, never a trace; the principal decides what was prepared."""
    act = f"signatures/khoa-so/{CLOSED}/0004/khoa.yaml"
    odd = {
        junk(school, "ba-cha", "100644", "records/la.txt", parents=3): "HB301",
        junk(school, "lien-ket", "120000", PATH): "HB303",
        junk(school, "khoa", "100644", act): "HB310",
    }
    opening = ("--reason", "Vào nhầm điểm.", "--decision", "51/QĐ-BM")
    for wrong in ("records/2024-2025/6a1/hk2/van.yaml", "records/2024-2025/6a9/hk2/ngu-van.yaml"):
        assert school.run("quan-tri", "unlock", CLOSED, "--scope", wrong, *opening).exit_code == 4
    school.does("quan-tri", "unlock", CLOSED, "--scope", PATH, *opening)
    for branch, code in odd.items():
        review, accept = (school.run("hieu-truong", act, branch) for act in ("review", "accept"))
        assert (review.exit_code, code in review.output) == (1, True), review.output
        assert (accept.exit_code, f"{branch}: HB3" in accept.output) == (4, True), accept.output
        assert not {type(review.exception), type(accept.exception)} - {SystemExit}
    school.does("hieu-truong", "unlock", CLOSED)
    assert school.verdict()["verdict"] == "valid"

"""A school as it stands in July: the year locked in June, re-tests and summer training still to come."""

from __future__ import annotations

from typing import Final

from tests.ledger.school import CLOSED, School

FOLDER: Final = f"records/{CLOSED}/6a1"
CONDUCT: Final = f"{FOLDER}/hk2/ren-luyen.yaml"
TRAINING: Final = f"{FOLDER}/ca-nam/ren-luyen-he.yaml"
RETESTED: Final = "7400000003"
"""Is to be assessed again in five subjects, Toán among them."""
TRAINED: Final = "7400000001"
"""Is to train in summer: conduct Chưa đạt."""


MATHS: Final = f"{FOLDER}/ca-nam/danh-gia-lai/toan.yaml"


def to_june(school: School) -> None:
    """Open the locked year, take one re-test out of it, send a pupil to summer training, and lock it as in June."""
    scope = [word for path in (CONDUCT, MATHS, TRAINING) for word in ("--scope", path)]
    school.does("quan-tri", "unlock", CLOSED, *scope, "--reason", "Xét lại.", "--decision", "51/QĐ-BM")
    school.does("hieu-truong", "unlock", CLOSED)
    school.edit(CONDUCT, rf'("{TRAINED}": {{muc: )\w+', r"\g<1>chua_dat")
    _taken(school, "gv-kiet")
    school.edit(MATHS, r"danh_gia_lai:(\n.*)*\n$", "danh_gia_lai: {}\n")
    _taken(school, "gv-khang")
    for person in ("gv-khang", "gv-kiet", "pho-hieu-truong"):
        school.does("hieu-truong", "accept", school.does(person, "sign", "--year", CLOSED))
    school.does("quan-tri", "lock", CLOSED, "--decision", "52/QĐ-BM")
    school.does("hieu-truong", "lock", CLOSED)


def _taken(school: School, author: str) -> None:
    branch = school.does(author, "propose", "-m", "Xét lại.")
    school.does("hieu-truong", "approve", branch)
    school.does("pho-hieu-truong", "accept", branch)

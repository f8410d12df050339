"""The grammar of paths."""

from __future__ import annotations

import pytest

from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import ClassId, StudentId, SubjectId, Term, YearId
from hocba_build.records.layout import Kind, parse_path, path_for
from hocba_build.records.schemas import schema_root

GOOD = {
    "records/truong.yaml": Kind.TRUONG,
    "signatures/can-bo.yaml": Kind.CAN_BO,
    "signatures/su-co/0001.yaml": Kind.SU_CO,
    "signatures/cap-ban/2025-2026/0001.yaml": Kind.CAP_BAN,
    "signatures/cap-ban/2025-2026/thu-hoi.0001.yaml": Kind.THU_HOI,
    "records/hoc-sinh/7400000001.yaml": Kind.HOC_SINH,
    "records/ho-so/7400000001.yaml": Kind.HO_SO,
    "records/ho-so/7400000001.yaml.asc": Kind.HO_SO_KIN,
    "records/nam-cu/2021-2022/7400000001.yaml": Kind.NAM_CU,
    "records/2025-2026/nam-hoc.yaml": Kind.NAM_HOC,
    "records/2025-2026/phan-cong.yaml": Kind.PHAN_CONG,
    "records/2025-2026/6a1/lop.yaml": Kind.LOP,
    "records/2025-2026/12.6/lop.yaml": Kind.LOP,
    "records/2025-2026/9-2/quyet-dinh.yaml": Kind.QUYET_DINH,
    "records/2025-2026/6a1/hk1/toan.yaml": Kind.DIEM,
    "records/2025-2026/6a1/hk2/gdtc.yaml": Kind.NHAN_XET_MON,
    "records/2025-2026/6a1/hk2/nghe-thuat.yaml": Kind.NGHE_THUAT,
    "records/2025-2026/6a1/hk1/ren-luyen.yaml": Kind.REN_LUYEN,
    "records/2025-2026/6a1/hk1/chuyen-can.yaml": Kind.CHUYEN_CAN,
    "records/2025-2026/6a1/ca-nam/danh-gia-lai/toan.yaml": Kind.DANH_GIA_LAI,
    "records/2025-2026/6a1/ca-nam/ren-luyen-he.yaml": Kind.REN_LUYEN_HE,
    "records/2025-2026/6a1/ca-nam/khen-thuong.yaml": Kind.KHEN_THUONG,
    "records/2025-2026/6a1/ca-nam/nhan-xet.yaml": Kind.NHAN_XET,
    "records/2025-2026/6a1/ca-nam/hoan-thanh.yaml": Kind.HOAN_THANH,
    "records/2025-2026/6a1/chuyen-den/7400000009.yaml": Kind.CHUYEN_DEN,
}
BAD = [
    "",
    "records",
    "records/",
    "records/.gitkeep",
    "records/Truong.yaml",
    "records/truong.yml",
    "records/truong.yaml/x",
    "records//truong.yaml",
    "./records/truong.yaml",
    "records/../records/truong.yaml",
    "records/hoc-sinh/740000001.yaml",
    "records/hoc-sinh/74000000011.yaml",
    "records/hoc-sinh/７400000001.yaml",
    "records/hoc-sinh/7400000001.yaml\n",
    "records/hoc-sinh/7400000001.yaml.asc",
    "records/2025-2027/nam-hoc.yaml",
    "records/2026-2025/nam-hoc.yaml",
    "records/1925-1926/nam-hoc.yaml",
    "records/2025-2026/lop.yaml",
    "records/2025-2026/6A1/lop.yaml",
    "records/2025-2026/6a1-/lop.yaml",
    "records/2025-2026/lop-dai-qua-muoi-sau/lop.yaml",
    "records/2025-2026/6a1/hk3/toan.yaml",
    "records/2025-2026/6a1/hk1/tona.yaml",
    "records/2025-2026/6a1/hk1/toan",
    "records/2025-2026/6a1/hk1/.yaml",
    "records/2025-2026/6a1/ca-nam/toan.yaml",
    "records/2025-2026/6a1/ca-nam/danh-gia-lai",
    "records/2025-2026/6a1/ca-nam/danh-gia-lai/x/toan.yaml",
    "records/nam-cu/7400000001.yaml",
    "signatures/keys/x.asc",
    "truong.yaml",
]


@pytest.mark.parametrize(("path", "kind"), GOOD.items())
def test_every_kind_has_its_place(path: str, kind: Kind) -> None:
    found = parse_path(path)
    assert found is not None
    assert (found.kind, found.path) == (kind, path)


@pytest.mark.parametrize(("path", "kind"), GOOD.items())
def test_a_path_is_made_of_what_it_says(path: str, kind: Kind) -> None:
    found = parse_path(path)
    assert found is not None
    made = path_for(
        kind,
        year=found.year,
        class_id=found.class_id,
        term=found.term,
        subject=found.subject,
        student=found.student,
        number=found.number,
    )
    assert made == path


@pytest.mark.parametrize("path", BAD)
def test_strangers_have_no_place(path: str) -> None:
    assert parse_path(path) is None


def test_all_kinds_are_tried_and_have_a_schema() -> None:
    assert set(GOOD.values()) == set(Kind)
    assert {kind.schema for kind in Kind} == {
        path.name for path in schema_root().glob("*.schema.json") if path.name != "chung.schema.json"
    }


def test_every_subject_has_a_file() -> None:
    for subject in SUBJECTS:
        found = parse_path(f"records/2025-2026/6a1/hk1/{subject}.yaml")
        assert found is not None
        assert found.subject == subject


def test_what_a_path_needs_must_be_given() -> None:
    with pytest.raises(ValueError, match="no such record path"):
        path_for(Kind.DIEM, year=YearId("2025-2026"), class_id=ClassId("6a1"), term=Term.HK1)
    with pytest.raises(ValueError, match="no such record path"):
        path_for(Kind.HOC_SINH, student=StudentId("../../etc"))
    with pytest.raises(ValueError, match="no such record path"):
        path_for(Kind.DIEM, year=YearId("x"), class_id=ClassId("6a1"), term=Term.HK1, subject=SubjectId("toan"))

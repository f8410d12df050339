"""The schemas are sound, help the reader of every key, and accept every example of the files' tour."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hocba_build.domain.copies import Purpose
from hocba_build.domain.entries import DecisionKind, Mode
from hocba_build.domain.legacy import LegacyForm, OldConduct, OldLearning
from hocba_build.domain.people import EventKind, Role
from hocba_build.domain.school import Adjustment, HalfExemption, TopicCount
from hocba_build.domain.subjects import ARTS, ELECTIVES, OPTIONAL, STUDY_TOPICS, SUBJECTS
from hocba_build.domain.values import Conclusion, Level, Outcome, SchoolLevel, Title
from hocba_build.records.layout import Kind
from hocba_build.records.schemas import fits, resolve, violations
from hocba_build.records.strict_yaml import parse

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = {path.name: json.loads(path.read_bytes()) for path in sorted((ROOT / "schema").glob("*.json"))}
SHARED = "chung.schema.json"

TOUR = (
    "truong", "hoc-sinh", "ho-so", "nam-cu", "nam-hoc", "phan-cong", "lop", "diem", "ren-luyen", "chuyen-can",
    "danh-gia-lai", "khen-thuong", "quyet-dinh", "chuyen-den", "can-bo", "su-co", "cap-ban", "thu-hoi",
)  # fmt: skip
"""The kinds of the blocks of docs/records.md, in its order."""


def objects(name: str, node: Any, pointer: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every JSON object of a schema file with its pointer."""
    if isinstance(node, Mapping):
        yield f"{name}#{pointer}", node
        for key, child in node.items():
            yield from objects(name, child, f"{pointer}/{key}")
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from objects(name, child, f"{pointer}/{index}")


EVERYWHERE = [(where, node) for name, body in SCHEMAS.items() for where, node in objects(name, body)]


def test_every_kind_has_its_schema() -> None:
    assert {kind.schema for kind in Kind} | {SHARED} == set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_valid_2020_12(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMAS[name]["$id"] == name


def test_every_reference_is_a_file_beside_it_and_resolves() -> None:
    references = [(where, node["$ref"]) for where, node in EVERYWHERE if "$ref" in node]
    assert references
    for where, reference in references:
        file, _, fragment = reference.partition("#")
        assert file in {"", SHARED}, where
        assert fragment.startswith("/$defs/"), where
        resolve(where.partition("#")[0], {"$ref": reference})


def test_every_property_helps_the_reader() -> None:
    for where, node in EVERYWHERE:
        conditional = re.search(r"/(if|then|else)(/|$)", where)
        for key, value in node.get("properties", {}).items() if not conditional else ():
            name, target = resolve(where.partition("#")[0], value)
            help_texts = {**target, **value}
            assert help_texts.get("title"), f"{where}/{key} → {name}"
            assert help_texts.get("description"), f"{where}/{key} → {name}"


def test_no_object_takes_unknown_keys() -> None:
    for where, node in EVERYWHERE:
        if node.get("type") == "object":
            assert node.get("additionalProperties") is False, where


def test_every_text_has_a_limit() -> None:
    for where, node in EVERYWHERE:
        if node.get("type") == "string":
            assert node.get("maxLength"), where


def values(member: Any) -> set[str]:
    return {each.value for each in member}


def enum_of(reference: str) -> set[Any]:
    file, _, pointer = reference.partition("#")
    node = SCHEMAS[file]
    for part in pointer.strip("/").split("/"):
        node = node[part]
    return set(node["enum"])


SCORED = {str(key) for key, subject in SUBJECTS.items() if subject.scored}
DOMAIN: dict[str, set[str]] = {
    f"{SHARED}#/$defs/mon": {str(key) for key in SUBJECTS},
    f"{SHARED}#/$defs/mon_diem": SCORED,
    f"{SHARED}#/$defs/mon_nhan_xet": {str(key) for key in SUBJECTS} - SCORED - {ARTS},
    f"{SHARED}#/$defs/mon_lua_chon": set(ELECTIVES),
    f"{SHARED}#/$defs/mon_chuyen_de": set(STUDY_TOPICS),
    f"{SHARED}#/$defs/mon_tu_chon": set(OPTIONAL),
    f"{SHARED}#/$defs/muc": values(Level),
    f"{SHARED}#/$defs/muc_dat": values(Outcome),
    f"{SHARED}#/$defs/ket_luan": values(Conclusion),
    f"{SHARED}#/$defs/cap_hoc": values(SchoolLevel),
    "hoc-sinh.schema.json#/properties/su_kien/items/properties/loai": values(EventKind),
    "cap-ban.schema.json#/properties/muc_dich": values(Purpose),
    "nam-cu.schema.json#/properties/mau": values(LegacyForm),
    "nam-cu.schema.json#/$defs/tong_ket_hoc_ki/properties/hoc_luc": values(OldLearning),
    "nam-cu.schema.json#/$defs/tong_ket_hoc_ki/properties/hanh_kiem": values(OldConduct),
    "nam-cu.schema.json#/properties/tong_ket/properties/ca_nam/properties/danh_hieu": values(Title),
    "nam-hoc.schema.json#/properties/quy_tac/properties/dieu_chinh": values(Adjustment),
    "nam-hoc.schema.json#/properties/quy_tac/properties/chuyen_de": values(TopicCount),
    "nam-hoc.schema.json#/properties/quy_tac/properties/mien_mot_hoc_ki": values(HalfExemption),
    "can-bo.schema.json#/properties/can_bo/items/properties/vai_tro/items/properties/vai_tro": values(Role),
}


@pytest.mark.parametrize("reference", DOMAIN)
def test_schema_and_domain_know_the_same_words(reference: str) -> None:
    assert enum_of(reference) == DOMAIN[reference]


def test_decisions_know_the_words_of_the_domain() -> None:
    row = SCHEMAS["quyet-dinh.schema.json"]["properties"]["quyet_dinh"]["patternProperties"]["^[0-9]{10}$"]["items"]
    assert set(row["properties"]["loai"]["enum"]) == values(DecisionKind)
    (mode,) = row["properties"]["mon"]["patternProperties"].values()
    assert set(mode["enum"]) == values(Mode)


def test_subject_maps_take_every_subject() -> None:
    for where, node in EVERYWHERE:
        keys = [
            pattern
            for pattern in node.get("patternProperties", {})
            if "toan" in pattern or "gdtc" in pattern or pattern == "^nghe-thuat$"
        ]
        if keys:
            assert {subject for subject in SUBJECTS if any(re.search(key, subject) for key in keys)} == set(SUBJECTS), (
                where
            )


def blocks() -> list[str]:
    text = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    found = re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [
        block.replace("gddp: 35, …, toan", "gddp: 35, toan").replace("{…}", "{toan: 105}").replace("…", "Nội dung")
        for block in found
    ]


def test_the_tour_shows_every_block_we_know() -> None:
    assert len(blocks()) == len(TOUR)


@pytest.mark.parametrize(("kind", "block"), list(zip(TOUR, blocks(), strict=False)), ids=TOUR)
def test_examples_of_the_tour_fit(kind: str, block: str) -> None:
    block = block.removeprefix("# yaml-language-server: $schema=../schema/truong.schema.json\n")
    document = parse(block.encode())
    assert list(violations(f"{kind}.schema.json", document)) == []
    assert fits(f"{kind}.schema.json", document)


SCORES = 'nam_hoc: "2025-2026"\nlop: 6a1\nhoc_ki: hk1\nmon: toan\ndiem:\n  "7400000001": '
OUTCOMES = SCORES.replace("toan", "gdtc")
ARTS_ROWS = SCORES.replace("toan", "nghe-thuat")
RETAKEN = 'nam_hoc: "2025-2026"\nlop: 6a1\nmon: toan\ndanh_gia_lai:\n  "7400000001": '
DECIDED = 'nam_hoc: "2025-2026"\nlop: 6a1\nquyet_dinh:\n  "7400000005": '
PUPIL = 'ma: "7400000001"\nnhan_than:\n  - {tu_ngay: "2024-08-15", ho_ten: Lò Thị Ánh, gioi_tinh: nu, ngay_sinh: '
ABSENT = 'nam_hoc: "2025-2026"\nlop: 6a1\nhoc_ki: hk1\nbuoi_nghi:\n  "7400000001": '
KEPT = (
    'ma: "7400000001"\nnam_hoc: "2021-2022"\nnguon: giay\nmau: {mau}\nkhoi: 6\nlop: 6A2\n'
    "truong: {{ten: Trường THCS Hoà An}}\nmon: {{}}\ntong_ket:\n  ca_nam: {row}\n"
)

OF_CLASS = 'nam_hoc: "2025-2026"\nlop: 9a1\n'

GOOD = [
    ("ren-luyen-he", OF_CLASS + 'ren_luyen_he:\n  "7400000001": {muc: dat, nhan_xet: Chuyên cần hơn.}'),
    ("nhan-xet", OF_CLASS + 'nhan_xet:\n  "7400000001": Chăm ngoan.'),
    (
        "hoan-thanh",
        OF_CLASS + 'hoan_thanh:\n  "7400000001": {so: 61/QĐ-BM, ngay: "2026-06-02", so_dang_bo: "45", dot: 1}',
    ),
    ("diem", SCORES + "{tx: [10, 0, 8.3, null, 0.1], gk: 7.5}"),
    ("diem", SCORES + "{mien: QĐ 12/2025, nhan_xet: Chăm.}"),
    ("nhan-xet-mon", OUTCOMES + "{tx: [dat, null], ck: chua_dat, khong_du: [ck]}"),
    ("nghe-thuat", ARTS_ROWS + "{am_nhac: {tx: [dat]}}"),
    ("danh-gia-lai", RETAKEN.replace("toan", "gdtc") + "{muc: dat}"),
    ("hoc-sinh", PUPIL + '"2012-02-29"}\n'),
    ("nam-cu", KEPT.format(mau="tt58", row="{hoc_luc: yeu, hanh_kiem: kha, dtbcm: 4.9, danh_hieu: tien_tien}")),
]

BAD = [
    ("diem", SCORES + '{tx: ["8,5"]}', ("diem", "7400000001", "tx", 0)),
    ("diem", SCORES + "{tx: [85]}", ("diem", "7400000001", "tx", 0)),
    ("diem", SCORES + "{gk: 8.55}", ("diem", "7400000001", "gk")),
    ("diem", SCORES + "{gk: -1}", ("diem", "7400000001", "gk")),
    ("diem", SCORES + "{ck: null}", ("diem", "7400000001", "ck")),
    ("diem", SCORES + "{gk: dat}", ("diem", "7400000001", "gk")),
    ("diem", SCORES + "{tx: [1, 2, 3, 4, 5, 6]}", ("diem", "7400000001", "tx")),
    ("diem", SCORES + "{tx: []}", ("diem", "7400000001", "tx")),
    ("diem", SCORES + "{}", ("diem", "7400000001")),
    ("diem", SCORES + "{tb: 8}", ("diem", "7400000001")),
    ("diem", SCORES + "{mien: QĐ 1/2025, gk: 5}", ("diem", "7400000001", "gk")),
    ("diem", SCORES + "{khong_du: [tx6]}", ("diem", "7400000001", "khong_du", 0)),
    ("diem", SCORES + "{nhan_xet: " + "a" * 501 + "}", ("diem", "7400000001", "nhan_xet")),
    ("diem", SCORES.replace("7400000001", "740000001") + "{gk: 5}", ("diem",)),
    ("diem", OUTCOMES + "{gk: 5}", ("mon",)),
    ("diem", SCORES.replace("hk1", "hk3") + "{gk: 5}", ("hoc_ki",)),
    ("nhan-xet-mon", OUTCOMES + "{gk: 5}", ("diem", "7400000001", "gk")),
    ("nghe-thuat", ARTS_ROWS + "{gk: dat}", ("diem", "7400000001")),
    ("nghe-thuat", ARTS_ROWS + "{mien: QĐ 1/2025, am_nhac: {gk: dat}}", ("diem", "7400000001", "am_nhac")),
    ("danh-gia-lai", RETAKEN + "{muc: dat}", ("danh_gia_lai", "7400000001", "muc")),
    ("danh-gia-lai", RETAKEN + '{ngay: "2026-07-20"}', ("danh_gia_lai", "7400000001")),
    ("danh-gia-lai", RETAKEN + "{diem: 5, khong_du: true}", ("danh_gia_lai", "7400000001")),
    ("quyet-dinh", DECIDED + '[{so: 1/QĐ, ngay: "2026-05-28", loai: len_lop}]', ("quyet_dinh", "7400000005", 0)),
    (
        "quyet-dinh",
        DECIDED + '[{so: 1/QĐ, ngay: "2026-05-28", loai: che_do, mon: {toan: mien}, ki: hk1}]',
        ("quyet_dinh", "7400000005", 0, "ki"),
    ),
    ("hoc-sinh", PUPIL + '"2013-02-29"}\n', ("nhan_than", 0, "ngay_sinh")),
    ("hoc-sinh", PUPIL + '"2013-04-31"}\n', ("nhan_than", 0, "ngay_sinh")),
    ("hoc-sinh", PUPIL + '"2013-13-01"}\n', ("nhan_than", 0, "ngay_sinh")),
    ("hoc-sinh", PUPIL + '"2013-04-01"}\nsu_kien:\n  - {ngay: "2025-01-01", loai: huy}\n', ("su_kien", 0)),
    ("chuyen-can", ABSENT + '{"2025-13": {phep: 1, khong_phep: 0}}', ("buoi_nghi", "7400000001")),
    ("chuyen-can", ABSENT + '{"2025-10": {phep: 1}}', ("buoi_nghi", "7400000001", "2025-10")),
    ("nam-cu", KEPT.format(mau="tt22", row="{hoc_luc: kha}"), ("tong_ket", "ca_nam", "hoc_luc")),
    ("nam-cu", KEPT.format(mau="tt22", row="{danh_hieu: tien_tien}"), ("tong_ket", "ca_nam", "danh_hieu")),
    ("nam-cu", KEPT.format(mau="tt58", row="{ren_luyen: kha}"), ("tong_ket", "ca_nam", "ren_luyen")),
]


def test_every_kind_has_a_document_that_fits() -> None:
    assert {f"{kind}.schema.json" for kind in (*TOUR, *(kind for kind, _ in GOOD))} == set(SCHEMAS) - {SHARED}


@pytest.mark.parametrize(("kind", "text"), GOOD)
def test_good_documents_fit(kind: str, text: str) -> None:
    assert fits(f"{kind}.schema.json", parse(text.encode()))


@pytest.mark.parametrize(("kind", "text", "where"), BAD)
def test_bad_documents_are_refused_in_their_place(kind: str, text: str, where: tuple[str | int, ...]) -> None:
    """Both validators refuse it, and the one that explains names the place."""
    document = parse(text.encode())
    assert not fits(f"{kind}.schema.json", document)
    assert [violation.where for violation in violations(f"{kind}.schema.json", document)] == [where]

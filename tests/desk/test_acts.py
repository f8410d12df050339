"""What the office does at its desk, to the accepted entry of the ledger: each task's form, and the records after it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from hocba_build.records.strict_yaml import parse
from hocba_build.workflows.people.request import KeyRequest, write_request
from hocba_build.workflows.sample import Plan
from tests.desk.caller import Caller, caller
from tests.desk.conftest import TEACHER, running
from tests.ledger.school import CLOSED, OPEN, School, living

REGISTRAR, ADMINISTRATOR, PRINCIPAL, HEAD = "van-thu", "quan-tri", "hieu-truong", "pho-hieu-truong"
RETAINED, SKIPPING, EDITED, MOVED, LEFT, ABROAD, RESTING = (f"74000000{number:02}" for number in (2, 3, 4, 5, 6, 13, 7))
NEW, ARRIVED = "7400000014", "7400000015"
LIST = "hoc_sinh: []\n"


@pytest.fixture(scope="module")
def registrar(shared: School) -> Iterator[Caller]:
    """Her desk, at a school with classes to move to."""
    more_classes(shared)
    with running(shared, REGISTRAR) as one, caller(one) as entered:
        yield entered


@pytest.fixture(scope="module")
def administrator(shared: School) -> Iterator[Caller]:
    """Her desk."""
    with running(shared, ADMINISTRATOR) as one, caller(one) as entered:
        yield entered


def more_classes(school: School) -> None:
    """A class below, one beside and one above the seventh grade's."""
    year = f"records/{OPEN}"
    for grade in (6, 8):
        school.edit(f"{year}/nam-hoc.yaml", r'  "7": (\{.*\})', rf'  "{grade}": \1\n  "7": \1')
    school.edit(f"{year}/nam-hoc.yaml", r'  ("8".*\n)  ("7".*\n)', r"  \2  \1")
    calendar = school.does(ADMINISTRATOR, "propose", "-m", "Thêm khối 6, khối 8")
    school.does(PRINCIPAL, "accept", calendar)
    for grade, name in ((6, "6a1"), (7, "7a2"), (8, "8a1")):
        path = school.desk / f"{year}/{name}/lop.yaml"
        path.parent.mkdir()
        head = f'nam_hoc: "{OPEN}"\nlop: {name}\nten: {name.upper()}\nkhoi: {grade}\nngoai_ngu_1: Tiếng Anh\n'
        path.write_text(head + LIST, "utf-8")
    lists = school.does(REGISTRAR, "propose", "-m", "Thêm ba lớp")
    school.does(HEAD, "accept", lists)
    school.git("pull", "-q", "--ff-only")


def looked_over(me: Caller, path: str, /, **fields: str | list[str]) -> str:
    """The page that shows what a form would do."""
    answer = me.post(path, buoc="xem", **fields)
    assert answer.status_code == 200, (path, answer.text)
    assert "Sẽ ghi vào hồ sơ" in answer.text, (path, answer.text)
    return answer.text


def done(me: Caller, path: str, /, **fields: str | list[str]) -> httpx.Response:
    """A task looked over, then written to be sent with others."""
    looked_over(me, path, **fields)
    answer = me.post(path, buoc="ghi", **fields)
    assert answer.status_code == 200, (path, answer.text)
    assert "Đã ghi" in answer.text, (path, answer.text)
    return answer


def sent(me: Caller, school: School, reason: str, by: str = HEAD) -> None:
    """Everything that waits, in one proposal, accepted; the desk has it."""
    paths = re.findall(r'name="tep" value="([^"]+)"', me.get("/chua-gui"))
    accepted(me, school, me.post("/chua-gui/gui", tep=sorted(set(paths)), li_do=reason), by)


def accepted(me: Caller, school: School, answer: httpx.Response, by: str) -> None:
    """A proposal that was sent, accepted by its reviewer; the desk has it."""
    found = re.search(r"pr/[\w.-]+/[\w.-]+", str(answer.url))
    assert found is not None, answer.text
    school.does(by, "accept", found[0])
    assert me.post("/lam-moi").status_code == 200
    assert school.git("status", "--porcelain") == ""


def record(school: School, path: str) -> Any:
    """A record as the ledger has it."""
    found: Any = parse(school.git("show", f"main:records/{path}", where=school.server).encode())
    return found


def last_event(school: School, pupil: str) -> Mapping[str, object]:
    """What happened to a pupil last."""
    found: Mapping[str, object] = record(school, f"hoc-sinh/{pupil}.yaml")["su_kien"][-1]
    return found


def seats(school: School, class_id: str) -> dict[str, tuple[str, str | None]]:
    """Who sits in a class from when, until when."""
    rows = record(school, f"{OPEN}/{class_id}/lop.yaml")["hoc_sinh"]
    return {row["ma"]: (row["tu_ngay"], row.get("den_ngay")) for row in rows}


def results(me: Caller, path: Path) -> Path:
    """The table of what a pupil brings along, filled in."""
    path.write_bytes(me.client.get("/mau/results").content)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value == "Toán":
            sheet.cell(row, heads["Kết quả"], "8,3")
    book.save(path)
    return path


def test_each_task_about_a_pupil_reaches_the_ledger(shared: School, registrar: Caller, tmp_path: Path) -> None:
    me = registrar
    new = {"ho_ten": "Lò Thị Ánh", "gioi_tinh": "nu", "ngay_sinh": "17/05/2013"}
    life = {"noi_sinh": "Thị trấn Sa Pa", "dan_toc": "Thái", "me": "Lò Thị Mai", "me_nghe": "Giáo viên"}
    done(me, "/hoc-sinh/moi/them", **new, **life, lop=f"{OPEN}/7a2", tu_ngay="06/10/2025", dang_bo="140")
    came = {"ho_ten": "Vàng A Sùng", "gioi_tinh": "nam", "ngay_sinh": "02/01/2013", "lop": f"{OPEN}/7a1"}
    school = {"truong": "Trường THCS Hoà An", "chung_tu": "Giấy số 8", "tu_ngay": "19/01/2026"}
    table = results(me, tmp_path / "kq.xlsx")
    page = me.post("/hoc-sinh/moi/chuyen-den", buoc="xem", tep_hk1=table, **came, **school).text
    (token,) = re.findall(r'name="tep_hk1" value="([0-9a-f]+)"', page)
    done(me, "/hoc-sinh/moi/chuyen-den", tep_hk1=token, **came, **school)
    changed = {"ho_ten": "Nguyễn Hoàng Chiến Thắng", "chung_tu": "Trích lục số 12", "cho_o": "Xã Phú An"}
    done(me, f"/hoc-sinh/{EDITED}/sua", ngay="02/02/2026", **changed)
    done(me, f"/hoc-sinh/{MOVED}/chuyen-lop", lop="7a2", ngay="02/02/2026", chung_tu="Quyết định số 5")
    done(me, f"/hoc-sinh/{LEFT}/thoi-hoc", ngay="02/02/2026", ly_do="Theo gia đình")
    done(me, f"/hoc-sinh/{ABROAD}/chuyen-di", ngay="02/02/2026", truong="Trường THCS Hoà An", chung_tu="Giấy số 4")
    done(me, f"/hoc-sinh/{RESTING}/bao-luu", ngay="02/02/2026", chung_tu="Đơn số 9")
    done(me, f"/hoc-sinh/{RETAINED}/o-lai", lop=f"{OPEN}/6a1")
    done(me, f"/hoc-sinh/{SKIPPING}/vuot-lop", lop=f"{OPEN}/8a1", ngay="05/09/2025", chung_tu="Quyết định số 3")
    sent(me, shared, "Mười việc của văn phòng")

    assert (seats(shared, "7a2"), seats(shared, "6a1"), seats(shared, "8a1")) == (
        {NEW: ("2025-10-06", None), MOVED: ("2026-02-02", None)},
        {RETAINED: ("2025-09-05", None)},
        {SKIPPING: ("2025-09-05", None)},
    )
    gone = ("2025-09-05", "2026-02-01")
    assert [seats(shared, "7a1")[one] for one in (MOVED, LEFT, ABROAD)] == [gone] * 3
    assert seats(shared, "7a1")[ARRIVED] == ("2026-01-19", None)
    assert seats(shared, "11a1")[RESTING] == gone
    kinds = [last_event(shared, one)["loai"] for one in (NEW, ARRIVED, MOVED, LEFT, ABROAD, RESTING, SKIPPING)]
    assert kinds == ["nhap_hoc", "chuyen_den", "chuyen_lop", "thoi_hoc", "chuyen_di", "bao_luu", "hoc_vuot_lop"]
    names = [row["ho_ten"] for row in record(shared, f"hoc-sinh/{EDITED}.yaml")["nhan_than"]]
    assert names[-1] == "Nguyễn Hoàng Chiến Thắng"
    assert len(names) == 2
    brought = record(shared, f"{OPEN}/7a1/chuyen-den/{ARRIVED}.yaml")
    assert (brought["truong"]["ten"], str(brought["hk1"]["mon"]["toan"]["ket_qua"])) == ("Trường THCS Hoà An", "8.3")
    sealed = shared.git("show", f"main:records/ho-so/{NEW}.yaml.asc", where=shared.server)
    assert sealed.startswith("-----BEGIN PGP MESSAGE-----")
    assert "Sa Pa" not in sealed
    assert "Lò Thị Mai, Giáo viên" in me.get(f"/hoc-sinh/{NEW}?li-lich=1")
    assert "Xã Phú An" in me.get(f"/hoc-sinh/{EDITED}?li-lich=1")
    assert shared.verdict()["verdict"] == "valid"

    done(me, f"/hoc-sinh/{RESTING}/tro-lai", lop="11a1", ngay="02/03/2026")
    done(me, f"/hoc-sinh/{LEFT}/huy", so_muc="2", ngay="02/03/2026", ly_do="Nhầm tên")
    done(me, f"/hoc-sinh/{ABROAD}/nhan-lai", lop=f"{OPEN}/7a1", **school | {"tu_ngay": "02/03/2026"})
    sent(me, shared, "Ba em trở lại", PRINCIPAL)
    assert last_event(shared, RESTING)["loai"] == "tro_lai"
    assert (last_event(shared, LEFT)["huy"], seats(shared, "7a1")[LEFT]) == (2, ("2025-09-05", None))
    assert last_event(shared, ABROAD)["loai"] == "chuyen_den"
    assert shared.verdict()["verdict"] == "valid"


def test_a_list_and_a_month_reach_the_ledger(shared: School, registrar: Caller, tmp_path: Path) -> None:
    me, table = registrar, tmp_path / "ds.csv"
    table.write_text("Họ và tên,Giới tính,Ngày sinh\nĐinh Thị Mơ,Nữ,03/04/2013\n", "utf-8")
    shown = me.post("/nhap-hoc-sinh", tep=table, lop="7a2", tu_ngay="31/02/2026")
    assert 'id="tu_ngay-loi"' in shown.text
    assert 'value="7a2" selected' in shown.text
    shown = me.post("/nhap-hoc-sinh", tep=table, lop="7a2", tu_ngay="02/03/2026")
    asked = dict(shown.url.params)
    refused = me.post(shown.url.path, buoc="gui", li_do="", **asked)
    assert 'id="li-do-loi"' in refused.text
    assert shared.git("status", "--porcelain") == ""
    accepted(me, shared, me.post(shown.url.path, buoc="gui", li_do="Một em mới", **asked), HEAD)
    assert [since for since, _ in seats(shared, "7a2").values()][-1] == "2026-03-02"
    month = f"/buoi-nghi/{OPEN}/7a1/hk2/2026-03"
    accepted(me, shared, me.post(month, buoc="gui", li_do="Buổi nghỉ tháng 3", **{f"p-{EDITED}": "2"}), HEAD)
    assert "2+0" in me.get("/buoi-nghi")


@pytest.fixture(scope="module")
def other() -> Iterator[School]:
    """The school that a pupil comes from."""
    with living(Plan(classes=2, pupils_per_class=9, seed=9)) as school:
        yield school


def test_a_packet_of_another_school_is_taken_in(
    shared: School, registrar: Caller, other: School, tmp_path: Path
) -> None:
    me, packet = registrar, tmp_path / "goi.zip"
    other.does(REGISTRAR, "transfer", "out", "7400000018", "-o", str(packet))
    judged = me.post("/goi/den", goi=packet, to_goc=other.root / "goc-tin-cay.yaml")
    assert "HỢP LỆ: nội dung, khoá sổ và người kí đều đúng" in judged.text
    where, told = judged.url.path, {"lop": "11a1", "tu_ngay": "02/03/2026"}
    known = next(iter(sorted(one.stem for one in (shared.desk / "records/hoc-sinh").iterdir())[::-1]))
    pupil = str(int(known) + 1)
    assert pupil in looked_over(me, where, **told)
    done = me.post(where, buoc="gui", li_do="Nhận gói chuyển trường", **told).text
    branches = re.findall(r"pr/[\w.-]+/[\w.-]+", done)
    assert branches[0] == f"pr/{REGISTRAR}/tiep-nhan-0001"
    (letter,) = re.findall(r"/goi/tep/[0-9a-f]+", done)
    assert me.client.get(letter).content.startswith(b"%PDF-")
    shared.does(HEAD, "accept", *dict.fromkeys(branches))
    me.post("/lam-moi")
    assert record(shared, f"nam-cu/{CLOSED}/{pupil}.yaml")["nguon"] == "goi"
    assert seats(shared, "11a1")[pupil] == ("2026-03-02", None)
    assert shared.verdict()["verdict"] == "valid"


def request_of(school: School, folder: Path) -> Path:
    """The file by which a teacher asks for a second key, confirmed by the first."""
    school.does(TEACHER, "join", TEACHER, "--new", "--unprotected", "-o", str(folder))
    armor, binding, older = (
        folder.joinpath(f"{TEACHER}{end}").read_bytes() for end in (".asc", ".xac-nhan.asc", ".cu.asc")
    )
    path = folder / f"{TEACHER}.xin-khoa.txt"
    path.write_bytes(write_request(KeyRequest(TEACHER, armor, binding, older)))
    return path


def renewed(school: School, fingerprint: str, path: Path) -> Path:
    """The certificate of a key that lives longer now."""
    gpg = ["gpg", "--homedir", str(school.root / "khoa" / TEACHER), "--batch"]
    subprocess.run([*gpg, "--quick-set-expire", fingerprint, "5y"], check=True, capture_output=True)
    path.write_bytes(subprocess.run([*gpg, "--armor", "--export", fingerprint], check=True, capture_output=True).stdout)
    return path


def test_each_act_on_a_person_reaches_the_ledger(shared: School, administrator: Caller, tmp_path: Path) -> None:
    me, here = administrator, f"/can-bo/{TEACHER}"

    def acted(task: str, **fields: str | list[str] | Path) -> dict[str, Any]:
        answer = me.post(f"{here}/{task}", buoc="xem", **fields)
        assert "Ai duyệt được" in answer.text, (task, answer.text)
        kept = dict(re.findall(r'name="(tep_xin)" value="([0-9a-f]+)"', answer.text))
        accepted(me, shared, me.post(f"{here}/{task}", buoc="gui", **fields | kept), PRINCIPAL)
        found: dict[str, Any] = person(shared)
        return found

    assert (
        acted("giao", vai_tro="to_truong_van_phong", ngay="02/02/2026")["vai_tro"][-1]["vai_tro"]
        == "to_truong_van_phong"
    )
    assert acted("thoi", vai_tro="to_truong_van_phong", ngay="02/03/2026")["vai_tro"][-1]["den_ngay"] == "2026-03-02"
    me.post(f"{here}/thoi-thay", buoc="ghi", dong="1")
    sent(me, shared, "Thôi dạy thay", PRINCIPAL)
    assert f"nguoi: {TEACHER}, thay" not in shared.git(
        "show", f"main:records/{OPEN}/phan-cong.yaml", where=shared.server
    )
    first = [one["van_tay"] for one in person(shared)["khoa"]]
    keys = acted("khoa-moi", tep_xin=request_of(shared, tmp_path), da_nghe="1")["khoa"]
    (second,) = {one["van_tay"] for one in keys} - set(first)
    before = shared.git("rev-parse", f"main:signatures/keys/{TEACHER}/{second}.asc", where=shared.server)
    acted("khoa-gia-han", tep_xin=renewed(shared, second, tmp_path / "moi.asc"))
    assert shared.git("rev-parse", f"main:signatures/keys/{TEACHER}/{second}.asc", where=shared.server) != before
    assert states(acted("khoa-thoi", khoa=first[0]))[first[0]] == "nghi"
    assert states(acted("khoa-lo", khoa=second, muc="1"))[second] == "lo"


def person(school: School) -> dict[str, Any]:
    """The teacher as the staff's file has her."""
    staff: Any = parse(school.git("show", "main:signatures/can-bo.yaml", where=school.server).encode())
    found: dict[str, Any] = next(one for one in staff["can_bo"] if one["ma"] == TEACHER)
    return found


def states(found: Mapping[str, Any]) -> dict[str, str]:
    """Each key and how it stands."""
    return {one["van_tay"]: one["trang_thai"] for one in found["khoa"]}

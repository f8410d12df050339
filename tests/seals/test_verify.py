"""``hocba verify-pdf``: honest files, and every way of tampering that we could think of; never "valid" by mistake."""

from __future__ import annotations

import json
import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.seals.conftest import PUPILS, Desk
from tests.seals.issuer import new_issuer


def verdict(desk: Desk, file: Path, *options: str | Path) -> dict[str, Any]:
    """What the command says as JSON, with its exit."""
    done = desk.run("verify-pdf", file, "--json", *options)
    said: dict[str, Any] = json.loads(done.stdout)
    return {**said, "exit": done.exit_code}


def found(said: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Codes and places."""
    return [(finding["code"], finding["path"]) for finding in said["findings"]]


def test_an_honest_file_is_valid_with_what_could_not_be_checked_named(desk: Desk) -> None:
    said = verdict(desk, desk.sealed_by_both(), *desk.trusting())
    assert (said["verdict"], said["exit"], said["findings"]) == ("valid", 0, [])
    assert said["chua_kiem"] == ["revoked", "time", "data"]
    assert [seal["ten"] for seal in said["chu_ki"]] == ["Nguyễn Thị Minh Hoa", "Trường THCS và THPT Bình Minh"]
    assert "nếu «CA thử của học bạ» là tổ chức được cấp phép" in said["chu_ki"][0]["phap_li"]


def test_without_anything_to_compare_with_nothing_is_decided(desk: Desk) -> None:
    said = verdict(desk, desk.sealed_by_both())
    assert (said["verdict"], said["exit"]) == ("undecided", 3)
    assert found(said) == [("HB564", "HieuTruong"), ("HB564", "ConDau"), ("HB565", "HieuTruong"), ("HB565", "ConDau")]
    assert said["checks"]["integrity"]["verdict"] == "valid"


def test_the_words_for_people_name_each_check(desk: Desk) -> None:
    done = desk.run("verify-pdf", desk.sealed_by_both(), *desk.trusting())
    assert done.exit_code == 0
    assert "Nguyên vẹn: đúng – 2 chữ kí số đúng trên từng byte đã kí" in done.stdout
    assert "Thời điểm: chưa kiểm được – chữ kí không kèm mốc thời gian" in done.stdout
    assert done.stderr.startswith("HỢP LỆ")


def test_a_stranger_of_the_same_authority_is_no_principal(desk: Desk) -> None:
    target = desk.sealed / f"{PUPILS[0]}.pdf"
    assert desk.seal("la", "hieu-truong", desk.printed / target.name, "-o", desk.sealed).exit_code == 0
    said = verdict(desk, target, *desk.trusting())
    assert (said["verdict"], said["exit"], found(said)) == ("invalid", 1, [("HB559", "HieuTruong")])


def test_a_certificate_of_another_authority_is_named(desk: Desk, tmp_path: Path) -> None:
    other = new_issuer(tmp_path / "khac", "CA khác")
    said = verdict(desk, desk.sealed_by_both(), *desk.trusting()[2:], "--trust", other.root)
    assert (said["verdict"], found(said)) == ("invalid", [("HB558", "HieuTruong"), ("HB558", "ConDau")])


def test_a_self_made_certificate_is_no_signature_in_law(desk: Desk) -> None:
    target = desk.sealed / f"{PUPILS[0]}.pdf"
    assert desk.seal("tu-lam", "hieu-truong", desk.printed / target.name, "-o", desk.sealed).exit_code == 0
    said = verdict(desk, target, *desk.trusting())
    assert (said["verdict"], found(said)[0]) == ("invalid", ("HB558", "HieuTruong"))
    assert said["chu_ki"][0]["tu_tao"]
    assert "không phải chữ kí số" in said["chu_ki"][0]["phap_li"]
    own = desk.issuer.certificate("tu-lam")
    done = desk.run("verify-pdf", target, "--trust", own, "--cert", own)
    assert (done.exit_code, "NHƯNG có chứng thư tự tạo" in done.stderr) == (0, True)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(target), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "không phải chữ kí số" in shown


def test_what_has_no_seal_or_is_no_pdf_is_named(desk: Desk, page: bytes) -> None:
    file = desk.folder / "la.pdf"
    for content, code in ((page, "HB555"), (b"", "HB551"), (b"PK\x03\x04", "HB551"), (page[: len(page) // 2], "HB551")):
        file.write_bytes(content)
        said = verdict(desk, file, *desk.trusting())
        assert (said["verdict"], said["exit"], found(said)) == ("invalid", 1, [(code, None)])


def test_a_cut_file_is_never_valid(desk: Desk, page: bytes) -> None:
    """Cut at the end of the principal's part it is the file before the school's seal: that is what it says."""
    whole = desk.sealed_by_both().read_bytes()
    file = desk.folder / "cat.pdf"
    (first,) = (found.end() for found in list(re.finditer(rb"%%EOF\n?", whole))[1:2])
    for length in (len(whole) - 7, len(whole) - 3000, first + 40, first - 8):
        file.write_bytes(whole[:length])
        said = verdict(desk, file, *desk.trusting())
        assert (said["verdict"], found(said)) == ("invalid", [("HB551", None)]), length
    file.write_bytes(whole[:first])
    assert [seal["cho"] for seal in verdict(desk, file, *desk.trusting())["chu_ki"]] == ["HieuTruong"]


def test_content_changed_below_the_seals_is_seen(desk: Desk, page: bytes) -> None:
    """The same length, so that the file stays readable."""
    file = desk.sealed_by_both()
    raw = file.read_bytes()
    at = raw.index(b"/MediaBox")
    file.write_bytes(raw[:at] + b"/MediaBoX" + raw[at + 9 :])
    said = verdict(desk, file, *desk.trusting())
    assert said["verdict"] == "invalid"
    assert {("HB556", "HieuTruong"), ("HB556", "ConDau")} <= set(found(said)) or found(said) == [("HB551", None)]


def added(raw: bytes) -> bytes:
    """The file with other content on its page, as a later revision."""
    writer = IncrementalPdfFileWriter(BytesIO(raw))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)
    made = BytesIO()
    writer.write(made)  # type: ignore[no-untyped-call]
    return made.getvalue()


def test_what_is_added_after_the_seals_is_seen(desk: Desk) -> None:
    file = desk.sealed_by_both()
    file.write_bytes(added(file.read_bytes()))
    said = verdict(desk, file, *desk.trusting())
    assert (said["verdict"], found(said)) == ("invalid", [("HB557", "HieuTruong"), ("HB557", "ConDau")])


def test_a_strangers_seal_on_top_spoils_the_whole(desk: Desk) -> None:
    """An added seal may cover what stands below: every seal of a file must be the school's."""
    file = desk.sealed / f"{PUPILS[0]}.pdf"
    assert desk.seal("hieu-truong", "hieu-truong", desk.printed / file.name, "-o", desk.sealed).exit_code == 0
    assert verdict(desk, file, *desk.trusting())["verdict"] == "valid"
    assert desk.seal("la", "con-dau", file).exit_code == 0
    said = verdict(desk, file, *desk.trusting())
    assert (said["verdict"], found(said)) == ("invalid", [("HB559", "ConDau")])


@pytest.fixture(scope="module")
def whole(issuer: Any, page: bytes, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, bytes]:
    """One file with both seals, for many small injuries."""
    made = Desk(tmp_path_factory.mktemp("mot"), issuer)
    made.printed.mkdir(parents=True)
    (made.printed / f"{PUPILS[0]}.pdf").write_bytes(page)
    return made, made.sealed_by_both().read_bytes()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_byte_can_be_changed_unseen(whole: tuple[Desk, bytes], data: st.DataObject) -> None:
    """Anywhere: in the print, in either seal, in what lies between them; a traceback is no answer either."""
    desk, raw = whole
    at = data.draw(st.integers(0, len(raw) - 1))
    bit = data.draw(st.integers(0, 7))
    file = desk.folder / "hong.pdf"
    file.write_bytes(raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :])
    said = verdict(desk, file, *desk.trusting())
    assert (said["verdict"], said["exit"]) == ("invalid", 1), (at, bit)

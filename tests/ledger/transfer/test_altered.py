"""Packets that were tampered with: each is named with its code and place, none is valid, none ends in a traceback."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hocba_build.domain.values import YearId
from hocba_build.exchange.packet_zip import MAX_PACKET, pack, unpack
from hocba_build.publishing.transcript.stored import restore
from hocba_build.workflows.packets.pages import printed
from tests.ledger.school import CLOSED, School
from tests.ledger.transfer.packets import PUPIL, altered, verify
from tests.trust.simulator import new_person

LEAF, WAY = f"la/{CLOSED}.json", f"la/{CLOSED}.duong.json"
LOCK = f"signatures/khoa-so/{CLOSED}/0003/khoa.yaml"
VIEW, PAGES = "hoc-ba/thcs.json", "hoc-ba/thcs.pdf"
ROOT = "signatures/goc/0001.yaml"
IDENTITY = f"records/hoc-sinh/{PUPIL}.yaml"
OTHER = "7400000002"
Files = Mapping[str, bytes]
Change = Callable[[Files], dict[str, bytes | None]]


def replaced(path: str, old: bytes, new: bytes) -> Change:
    """One place of one file."""

    def change(files: Files) -> dict[str, bytes | None]:
        assert old in files[path], path
        return {path: files[path].replace(old, new, 1)}

    return change


def forged_signature(files: Files) -> dict[str, bytes | None]:
    """A lock that somebody else signs with a key of his own, enrolled in the packet as the principal's."""
    thief = new_person("hieu-truong")
    certificate = f"signatures/keys/hieu-truong/{thief.fingerprint}.asc"
    return {f"{LOCK}.asc": thief.sign(files[LOCK], 0), certificate: thief.certificate}


def forged_root(files: Files) -> dict[str, bytes | None]:
    """The same, with a root sheet of his own as well."""
    changes = forged_signature(files)
    new = next(path for path in changes if "/keys/" in path)
    fingerprint = new.rpartition("/")[2].removesuffix(".asc").encode()
    old = next(path for path in files if path.startswith("signatures/keys/hieu-truong/"))
    mine = old.rpartition("/")[2].removesuffix(".asc").encode()
    return {**changes, ROOT: files[ROOT].replace(mine, fingerprint)}


def printed_anew(files: Files) -> dict[str, bytes | None]:
    """A figure changed in the texts of the pages, and the pages printed from them."""
    said = json.loads(files[VIEW])
    (row,) = [row for row in said["years"][0]["rows"] if row["label"] == "Toán"]
    row["year"] = "10"
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return {VIEW: text, PAGES: printed(restore(text), {YearId(CLOSED): files[LEAF]})}


def resalted(files: Files) -> dict[str, bytes | None]:
    """Another salt of the right form."""
    said = json.loads(files[WAY])
    return {WAY: files[WAY].replace(said["muoi"].encode(), said["muoi"][::-1].encode())}


CASES: dict[str, tuple[Change, str, str | None]] = {
    "a score": (replaced(LEAF, b'"ca_nam":"9', b'"ca_nam":"8'), "HB504", LEAF),
    "the salt": (resalted, "HB504", LEAF),
    "the place": (replaced(WAY, b'"thu_tu":', b'"thu_tu":1'), "HB504", LEAF),
    "a number that is none": (replaced(WAY, b'"so_la":', b'"so_la":-'), "HB504", LEAF),
    "no JSON": (lambda _: {LEAF: b"[" * 5000}, "HB504", LEAF),
    "the decision": (replaced(LOCK, b"48/Q", b"49/Q"), "HB506", f"{LOCK}.asc"),
    "the lock's text": (replaced(LOCK, b"viec: khoa", b"viec:  khoa"), "HB505", LOCK),
    "no signature": (lambda _: {f"{LOCK}.asc": b""}, "HB506", f"{LOCK}.asc"),
    "another ledger's lock": (
        lambda f: {LOCK: f[LOCK].replace(f[LOCK][f[LOCK].index(b"lap_so: ") + 8 :][:40], b"ab" * 20)},
        "HB507",
        LOCK,
    ),
    "an unknown key": (forged_signature, "HB511", f"{LOCK}.asc"),
    "a root of one's own": (forged_root, "HB506", ROOT),
    "another sheet": (replaced("goc-tin-cay.yaml", b"nguong: 2", b"nguong: 1"), "HB503", "goc-tin-cay.yaml"),
    "the family": (lambda _: {f"records/ho-so/{PUPIL}.yaml": b"ma: 1\n"}, "HB509", f"records/ho-so/{PUPIL}.yaml"),
    "no root": (lambda _: {ROOT: None}, "HB506", ROOT),
    "the pages": (lambda f: {PAGES: f[PAGES] + b"\n"}, "HB509", PAGES),
    "the pages' texts": (replaced(VIEW, b'"year":"9', b'"year":"8'), "HB509", VIEW),
    "pages printed anew": (printed_anew, "HB509", VIEW),
    "pages that are none": (lambda _: {VIEW: b"{}"}, "HB509", VIEW),
    "the page on top": (replaced("tom-tat.html", b"9,", b"8,"), "HB509", "tom-tat.html"),
    "the name": (replaced(IDENTITY, b"ho_ten: ", b"ho_ten: Ng\xc3\xb4 "), "HB509", IDENTITY),
    "no record": (lambda _: {IDENTITY: b"\xff"}, "HB509", IDENTITY),
    "whose it is": (
        lambda f: {
            "goi.yaml": f["goi.yaml"].replace(PUPIL.encode(), OTHER.encode()),
            IDENTITY: None,
            IDENTITY.replace(PUPIL, OTHER): f[IDENTITY],
            f"records/ho-so/{PUPIL}.yaml": None,
        },
        "HB504",
        LEAF,
    ),
    "another form": (replaced("goi.yaml", b"hocba-packet/v1", b"hocba-packet/v2"), "HB503", "goi.yaml"),
    "a huge number": (replaced("goi.yaml", b"muc_so: ", b"muc_so: " + b"9" * 5000), "HB503", "goi.yaml"),
    "a missing file": (lambda _: {f"{LOCK}.asc": None}, "HB503", f"{LOCK}.asc"),
    "a lock nobody named": (lambda f: {LOCK.replace("0003", "0001"): f[LOCK]}, "HB503", LOCK.replace("0003", "0001")),
    "another pupil's record": (
        lambda f: {IDENTITY.replace(PUPIL, OTHER): f[IDENTITY]},
        "HB501",
        IDENTITY.replace(PUPIL, OTHER),
    ),
    "scores of a class": (
        lambda _: {f"records/{CLOSED}/6a1/hk1/toan.yaml": b""},
        "HB501",
        f"records/{CLOSED}/6a1/hk1/toan.yaml",
    ),
    "a program": (lambda _: {"chay.exe": b"MZ"}, "HB501", "chay.exe"),
    "no contents": (lambda _: {"goi.yaml": None}, "HB500", None),
}


@pytest.mark.parametrize("name", CASES)
def test_what_was_altered_is_named(name: str, packet: bytes, root: tuple[str, str], desk: Path) -> None:
    change, code, path = CASES[name]
    status, said = verify(altered(packet, change(unpack(packet))), desk, *root)
    expected = (3, "undecided") if code == "HB511" else (1, "invalid")
    assert (status, said["verdict"]) == expected
    assert (code, path) in [(finding["code"], finding["path"]) for finding in said["findings"]]


def test_the_honest_twin_of_them_all(packet: bytes, root: tuple[str, str], desk: Path) -> None:
    assert altered(packet, {}) == packet
    assert verify(altered(packet, {}), desk, *root)[0] == 0


def test_a_file_that_was_damaged_is_named(packet: bytes, root: tuple[str, str], desk: Path) -> None:
    damaged = altered(packet, {LEAF: unpack(packet)[LEAF] + b" "}, honest_sums=False)
    status, said = verify(damaged, desk, *root)
    assert (status, [(finding["code"], finding["path"]) for finding in said["findings"]]) == (1, [("HB503", LEAF)])


def test_a_leaf_of_another_pupil_does_not_pass_for_this_one(
    packet: bytes, lived: School, root: tuple[str, str], desk: Path
) -> None:
    lived.does("van-thu", "transfer", "out", OTHER, "-o", str(desk / "khac.zip"))
    other = unpack((desk / "khac.zip").read_bytes())
    status, said = verify(altered(packet, {LEAF: other[LEAF], WAY: other[WAY]}), desk, *root)
    assert (status, said["findings"][0]["code"], said["findings"][0]["path"]) == (1, "HB504", LEAF)


def written(*entries: tuple[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    """A zip by somebody else's hand."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as made:
        for name, content in entries:
            made.writestr(name, content)
    return target.getvalue()


STRANGE: dict[str, tuple[Callable[[], bytes], str, str | None]] = {
    "empty": (lambda: b"", "HB500", None),
    "no entry": (lambda: b"PK\x05\x06" + b"\0" * 18, "HB500", None),
    "a document": (lambda: b"%PDF-1.7\n", "HB500", None),
    "a way up": (lambda: written(("../../etc/passwd", b"x")), "HB501", "../../etc/passwd"),
    "an absolute path": (lambda: written(("/etc/passwd", b"x")), "HB501", "/etc/passwd"),
    "a backslash": (lambda: written(("a\\..\\b", b"x")), "HB501", "a\\..\\b"),
    "a folder": (lambda: written(("la/", b"")), "HB501", "la/"),
    "a name twice": (lambda: written(("goi.yaml", b"x"), ("goi.yaml", b"y")), "HB501", "goi.yaml"),
    "compressed": (lambda: written(("goi.yaml", b"x" * 99), how=zipfile.ZIP_DEFLATED), "HB501", "goi.yaml"),
    "a bomb": (lambda: written(("goi.yaml", b"\0" * (MAX_PACKET + 1)), how=zipfile.ZIP_DEFLATED), "HB502", None),
    "many entries": (lambda: written(*((f"t{number}", b"") for number in range(300))), "HB502", None),
    "too large": (lambda: b"\0" * (MAX_PACKET + 1), "HB502", None),
    "made by another program": (lambda: written(("goi.yaml", b"x")), "HB500", None),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", STRANGE)
def test_what_is_no_packet_is_named(name: str, root: tuple[str, str], desk: Path) -> None:
    make, code, path = STRANGE[name]
    status, said = verify(make(), desk, *root)
    assert (status, said["verdict"]) == (1, "invalid")
    assert [(finding["code"], finding["path"]) for finding in said["findings"]] == [(code, path)]
    assert [found.name for found in desk.iterdir()] == ["goi.zip"]


def test_truncated_anywhere_it_is_damaged(packet: bytes, root: tuple[str, str], desk: Path) -> None:
    for length in (1, 21, 1000, len(packet) // 2, len(packet) - 22, len(packet) - 1):
        status, said = verify(packet[:length], desk, *root)
        assert (status, [finding["code"] for finding in said["findings"]]) == (1, ["HB500"]), length


def test_something_behind_the_end_is_seen(packet: bytes, root: tuple[str, str], desk: Path) -> None:
    assert verify(packet + b"\n", desk, *root)[1]["findings"][0]["code"] == "HB500"
    assert verify(b"\n" + packet, desk, *root)[1]["findings"][0]["code"] == "HB500"


def test_any_byte_that_changes_is_seen(packet: bytes, root: tuple[str, str], desk: Path) -> None:
    draw = random.Random(5)
    for _ in range(150):
        at = draw.randrange(len(packet))
        flipped = packet[:at] + bytes([packet[at] ^ (1 << draw.randrange(8))]) + packet[at + 1 :]
        status, said = verify(flipped, desk, *root)
        assert (status, said["verdict"]) == (1, "invalid"), at


def test_any_text_of_a_file_is_judged_without_a_traceback(packet: bytes, root: tuple[str, str], desk: Path) -> None:
    """Each file in turn becomes nonsense, cut, or empty; the list of digests is put right."""
    files = unpack(packet)
    for path in sorted(files.keys() - {"sha256sum.txt", PAGES}):
        for content in (b"", b"{}", b"\xff\xfe", files[path][: len(files[path]) // 2], b"a: &b [*b]\n", b"NaN"):
            status, said = verify(altered(packet, {path: content}), desk, *root)
            assert (status, said["verdict"]) in ((1, "invalid"), (3, "undecided")), (path, content[:9])
    assert pack(files) == packet

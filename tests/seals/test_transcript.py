"""A real transcript, sealed: in its room on the form, still PDF/A, and its data held against the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner, Result

from hocba_build.domain.values import StudentId, YearId
from hocba_build.interfaces.cli import main
from hocba_build.publishing.pdf_files import attached_files, places_of
from hocba_build.trust.year_end.leaves import canonical_json
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.ledger.locked_leaves import locked_leaves
from tests.ledger.school import CLOSED, OPEN, School
from tests.publishing.lasting import faults
from tests.seals.issuer import PASSPHRASE, Issuer


@dataclass(frozen=True)
class Office:
    """The living school, an authority, and a folder for what is printed and sealed."""

    school: School
    issuer: Issuer
    folder: Path

    def run(self, *arguments: str | Path) -> Result:
        """A command in the school's folder."""
        state = {"HOCBA_STATE": str(self.school.root / "s"), "GNUPGHOME": str(self.school.root / "khoa/van-thu")}
        given = f"{PASSPHRASE}\n"
        return CliRunner().invoke(main, ["-C", str(self.school.desk), *map(str, arguments)], env=state, input=given)

    def sheet(self) -> tuple[str, Path]:
        """The founding sheet as an option."""
        return ("--root", self.school.root / "goc-tin-cay.yaml")

    def printed(self, year: str, pupil: str) -> bytes:
        """A pupil's transcript."""
        done = self.run("build", "pdf", *self.sheet(), "--year", year, "--pupil", pupil, "-o", self.folder / "in")
        assert done.exit_code == 0, done.output
        (file,) = (self.folder / "in" / year).glob(f"*/{pupil}.pdf")
        return file.read_bytes()

    def sealed(self, raw: bytes, *roles: str, at_home: bool = True) -> Path:
        """The same, sealed in the school's folder or elsewhere."""
        source, out = self.folder / "mot.pdf", self.folder / "da-ki"
        source.write_bytes(raw)
        (out / "mot.pdf").unlink(missing_ok=True)
        for role in roles or ("hieu-truong",):
            key = ("--p12", self.issuer.folder / f"{role}.p12", "--as", role)
            where = () if at_home else ("-C", self.folder)
            done = self.run(*where, "seal", *key, source, "-o", out)
            assert done.exit_code == 0, done.output
        return out / "mot.pdf"

    def judged(self, file: Path) -> tuple[dict[str, Any], list[tuple[str, str | None]]]:
        """What is said of a file, and the codes with their places."""
        files = ("--trust", self.issuer.root, "--cert", self.issuer.certificate("hieu-truong"))
        more = ("--cert", self.issuer.certificate("con-dau"))
        said: dict[str, Any] = json.loads(self.run("verify-pdf", file, *files, *more, *self.sheet(), "--json").stdout)
        return said, [(finding["code"], finding["path"]) for finding in said["findings"]]


@pytest.fixture(scope="module")
def office(lived: School, issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One folder for the module."""
    return Office(lived, issuer, tmp_path_factory.mktemp("ki"))


@pytest.fixture(scope="module")
def corrected(office: Office) -> str:
    """A pupil whose year was locked, corrected and locked again."""
    desk = open_desk(office.school.desk)
    history = open_ledger(desk, desk.main()).history
    for path in sorted(office.school.desk.glob("records/hoc-sinh/*.yaml")):
        held = locked_leaves(history, YearId(CLOSED), StudentId(path.stem))
        if len(held) > 1 and held[0].leaf != held[-1].leaf:
            return path.stem
    raise AssertionError


@pytest.fixture(scope="module")
def transcript(office: Office, corrected: str) -> bytes:
    """That pupil's transcript."""
    return office.printed(CLOSED, corrected)


def with_data(raw: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A print with other data inside, as somebody would make it who prints by himself."""
    with pikepdf.open(BytesIO(raw)) as made:
        (spec,) = made.attachments.values()
        stream = spec.obj.EF.F
        stream.write(change(stream.read_bytes()))
        target = BytesIO()
        made.save(target)
        return target.getvalue()


def test_both_seals_stand_in_the_room_and_the_file_stays_pdf_a(office: Office, transcript: bytes) -> None:
    file = office.sealed(transcript, "hieu-truong", "con-dau")
    rooms = [place for place in places_of(transcript) if place.name.startswith("hieu-truong.")]
    room = max(rooms, key=lambda place: place.page)
    left, low, right, high = room.rect
    boxes = []
    with pikepdf.open(file) as opened:
        assert len(opened.pages) == room.page + 1
        for widget in opened.pages[room.page].Annots:
            boxes.append([float(number) for number in widget.Rect])
    assert len(boxes) == 2
    assert all(left - 2 <= box[0] and box[2] <= right + 2 and low - 2 <= box[1] and box[3] <= high + 2 for box in boxes)
    school, head = sorted(boxes)
    assert school[2] <= head[0]
    assert faults(file.read_bytes()) == faults(transcript) == []
    assert attached_files(file.read_bytes()) == attached_files(transcript)


def test_its_data_are_what_the_ledger_has_locked(office: Office, transcript: bytes) -> None:
    said, found = office.judged(office.sealed(transcript))
    assert (said["verdict"], said["checks"]["data"]["verdict"], found) == ("valid", "valid", [])
    assert f"năm học {CLOSED} đúng là kết quả đã khoá" in said["checks"]["data"]["message"]


def test_other_data_are_named_in_spite_of_a_good_seal(office: Office, transcript: bytes) -> None:
    forged = with_data(transcript, lambda raw: raw.replace(b'"ren_luyen":"', b'"ren_luyen":"x', 1))
    said, found = office.judged(office.sealed(forged, at_home=False))
    assert (said["verdict"], said["checks"]["integrity"]["verdict"], found) == ("invalid", "valid", [("HB563", CLOSED)])
    broken = office.sealed(with_data(transcript, lambda _: b"{"), at_home=False)
    assert office.judged(broken)[1] == [("HB563", CLOSED)]


def test_data_of_an_older_lock_are_superseded(office: Office, transcript: bytes, corrected: str) -> None:
    desk = open_desk(office.school.desk)
    history = open_ledger(desk, desk.main()).history
    oldest = locked_leaves(history, YearId(CLOSED), StudentId(corrected))[0]
    file = office.sealed(with_data(transcript, lambda _: canonical_json(oldest.leaf)), at_home=False)
    said, found = office.judged(file)
    assert (said["verdict"], found) == ("invalid", [("HB567", CLOSED)])


def test_drafts_and_old_prints_are_not_sealed_where_the_ledger_is(office: Office, transcript: bytes) -> None:
    """Elsewhere they are, and then nothing is held against them but what can be known."""
    classes = sorted(office.school.desk.glob(f"records/{OPEN}/*/lop.yaml"))
    listed = [word for word in classes[0].read_text("utf-8").split('"') if word.isdigit() and len(word) == 10]
    draft = office.printed(OPEN, listed[0])
    for raw in (draft, with_data(transcript, lambda raw: raw.replace(b"8", b"9", 1))):
        source = office.folder / "nhap.pdf"
        source.write_bytes(raw)
        key = ("--p12", office.issuer.folder / "hieu-truong.p12", "--as", "hieu-truong")
        done = office.run("seal", *key, source, "-o", office.folder / "khong")
        assert (done.exit_code, done.stdout.startswith(f"{source}: HB554 ")) == (1, True), done.output
    assert not (office.folder / "khong").exists()
    said, found = office.judged(office.sealed(draft, at_home=False))
    assert (said["checks"]["data"]["verdict"], found, "data" in said["chua_kiem"]) == ("undecided", [], True)


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"PK"])
def test_what_is_no_pdf_holds_no_files(raw: bytes) -> None:
    assert attached_files(raw) == {}

"""What the school's ledger says of seals: its level, its certificates, the authorities that it believes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hocba_build.interfaces.cli import main
from tests.authority import Authority, listening, new_authority
from tests.ledger.school import School
from tests.seals.conftest import PUPILS
from tests.seals.issuer import PASSPHRASE, Issuer, giving_lists, new_issuer


@pytest.fixture(scope="module")
def tsa() -> Iterator[Authority]:
    """A real time-stamp authority."""
    with new_authority() as made, listening(made):
        yield made


@pytest.fixture(scope="module")
def lister(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issuer]:
    """A certificate authority that says where its revocation list is."""
    made = new_issuer(tmp_path_factory.mktemp("ca"))
    with giving_lists(made):
        made.issue("hieu-truong", "Nguyễn Thị Minh Hoa")
        made.issue("cu", "Nguyễn Thị Minh Hoa")
        made.issue("con-dau", "Trường THCS và THPT Bình Minh")
        yield made


class Sealing:
    """The school with its settings in the ledger, and a printed page."""

    def __init__(self, school: School, lister: Issuer, page: bytes) -> None:
        self.school, self.lister = school, lister
        self.printed = school.root / "in"
        self.printed.mkdir()
        (self.printed / f"{PUPILS[0]}.pdf").write_bytes(page)
        self.out = school.root / "da-ki"

    @property
    def file(self) -> Path:
        """The sealed page."""
        return self.out / f"{PUPILS[0]}.pdf"

    def run(self, *arguments: str | Path) -> Result:
        """A command in the school's folder."""
        state = {"HOCBA_STATE": str(self.school.root / "s")}
        given = f"{PASSPHRASE}\n"
        return CliRunner().invoke(main, ["-C", str(self.school.desk), *map(str, arguments)], env=state, input=given)

    def seal(self, who: str, role: str, *more: str | Path) -> Result:
        """Seal the page."""
        return self.run("seal", "--p12", self.lister.folder / f"{who}.p12", "--as", role, *more, "--json")

    def judged(self, *more: str | Path) -> dict[str, Any]:
        """What is said of the sealed file."""
        done = self.run("verify-pdf", self.file, "--json", *more)
        said: dict[str, Any] = json.loads(done.stdout)
        return {**said, "exit": done.exit_code, "codes": [(one["code"], one["path"]) for one in said["findings"]]}

    @property
    def sheet(self) -> tuple[str, Path]:
        """The founding sheet as an option."""
        return ("--root", self.school.root / "goc-tin-cay.yaml")


@pytest.fixture(scope="module")
def settled(lived: School, tsa: Authority, lister: Issuer, page: bytes) -> Iterator[Sealing]:
    """Two root persons brought in both chains, administrator and principal the settings."""
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        school = lived.copy(Path(folder) / "t")
        for kind, chain in (("tsa", tsa.root), ("ca", lister.root.read_bytes())):
            brought = school.root / f"{kind}.pem"
            brought.write_bytes(chain)
            school.does("so-gddt", "accept", school.does("hoi-dong", "root", kind, "thu", str(brought)))
        with (school.desk / "records/truong.yaml").open("a", encoding="utf-8") as file:
            file.write(f'moc_thoi_gian:\n  - {{noi: thu, dia_chi: "{tsa.address}"}}\nmuc_ki_so: B-LTA\nchung_thu_so:\n')
            for role, name in (("hieu_truong", "hieu-truong"), ("hieu_truong", "cu"), ("con_dau", "con-dau")):
                file.write(f'  - {{tu_ngay: "2026-01-05", vai: {role}, van_tay: "{lister.fingerprint(name)}"}}\n')
        school.run("quan-tri", "fmt")
        school.does("hieu-truong", "accept", school.does("quan-tri", "propose", "-m", "Kí số."))
        yield Sealing(school, lister, page)
        school.end_agents()


@pytest.fixture
def sealing(settled: Sealing, tmp_path: Path, tsa: Authority) -> Sealing:
    """The same with an empty folder for what is sealed."""
    settled.out = tmp_path / "da-ki"
    tsa.asked.clear()
    return settled


def test_a_lasting_seal_answers_every_question_about_itself_offline(sealing: Sealing, tsa: Authority) -> None:
    first = json.loads(sealing.seal("hieu-truong", "hieu-truong", sealing.printed, "-o", sealing.out).stdout)
    assert (first["muc"], first["findings"]) == ("B-LTA", [])
    assert sealing.seal("con-dau", "con-dau", sealing.out).exit_code == 0
    assert all(len(question) < 100 for question in tsa.asked)  # Only digests leave the school.
    said = sealing.judged(*sealing.sheet)
    # The page is nobody's and has no data inside: what the seals are asked is all answered.
    assert (said["verdict"], said["exit"], said["chua_kiem"], said["codes"]) == ("valid", 0, ["data"], [])
    assert {check["verdict"] for name, check in said["checks"].items() if name != "data"} == {"valid"}
    assert all(seal["moc_thoi_gian"] for seal in said["chu_ki"])


def test_without_the_founding_sheet_the_ledger_at_hand_proves_nothing(sealing: Sealing) -> None:
    assert sealing.seal("hieu-truong", "hieu-truong", sealing.printed, "-o", sealing.out).exit_code == 0
    said = sealing.judged()
    assert (said["verdict"], said["exit"], said["anchored"]) == ("undecided", 3, False)
    assert said["checks"]["chain"]["verdict"] == said["checks"]["signer"]["verdict"] == "undecided"


def test_a_certificate_that_the_ledger_does_not_name_seals_nothing(sealing: Sealing, issuer: Issuer) -> None:
    done = sealing.run(
        *("seal", "--p12", issuer.folder / "hieu-truong.p12", "--as", "hieu-truong", "--level", "B-B"),
        *(sealing.printed, "-o", sealing.out),
    )
    assert (done.exit_code, issuer.fingerprint("hieu-truong") in done.stderr, sealing.out.exists()) == (4, True, False)
    wrong_role = sealing.seal("con-dau", "hieu-truong", sealing.printed, "-o", sealing.out)
    assert (wrong_role.exit_code, sealing.out.exists()) == (4, False)


def test_a_certificate_that_was_taken_back_seals_no_lasting_file(sealing: Sealing, lister: Issuer) -> None:
    """The list is asked for at the time of sealing; a bare seal made in spite of it is not vouched for."""
    lister.revoke("cu")
    done = sealing.seal("cu", "hieu-truong", sealing.printed, "-o", sealing.out)
    assert (done.exit_code, "nơi cấp" in done.stderr, sealing.out.exists()) == (3, True, False)
    assert sealing.seal("cu", "hieu-truong", sealing.printed, "-o", sealing.out, "--level", "B-T").exit_code == 0
    said = sealing.judged(*sealing.sheet)
    assert said["checks"]["revoked"]["verdict"] == "undecided"
    assert said["checks"]["time"]["verdict"] == "valid"


def test_an_authority_that_does_not_answer_stops_the_act(sealing: Sealing, tsa: Authority) -> None:
    tsa.replies += [b"no", b"no"]
    done = sealing.seal("hieu-truong", "hieu-truong", sealing.printed, "-o", sealing.out, "--level", "B-T")
    tsa.replies.clear()
    assert (done.exit_code, sealing.out.exists()) == (3, False)
    assert sealing.seal("hieu-truong", "hieu-truong", sealing.printed, "-o", sealing.out).exit_code == 0


def test_a_stamp_of_a_stranger_is_named(sealing: Sealing, tmp_path: Path) -> None:
    assert (
        sealing.seal("hieu-truong", "hieu-truong", sealing.printed, "-o", sealing.out, "--level", "B-T").exit_code == 0
    )
    with new_authority() as other:
        chain = tmp_path / "khac.pem"
        chain.write_bytes(other.root)
    files = ("--trust", sealing.lister.root, "--cert", sealing.lister.certificate("hieu-truong"))
    said = sealing.judged(*files, "--tsa", chain)
    assert (said["verdict"], said["codes"]) == ("invalid", [("HB560", "HieuTruong")])
    assert sealing.judged(*files)["checks"]["time"]["verdict"] == "undecided"

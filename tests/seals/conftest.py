"""An authority, the school's certificates, printed pages: made once; every test seals copies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hocba_build.interfaces.cli import main
from hocba_build.publishing import pdf
from tests.seals.issuer import PASSPHRASE, RSA, Issuer, new_issuer

CSS = '@page { size: 210mm 297mm; margin: 20mm } html { font: 12pt "Liberation Serif" }'
PUPILS = ("7400000001", "7400000002", "7400000003")


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    """An authority with certificates for principal, deputy and school, and of a stranger; one is self-made."""
    made = new_issuer(tmp_path_factory.mktemp("ca"))
    made.issue("hieu-truong", "Nguyễn Thị Minh Hoa")
    made.issue("pho", "Trần Văn Lâm")
    made.issue("con-dau", "Trường THCS và THPT Bình Minh", RSA)
    made.issue("la", "Trường khác")
    made.self_made("tu-lam", "Nguyễn Thị Minh Hoa")
    return made


@pytest.fixture(scope="session")
def page() -> bytes:
    """A printed page of nobody."""
    return pdf.render(["<p>Toán: 8,3. Ngữ văn: 7,9.</p>"], CSS, "Học bạ").pdf


@dataclass(frozen=True)
class Desk:
    """A folder with printed pages, and the commands."""

    folder: Path
    issuer: Issuer

    @property
    def printed(self) -> Path:
        """A class's printed files."""
        return self.folder / "in/6a1"

    @property
    def sealed(self) -> Path:
        """Where sealed ones go."""
        return self.folder / "da-ki"

    def run(self, *arguments: str | Path, given: str | None = None) -> Result:
        """One command."""
        return CliRunner().invoke(main, ["-C", str(self.folder), *map(str, arguments)], input=given)

    def seal(self, who: str, role: str, *arguments: str | Path, secret: str = PASSPHRASE) -> Result:
        """Seal by a PKCS#12 file."""
        key = ("--p12", self.issuer.folder / f"{who}.p12", "--as", role)
        return self.run("seal", *key, *arguments, given=f"{secret}\n")

    def sealed_by_both(self) -> Path:
        """One file, sealed by the principal and then by the school."""
        target = self.sealed / f"{PUPILS[0]}.pdf"
        first = self.seal("hieu-truong", "hieu-truong", self.printed / target.name, "-o", self.sealed)
        second = self.seal("con-dau", "con-dau", target)
        assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
        return target

    def trusting(self) -> tuple[str | Path, ...]:
        """What a stranger has by another way: the authority, and both certificates."""
        both = [option for name in ("hieu-truong", "con-dau") for option in ("--cert", self.issuer.certificate(name))]
        return ("--trust", self.issuer.root, *both)


@pytest.fixture
def desk(tmp_path: Path, issuer: Issuer, page: bytes) -> Desk:
    """A class of three."""
    made = Desk(tmp_path, issuer)
    made.printed.mkdir(parents=True)
    for pupil in PUPILS:
        (made.printed / f"{pupil}.pdf").write_bytes(page)
    (made.folder / "in/6a1.pdf").write_bytes(page)
    return made

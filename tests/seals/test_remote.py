"""``hocba seal --remote``: the key never leaves the signer, the PIN never the request that needs it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import Result

from tests.seals.conftest import Desk
from tests.seals.issuer import PIN, Issuer
from tests.seals.remote import BEARER, Remote, remote_signer
from tests.seals.test_seal import pdfsig


@pytest.fixture
def remote(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    """A signer that holds the principal's key."""
    monkeypatch.setenv("HOCBA_SEAL_TOKEN", BEARER)
    with remote_signer(issuer, "hieu-truong") as made:
        yield made


def seal(desk: Desk, address: str, pin: str = PIN) -> Result:
    key = ("--remote", address, "--credential", "hieu-truong", "--as", "hieu-truong")
    return desk.run("seal", *key, desk.printed, "-o", desk.sealed, given=f"{pin}\n")


def test_a_class_is_sealed_from_afar(desk: Desk, remote: Remote) -> None:
    done = seal(desk, remote.address)
    assert (done.exit_code, "Đã kí 3" in done.stderr) == (0, True), done.output
    assert remote.calls == ["credentials/info", *["credentials/authorize", "signatures/signHash"] * 3]
    for file in desk.sealed.glob("*.pdf"):
        assert pdfsig(file)[1] == "Signature Validation: Signature is Valid."


def test_a_wrong_pin_is_sent_once(desk: Desk, remote: Remote) -> None:
    done = seal(desk, remote.address, "0")
    assert (done.exit_code, desk.sealed.exists(), remote.calls.count("credentials/authorize")) == (3, False, 1)


def test_a_signer_that_knows_nobody_is_told(desk: Desk, remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCBA_SEAL_TOKEN", "phien-cu")
    done = seal(desk, remote.address)
    assert (done.exit_code, "phiên đăng nhập" in done.stderr, desk.sealed.exists()) == (3, True, False)


def test_a_pin_goes_over_no_bare_line(desk: Desk) -> None:
    done = seal(desk, "http://ki-tu-xa.vidu.example")
    assert (done.exit_code, "https" in done.stderr) == (3, True)

"""Threats A7, A8, A10, E2, E5 and E6: what a key may be, what may change of it, how long it counts."""

from __future__ import annotations

import base64
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pysequoia
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysequoia import packet

from hocba_build.domain.values import PersonId
from hocba_build.records.staff_edits import add_key
from hocba_build.trust.git.objects import with_signature
from hocba_build.trust.git.writing import Message
from hocba_build.trust.openpgp import (
    MAX_CERTIFICATE,
    SignatureFault,
    canonical_certificate,
    check_detached,
    encrypts,
    extends,
    merge_certificates,
    read_certificate,
    rsa_bits,
)
from hocba_build.workflows.ledger.founding import certificate_path
from tests.trust.crafted_keys import ENCRYPTING, SIGNING, binding
from tests.trust.simulator import (
    ASSIGNMENTS,
    MATHS,
    STAFF,
    YEAR,
    Person,
    SchoolSimulator,
    cast,
    maths,
    new_person,
    refused,
    valid,
)

TEXT = "Điểm của lớp 6A1.\n".encode()


@pytest.fixture
def school() -> SchoolSimulator:
    return SchoolSimulator()


def code_of(armor: bytes, *signers: Person | bytes) -> str:
    certificates = [read_certificate(one if isinstance(one, bytes) else one.certificate) for one in signers]
    with pytest.raises(SignatureFault) as fault:
        check_detached(TEXT, armor, certificates)
    return fault.value.code


# --- kind and strength ------------------------------------------------------------------------------------------


@pytest.fixture
def home() -> Iterator[str]:
    """A folder of GnuPG with a short path; its agent ends with it."""
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        yield folder
        subprocess.run(["gpgconf", "--homedir", folder, "--kill", "all"], check=True)


def gpg(home: str, *words: str, data: bytes = b"") -> bytes:
    command = ["gpg", "--homedir", home, "--batch", "--pinentry-mode", "loopback", "--passphrase", ""]
    return subprocess.run([*command, *words], input=data, check=True, capture_output=True).stdout


@pytest.mark.parametrize(
    ("options", "code"),
    [((), None), (("--digest-algo", "SHA1"), "HB312"), (("--textmode",), "HB312")],
    ids=["honest", "SHA-1", "text mode"],
)
def test_a7_a_weak_or_wrong_kind_of_signature(home: str, options: tuple[str, ...], code: str | None) -> None:
    gpg(home, "--quick-gen-key", "gv-lan <gv-lan@truong.invalid>", "rsa2048", "sign", "never")
    made = canonical_certificate(gpg(home, "--export"))
    armor = gpg(home, *options, "--armor", "--detach-sign", data=TEXT)
    if code is None:
        assert check_detached(TEXT, armor, [read_certificate(made)]).fingerprint == read_certificate(made).fingerprint
    else:
        assert code_of(armor, made) == code


def test_a7_a_short_rsa_key(home: str) -> None:
    gpg(home, "--quick-gen-key", "gv-lan <gv-lan@truong.invalid>", "rsa1024", "sign", "never")
    made = canonical_certificate(gpg(home, "--export"))
    with pytest.raises(SignatureFault, match="ngắn hơn 2048 bit") as fault:
        read_certificate(made)
    assert fault.value.code == "HB316"


# --- a certificate ----------------------------------------------------------------------------------------------


def packets_of(person: Person) -> list[bytes]:
    """Primary key, direct signature, name, certification, signing subkey and binding, encryption subkey and binding."""
    return [bytes(one) for one in packet.PacketPile.from_bytes(person.certificate)]


def armored(packets: list[bytes]) -> bytes:
    return str(pysequoia.armor(b"".join(packets), pysequoia.ArmorKind.PublicKey)).encode()


def test_a8_somebody_elses_subkey_does_not_become_ones_own() -> None:
    lan, thief = new_person("gv-lan"), new_person("gv-mai")
    armor = lan.sign(TEXT, 0)
    adopted = armored([*packets_of(thief), *packets_of(lan)[4:6]])
    assert code_of(armor, adopted) == "HB314"
    certificates = [read_certificate(adopted), read_certificate(lan.certificate)]
    assert check_detached(TEXT, armor, certificates).fingerprint == lan.fingerprint


def test_a8_a_binding_by_the_thiefs_own_key_alone_is_none(school: SchoolSimulator) -> None:
    """The subkey must say itself whose it is; one that does not sign need not."""
    lan, thief = new_person("gv-lan"), school.people["gv-mai"]
    signs, reads = (list(packet.PacketPile.from_bytes(lan.certificate))[place] for place in (4, 6))
    own = packets_of(thief)[:4]
    adopted = armored([*own, bytes(signs), binding(thief, bytes(signs.body), SIGNING, school.now)])
    with pytest.raises(SignatureFault, match="không tự nhận khoá chính này") as fault:
        read_certificate(adopted)
    assert fault.value.code == "HB316"
    twin = armored([*own, bytes(reads), binding(thief, bytes(reads.body), ENCRYPTING, school.now)])
    assert encrypts(read_certificate(twin)), "the binding itself is right"
    path = certificate_path(thief.person, thief.fingerprint)
    stolen = armored([*packets_of(thief), bytes(signs), binding(thief, bytes(signs.body), SIGNING, school.now)])
    branch = school.commit("quan-tri", {path: stolen})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB316", branch, path)


def test_e1_a_signature_from_before_its_key(home: str) -> None:
    gpg(home, "--faked-system-time", "20250601T000000!", "--quick-gen-key", "gv-lan <gv-lan@truong.invalid>")
    made = canonical_certificate(gpg(home, "--export"))

    def signed(day: str) -> bytes:
        words = ("--faked-system-time", f"{day}T000000!", "--ignore-time-conflict", "--armor", "--detach-sign")
        return gpg(home, *words, data=TEXT)

    with pytest.raises(SignatureFault, match="trước khi khoá được tạo") as fault:
        check_detached(TEXT, signed("20250501"), [read_certificate(made)])
    assert fault.value.code == "HB315"
    assert check_detached(TEXT, signed("20250701"), [read_certificate(made)]).made_at == 1751328000


def test_a10_a_certificate_is_small_public_and_one() -> None:
    lan, mai = new_person("gv-lan"), new_person("gv-mai")
    secret = str(pysequoia.armor(bytes(lan.key), pysequoia.ArmorKind.SecretKey)).encode()
    relabelled = str(pysequoia.armor(bytes(lan.key), pysequoia.ArmorKind.PublicKey)).encode()
    for bad, code, words in (
        (secret, "HB316", "thu hồi khoá này ngay"),
        (relabelled, "HB316", "chứng thư"),
        (armored([*packets_of(lan), *packets_of(mai)]), "HB316", "đúng một khoá chính"),
        (armored([*packets_of(lan), *packets_of(lan)[2:4] * 100]), "HB316", "gói"),
        (lan.certificate + b"x" * MAX_CERTIFICATE, "HB390", "lớn hơn"),
    ):
        with pytest.raises(SignatureFault, match=words) as fault:
            read_certificate(bad)
        assert fault.value.code == code
    assert read_certificate(lan.certificate).fingerprint == lan.fingerprint


def unknown(person: Person, case: str) -> bytes:
    """A certificate with something in it of which the library knows no name."""
    packets = packets_of(person)
    if case == "packet":
        return armored([*packets, bytes([0xC0 | 57, 2]) + b"ab"])
    if case == "private packet":
        return armored([*packets, bytes([0xC0 | 62, 2]) + b"ab"])
    place = {"algorithm": 4, "kind of signature": 5, "kind of fingerprint": 5}[case]
    held = bytearray(packets[place])
    if case == "algorithm":
        held[held.index(b"\x04") + 5] = 6
    elif case == "kind of signature":
        held[held.index(b"\x04\x18") + 1] = 0x77
    else:
        issuer = held.index(bytes([22, 33, 4]))
        held[issuer + 2] = 7
    packets[place] = bytes(held)
    return armored(packets)


@pytest.mark.parametrize("case", ["packet", "private packet", "algorithm", "kind of signature", "kind of fingerprint"])
def test_a10_what_the_library_does_not_know_is_refused_in_words(school: SchoolSimulator, case: str) -> None:
    lan = school.people["gv-lan"]
    crafted = unknown(lan, case)
    with pytest.raises(SignatureFault) as fault:
        read_certificate(crafted)
    assert fault.value.code == "HB316"
    path = certificate_path(lan.person, lan.fingerprint)
    branch = school.commit("quan-tri", {path: crafted})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB316", branch, path)


def test_a7_a_signature_by_a_kind_of_key_that_nobody_knows(school: SchoolSimulator) -> None:
    lan = school.people["gv-lan"]
    own = bytearray(base64.b64decode(b"".join(lan.sign(TEXT, 0).split(b"\n")[2:-3])))
    own[own.index(bytes([22, 33, 4])) + 2] = 7
    armor = str(pysequoia.armor(bytes(own), pysequoia.ArmorKind.Signature)).encode()
    assert code_of(armor, lan) == "HB311"
    branch = school.commit("gv-lan", {MATHS: maths()})
    forged = school.objects.put("commit", with_signature(school.trees.commit(branch).payload, armor))
    school.merge("gv-hung", forged)
    assert refused(school) == ("HB311", forged, None)


CHANGES = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255), st.booleans()), min_size=1, max_size=6)


@given(CHANGES, st.booleans())
def test_any_bytes_at_all_are_refused_in_words(changes: list[tuple[int, int, bool]], as_signature: bool) -> None:
    """In a certificate or a signature: never a traceback, and never another person's signature."""
    person, other = cast()["gv-lan"], cast()["gv-mai"]
    armor = person.sign(TEXT, 0)
    lines = (armor if as_signature else person.certificate).split(b"\n")
    raw = bytearray(base64.b64decode(b"".join(line for line in lines if line and line[:1] not in b"-=")))
    for at, byte, added in changes:
        place = at % len(raw)
        raw[place : place + (not added)] = bytes([byte])
    kind = pysequoia.ArmorKind.Signature if as_signature else pysequoia.ArmorKind.PublicKey
    changed = str(pysequoia.armor(bytes(raw), kind)).encode()
    try:
        if as_signature:
            check_detached(TEXT, changed, [read_certificate(other.certificate)])
            pytest.fail("signed by nobody")
        else:
            made = read_certificate(changed)
            made.expires, made.revoked, rsa_bits(made), extends(person.certificate, changed)
            merge_certificates(person.certificate, changed)
            assert check_detached(TEXT, armor, [made]).fingerprint == made.fingerprint
    except SignatureFault:
        pass


# --- what changes of it -----------------------------------------------------------------------------------------


def test_e2_a_certificate_loses_nothing(school: SchoolSimulator) -> None:
    lan = school.people["gv-lan"]
    path = certificate_path(lan.person, lan.fingerprint)
    branch = school.commit("quan-tri", {path: armored(packets_of(lan)[:6])})
    honest = school.main
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB341", branch, path)
    school.main = honest
    later = pysequoia.Cert.from_bytes(lan.certificate)
    later = later.set_expiration(datetime(2033, 1, 1, tzinfo=UTC), lan.key.certifier())
    renewed = merge_certificates(lan.certificate, canonical_certificate(bytes(later)))
    assert renewed != lan.certificate
    school.entry("quan-tri", {path: renewed}, "hieu-truong")
    assert valid(school)


def test_e5_a_revocation_ends_a_key_and_not_its_past(school: SchoolSimulator) -> None:
    lan = school.people["gv-lan"]
    path = certificate_path(lan.person, lan.fingerprint)
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    certificate = pysequoia.Cert.from_bytes(lan.certificate)
    first, *rest = packets_of(lan)
    text = canonical_certificate(b"".join([first, bytes(certificate.revoke(lan.key.certifier())), *rest]))
    honest = school.main
    own = school.commit("gv-mai", {path: text})
    school.merge("gv-hung", own)
    assert refused(school)[:2] == ("HB332", own), "nobody but the office ends a key"
    school.main = honest
    school.entry("quan-tri", {path: text}, "hieu-truong")
    assert valid(school), "what was signed before stands by the certificate of its own time"
    late = school.commit("gv-lan", {MATHS: maths("9")})
    school.merge("gv-hung", late)
    assert refused(school)[:2] == ("HB315", late)


@dataclass(frozen=True)
class Faked(Person):
    """Somebody whose GnuPG signs for the day that a commit says."""

    home: str = ""

    def sign(self, payload: bytes, at: int) -> bytes:
        return gpg(self.home, "--faked-system-time", f"{at}!", "--armor", "--detach-sign", data=payload)


def test_a_mildly_revoked_key_signs_nothing_for_the_days_before(school: SchoolSimulator, home: str) -> None:
    """A thief sets the clock to a day on which the key was good; until the school knows, nothing tells."""
    day = 24 * 3600
    long_ago = ("--faked-system-time", f"{school.now - 9 * day}!")
    gpg(home, *long_ago, "--quick-gen-key", "gv-lan <gv-lan@truong.invalid>", "ed25519", "sign", "never")
    lan, certificate = school.people["gv-lan"], canonical_certificate(gpg(home, "--export"))
    key = Faked(lan.person, lan.key, certificate, home)
    row = add_key(school.content(STAFF), lan.person, key.fingerprint)
    school.entry("quan-tri", {STAFF: row, **school.key_files(key, older=lan)}, "hieu-truong")
    today, school.now = school.now, school.now - 4 * day
    stolen = school.writer.propose(school.main, {MATHS: maths()}, Message("Sửa"), key, school.now)
    school.now = today
    twin = school.copy()
    twin.merge("gv-hung", stolen)
    assert valid(twin)
    retired = ("--no-batch", "--no-tty", "--command-fd", "0", "--faked-system-time", f"{today - 3 * day}!")
    gpg(home, "--import", data=gpg(home, *retired, "--gen-revoke", key.fingerprint, data=b"y\n3\n\ny\n"))
    path = certificate_path(key.person, key.fingerprint)
    school.entry("quan-tri", {path: canonical_certificate(gpg(home, "--export"))}, "hieu-truong")
    assert valid(school)
    school.merge("gv-hung", stolen)
    assert refused(school)[:2] == ("HB315", stolen)


def test_e6_work_of_a_former_teacher_is_judged_by_the_day_it_is_accepted(school: SchoolSimulator) -> None:
    written = school.commit("gv-lan", {MATHS: maths()})
    honest = school.main
    school.merge("gv-hung", written)
    assert valid(school)
    school.main = honest
    handed = ASSIGNMENTS.replace("mon: toan, hk1: [gv-lan], hk2: [gv-lan]", "mon: toan, hk1: [gv-mai], hk2: [gv-mai]")
    school.entry("quan-tri", {f"records/{YEAR}/phan-cong.yaml": handed.encode()}, "hieu-truong")
    school.merge("gv-hung", written)
    assert refused(school) == ("HB332", written, MATHS)


# --- a key that comes into use ----------------------------------------------------------------------------------


def second_key(school: SchoolSimulator) -> tuple[Person, str, dict[str, bytes | None]]:
    """A further key of gv-mai, where its certificate lies, and the staff file that names it."""
    person = new_person("gv-mai")
    row: dict[str, bytes | None] = {STAFF: add_key(school.content(STAFF), PersonId("gv-mai"), person.fingerprint)}
    return person, certificate_path(person.person, person.fingerprint), row


def test_a_key_put_into_use_later_says_whose_it_is(school: SchoolSimulator) -> None:
    """A certificate by itself signs nothing; the row that makes it sign is what needs the key's own word."""
    person, path, row = second_key(school)
    school.entry("quan-tri", {path: person.certificate}, "hieu-truong")
    assert valid(school)
    branch = school.commit("quan-tri", row)
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB316", branch, path.replace(".asc", ".xac-nhan.asc"))


def test_a_key_does_not_stand_for_the_older_one(school: SchoolSimulator) -> None:
    """A row that came before its certificate makes it no older key of the person."""
    person, path, row = second_key(school)
    school.entry("quan-tri", row, "hieu-truong")
    assert valid(school)
    twin = school.copy()
    branch = school.commit("quan-tri", school.key_files(person, older=person))
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB316", branch, path.replace(".asc", ".cu.asc"))
    twin.entry("quan-tri", twin.key_files(person, older=twin.people["gv-mai"]), "hieu-truong")
    assert valid(twin)


@pytest.mark.parametrize("what", ["person", "key"])
def test_a_person_has_one_row_and_a_key_one_person(school: SchoolSimulator, what: str) -> None:
    text = school.content(STAFF).decode()
    row = next(line for line in text.splitlines(keepends=True) if "ma: gv-lan," in line)
    if what == "key":
        row = row.replace("gv-lan", "gv-nam").replace("lan@", "nam@")
    branch = school.commit("quan-tri", {STAFF: (text + row).encode()})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB112", branch, STAFF)

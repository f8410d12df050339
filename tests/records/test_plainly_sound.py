"""The quick yes never contradicts the slow judgement, and is given where it pays."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hocba_build.records.inspect import inspect
from hocba_build.records.layout import RecordPath, parse_path
from hocba_build.records.plainly_sound import plainly_sound

ROOT = Path(__file__).resolve().parents[2]
FILES = [path for path in sorted((ROOT / "records").rglob("*.yaml")) if path.parent.name in ("hk1", "hk2")]


def place_of(path: str) -> RecordPath:
    place = parse_path(path)
    assert place is not None
    return place


MATHS = place_of("records/2025-2026/6a1/hk1/toan.yaml")
SPORT = place_of("records/2025-2026/6a1/hk1/gdtc.yaml")
CONDUCT = place_of("records/2025-2026/6a1/hk1/ren-luyen.yaml")
ODD = st.sampled_from(
    ["8", "8.5", "10", "0", "9.9", "8.0", "8,5", "null", "10.5", "dat", "chua_dat", "11", ".5", "1e1"]
)
REMARK = st.one_of(
    st.sampled_from(["Tiến bộ.", "no", "12", "a b", " a", "a ", "true", "Ðạt", "Tiến bộ", "x: y", "8.5", "a#b"]),
    st.text(max_size=12),
)


@st.composite
def texts(draw: st.DrawFn) -> tuple[RecordPath, str]:
    place, table, subject = draw(
        st.sampled_from(
            [
                (MATHS, "diem", "mon: toan\n"),
                (SPORT, "diem", "mon: gdtc\n"),
                (CONDUCT, "ren_luyen", ""),
                (MATHS, "diem", ""),
            ]
        )
    )
    rows = []
    for pupil in draw(st.lists(st.sampled_from(["7400000001", "7400000002", "7400000010", "740000001"]), max_size=4)):
        tests = f"tx: [{', '.join(draw(st.lists(ODD, max_size=6)))}]"
        cells = draw(
            st.sampled_from(
                [
                    tests,
                    f"{tests}, gk: {draw(ODD)}",
                    f"{tests}, gk: {draw(ODD)}, ck: {draw(ODD)}",
                    f"gk: {draw(ODD)}",
                    "muc: tot",
                    "muc: gioi",
                ]
            )
        )
        remark = draw(
            st.one_of(
                st.just(""),
                REMARK.map(lambda text: f", nhan_xet: {text}"),
                REMARK.map(lambda text: f', nhan_xet: "{text}"'),
            )
        )
        rows.append(f'  "{pupil}": {{{cells}{remark}}}\n')
    head = draw(st.sampled_from(['nam_hoc: "2025-2026"\n', "nam_hoc: 2025-2026\n"]))
    return place, f"{head}lop: 6a1\nhoc_ki: hk1\n{subject}{table}:\n{''.join(rows)}"


@given(texts())
def test_a_quick_yes_is_a_slow_yes(made: tuple[RecordPath, str]) -> None:
    place, text = made
    raw = text.encode("utf-8", "surrogatepass")
    if plainly_sound(place, raw):
        assert inspect(place, raw).findings == ()


@given(st.integers(0, 400), st.binary(max_size=3))
def test_a_changed_byte_is_never_waved_through_wrongly(at: int, what: bytes) -> None:
    raw = FILES[at % len(FILES)].read_bytes()
    place = place_of(FILES[at % len(FILES)].relative_to(ROOT).as_posix())
    changed = raw[:at] + what + raw[at + 1 :]
    if plainly_sound(place, changed):
        assert inspect(place, changed).findings == ()


def test_most_files_of_a_school_get_the_quick_yes() -> None:
    yes = sum(plainly_sound(place_of(path.relative_to(ROOT).as_posix()), path.read_bytes()) for path in FILES)
    assert yes > len(FILES) / 2

"""The subjects of the 2018 curriculum, and how each is assessed.

Nguồn: TT 32/2018 (sửa đổi bởi TT 13/2022); cách đánh giá theo TT 22/2021, Điều 5 khoản 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.values import SchoolLevel, SubjectId


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: its id in paths, its official name, its short name in tables."""

    id: SubjectId
    name: str
    short: str
    scored: bool = True


def _subject(subject_id: str, name: str, short: str, *, scored: bool = True) -> Subject:
    return Subject(SubjectId(subject_id), name, short, scored)


_ALL: Final = (
    _subject("ngu-van", "Ngữ văn", "Văn"),
    _subject("toan", "Toán", "Toán"),
    _subject("ngoai-ngu-1", "Ngoại ngữ 1", "NN1"),
    _subject("gdcd", "Giáo dục công dân", "GDCD"),
    _subject("lich-su-va-dia-li", "Lịch sử và Địa lí", "LS&ĐL"),
    _subject("khtn", "Khoa học tự nhiên", "KHTN"),
    _subject("lich-su", "Lịch sử", "Sử"),
    _subject("dia-li", "Địa lí", "Địa"),
    _subject("gdktpl", "Giáo dục kinh tế và pháp luật", "KTPL"),
    _subject("vat-li", "Vật lí", "Lí"),
    _subject("hoa-hoc", "Hoá học", "Hoá"),
    _subject("sinh-hoc", "Sinh học", "Sinh"),
    _subject("cong-nghe", "Công nghệ", "CN"),
    _subject("tin-hoc", "Tin học", "Tin"),
    _subject("gdqpan", "Giáo dục quốc phòng và an ninh", "QPAN"),
    _subject("gdtc", "Giáo dục thể chất", "GDTC", scored=False),
    _subject("nghe-thuat", "Nghệ thuật", "NT", scored=False),
    _subject("am-nhac", "Âm nhạc", "ÂN", scored=False),
    _subject("mi-thuat", "Mĩ thuật", "MT", scored=False),
    _subject("hdtn-hn", "Hoạt động trải nghiệm, hướng nghiệp", "HĐTN", scored=False),
    _subject("gddp", "Nội dung giáo dục của địa phương", "GDĐP", scored=False),
    _subject("tieng-dtts", "Tiếng dân tộc thiểu số", "TDTTS"),
    _subject("ngoai-ngu-2", "Ngoại ngữ 2", "NN2"),
)

SUBJECTS: Final[Mapping[SubjectId, Subject]] = {subject.id: subject for subject in _ALL}
ORDER: Final[Mapping[SubjectId, int]] = {subject.id: index for index, subject in enumerate(_ALL)}

ARTS: Final = SubjectId("nghe-thuat")
ARTS_CONTENTS: Final = ("am_nhac", "mi_thuat")
"""Nghệ thuật of THCS is assessed in two contents and holds only if both do."""

OPTIONAL: Final = frozenset({SubjectId("tieng-dtts"), SubjectId("ngoai-ngu-2")})


def _ids(text: str) -> frozenset[SubjectId]:
    return frozenset(SubjectId(word) for word in text.split())


COMPULSORY: Final[Mapping[SchoolLevel, frozenset[SubjectId]]] = {
    SchoolLevel.THCS: _ids(
        "ngu-van toan ngoai-ngu-1 gdcd lich-su-va-dia-li khtn cong-nghe tin-hoc gdtc nghe-thuat hdtn-hn gddp"
    ),
    SchoolLevel.THPT: _ids("ngu-van toan ngoai-ngu-1 lich-su gdqpan gdtc hdtn-hn gddp"),
}
ELECTIVES: Final = _ids("dia-li gdktpl vat-li hoa-hoc sinh-hoc cong-nghe tin-hoc am-nhac mi-thuat")
"""The nine subjects of which a THPT pupil takes four."""
ELECTIVES_TAKEN: Final = 4
STUDY_TOPICS: Final = _ids(
    "ngu-van toan lich-su dia-li gdktpl vat-li hoa-hoc sinh-hoc cong-nghe tin-hoc am-nhac mi-thuat"
)
"""Subjects that offer study topics (chuyên đề học tập) in THPT."""
STUDY_TOPICS_TAKEN: Final = 3

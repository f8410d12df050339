"""From records and results to a class's book: a pure function, nothing is read or asked."""

from __future__ import annotations

from hocba_build.domain.class_book.list_pages import absence_pages, conduct_page, roster_page, teachers_page
from hocba_build.domain.class_book.model import ClassBook, Cover
from hocba_build.domain.class_book.rules_page import rules_page
from hocba_build.domain.class_book.subject_pages import subject_pages
from hocba_build.domain.class_book.summary_pages import principal_page, summary_pages
from hocba_build.domain.facts import YearFacts
from hocba_build.domain.school import Address, SchoolRecords
from hocba_build.domain.signers import head_signature, homeroom_name
from hocba_build.domain.values import ClassId


def class_book(
    records: SchoolRecords, year: YearFacts, class_id: ClassId, *, families: bool = False, draft: bool = True
) -> ClassBook:
    """The book of one class; ``families`` adds what the life pages say, where they can be read."""
    facts, day = year.classes[class_id], year.records.year.last_day
    staff, school = records.staff, records.school
    homeroom = homeroom_name(year.records, staff, class_id)
    head = head_signature(staff, day)
    place = school.address_on(day) if school.addresses else Address("", "")
    cover = Cover(school.name_on(day), place.ward, place.district or "", place.province, facts.name, year.id, homeroom)
    pages = (
        rules_page(),
        teachers_page(year, facts, staff),
        roster_page(year, facts, records.students, records.families if families else None),
        *absence_pages(year, facts),
        *subject_pages(year, facts, staff),
        conduct_page(year, facts, homeroom),
        *summary_pages(year, facts, homeroom, head),
        principal_page(year, facts),
    )
    return ClassBook(class_id, cover, pages, head, draft)

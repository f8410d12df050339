"""The school year in which the tests issue copies: that of today."""

from hocba_build.domain.copies import school_year_of
from hocba_build.workflows.clock import today

YEAR = school_year_of(today())

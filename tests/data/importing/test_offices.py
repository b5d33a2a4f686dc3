"""The reader on small files as people publish them."""

from tests.data.importing.offices import OFFICES
from tests.data.importing.polluted import score


def test_files_of_offices_are_read_as_a_person_would(tmp_path):
    scores = {office.name: score(office.expected, tmp_path) for office in OFFICES}
    assert sum(scores.values()) / len(scores) >= 9.5, {name: points for name, points in scores.items() if points < 10}

import pytest

from tests.importing import House


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)

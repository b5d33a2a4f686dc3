import pytest

from data.errors import UsageError
from data.settings import Settings


def test_defaults_hold_without_a_file(tmp_path):
    assert Settings.read(tmp_path, {}) == Settings(workspace="workspace", viewer="", language="en", log_level="info")


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / "haldur.toml").write_text('workspace = "books"\nlanguage = "et"\n')
    settings = Settings.read(tmp_path, {"HALDUR_LANGUAGE": "ru", "HALDUR_OTHER": "x"})
    assert settings == Settings(workspace="books", language="ru")


def test_an_empty_override_is_none(tmp_path):
    (tmp_path / "haldur.toml").write_text('viewer = "mari@firma.ee"\n')
    assert Settings.read(tmp_path, {"HALDUR_VIEWER": ""}).viewer == "mari@firma.ee"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('language = "fi"', "one of en, et, ru"),
        ("workspace = 3", "text in quotes"),
        ('log_level = "loud"', "one of debug"),
        ('viewer = "mari"', "an e-mail"),
        ('workspace = ""', "folder"),
        ('langauge = "et"', "the settings are workspace"),
        ("workspace = ", "isn't valid TOML"),
    ],
)
def test_a_setting_that_cannot_be_is_told(tmp_path, line, told):
    (tmp_path / "haldur.toml").write_text(line)
    with pytest.raises(UsageError, match=told):
        Settings.read(tmp_path, {})

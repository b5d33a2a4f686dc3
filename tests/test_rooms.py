from configparser import ConfigParser
from pathlib import Path

from analytics.scoring import analyses

ROOT = Path(__file__).parents[1]


def test_every_analysis_is_held_apart_from_the_others():
    rules = ConfigParser()
    rules.read(ROOT / ".importlinter", encoding="utf-8")
    listed = rules["importlinter:contract:analyses-apart"]["modules"].split()
    assert listed == [f"analytics.{stem}" for stem in analyses()]

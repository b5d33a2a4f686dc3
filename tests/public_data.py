"""Where public data sets may lie beside the project; tests that use them skip where they don't."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"

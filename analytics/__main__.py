"""``python -m analytics``: see ``analytics.commandline``."""

import signal
import sys
from types import FrameType

from analytics.commandline import main


def _stop(_number: int, _frame: FrameType | None) -> None:
    """A job that is ended from outside leaves by the way of an interrupted one, which cleans up."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main())

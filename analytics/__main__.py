"""``python -m analytics``: see ``analytics.commandline``."""

import signal
import sys

from analytics.commandline import main, stop

if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    sys.exit(main())

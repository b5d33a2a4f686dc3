"""``python -m analytics``: see ``analytics.commandline``."""

import signal
import sys

from analytics.commandline import main, stop

if __name__ == "__main__":
    ends = (signal.SIGTERM, signal.SIGINT)
    for number in ends:
        signal.signal(number, stop)
    status = main()
    for number in ends:
        # The answer has been given: ending now would only take its status away
        signal.signal(number, signal.SIG_IGN)
    sys.exit(status)

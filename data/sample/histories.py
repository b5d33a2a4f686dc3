"""How deals went: the days of entering each stage, closing days put off, amounts changed."""

from dataclasses import dataclass

import numpy as np

from data.sample.days import END, NEVER, next_working
from data.sample.deals import Deals
from data.sample.draws import Draws, Ints, integers

STAGES = ("lead", "contacted", "meeting", "offer", "negotiation", "contract", "won", "lost")
WON, LOST = 6, 7
PUSHES = 3


@dataclass(frozen=True, slots=True)
class History:
    """What changed in each deal. ``moves`` (deals × stages) has the day of entering each stage, ``NEVER`` if skipped;
    ``expected`` (deals × pushes + 1) the expected closing days in turn and ``pushed`` the days of changing them."""

    moves: Ints
    begin: Ints
    expected: Ints
    pushed: Ints
    asked_amount: Ints

    @property
    def stage(self) -> Ints:
        """Each deal's stage on the last day."""
        seen = np.where(self.moves <= END, np.arange(len(STAGES)), -1)
        return integers(np.maximum(seen.max(axis=1), self.begin))

    @property
    def last_open(self) -> Ints:
        """Each deal's last stage before its end."""
        seen = np.where(self.moves[:, :WON] <= END, np.arange(WON), -1)
        return integers(np.maximum(seen.max(axis=1), self.begin))

    @property
    def last_expected(self) -> Ints:
        """The closing day expected on the last day."""
        times = (self.pushed <= END).sum(axis=1)
        return integers(self.expected[np.arange(len(times)), times])


def history(deals: Deals, draws: Draws) -> History:
    """The way of every deal up to its end or the last day."""
    begin = np.where(deals.first, draws.pick((0.7, 0.3), len(deals)), draws.pick((0.1, 0.3, 0.0, 0.6), len(deals)))
    moves = _moves(deals, begin, draws)
    expected, pushed = _pushes(deals, draws)
    change = draws.often(0.15, len(deals)) & (moves[:, 4] <= END)
    percent = np.where(change, draws.whole(88, 125, len(deals)), 100)
    return History(moves, begin, expected, pushed, deals.amount * percent // 100)


def _moves(deals: Deals, begin: Ints, draws: Draws) -> Ints:
    """The days of entering each stage, in order, between opening and closing."""
    count = len(deals)
    until = np.where(deals.closed == NEVER, deals.opened + 60, deals.closed)
    parts = np.sort(draws.uniform((count, 5)), axis=1)
    days = deals.opened[:, None] + np.floor(parts * (until - deals.opened)[:, None]).astype(np.int64)
    reached = np.where(deals.won, 5, draws.pick((0.06, 0.14, 0.16, 0.40, 0.20, 0.04), count))
    stage = np.arange(1, 6)
    passes = draws.uniform((count, 5)) < np.array([0.8, 0.6, 0.96, 0.85, 0.97])
    passes &= (stage > begin[:, None]) & (stage <= np.maximum(reached, begin)[:, None])
    moves = np.full((count, len(STAGES)), NEVER)
    moves[:, 1:6] = np.where(passes, days, NEVER)
    moves[:, WON] = np.where(deals.won, deals.closed, NEVER)
    moves[:, LOST] = np.where(deals.won, NEVER, deals.closed)
    return np.where(moves > END, NEVER, moves)


def _pushes(deals: Deals, draws: Draws) -> tuple[Ints, Ints]:
    """A first guess, put off when its day comes and the deal is still open; some are left to go stale."""
    count = len(deals)
    expected = np.empty((count, PUSHES + 1), dtype=np.int64)
    pushed = np.full((count, PUSHES), NEVER)
    usual = np.where(deals.first, 38, 20)
    expected[:, 0] = next_working(deals.opened + np.floor(usual * draws.uniform(count, 0.6, 1.5)).astype(np.int64))
    stale = draws.often(0.15, count)
    for turn in range(PUSHES):
        now = next_working(expected[:, turn] - draws.whole(0, 3, count))
        push = (
            ~stale
            & (now > deals.opened)
            & (now < np.minimum(deals.closed, END + 1))
            & (pushed[:, :turn] < NEVER).all(axis=1)
        )
        pushed[push, turn] = now[push]
        later = next_working(expected[:, turn] + draws.whole(10, 45, count))
        expected[:, turn + 1] = np.where(push, later, expected[:, turn])
    return expected, pushed

"""What is planted in the sample company: every number that an analysis should find again.

docs/sample.md is written from these records, and tests check the files against them.
"""

from dataclasses import dataclass

SEASON = (0.98, 0.84, 0.88, 1.02, 1.06, 1.08, 1.06, 0.82, 0.92, 1.10, 1.13, 1.11)
"""Demand by calendar month from December, the first one, to November; 1 is the year's average."""


@dataclass(frozen=True, slots=True)
class ClientType:
    """A kind of client: how often it asks, how much it buys, what moves it, how late it pays.

    ``share`` of all customers, ``existing`` of them already known on the first day; ``inquiries`` and ``contacts`` a
    year; ``regular`` rhythm or chance; ``deal`` mean amount before discount; ``win`` share of inquiries won;
    ``discount`` typical in percent, ``discount_pull`` what one percent adds to ``win``; ``late`` days beyond terms.
    """

    name: str
    share: float
    existing: float
    inquiries: float
    regular: bool
    season: tuple[float, ...]
    growth: float
    deal: int
    win: float
    discount: int
    discount_pull: float
    late: float
    contacts: float


_PEAKS = (0.2, 0.1, 0.3, 2.2, 2.6, 1.6, 0.4, 0.1, 0.5, 2.0, 1.6, 0.4)

TYPES: tuple[ClientType, ...] = (
    ClientType("steady-large", 0.19, 0.80, 5.0, True, SEASON, 0.0, 10400, 0.68, 3, 0.0, 2, 5.2),
    ClientType("growing", 0.12, 0.62, 4.6, False, SEASON, 1.0, 6900, 0.63, 4, 0.004, 3, 4.8),
    ClientType("seasonal", 0.18, 0.74, 3.4, False, _PEAKS, 0.0, 6300, 0.63, 4, 0.004, 6, 2.6),
    ClientType("one-off", 0.30, 0.0, 0.22, False, SEASON, 0.0, 4100, 0.80, 2, 0.002, 5, 1.6),
    ClientType("price-hunter", 0.21, 0.68, 4.3, False, SEASON, 0.0, 5000, 0.30, 9, 0.014, 18, 2.3),
)
PROSPECT = ClientType("prospect", 0.0, 0.3, 0.25, False, SEASON, 0.0, 5000, 0.0, 4, 0.0, 8, 1.8)


@dataclass(frozen=True, slots=True)
class Channel:
    """How clients come: share of all leads, share of leads that buy, cost of one campaign (0: without)."""

    name: str
    share: float
    conversion: float
    campaigns_a_year: int
    cost: int
    inbound: bool


CHANNELS: tuple[Channel, ...] = (
    Channel("referral", 0.14, 0.95, 2, 900, True),
    Channel("web", 0.22, 0.86, 0, 0, True),
    Channel("partner", 0.10, 0.88, 2, 2400, True),
    Channel("exhibition", 0.15, 0.84, 3, 18500, False),
    Channel("search ads", 0.15, 0.74, 4, 7400, True),
    Channel("mailing", 0.10, 0.66, 4, 1600, False),
    Channel("cold call", 0.14, 0.58, 0, 0, False),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """Who delivers: the product categories that it delivers and the share of its deliveries that are late."""

    name: str
    categories: tuple[str, ...]
    late: float


LATE_UNIT = "Assembly"
UNITS: tuple[Unit, ...] = (
    Unit("Warehouse Tallinn", ("Packaging", "Safety"), 0.06),
    Unit("Warehouse Valmiera", ("Storage",), 0.08),
    Unit(LATE_UNIT, ("Shelving", "Lifting"), 0.40),
    Unit("Service crew", ("Service",), 0.07),
)

BASE_CHURN_A_YEAR = 0.107
"""Hazard of a client to whom nothing below applies."""

HAZARD_RATIOS: dict[str, float] = {
    "late_delivery": 2.5,
    "contact_gap": 1.8,
    "slow_resolution": 2.0,
    "discount": 1.0,
    "manager_change": 1.0,
    "attribute:newsletter=yes": 1.0,
    "attribute:portal=yes": 0.45,
    "region=Rīga": 1.5,
    "employees<20": 1.5,
    "employees>=100": 0.6,
}
"""How many times as often a client in the state leaves; states as docs define them: the last 90 days."""

NO_EFFECT = ("discount", "manager_change", "attribute:newsletter=yes")
STATE_DAYS, SLOW_DAYS = 90, 14

STATED_WHEN_LATE: dict[str, float] = {"price": 0.56, "delivery": 0.18, "service": 0.10, "other": 0.16}
STATED_OTHERWISE: dict[str, float] = {
    "price": 0.38,
    "moved to a competitor": 0.22,
    "no longer needed": 0.22,
    "service": 0.08,
    "other": 0.10,
}
"""The reasons that leaving clients give: "price" most of all, also where the late delivery came first."""


@dataclass(frozen=True, slots=True)
class Competitor:
    """A competitor: how often a deal meets it, and its usual price against ours."""

    name: str
    share: float
    price: float


COMPETITORS: tuple[Competitor, ...] = (
    Competitor("Kaljupak", 0.10, 0.98),
    Competitor("Virvela", 0.12, 1.02),
    Competitor("Saldero", 0.08, 1.05),
    Competitor("Hallmera", 0.05, 0.97),
)
PRICE_COMPETITOR, PRICE_REGION = "Kaljupak", "Rīga"
PRICE_COMPETITOR_SHARE = 0.42
"""Share of deals in that region that meet it."""
PRICE_COMPETITOR_EFFECT = -0.30
OTHER_COMPETITOR_EFFECT = -0.04
"""What meeting a competitor adds to the win share, in that region and elsewhere."""
PRICE_GAP = (0.93, 0.84)
"""Its price against ours in that region: at the beginning and at the end."""

COMPLAINT_AFTER_LATE = 0.42
COMPLAINT_CAUSES: dict[str, float] = {
    "quality": 0.060,
    "service": 0.046,
    "billing": 0.042,
    "documents": 0.032,
    "price": 0.026,
}
"""Share of won deals that raise a complaint of each cause; late deliveries raise theirs besides."""
STEP_CAUSE, STEP_DAYS, STEP_FACTOR = "billing", 90, 3.0
"""The cause whose complaints became this many times as frequent in the last days."""
CAUSE_GIVEN = 0.55


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a manager works, against the others."""

    name: str
    title: str
    win: float
    duration: float
    contacts_a_deal: float
    contact_rhythm: float
    terms_reviewed: float
    disagreements: float
    stalled: float
    resolution_days: float
    breadth: float
    discount: int


CONDUCTS: tuple[Conduct, ...] = (
    Conduct("melancholic", "talks stay open", -0.08, 1.5, 1.9, 0.9, 0.55, 0.34, 0.075, 13.0, 0.25, 1),
    Conduct("erudite", "led by expertise", 0.07, 0.9, 0.7, 0.75, 0.78, 0.16, 0.008, 9.0, 0.65, -1),
    Conduct("executive", "by the instructions", 0.02, 1.0, 1.1, 1.15, 0.97, 0.08, 0.008, 6.5, 0.30, 0),
)

RAMP_UP_EFFECT = -0.15
"""What someone new adds to the win share in the first months."""

LATE_BY_INDUSTRY: dict[str, float] = {"Construction": 10, "Hospitality": 7, "Retail": 2, "Agriculture": 4}
LATE_SMALL, LATE_LARGE = 4.0, -2.0
"""Days beyond terms that are added by industry, for fewer than 20 employees and for 100 or more."""

LARGE_INVOICE, LARGE_LATE = 12_000, 1.25
"""Invoices above so many euros take so many times as long."""
DEFAULT_SHARE, DEFAULT_BY_LATENESS = 0.006, 0.00012
"""Share of buyers who default: the first number, and the second times the square of their days beyond terms."""
DEFAULT_SMALL = 2.5
"""Buyers with fewer than 20 employees default so many times as often."""
STRAIN_DAYS, STRAIN = 200, 25.0
"""So many days before a default payments come so many days later still."""

VAT_PERCENT = 24
SALES_TARGET_MET = 0.95
"""Share of the revenue plan that the company meets over all complete months."""

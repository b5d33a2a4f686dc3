"""The tables that queries read: what one row is, and which columns business meaning was added to.

A mart keeps the columns of its contract table and adds those listed here. Each is built by
``data/sql/marts/<name>.sql`` and shown to a viewer through ``data/sql/scope/<name>.sql``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from data.contract import table

Room = Literal["main", "pay"]
Rights = Literal["open", "client", "staff", "pay"]
"""Who sees a row: everybody; who sees its client; who leads its manager; who may see that manager's pay."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a mart adds: its DuckDB type and its meaning; ``at_view`` ones depend on as_of alone."""

    name: str
    sql_type: str
    meaning: str
    at_view: bool = False


@dataclass(frozen=True, slots=True)
class Mart:
    """One mart: its grain in words, its key, the contract table that it keeps the columns of, and what it adds.

    ``counts_for`` is the column that the filter by manager compares. At an earlier as_of a row whose ``begins`` day
    is later is gone, and a day in ``ends`` that is later reads as empty together with the columns that it carries.
    A mart that ``is_later`` may be missing from a version made before it was thought of, and is empty there.
    A mart with ``rows`` is a view: that table holds the rows that it can't take from other marts as they are.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    added: tuple[Field, ...]
    keeps: str | None = None
    room: Room = "main"
    rights: Rights = "client"
    counts_for: str = "owner_id"
    begins: str | None = None
    ends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_later: bool = False
    rows: str | None = None

    @property
    def columns(self) -> dict[str, str]:
        """Every column with its DuckDB type, in order."""
        kept = {column.name: column.sql_type for column in table(self.keeps).columns} if self.keeps else {}
        kept.pop("currency", None)
        return kept | {added.name: added.sql_type for added in self.added}


_OWNER = Field("owner_id", "varchar", "the manager whose client it is; decides who may see the row")
_TEAM = Field("team", "varchar", "the team of the manager that the row counts for")
_REGION = Field("region", "varchar", "the client's region")

MARTS: tuple[Mart, ...] = (
    Mart(
        "managers",
        "one manager",
        ("manager_id",),
        (),
        "managers",
        rights="staff",
        counts_for="manager_id",
        ends={"left_on": ()},
    ),
    Mart("products", "one product", ("product_id",), (), "products", rights="open"),
    Mart(
        "clients",
        "one client",
        ("client_id",),
        (
            _OWNER,
            Field("owner_name", "varchar", "the name of that manager"),
            _TEAM,
            Field("first_won_on", "date", "the day of the first won deal"),
        ),
        "clients",
        begins="registered_on",
        ends={"ended_on": ("ended_reason",), "defaulted_on": ("defaulted",), "first_won_on": ()},
    ),
    Mart(
        "client_attributes",
        "one attribute of one client",
        ("client_id", "name"),
        (
            Field("client_id", "varchar", "the client"),
            Field("name", "varchar", "the file's heading"),
            Field("kind", "varchar", "text, number, date or boolean, found from all values"),
            Field("value", "varchar", "the value as text; numbers with a point, days as ISO"),
        ),
    ),
    Mart(
        "client_codes",
        "one number under which another system, or an entry merged away, knows a client",
        ("client_id", "code"),
        (
            Field("client_id", "varchar", "the client"),
            Field("code", "varchar", "the number there"),
            Field("system", "varchar", "the other system's name"),
            Field("is_merge", "boolean", "the number is that of a client merged into this one here"),
            Field("merged_name", "varchar", "the name of the client merged into this one"),
            Field("noted_at", "timestamp", "when it was imported or merged"),
            Field("noted_by", "varchar", "by whom"),
            _OWNER,
            _TEAM,
            _REGION,
        ),
        is_later=True,
    ),
    Mart(
        "assignments",
        "one client's manager from one day on",
        ("client_id", "from_on"),
        (_OWNER,),
        "assignments",
        begins="from_on",
    ),
    Mart(
        "deals",
        "one deal, open ones included; without any deals, one invoice that stands in as a won deal",
        ("deal_id",),
        (
            _OWNER,
            _TEAM,
            _REGION,
            Field("product_category", "varchar", "the product's category"),
            Field("is_won", "boolean", "won by as_of", True),
            Field("is_lost", "boolean", "lost by as_of", True),
            Field("is_open", "boolean", "neither yet", True),
        ),
        "deals",
        counts_for="manager_id",
        begins="opened_on",
        ends={
            "closed_on": ("lost_reason", "lost_at_stage", "competitor", "terms_reviewed", "disagreements"),
            "delivered_on": (),
            "disputed_on": (),
            "settled_on": (),
        },
    ),
    Mart(
        "deal_changes",
        "one change of one field of a deal",
        ("deal_id", "at", "field"),
        (_OWNER,),
        "deal_changes",
        begins="at",
    ),
    Mart("lines", "one product line of a deal", ("deal_id", "line_no"), (_OWNER,), "lines"),
    Mart(
        "contracts",
        "one contract",
        ("contract_id",),
        (_OWNER,),
        "contracts",
        begins="started_on",
        ends={"ended_on": ()},
    ),
    Mart(
        "invoices",
        "one invoice, prepayment or credit",
        ("invoice_id",),
        (
            _OWNER,
            Field("manager_id", "varchar", "the deal's manager, else the client's: who it counts for"),
            _TEAM,
            _REGION,
            Field("is_credit", "boolean", "a credit: its amounts are negative whatever the file's sign"),
            Field("credited_amount", "decimal(18,2)", "what credits by as_of take off this invoice", True),
            Field(
                "open_amount", "decimal(18,2)", "amount less credits and what was paid by as_of, never below 0", True
            ),
            Field("settled_on", "date", "the day on which nothing was left to pay"),
        ),
        "invoices",
        counts_for="manager_id",
        begins="issued_on",
        ends={"settled_on": ()},
    ),
    Mart(
        "payments",
        "one payment; where no payments are exported, the paid_on and paid_amount of an invoice",
        ("payment_id",),
        (
            Field("client_id", "varchar", "the invoice's client"),
            Field("deal_id", "varchar", "the invoice's deal"),
            _OWNER,
            Field("manager_id", "varchar", "who it counts for, as for its invoice"),
            _TEAM,
            _REGION,
            Field("net_share_of", "decimal(18,2)", "the invoice's net amount; null where not known"),
            Field("gross_amount", "decimal(18,2)", "the invoice's amount, VAT included"),
        ),
        "payments",
        counts_for="manager_id",
        begins="paid_on",
    ),
    Mart(
        "contacts", "one contact, done or planned", ("contact_id",), (_OWNER, _TEAM, _REGION), "contacts", begins="at"
    ),
    Mart(
        "complaints",
        "one complaint",
        ("complaint_id",),
        (_OWNER, _TEAM, _REGION),
        "complaints",
        begins="opened_on",
        ends={"resolved_on": ("resolution",)},
    ),
    Mart("feedback", "one answer of a client", ("feedback_id",), (_OWNER, _TEAM, _REGION), "feedback", begins="at"),
    Mart("plans", "one target", table("plans").key, (_TEAM,), "plans", rights="staff", counts_for="manager_id"),
    Mart("campaigns", "one campaign", ("campaign_id",), (), "campaigns", rights="open", begins="started_on"),
    Mart(
        "expenses",
        "one expense",
        ("expense_id",),
        (_TEAM,),
        "expenses",
        rights="staff",
        counts_for="manager_id",
        begins="spent_on",
    ),
    Mart(
        "competitor_offers",
        "one offer of a competitor",
        table("competitor_offers").key,
        (),
        "competitor_offers",
        rights="open",
        begins="observed_on",
    ),
    Mart(
        "requests",
        "one request to another unit",
        ("request_id",),
        (_TEAM,),
        "requests",
        rights="staff",
        counts_for="manager_id",
        begins="asked_on",
        ends={"answered_on": ()},
    ),
    Mart(
        "absences",
        "one absence of a manager",
        table("absences").key,
        (),
        "absences",
        rights="staff",
        counts_for="manager_id",
        begins="from_on",
    ),
    Mart(
        "trainings",
        "one training of a manager",
        table("trainings").key,
        (),
        "trainings",
        rights="staff",
        counts_for="manager_id",
        begins="held_on",
    ),
    Mart(
        "actuals",
        "one event that counts for one plan metric",
        ("metric", "event_id"),
        (
            Field("metric", "varchar", "the plan metric"),
            Field("event_id", "varchar", "the deal, invoice, payment, contact or expense"),
            Field("on_day", "date", "the day that it counts on"),
            Field("manager_id", "varchar", "who it counts for; null: nobody, so only for the company"),
            Field("team", "varchar", "that manager's team"),
            Field("client_id", "varchar", "the client, where the viewer may see it"),
            Field("deal_id", "varchar", "the deal, where the viewer may see it"),
            Field("product_id", "varchar", "the deal's product"),
            Field("region", "varchar", "the client's region"),
            Field("amount", "decimal(18,2)", "money, or 1 for a count"),
            Field("numerator", "decimal(18,2)", "net amount of the invoice, for money collected; else 1"),
            Field("denominator", "decimal(18,2)", "amount of the invoice, for money collected; else 1"),
            Field("value", "decimal(28,8)", "amount × numerator / denominator: what counts"),
            _OWNER,
        ),
        rights="staff",
        counts_for="manager_id",
        begins="on_day",
        rows="other_actuals",
    ),
    Mart(
        "payroll",
        "one manager's pay of one month",
        ("manager_id", "period"),
        (replace(_TEAM, at_view=True),),
        "payroll",
        "pay",
        rights="pay",
        counts_for="manager_id",
        begins="period",
    ),
)
"""Every mart; each name is also a temp view that a scope makes."""

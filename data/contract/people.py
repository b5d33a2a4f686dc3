"""Tables about managers, and the numbers that other systems give to the same things."""

from data.contract.columns import Table, choice, day, id_, money, share, text

TABLES = (
    Table(
        "managers",
        "Managers",
        ("manager_id",),
        (
            id_("manager_id", required=True),
            text("name", required=True),
            text("team"),
            text("unit"),
            text("position"),
            text("region"),
            id_("reports_to", "managers"),
            day("hired_on"),
            day("left_on"),
            text("email"),
            share("discount_limit"),
            money("signing_limit"),
        ),
        (("hired_on", "left_on"),),
    ),
    Table(
        "absences",
        "Absences",
        ("manager_id", "from_on", "client_id"),
        (
            id_("manager_id", "managers", required=True),
            day("from_on", required=True),
            day("to_on", required=True, ahead=True),
            id_("client_id", "clients", strict=True, note="empty: all clients"),
            id_("deputy_id", "managers"),
        ),
        (("from_on", "to_on"),),
    ),
    Table(
        "trainings",
        "Trainings and certificates",
        ("manager_id", "held_on", "topic"),
        (
            id_("manager_id", "managers", required=True),
            day("held_on", required=True),
            text("topic", required=True),
            money("cost"),
            day("valid_to", ahead=True),
        ),
    ),
    Table(
        "aliases",
        "Other systems' numbers for the same client, manager or product",
        ("entity", "code"),
        (
            choice("entity", "client manager product", required=True),
            id_("code", required=True),
            id_("id", required=True),
            text("system", note="“merged”: the code is a client merged here into the id"),
        ),
    ),
)

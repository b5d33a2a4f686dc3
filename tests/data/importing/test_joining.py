"""Systems that number the same client, manager or product differently: proposed, confirmed once, kept as aliases."""

import pytest

from data.errors import UsageError
from data.importing.report import Match
from tests.importing import codes, warned

KNOWN = (
    "client_id,name,registry_code,vat_number,email\n"
    "C1,Acme OÜ,10000001,EE100000001,info@acme.ee\n"
    "C2,AS Tallinna Piim,10000002,,\n"
    "C3,Müller & Söhne GmbH,,DE300000003,kontakt@mueller.de\n"
    "C4,ООО «Ромашка»,,,\n"
    "C5,Kodu Pood 12,,,\n"
)
MANAGERS = "manager_id,name,email\nM1,Mari Maasikas,mari@firma.ee\nM2,Jüri Tamm,juri@firma.ee\n"


def invoices(*cells, head="Reg. code"):
    listed = [f"I{number},{one},2026-06-05,2026-06-19,100" for number, one in enumerate(cells, 1)]
    return f"invoice_id,client_id,{head},issued_on,due_on,amount\n" + "\n".join(listed) + "\n"


def found(report):
    return {(match.entity, match.code): (match.id, match.by) for match in report.matches}


@pytest.fixture
def known(house):
    assert house.take(clients=KNOWN, managers=MANAGERS).stored
    return house


@pytest.mark.parametrize(
    ("head", "told", "match"),
    [
        ("Reg. code", "10000001", ("C1", "registry_code")),
        ("Reg. code", " 1000-0001 ", ("C1", "registry_code")),
        ("VAT no", "ee 100 000 001", ("C1", "vat_number")),
        ("VAT no", "300000003", ("C3", "vat_number")),
        ("E-mail", "Info@ACME.ee", ("C1", "email")),
    ],
)
def test_an_unknown_client_is_proposed_by_what_its_row_tells(known, head, told, match):
    report = known.take(invoices=invoices(f"Q7,{told}", head=head))
    assert codes(report) == [("invoices.csv", 2, "unknown-client")]
    assert found(report) == {("client", "Q7"): match}


def test_a_country_before_a_vat_number_counts_where_both_say_it(known):
    assert found(known.take(invoices=invoices("Q7,LV100000001", head="VAT no"))) == {}


def test_a_proposal_is_kept_out_of_the_refused_rows_and_told_whole(known):
    report = known.take(invoices=invoices("Q7,10000001", "Q7,10000001", "Q9,99999999"))
    assert report.matches == (Match("client", "Q7", "C1", "registry_code", "Q7", "Acme OÜ", 2, 1.0),)
    assert report.as_json()["matches"] == [
        {"entity": "client", "code": "Q7", "id": "C1", "by": "registry_code", "name": "Q7", "other_name": "Acme OÜ",
         "rows": 2, "score": 1.0}
    ]  # fmt: skip
    assert [line for _, line, _ in codes(report)] == [2, 3, 4]


@pytest.mark.parametrize(
    ("code", "match"),
    [
        ("ACME", "C1"),
        ("Osaühing Acme", "C1"),
        ('Aktsiaselts "Tallinna Piim"', "C2"),
        ("Tallinna Piim, AS", "C2"),
        ("Tallina Piim AS", "C2"),
        ("Mueller & Sohne", "C3"),
        ("Muller und Sohne G.m.b.H.", "C3"),
        ("Romashka OOO", "C4"),
        ("Kodu Pood 12 OÜ", "C5"),
        ("Kodu Pood 13 OÜ", None),
        ("Q7", None),
    ],
)
def test_a_client_named_in_place_of_its_number(known, code, match):
    proposed = found(known.take(invoices=invoices(f'"{code.replace(chr(34), chr(34) * 2)}",', head="x")))
    assert proposed == ({("client", code): (match, "name")} if match else {})


def test_a_near_name_tells_how_near(known):
    (match,) = known.take(invoices=invoices("Tallina Piim AS,", head="x")).matches
    assert 0.92 <= match.score < 1


def test_what_fits_two_is_never_proposed(house):
    house.take(clients="client_id,name,registry_code\nC1,Acme OÜ,10000001\nC2,Acme AS,10000001\nC3,Ace,\n")
    assert found(house.take(invoices=invoices("Acme,10000001", "Acme,"))) == {}


def test_near_names_of_two_are_never_proposed(house):
    house.take(clients="client_id,name\nC1,Tallinna Piimatooted\nC2,Tallinna Piimatootes\n")
    assert found(house.take(invoices=invoices("Tallinna Piimatoote,", head="x"))) == {}


def test_another_registry_code_overrules_the_same_name(known):
    report = known.take(invoices=invoices("Acme,10000009"))
    assert found(report) == {}


def test_a_registry_code_comes_before_a_name(known):
    report = known.take(invoices=invoices("Acme,10000002"))
    assert found(report) == {("client", "Acme"): ("C2", "registry_code")}


@pytest.mark.parametrize(
    ("told", "match"),
    [
        ("mari@firma.ee", ("M1", "email")),
        ("MARI@firma.ee", ("M1", "email")),
        ("Mari Maasikas", ("M1", "name")),
        ("Maasikas Mari", ("M1", "name")),
        ("Juri Tamm", ("M2", "name")),
        ("M9", None),
    ],
)
def test_a_manager_named_by_name_or_email_is_a_proposal_too(known, told, match):
    deals = f"deal_id,client_id,manager_id,opened_on,stage\nD1,C1,{told},2026-06-05,lead\n"
    report = known.take(deals=deals, store=False)
    assert warned(report)["unknown-manager"] == 1
    assert found(report) == ({("manager", told): match} if match else {})


def test_a_row_refused_for_its_client_tells_its_manager_too(known):
    deals = "deal_id,client_id,manager_id,opened_on,stage\nD1,Acme,mari@firma.ee,2026-06-05,lead\n"
    assert found(known.take(deals=deals)) == {
        ("client", "Acme"): ("C1", "name"), ("manager", "mari@firma.ee"): ("M1", "email"),
    }  # fmt: skip


def test_products_by_name(house):
    house.take(products="product_id,name\nP1,Blue Chair\n", clients=KNOWN)
    deals = "deal_id,client_id,product_id,opened_on,stage\nD1,C1,blue-chair,2026-06-05,lead\n"
    assert found(house.take(deals=deals)) == {("product", "blue-chair"): ("P1", "name")}


def test_the_batchs_own_clients_are_proposed_too_but_never_refused_ones(house):
    report = house.take(clients=KNOWN, invoices=invoices("Q7,10000001"))
    assert found(report) == {("client", "Q7"): ("C1", "registry_code")}
    twice = "client_id,name,registry_code\nC1,Acme,1\nC1,Acme OÜ,1\nC2,Acme,2\n"
    assert found(house.take(clients=twice, invoices=invoices("C1,"))) == {}


def test_all_matches_confirmed_are_aliases_of_the_same_batch(known):
    files = {"invoices": invoices("Q7,10000001", "Q8,10000002"), "confirm_matches": True}
    checked = known.take(**files, store=False)
    assert (checked.stored, checked.rejects, checked.matches) == (False, (), ())
    report = known.take(**files)
    assert (report.stored, report.batch, warned(report)["alias-used"]) == (True, 2, 2)
    assert known.rows("select client_id from stored.invoices order by 1") == [("C1",), ("C2",)]
    assert known.rows("select entity, code, id, system, batch from stored.aliases order by code") == [
        ("client", "Q7", "C1", "matched by registry_code", 2), ("client", "Q8", "C2", "matched by registry_code", 2),
    ]  # fmt: skip
    assert known.rows("select file, added from stored.batch_files where table_name = 'aliases'") == [
        ("confirmed matches", 2)
    ]


def test_the_next_import_finds_them_and_undo_takes_them_back(known):
    known.take(invoices=invoices("Q7,10000001"), confirm_matches=True)
    more = invoices("Q7,").replace("I1", "I2")
    again = known.take(invoices=more, store=False)
    assert (warned(again)["alias-used"], again.matches, again.rejects) == (1, (), ())
    known.workspace.undo()
    assert codes(known.take(invoices=more)) == [("invoices.csv", 2, "unknown-client")]


def test_single_matches_are_confirmed_and_others_stay_refused(known):
    report = known.take(
        invoices=invoices("Q7,10000001", "Q8,10000002", "Q9,"),
        confirmed={("client", "Q7"): "C1", ("client", "Q9"): "C4"},
        good_rows=True,
    )
    assert codes(report) == [("invoices.csv", 3, "unknown-client")]
    assert found(report) == {("client", "Q8"): ("C2", "registry_code")}
    assert known.rows("select code, id, system from stored.aliases order by 1") == [
        ("Q7", "C1", "matched by registry_code"), ("Q9", "C4", "confirmed by hand"),
    ]  # fmt: skip


def test_a_match_is_of_a_client_manager_or_product(known):
    with pytest.raises(UsageError, match="not of 'deal'"):
        known.take(invoices=invoices("Q7,"), confirmed={("deal", "Q7"): "C1"})


FLAT = (
    "Invoice no,Customer no,Customer name,Registry code,Invoice date,Due date,Amount\n"
    "I1,Q7,Acme,10000001,2026-06-05,2026-06-19,100\n"
    "I2,Q7,Acme,10000001,2026-06-06,2026-06-20,100\n"
    "I3,Q9,Brand New,,2026-06-06,2026-06-20,100\n"
)


def test_a_flat_files_clients_that_look_like_known_ones_are_proposed(known):
    report = known.take(invoices=FLAT, store=False)
    assert found(report) == {("client", "Q7"): ("C1", "name")}
    (warning,) = [one for one in report.warnings if one.code == "likely-known"]
    assert (warning.count, warning.first_line, warning.lines) == (1, 2, (2,))
    assert "“Q7”" in warning.message


def test_confirmed_they_are_the_known_ones_and_their_own_rows_stay(known):
    report = known.take(invoices=FLAT, confirm_matches=True)
    assert report.stored
    assert known.rows("select client_id, name from stored.clients where client_id not in ('C2', 'C3', 'C4', 'C5')") == [
        ("C1", "Acme OÜ"), ("Q9", "Brand New"),
    ]  # fmt: skip
    assert known.rows("select client_id from stored.invoices order by invoice_id") == [("C1",), ("C1",), ("Q9",)]
    again = known.take(invoices=FLAT)
    assert (again.batch, again.matches) == (None, ())


def test_an_alias_to_itself_says_that_it_is_somebody_else(known):
    aliases = "entity,code,id\nclient,Q7,Q7\n"
    report = known.take(invoices=FLAT, aliases=aliases)
    assert (report.stored, report.matches) == (True, ())
    assert known.rows("select count(*) from stored.clients where client_id = 'Q7'") == [(1,)]


def test_nothing_is_compared_where_nothing_is_unknown(known):
    assert known.take(invoices=invoices("C1,10000002")).matches == ()

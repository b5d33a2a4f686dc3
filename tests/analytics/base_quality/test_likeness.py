"""Names, codes and addresses written in different ways are the same once they are folded."""

import pytest
from pandas import DataFrame

from analytics.base_quality.likeness import (
    COLUMNS,
    code,
    firm_name,
    folded,
    likeness,
    mailbox,
    own_domain,
    phone_digits,
    site,
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Jõeorru Majutus OÜ", "joeorru majutus"),
        ("SIA «Bērzpils Piens»", "berzpils piens"),
        ("ООО Нева Логистик", "neva logistik"),
        ("Metsa o.ü.", "metsa"),
        ("Kivi s.r.o.", "kivi"),
        ("Straße & Söhne GmbH", "strasse sohne"),
        ("Osaühing", "osauhing"),
        ("O'Neill, Ltd.", "o neill"),
        (None, ""),
        ("  ", ""),
    ],
)
def test_a_name_loses_its_legal_form_case_and_marks(written, name):
    assert firm_name(written) == name


def test_folding_keeps_figures_and_drops_signs():
    assert folded("Pärnu mnt. 10–12 / Ж") == "parnu mnt 10 12 zh"


@pytest.mark.parametrize(
    ("read", "given", "kept"),
    [
        (code, "1234567-8", "12345678"),
        (code, " ee 100 200 ", "EE100200"),
        (code, "00000000", None),
        (code, "-", None),
        (code, None, None),
        (mailbox, " Info@Firma.EE ", "info@firma.ee"),
        (mailbox, "none", None),
        (own_domain, "a@firma.ee", "firma.ee"),
        (own_domain, "a@gmail.com", None),
        (phone_digits, "+372 555 12345", "55512345"),
        (phone_digits, "0037255512345", "55512345"),
        (phone_digits, "112", None),
        (phone_digits, "0000000", None),
        (site, "https://www.Firma.ee/x?y", "firma.ee"),
        (site, "firma.ee", "firma.ee"),
        (site, "-", None),
    ],
)
def test_codes_addresses_and_phones_are_kept_where_they_say_something(read, given, kept):
    assert read(given) == kept


def rows(**columns) -> DataFrame:
    count = len(next(iter(columns.values())))
    empty = {name: [None] * count for name in ("kind", "registry_code", "vat_number", "email", "phone", "city", "url")}
    return DataFrame(empty | {"client_id": [f"C{place}" for place in range(count)], "name": ["A"] * count} | columns)


def test_what_many_share_belongs_to_nobody():
    made = likeness(rows(phone=["5551234"] * 6 + ["5559999"] * 2, url=["https://crm.example/1"] * 8))
    assert made["phone"].notna().tolist() == [False] * 6 + [True] * 2
    assert made["site"].isna().all()


def test_a_short_name_and_a_persons_are_not_distinct():
    made = likeness(
        rows(name=["Metsa OÜ", "Metsa Ehitus OÜ", "Suurettevõte", "Mari Maasikas"], kind=[None] * 3 + ["person"])
    )
    assert made["is_distinct"].tolist() == [False, True, True, False]


def test_word_order_and_vowels_do_not_matter_for_the_keys():
    made = likeness(rows(name=["Majutus OÜ Jõeorru", "Joeoru Majutuus"]))
    assert made["words"].tolist() == ["joeorru majutus", "joeoru majutuus"]
    assert made["skeleton"].nunique() == 1


def test_without_clients_the_columns_are_the_same():
    assert list(likeness(rows(name=["A"]).head(0)).columns) == list(COLUMNS)

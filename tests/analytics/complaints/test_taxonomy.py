"""Topics told by words in three languages."""

import pytest

from analytics.complaints.taxonomy import hits, topic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The delivery was late again, we had to stop the line", "late delivery"),
        ("Kaup hilines kolm päeva", "late delivery"),
        ("Поставка задерживается вторую неделю", "late delivery"),
        ("The panel arrived cracked", "quality"),
        ("Toode on katki", "quality"),
        ("Товар пришёл с браком", "quality"),
        ("You billed us for the old address", "invoice"),
        ("Arve on vale summaga", "invoice"),
        ("В накладной ошибка", "invoice"),
        ("Nobody called back, no answer to three e-mails", "service"),
        ("Менеджер не отвечает на письма", "service"),
        ("Leping on arusaamatu", "contract terms"),
        ("Цена выросла без предупреждения", "price"),
    ],
)
def test_a_topic_is_told_by_its_words(text, expected):
    assert topic(text) == expected


@pytest.mark.parametrize("text", [None, "", "Tere!", "12345", float("nan"), "The invoice shows another price"])
def test_no_word_or_two_topics_as_often_are_no_topic(text):
    assert topic(text) is None


def test_a_word_inside_another_does_not_count():
    assert hits("Translated latest calculate") == {}

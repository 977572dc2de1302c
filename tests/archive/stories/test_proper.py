"""Names of places and persons are told from other words."""

import pytest

from archive.stories import proper
from archive.stories.proper import persons, place
from archive.text.normalise import fold


@pytest.mark.parametrize(
    ("before", "stretch", "after", "expected"),
    [
        ("", "云崖", "市气象台", "云崖市"),
        ("据", "青渡县", "气象台", "青渡县"),
        ("", "南", "汀区今天", "南汀区"),
        ("海", "南", "今天多云", "海南"),
        ("", "北京", "今天多云", "北京"),
        ("在", "我", "市召开", None),
        ("", "该", "县境内", None),
        ("", "昨日股", "市震荡", None),
        ("", "表示", "满意", None),
    ],
)
def test_a_place_is_found_around_a_stretch(before: str, stretch: str, after: str, expected: str | None) -> None:
    assert place(before, stretch, after) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("副市长郭明慧到场", {"郭明"}),
        ("桥梁专家陈允中同志逝世", {"陈允"}),
        ("决定任命何思远为局长", {"何思"}),
        ("原告段小雨诉被告方一鸣", {"段小", "方一"}),
        ("记者方一鸣报道", set()),
        ("市长说水位上涨", set()),
        ("市长高度重视", set()),
    ],
)
def test_persons_are_known_by_their_office_or_title(sentence: str, expected: set[str]) -> None:
    assert persons(sentence) == expected


def test_the_rules_are_written_in_folded_characters() -> None:
    rules = (proper.WELL_KNOWN, proper.NAMED, proper.NO_NAME, proper.IN_OFFICE, proper.HONOURED)
    assert all(fold(rule.pattern) == rule.pattern for rule in rules)

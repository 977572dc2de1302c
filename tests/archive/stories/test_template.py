"""The guard sees what two texts of one template say differently, and nothing else."""

import pytest

from archive.stories.blanks import MOST, sentences
from archive.stories.template import Kind, compare

HEAD = "云崖市水利局通报，"


def found(one: str, other: str) -> list[tuple[Kind, str, str]]:
    """The conflicts of two texts."""
    return [(each.kind, each.one, each.other) for each in compare(sentences(one), sentences(other)).conflicts]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "水库蓄水率为八成三，出库流量每秒320立方米",
            "水库蓄水率为八成三，出库流量每秒405立方米",
            (Kind.NUMBER, "320", "405"),
        ),
        ("连续三天超过警戒水位，已启动响应", "连续五天超过警戒水位，已启动响应", (Kind.NUMBER, "3", "5")),
        ("3月5日八时水位继续上涨", "3月6日八时水位继续上涨", (Kind.DATE, "5", "6")),
        ("今年三月五日八时水位上涨", "今年四月五日八时水位上涨", (Kind.DATE, "3", "4")),
        ("2023年汛期比往年来得早", "2024年汛期比往年来得早", (Kind.DATE, "2023", "2024")),
        ("石笋县境内水位继续上涨", "洛湾县境内水位继续上涨", (Kind.PLACE, "石笋", "洛湾")),
        ("广州境内水位继续上涨", "南宁境内水位继续上涨", (Kind.PLACE, "广州", "南宁")),
        ("副市长何思远到堤上检查", "副市长郭明慧到堤上检查", (Kind.PERSON, "何思", "郭明")),
        ("死亡人数由0人上升", "死亡人数由5人上升", (Kind.NUMBER, "0", "5")),
    ],
)
def test_a_slot_with_something_else_in_it_is_a_conflict(one: str, other: str, expected: tuple[Kind, str, str]) -> None:
    assert found(HEAD + one, HEAD + other) == [expected]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("蓄水率为八成三，出库三百二十立方米", "蓄水率为8成3，出库320立方米"),
        ("受灾人口1.2万人，已经转移安置", "受灾人口12000人，已经转移安置"),
        ("共12,000人参加巡堤", "共12000人参加巡堤"),
        ("3月5日八时水位继续上涨", "5日八时水位继续上涨"),
        ("3月05日八时水位继续上涨", "3月5日八时水位继续上涨"),
        ("3月5日八时水位继续上涨", "昨日八时水位继续上涨"),
        ("我市境内水位继续上涨", "洛湾市境内水位继续上涨"),
        ("市民政局负责人到堤上检查", "县民政局负责人到堤上检查"),
        ("副市长何思远到堤上检查", "副市长何思运到堤上检查"),
        ("共有二十三处险段需要巡查", "共?3处险段需要巡查"),
        ("水位上涨，形势依然十分严峻", "水位上涨，形势依然相当严峻"),
    ],
)
def test_another_way_to_say_the_same_is_none(one: str, other: str) -> None:
    assert found(HEAD + one, HEAD + other) == []


def test_a_paper_may_put_its_own_dateline_before_a_story() -> None:
    one, other = "新华社北京10月8日电 云崖大桥通车。", "本报广州10月9日电 云崖大桥通车。"
    assert found(one, other) == []
    assert (Kind.DATE, "8", "9") in found(
        one.replace("本报", "新华社") + "今天放晴。", one.replace("8日", "9日") + "今天放晴。"
    )


def test_a_sentence_that_one_text_lacks_is_no_conflict() -> None:
    assert found(HEAD + "水位23米。另有3处险段。", HEAD + "水位23米。") == []


def test_numbers_that_agree_are_counted() -> None:
    one, other = "水位23米，流量320。全市26所学校停课。", "水位24米，流量320。全市26所学校停课。"
    assert compare(sentences(one), sentences(other)).agreed == 2


def test_only_so_many_sentences_are_laid_side_by_side() -> None:
    one, other = (
        "".join(f"{''.join(chr(0x5000 + 5 * at + place) for place in range(5))}为{shift + at}米。" for at in range(900))
        for shift in (1, 5000)
    )
    assert len(found(one, other)) == MOST

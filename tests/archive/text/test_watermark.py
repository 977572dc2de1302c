"""A string at the end of the paragraphs is a site's mark if more than its number speaks for it."""

import pytest
from effort import effort_below

from archive.text.watermark import drop_watermark

PARAGRAPHS = ("山路修通了。", "果子运出去了！", "老人说：“好。”", "孩子们回来过年", "灯一直亮着。")
MARK = "xqv望溪新闻网|今日望溪"


def test_the_mark_goes_from_every_paragraph() -> None:
    text, edits, _ = drop_watermark("\n".join(paragraph + MARK for paragraph in PARAGRAPHS))
    assert text == "\n".join(PARAGRAPHS)
    assert [edit.before for edit in edits] == [MARK] * 5


def test_a_paragraph_that_held_nothing_else_goes_altogether() -> None:
    marked = [paragraph + MARK for paragraph in PARAGRAPHS]
    assert drop_watermark("\n".join([MARK, *marked, MARK]))[0] == "\n".join(PARAGRAPHS)


def test_the_mark_is_found_on_some_paragraphs_only() -> None:
    text = "\n".join([*(paragraph + MARK for paragraph in PARAGRAPHS[:3]), *PARAGRAPHS[3:]])
    assert drop_watermark(text)[0] == "\n".join(PARAGRAPHS)


def test_the_end_of_a_sentence_is_no_part_of_the_mark() -> None:
    text = "\n".join(f"第{number}座桥通车了,。{MARK}" for number in "一二三四五")
    assert drop_watermark(text)[0] == "\n".join(f"第{number}座桥通车了,。" for number in "一二三四五")


def test_a_mark_in_front_goes_too() -> None:
    text = "\n".join(MARK + paragraph for paragraph in PARAGRAPHS)
    assert drop_watermark(text)[0] == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["桥修好了。新华社记者 石见川 摄", "路也通了。新华社记者 石见川 摄", "灯亮了。新华社记者 石见川 摄"],
        ["第一项草案提请大会审议。", "第二项草案提请大会审议。", "第三项草案提请大会审议。"],
        ["甲方由三个村的合作社组成", "乙方由五个村的合作社组成", "丙方由两个村的合作社组成", "会后没有发言。"],
        ["会议指出，要修路", "会议指出，要架桥", "会议指出，要种树", "会议指出，要引水", "会议指出，要办学"],
        ["会议指出，要修路。", "会议指出，要架桥。", "会议指出，要种树。"],
        ["“好。”", "“好。”", "“好。”", "“好。”"],
        [""],
    ],
)
def test_a_way_of_speaking_stays(paragraphs: list[str]) -> None:
    text = "\n".join(paragraphs)
    assert drop_watermark(text) == (text, (), ())


def test_removing_twice_changes_nothing_more() -> None:
    once = drop_watermark("\n".join(paragraph + MARK + MARK for paragraph in PARAGRAPHS))[0]
    assert drop_watermark(once) == (once, (), ())


@pytest.mark.parametrize(
    "text", ["好" * 1_000_000, "好了\n" * 300_000, ("好" * 1_000 + "\n") * 1_000, ("。" + MARK + "\n") * 40_000]
)
def test_a_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    with effort_below(10):
        drop_watermark(text)

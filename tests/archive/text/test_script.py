"""The script of a text is told by characters that only one script has."""

import pytest

from archive.text.script import SIMPLIFIED_ONLY, TRADITIONAL_ONLY, script_of

DUAL_USE = "后于里干斗范群峰采愿筑托余并么云系制只征谷面松秘辟"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("乡亲们在网上卖货", "hans"),
        ("鄉親們在網上賣貨", "hant"),
        ("鄉親們在網上賣貨，后來干部于村里筑路", "hant"),
        ("乡亲们说：“網路”", "hans"),
        ("鄉親們和乡亲们", "mixed"),
        ("山上有水", "none"),
        ("hello", "none"),
        ("", "none"),
    ],
)
def test_the_script_is_the_majoritys(text: str, script: str) -> None:
    assert script_of(text) == script


def test_characters_of_dual_use_tell_nothing() -> None:
    assert not SIMPLIFIED_ONLY & set(DUAL_USE)
    assert not TRADITIONAL_ONLY & set(DUAL_USE)
    assert not SIMPLIFIED_ONLY & TRADITIONAL_ONLY - set("緼苧藴輼醖")

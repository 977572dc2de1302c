"""Glosses of a mirror are stripped; an author's are not."""

import pytest

from archive.text.edit import Edit
from archive.text.gloss import drop_glosses, strip_shapes

GLOSSED = (
    "鄉(xiāng)村的網(wǎng)絡通了，會(huì )用手機(jī)的人多起來。\n"
    "幾個(gè)年輕人開(kāi)了網(wǎng)店，鄉(xiāng)親們(men)都來學，會(huì )的教不會(huì )的。"
)
CLEAN = "鄉村的網絡通了，會用手機的人多起來。\n幾個年輕人開了網店，鄉親們都來學，會的教不會的。"


def test_a_mirrors_glosses_go_with_their_spaces_and_are_logged() -> None:
    text, edits, flags = drop_glosses(GLOSSED)
    assert text == CLEAN
    assert len(edits) == 11
    assert edits[0] == Edit(step="gloss", offset=0, before="鄉(xiāng)", after="鄉")
    assert not flags


def test_stripping_twice_changes_nothing_more() -> None:
    assert drop_glosses(CLEAN) == (CLEAN, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "本台(CCTV)记者报道，村里装上了无线网(wifi)，全长三公里(km)，占地两公顷(ha)，下午(pm)六点开播。",
        "空气里的细颗粒物(PM2.5)少了，人们说它(ta)好了，种了三亩(mu)地。",
        "县里姓禤(xuān)的人不少，荀彧(yù)的名字也有人念错。",
        "花名里的曇(tán)字难写，门牌重(chóng)新做了，重量、重点都写对了。",
        "他叫安(an)平，住在平安里，安心、安全、安静。",
        "课上教四个字：峪(yù)、垚(yáo)、犇(bēn)、骉(biāo)。",
        "“你(nǐ)好(hǎo)，小(xiǎo)鸟(niǎo)”，孩子们跟着念。",
    ],
)
def test_what_an_author_put_in_brackets_stays(text: str) -> None:
    assert drop_glosses(text)[0] == text


def test_bare_occurrences_speak_against_a_mirror() -> None:
    text = GLOSSED + "\n網上、鄉下、機器、會議、開門、個人、網下、鄉音、機會、開始、網路、鄉里、會場。"
    assert drop_glosses(text) == (text, (), ("gloss",))


def test_an_authors_gloss_survives_beside_a_mirrors() -> None:
    text = GLOSSED + "\n路重(chóng)新鋪過，重車、重物、重量、重任都不怕。"
    assert drop_glosses(text)[0] == CLEAN + "\n路重(chóng)新鋪過，重車、重物、重量、重任都不怕。"


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("來源：人民網(wǎng)", "來源：人民網"),
        ("责任编辑：彧(yù )", "责任编辑：彧"),
        ("我們(men)", "我們"),
        ("网络(wifi)十里(km)", "网络(wifi)十里(km)"),
    ],
)
def test_for_keys_and_labels_every_shape_goes(text: str, stripped: str) -> None:
    assert strip_shapes(text) == stripped

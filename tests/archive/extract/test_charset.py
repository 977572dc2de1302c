"""The matrix of charsets: labels lie in both directions, and the bytes decide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.charset import NEVER_UTF8, choose

SIMPLE = "本市今天公布了新的公共交通方案，他们说这是为了大家的生活更方便。中国经济发展的问题，要从实际出发来看。"
TRADITIONAL = "本市今天公佈了新的公共交通方案，他們說這是為了大家的生活更方便。中國經濟發展的問題，要從實際出發來看。"
RARE = "朱镕基、陶喆、𠀀"
CANTONESE = "佢話嘅嘢，我哋咗喺度"


def markup(text: str, meta: str | None, repeats: int = 40) -> str:
    tag = f'<meta charset="{meta}">' if meta else ""
    return f"<html><head>{tag}<title>标题</title></head><body>" + f"<p>{text}</p>\n" * repeats + "</body></html>"


def spoil(data: bytes) -> bytes:
    """One bad byte in mid-page."""
    middle = data.index(b"\n", len(data) // 2)
    return data[:middle] + b"\xff " + data[middle:]


def cut(data: bytes, codec: str) -> bytes:
    """End within a character."""
    end = data.rindex(b"</p>") - 3
    while True:
        try:
            data[:end].decode(codec)
        except UnicodeDecodeError:
            return data[:end]
        end -= 1


def gbk(meta: str | None = None, text: str = SIMPLE) -> bytes:
    return markup(text, meta).encode("gb18030")


def utf8(meta: str | None = None, text: str = SIMPLE) -> bytes:
    return markup(text, meta).encode()


def big5(meta: str | None = None, text: str = TRADITIONAL) -> bytes:
    return markup(text, meta).replace("标题", "標題").encode("big5hkscs")


MATRIX = [
    ("gb18030 beyond gb2312, meta gb2312", gbk("gb2312", SIMPLE + RARE), None, "gb18030", 0),
    ("gb18030 beyond gb2312, header gb2312", gbk(None, SIMPLE + RARE), "gb2312", "gb18030", 0),
    ("GBK, meta utf-8", gbk("utf-8"), None, "gb18030", 0),
    ("GBK, header utf-8", gbk(), "utf-8", "gb18030", 0),
    ("GBK, header utf-8, meta gbk", gbk("gbk"), "utf-8", "gb18030", 0),
    ("UTF-8, meta gbk", utf8("gbk"), None, "utf-8", 0),
    ("UTF-8, header gbk", utf8(), "gbk", "utf-8", 0),
    ("GBK with a bad byte", spoil(gbk("gbk")), None, "gb18030", 1),
    ("GBK cut", cut(gbk("gbk"), "gb18030"), None, "gb18030", 1),
    ("GBK without a label", gbk(), None, "gb18030", 0),
    ("GBK with a bad byte and no label", spoil(gbk()), None, "gb18030", 1),
    ("UTF-8 with a bad byte", spoil(utf8("utf-8")), None, "utf-8", 1),
    ("UTF-8 cut, no label", cut(utf8(), "utf-8"), None, "utf-8", 1),
    ("Big5", big5("big5"), None, "big5hkscs", 0),
    ("Big5-HKSCS", big5("big5", TRADITIONAL + CANTONESE), None, "big5hkscs", 0),
    ("Big5 without a label", big5(), None, "big5hkscs", 0),
    ("GBK, header ISO-8859-1, meta gbk", gbk("gbk"), "ISO-8859-1", "gb18030", 0),
    ("UTF-8, unknown labels", utf8("x-foo"), "x-foo", "utf-8", 0),
    ("HZ", markup(SIMPLE, "hz-gb-2312").encode("hz"), None, "hz", 0),
    ("UTF-16LE without a mark", markup(SIMPLE, "utf-16").encode("utf-16-le"), None, "utf-16-le", 0),
    ("UTF-16BE without a mark", markup(SIMPLE, "utf-16").encode("utf-16-be"), None, "utf-16-be", 0),
    ("UTF-8 with a mark, meta gbk", b"\xef\xbb\xbf" + utf8("gbk"), None, "utf-8", 0),
    ("UTF-16 with a mark", markup(SIMPLE, None).encode("utf-16"), None, "utf-16-le", 0),
    ("meta beyond the first 4,096 bytes", b"<!--" + b" " * 5000 + b"-->" + gbk("gbk"), None, "gb18030", 0),
    ("Big5 with a bad byte", spoil(big5("big5")), None, "big5hkscs", 1),
    ("Big5 labelled gbk", big5("gbk"), None, "big5hkscs", 0),
    ("GBK labelled big5", gbk("big5"), None, "gb18030", 0),
    ("traditional text in GBK", gbk("gbk", TRADITIONAL), None, "gb18030", 0),
    (
        "Russian koi8-r",
        markup("Сегодня опубликован новый план", "koi8-r").encode("koi8-r", "replace"),
        None,
        "koi8-r",
        0,
    ),
    ("Japanese", markup("きょう新しい計画が発表された。", "shift_jis").encode("cp932", "replace"), None, "cp932", 0),
    ("Korean", markup("오늘 새로운 계획이 발표되었다.", "euc-kr").encode("cp949", "replace"), None, "cp949", 0),
    (
        "French, labelled",
        markup("Le café a été fermé à Noël.", "iso-8859-1").encode("cp1252", "replace"),
        None,
        "cp1252",
        0,
    ),
]


@pytest.mark.parametrize(
    ("data", "header", "wanted", "damage"), [case[1:] for case in MATRIX], ids=[case[0] for case in MATRIX]
)
def test_the_charset_is_the_one_the_bytes_speak_for(data: bytes, header: str | None, wanted: str, damage: int) -> None:
    found = choose(data, f"text/html; charset={header}" if header else None)
    assert found.name.replace("_", "-").replace("shift-jis", "cp932").replace("euc-kr", "cp949") == wanted
    assert found.damage == damage
    assert "\ufffd" not in found.text or damage


def test_french_without_a_label_is_legible() -> None:
    data = (
        markup("Le café a été fermé à Noël, déclare la mairie de l'arrondissement.", None)
        .replace("标题", "Café")
        .encode("cp1252")
    )
    assert "été fermé à Noël" in choose(data, None).text


def test_utf_7_is_never_honoured() -> None:
    assert choose(b"<meta charset=utf-7><p>+ADw-script+AD4-</p>", "text/html; charset=utf-7").text.count("<") == 3


def test_the_label_is_kept_as_printed() -> None:
    assert choose(gbk("GB2312"), None).label == "GB2312"
    assert choose(gbk(), None).label is None


def test_a_byte_lost_from_a_page_without_a_label_shows_as_damage() -> None:
    data = gbk()
    hole = data.index("公共".encode("gb18030"))
    assert choose(data[:hole] + data[hole + 1 :], None).damage > 0


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides_and_the_text_follows_it(codec: str) -> None:
    found = choose(markup(SIMPLE, "gbk").encode(codec), "text/html; charset=gbk")
    assert found.text == markup(SIMPLE, "gbk")
    assert found.damage == 0


LABELS = (None, "utf-8", "gbk", "big5", "iso-8859-1")
WESTERN = (
    ("Le café a été fermé à Noël, dit-on à l’école.", "cp1252", "cp1252"),
    ("Le café a été fermé à Noël, dit-on à l’école.", "cp1252", None),
    ("Der Bürgermeister eröffnete die Straße am Übergang.", "cp1252", "iso-8859-1"),
    ("Сегодня опубликован новый план развития города", "koi8-r", "koi8-r"),
    ("Сегодня опубликован новый план развития города", "cp1251", "windows-1251"),
    ("きょう新しい計画が発表された。", "cp932", "shift_jis"),
    ("きょう新しい計画が発表された。", "euc_jp", "euc-jp"),
    ("오늘 새로운 계획이 발표되었다.", "cp949", "euc-kr"),
    ("오늘 새로운 계획이 발표되었다.", "utf-8", "euc-kr"),
    ("Le café a été fermé à Noël, dit-on à l’école.", "utf-8", None),
)


def byte_lost(data: bytes) -> bytes:
    """Without the first byte of the character in the middle."""
    middle = data.index(b"</p>", len(data) // 2) - 10
    return data[:middle] + data[middle + 1 :]


def crossed() -> list[tuple[bytes, str]]:
    """Pages under every label, whole and spoilt, each with a piece of the text that must be legible."""
    spoilt = (lambda data: data, byte_lost, spoil)
    chinese = [
        (
            spoiling(
                markup(text, label, repeats).replace("标题", "新闻" if codec == "gb18030" else "新聞").encode(codec)
            ),
            text[:20],
        )
        for codec, text in (("gb18030", SIMPLE), ("big5hkscs", TRADITIONAL))
        for label in LABELS
        for repeats in (3, 12, 40)
        for spoiling in spoilt
    ]
    return chinese + [
        (markup(text, label).replace("标题", "x").encode(codec), text[:10]) for text, codec, label in WESTERN
    ]


def test_of_a_hundred_crossed_pages_most_are_legible_and_the_others_are_flagged() -> None:
    pages = [(choose(data, None), piece) for data, piece in crossed()]
    wrong = [found for found, piece in pages if piece not in found.text]
    assert len(pages) == 100
    assert len(wrong) <= 12
    assert all(found.damage for found in wrong)


@given(
    st.lists(
        st.sampled_from([b"a", b"<", "\u6751".encode(), b"\xe6\x9d", b"\xb4", *(bytes((byte,)) for byte in NEVER_UTF8)])
    )
)
def test_each_byte_that_is_never_utf_8_is_a_loss_of_its_own(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    impossible = sum(data.count(byte) for byte in NEVER_UTF8)
    assert data.decode("utf-8", "replace").count("\ufffd") >= impossible

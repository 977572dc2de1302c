"""The common surnames, and what they tell: whether two to four Han characters may be a person's name."""

import re

from archive.text.normalise import fold

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦"
    "付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰"
    "焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦"
    "麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
DOUBLE = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "慕容",
    "皇甫",
    "司徒",
    "令狐",
    "尉迟",
    "东方",
    "夏侯",
    "端木",
    "澹台",
    "公孙",
    "长孙",
    "宇文",
    "轩辕",
)
HAN = re.compile(r"[\u3400-\u9fff]+")
# Words of mastheads and menus that begin with a surname's character.
NO_GIVEN = re.compile(
    r"[网报社台刊版市县区省州镇村路局委厅部院校馆站号家者员长讯电闻事评论经济化育乐技融车房游画集辑栏目要点页道类术生活]$"
)
SHORTEST, USUAL = 2, 3


def begins_with_surname(name: str) -> bool:
    """Whether a name of two or more characters begins with one of the common surnames."""
    return len(name) >= SHORTEST and (fold(name[0]) in SURNAMES or fold(name[:2]) in DOUBLE)


def is_full_name(name: str) -> bool:
    """Whether a string that stands alone is a person's name beyond much doubt: a surname and two more characters.

    Two characters are too often a word (文化, 高清, 时评); so are some words of three.
    """
    folded = fold(name)
    size = USUAL + (folded[:2] in DOUBLE)
    return (
        bool(HAN.fullmatch(folded))
        and len(folded) == size
        and begins_with_surname(folded)
        and not NO_GIVEN.search(folded)
    )

"""Names of people and outlets: what counts as a value, and where one name ends."""

import re

from archive.text.normalise import fold

STAFF_CODE = re.compile(r"[_\s]?[A-Z]{2,3}\d{3,6}\b|_[a-z]{3,20}$")
NO_SOURCE = re.compile(r"网络|网络整理|互联网|本站|本站原创|原创|未知|不详|佚名|综合|转载|整理|其他|其它|无|网友投稿")
NO_AUTHOR = re.compile(r"未知|佚名|网络整理|网络|本站|admin|管理员|匿名|不详|无|小编|编辑")
# What a link beside an empty label says.
COMMAND = re.compile(
    r"相关|文章|频道首页|点击|下一页|上一页|更多|打印|关注|收藏|分享|评论|浏览|订阅|举报|进入|下载|返回|登录|注册|我要|查看"
)
ROLE = re.compile(
    r"^[\u4e00-\u9fff·]{0,10}(?:记者|記者|通讯员|通訊員|评论员)\s*[:：]?\s+"
    r"|(?:本报|本網|本网|本刊|特约|见习|实习|新华社|中新社|中新网|央视)?(?:记者|記者|通讯员|通訊員|评论员)\s*[:：]?\s*"
    r"|(?:文|图|摄影|摄)[/／]|报道员|[/／](?:文|图|摄)$|[/／][\u4e00-\u9fff]{2,6}(?:报道|報導|报导)$"
)
SPLIT = re.compile(r"[、，,;；&＆/／|丨]+")
HAN_NAME = re.compile(r"[\u3400-\u9fff·•]{2,5}")
HAN_NAMES = r"[\u3400-\u9fff·]{2,4}(?:[\s、,，][\s\u3000]{0,3}[\u3400-\u9fff·]{1,4}){0,5}"
SENTENCE = re.compile(r"[。！？!?…“”]|[\u4e00-\u9fff]{2}[的是了在这那我你吗呢][\u4e00-\u9fff]{2}")  # no name is one
SHORTEST, LONGEST = 2, 30
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦"
    "付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰"
    "焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦"
    "麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)


def clean_source(raw: str) -> str | None:
    """The outlet, None if the string names none."""
    value = raw.partition("  ")[0].partition(" 作者")[0].strip("《》“”\"' ")
    if not SHORTEST <= len(value) <= LONGEST or value.isdigit():
        return None
    return None if NO_SOURCE.fullmatch(fold(value)) or COMMAND.search(fold(value)) else value


def clean_editor(raw: str) -> str | None:
    """The editors as printed, None if there is only a staff code or nothing."""
    value = raw.strip(" 、,，")
    name = STAFF_CODE.sub("", value).strip()
    return None if not SHORTEST <= len(name) <= LONGEST or COMMAND.search(fold(value)) else value


def names_of(raw: str) -> tuple[str, ...]:
    """The people a string names: split at marks, and at spaces between Han names."""
    value = ROLE.sub("、", STAFF_CODE.sub("", raw)) or raw
    names: list[str] = []
    for part in SPLIT.split(value):
        words = part.split()
        names += words if all(map(HAN_NAME.fullmatch, words)) else [part.strip()]
    return tuple(dict.fromkeys(filter(is_author, names)))


def is_author(name: str) -> bool:
    """Whether a string may be somebody's name."""
    if not SHORTEST <= len(name) <= LONGEST or name.isdigit() or SENTENCE.search(name):
        return False
    return not NO_AUTHOR.fullmatch(fold(name)) and not COMMAND.search(fold(name))


def begins_with_surname(name: str) -> bool:
    """Whether a name of two or more characters begins with one of the common surnames."""
    return len(name) >= SHORTEST and fold(name[0]) in SURNAMES

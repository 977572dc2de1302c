"""Names of people and outlets: what counts as a value, and where one name ends."""

import re

from archive.extract.vocabulary import GLUED, LABEL, PRESS, TITLES, flat, is_outlet
from archive.text.normalise import fold
from archive.text.surnames import begins_with_surname

STAFF_CODE = re.compile(r"[_\s]?[A-Z]{2,3}\d{3,6}\b|_[a-z]{3,20}$")
NO_SOURCE = re.compile(
    r"网络|网络整理|互联网|本站|(?:本站)?原创稿?|未知|不详|佚名|综合|转载|整理|其他|其它|无|网友投稿|(?:系统)?管理员|admin"
)
NO_AUTHOR = re.compile(
    r"未知|佚名|网络整理|网络|本站|admin|administrator|管理员|网站管理员|匿名|不详|无|小编|编辑|原创|转载|"
    r"[\u4e00-\u9fff]{2}报[道导]|文|图|摄|摄影|供图|制图|报道|综合|整理|通讯员|记者|见习|实习|特约|等"
)
# What a link beside an empty label says.
COMMAND = re.compile(
    r"相关|文章|频道首页|点击|下一页|上一页|更多|打印|关注|收藏|分享|评论(?!员)|浏览|订阅|举报|进入|下载|字号|返回|登录|注册|我要|查看"
)
ROLE = re.compile(
    r"^[\u4e00-\u9fff·]{0,10}(?:记者|記者|通讯员|通訊員|评论员)\s*[:：]?\s+"
    r"|(?:本刊|特约|见习|实习|[\u4e00-\u9fff]{1,8}[社网網报報台视視])?(?:记者|記者|通讯员|通訊員|评论员)\s*[:：]?\s*(?=.)"
    r"|实习生(?=\s?[\u3400-\u9fff])|(?:文|图|摄影|摄)[/／]|报道员|[/／](?:文|图|摄)$|[/／][\u4e00-\u9fff]{2,6}(?:报道|報導|报导)$|^(?:由|文|[Bb]y)\s+"
)
# A word beside a name that says what somebody did or is: 实习生, 每经编辑, 口述, 北京报道, 发自上海.
PART = re.compile(
    r"[\u4e00-\u9fff·]{0,10}(?:实习生|编辑|撰稿人?|主笔|特派员|全媒体|融媒体?|特派)|作者|口述|撰文|采写|执笔|统筹"
    r"|[\u4e00-\u9fff]{2,8}(?:报道|专稿|专电)|发自[\u4e00-\u9fff]{2,8}"
)
ASIDE = re.compile(r"[(（][^()（）]{0,20}[)）]")  # 张某（实习）
MARKS = "□■◎●◆▲○* \u3000·|:：()（）【】[]〔〕"
DID = re.compile(r"(?:\s+(?:文|图文|整理|编译|编譯|撰文|(?:综合|綜合)?(?:报道|报导|報導|報道))|等)$")
SPREAD = re.compile(r"(?<![\u3400-\u9fff])([\u3400-\u9fff])[ \u3000]{1,3}([\u3400-\u9fff])(?![\u3400-\u9fff])")
PHOTOGRAPHER = re.compile(r"[\u4e00-\u9fff·]{2,4}\s?[/／]\s?(?:图|摄影?)|.*[摄攝]影?$|.*(?:供图|制图)$")
SPLIT = re.compile(r"[、，,;；&＆/／|丨]+")
HAN_NAME = re.compile(r"[\u3400-\u9fff·•]{2,5}")
HAN_NAMES = r"[\u3400-\u9fff·]{2,4}(?:[\s、,，][\s\u3000]{0,3}[\u3400-\u9fff·]{1,4}){0,9}"
SENTENCE = re.compile(
    r"[。！？!?…“”：:《》]|[\u4e00-\u9fff]{2}[的是了在这那我你吗呢][\u4e00-\u9fff]{2}"
)  # no name is one
# What somebody is, without a name: 系测试大学教授, 测试大学国际关系学院教授.
POSITION = re.compile(rf"(?:系|为|是|现任|现为)[\u4e00-\u9fff]{{4,}}|[\u4e00-\u9fff·]{{4,}}(?:{TITLES})")
KEPT_POSITION = re.compile(r"(?:评论员|记者)$")  # 本报评论员 signs without a name
TITLED = re.compile(rf"(?:{TITLES})\s?(?P<name>[\u3400-\u9fff]{{2,4}}|[\u3400-\u9fff]{{1,6}}·[\u3400-\u9fff]{{1,6}})$")
TITLED_END = re.compile(r"[)\]】。\t\u2063]|\s{3,}|\s?(?:19|20)\d\d[-/.年]|\d{1,2}:\d\d")
# Where to write to: 责任编辑：张某 投稿邮箱：a@b.example.
CONTACT = re.compile(r"[\s(（,，;；]{0,3}(?:[\w.-]{1,40}@|QQ|qq|微信号|邮箱|电话).*$")
# Who else worked on it, and what follows the names in a sentence: 编辑：张某，海滨网经授权发布.
AFTER_EDITOR = re.compile(
    r"[\s,，;；、|｜/丨]+(?:审核|校对|主编|监制|签发|责校|审校|统筹|终审|初审|复审|审读|值班)(?:[:：\s].*)?$"
    r"|[,，](?![\u3400-\u9fff·]{2,4}(?:$|[,，、\s]))\S{4,}.*$"
)
BESIDE_AUTHOR = re.compile(r"[\s、，,|/][\u4e00-\u9fff]{0,6}(?:编辑|责编|校对|审核)[\s:：/|]")
CLOSING = {")": "(", "）": "（", "】": "【", "]": "[", "〕": "〔"}
SHORTEST, LONGEST = 2, 30


def clean_source(raw: str) -> str | None:
    """The outlet, None if the string names none."""
    value = raw.partition("  ")[0].partition(" 作者")[0].strip("“”\"' ")
    outlet, _, rest = value.partition(" ")
    if PRESS.search(flat(outlet)) and HAN_NAME.fullmatch(rest) and not is_outlet(flat(rest)):
        value = outlet  # its writer stands beside it, or what kind of text it is: 海滨网 张某, 海滨网 综合
    if re.fullmatch("《[^《》]*》", value):
        value = value[1:-1].strip()
    if not SHORTEST <= len(value) <= LONGEST or value.isdigit():
        return None
    return None if NO_SOURCE.fullmatch(fold(value)) or COMMAND.search(fold(value)) else value


def clean_editor(raw: str) -> str | None:
    """The editors as printed, None if there is only a staff code or nothing."""
    value = CONTACT.sub("", AFTER_EDITOR.sub("", raw)).strip(" 、,，")
    if value[-1:] in CLOSING and value.count(value[-1]) != value.count(CLOSING[value[-1]]):
        value = value[:-1].rstrip()
    value = DID.sub("", value)
    name = STAFF_CODE.sub("", value).strip()
    return None if not SHORTEST <= len(name) <= LONGEST or COMMAND.search(fold(value)) else value


def names_of(raw: str) -> tuple[str, ...]:
    """The people a string names: split at marks, and at spaces between Han names. A photographer is no author.

    An outlet or a role beside names is none of them: 观察者网 张某, 实习生 李某; alone it signs.
    """
    value = PHOTOGRAPHER.sub("、", STAFF_CODE.sub("", ASIDE.sub("", CONTACT.sub("", BESIDE_AUTHOR.split(raw)[0]))))
    value = without_roles(value)
    names: list[str] = []
    for part in SPLIT.split(value):
        name = DID.sub("", part.strip(MARKS))
        words = SPREAD.sub(r"\1\2", name).split()
        names += words if all(map(HAN_NAME.fullmatch, words)) else [name]
    authors = list(filter(is_author, names))
    people = [name for name in authors if not PART.fullmatch(flat(name)) and not PRESS.search(flat(name))]
    return tuple(dict.fromkeys(people or authors))


def without_roles(raw: str) -> str:
    """The names of a string, with a mark in place of whose reporters they are."""
    return ROLE.sub("、", raw)


def titled(rest: str) -> str | None:
    """The name behind the titles of a person: 测试大学教授、“周边”研究中心主任徐某. None if it is not of this form.

    Nor is it where a name comes first: 张某 本报通讯员 李某 are two.
    """
    first = rest.split()[:2]
    if len(first) > 1 and HAN_NAME.fullmatch(first[0]) and begins_with_surname(first[0]):
        return None
    ends = (TITLED_END.search(rest), LABEL.search(rest), GLUED.search(rest))
    match = TITLED.search(rest[: min((end.start() for end in ends if end), default=len(rest))].strip())
    return match["name"] if match and ("·" in match["name"] or begins_with_surname(match["name"])) else None


def is_author(name: str) -> bool:
    """Whether a string may be somebody's name."""
    if not SHORTEST <= len(name) <= LONGEST or name.isdigit() or SENTENCE.search(name):
        return False
    folded = flat(name)
    if POSITION.fullmatch(folded) and not KEPT_POSITION.search(folded):
        return False
    return not NO_AUTHOR.fullmatch(folded) and not COMMAND.search(folded)

"""Proper names in normalised text: places of administration, persons in office or honoured."""

import re

from archive.text.surnames import SURNAMES

# What needs no 省 and 市 behind it: provinces, their capitals, the other cities that have bulletins of their own.
WELL_KNOWN = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台湾|台北|高雄|石家庄|太原|沈阳|长春|哈尔滨|南京|杭州|合肥|福州"
    "|南昌|济南|郑州|武汉|长沙|广州|海口|成都|贵阳|昆明|西安|兰州|西宁|南宁|拉萨|银川|乌鲁木齐|呼和浩特|深圳|大连|青岛"
    "|宁波|厦门|苏州|无锡|温州|珠海|三亚"
)
NAMED = re.compile(r"[\u4e00-\u9fff]{2,8}?[省市县区州盟旗乡镇村]")
# Words that end like a place's name (该省, 全市, 景区, 股市, 联盟), and what holds a word of grammar.
NO_NAME = re.compile(
    r"(?:[我本该全各两某此外内城都郊山园景社小灾疫牧林库矿校厂营战辖地新老特农渔雨震片夜股超楼集反节国红党联同东欧加家下乡]|所在|部分)"
    r"[省市县区州盟旗乡镇村]$"
    r"|[的了是在有和与及等这那们就也都于由从到对将被把其不或并]"
)

SURNAME = "[{}]".format("".join(sorted(SURNAMES)))
GIVEN = r"[\u4e00-\u9fff](?<![的了是在有和与及等这那们就也都于由从到对将被把其不或并说称表出主率会参宣])"
OFFICE = (
    "(?:[省市县区州乡镇村局部处厅司院校行队社所署]长|委员长|秘书长|董事长|主任|主席|总理|经理|总监|总裁|总统|首相|法官|检察官"
    "|司令员?|参谋长|书记|委员|政委|教练|院士|原告|被告人?|罪犯|任命|免去|同意)"
)
# Words that begin with a surname's character and follow an office: 市长高度重视.
NO_PERSON = (
    "高[度速级]|成[立为]|方[面案]|时[间代]|安[全排]|全[国面部体市省县]|任[务何]|明[确天]"
    "|金融|黄金|和平|温度|马上|车辆|于是"
)
IN_OFFICE = re.compile(rf"{OFFICE}(?!{NO_PERSON})({SURNAME}{GIVEN})")
HONOURED = re.compile(
    rf"({SURNAME}{GIVEN})[\u4e00-\u9fff]?(?:同志|先生|女士|教授|院士|老人|烈士|夫妇|[女男](?=(?:19|20)\d\d|汉族))"
)


def place(before: str, stretch: str, after: str) -> str | None:
    """The place's name that *stretch* is, begins or ends in; *before* and *after* is what stands around it."""
    for near in ("", before[-1:]):
        for far in ("", after[:1]):
            if WELL_KNOWN.fullmatch(near + stretch + far):
                return near + stretch + far
        found = NAMED.match(near + stretch + after[:3])
        if found and not NO_NAME.search(found[0]):
            return found[0]
    return None


def persons(sentence: str) -> frozenset[str]:
    """The persons named after their office or before their title: surname and next character."""
    return frozenset(IN_OFFICE.findall(sentence)) | frozenset(HONOURED.findall(sentence))

"""Chinese numerals that count or date something, as digits: 三十二人 becomes 32人, 十月二十日 10月20日, 3万 30000.

Most of these characters also stand in words and names (一些, 十分, 万一, 三亚, 九江), so a numeral is one only where
a measure word, a unit or a part of a date follows, where 第, 百分之, 星期 or 连载之 goes before, or alone in brackets.
"""

import re
from decimal import Decimal

DIGITS = {sign: digit for digit, same in enumerate(("〇○零", "一", "二两", *"三四五六七八九")) for sign in same}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}

DIGIT = "[{}]".format("".join(DIGITS))
SIGN = "[{}]".format("".join((*DIGITS, *TENS, *MYRIADS)))
SOME = "{0,20}"  # signs more in a numeral: what is longer counts nothing, and must cost nothing
MIXED = re.compile(r"(?<!\d)\d{1,12}(?:\.\d{1,6})?[十百千万亿]{1,4}(?:\d{1,12}(?:\.\d{1,6})?[十百千万亿]{0,4}){0,4}")
ATOM = re.compile(rf"\d+(?:\.\d+)?|{SIGN}")

# After any numeral. Some are excluded where they go on as a place or an idiom: 五家渠, 七台河, 京九集团, 三位一体.
MEASURE = (
    "[个名人例起件条项年月日号天时岁级度届期章节版卷辆艘架座栋间套篇首张份支枚颗株棵亩吨斤米秒倍成折场轮局胜负批种类组队周户站层楼]"
    "|次(?!性)|位(?!一体)|集(?![团中合体])|家(?![渠店村子桥庄])|台(?![河县山区])|元(?![区桥里村])"
    "|公[里斤顷]|海里|英[里尺镑]|平方|立方|千[米克瓦]|厘米|毫[米升克]|微[米克]|克(?!服)|小时|分[钟之]|点[钟半整]|季度|摄氏"
    "|[美欧日港]元|卢布"
)
# 一 alone is often no number: 一起, 一样, 一度, 一时, 一天, 一成不变.
MEASURE_OF_ONE = (
    "[个名位人例件年月日号岁届期章条项元辆]|集(?![团中合体])|次(?!性)|家(?![渠店村子桥庄])"
    "|季度|小时|分钟|公[里斤顷]|平方"
)
FRACTION = rf"(?:点{DIGIT}{{1,6}}(?![十百千]))?"
ABOUT = "[多余来]?"
MINUTES = rf"点{DIGIT}?十?{DIGIT}?分"
RUN = rf"(?:{DIGIT}|十){SIGN}{SOME}"
NUMERAL = re.compile(
    rf"(?<![几数])(?<!{SIGN})(?:"
    rf"一(?={ABOUT}(?:{MEASURE_OF_ONE}))"
    rf"|(?!一(?!{SIGN}|点)){RUN}{FRACTION}[万亿]{{0,2}}(?={ABOUT}(?:{MEASURE})|{MINUTES})"
    rf"|{RUN}(?<={SIGN}{SIGN})(?=分|点{DIGIT})"
    rf"|(?<=[时点]){RUN}(?=分)"
    rf"|(?<=第)(?!一时间){RUN}"
    rf"|(?<=分之)(?:百|{RUN}){FRACTION}"
    rf"|(?<=连载之){RUN}|(?<=[(之]){RUN}(?=\))"
    rf"|(?<=星期)[一二三四五六]|(?<=[本上下每]周)[一二三四五六]"
    rf")"
)
# 三四个, 七八十人: about so many. A year is read digit by digit.
ROUGHLY = re.compile(r"[一二两三四五六七八九]{2}")


def arabic(text: str) -> str:
    """A normalised text with its numerals as digits. What only says about how many stays: 三四十人, 几百, 数万."""
    return MIXED.sub(lambda match: value(match[0]), NUMERAL.sub(lambda match: number(match[0]), text))


def number(numeral: str) -> str:
    """A numeral as digits; as it stands if it is none."""
    whole, _, fraction = numeral.partition("点")
    if not any(sign in TENS or sign in MYRIADS for sign in whole):
        if len(whole) == len("三四") and ROUGHLY.fullmatch(whole):
            return numeral
        found = "".join(str(DIGITS[sign]) for sign in whole)
    elif ROUGHLY.search(whole):
        return numeral
    else:
        found = value(whole)
    decimals = fraction.rstrip("万亿")
    return (
        found + ("." if decimals else "") + "".join(str(DIGITS[sign]) for sign in decimals) + fraction[len(decimals) :]
    )


def value(numeral: str) -> str:
    """The value of signs and digits that multiply and add up: 一万二千, 3万5千, 1.2万亿."""
    total = section = last = Decimal(0)
    highest = 0
    for atom in ATOM.findall(numeral):
        if atom in TENS:
            section += (last or 1) * TENS[atom]
        elif atom not in MYRIADS:
            last = Decimal(DIGITS.get(atom, atom))
            continue
        elif MYRIADS[atom] > highest:
            highest = MYRIADS[atom]
            total, section = (total + section + last) * highest, Decimal(0)
        else:
            total, section = total + (section + last) * MYRIADS[atom], Decimal(0)
        last = Decimal(0)
    return plain(total + section + last)


def plain(found: Decimal) -> str:
    """A number without exponent and closing zeros."""
    text = f"{found:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

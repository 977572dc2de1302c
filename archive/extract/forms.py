"""How Chinese pages write a day and a time: patterns for a text folded to ASCII digits and one script."""

import re

GAP = r"[\s\u2063]{0,6}"
MONTH, OF_MONTH = r"(?P<month>1[0-2]|0?[1-9])", r"(?P<day>3[01]|[12]\d|0?[1-9])"
MONTH_2, OF_MONTH_2 = r"(?P<month>1[0-2]|0[1-9])", r"(?P<day>3[01]|[12]\d|0[1-9])"
HALF = r"(?P<half>上午|下午|晚上|晚间|凌晨|中午|早上|清晨|傍晚|[ap]m)?"
SECONDS = rf"(?:{GAP}:{GAP}(?P<second>[0-5]\d)|{GAP}(?P<second_worded>[0-5]?\d)秒)?(?:\.\d{{1,9}})?"
MINUTES = rf"(?:(?P<minute>[0-5]?\d)(?!\d?[/年])(?:{GAP}分)?{SECONDS})?"
CLOCK = (
    rf"{HALF}{GAP}(?<!:)(?:(?<!\d)|(?=\d\d:))(?P<hour>[01]?\d|2[0-4]){GAP}(?::|时|点){GAP}{MINUTES}{GAP}(?P<half_after>[ap]m\b)?"
    r"(?P<zone>z\b|\s?(?:gmt|utc)(?!\s?[+-]?\d)|\s?(?:gmt|utc)\s?[+-][01]?\d(?::?[0-5]\d)?(?!\d)"
    r"|(?:\+(?:0\d|1[0-4])|-(?:0\d|1[0-2])):?[0-5]\d(?!\d))?"
)
WEEKDAY = rf"(?:{GAP}(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?|\([一二三四五六日]\)))?"
BETWEEN = rf"{WEEKDAY}(?:{GAP}(?:[t|,·-]|hkt|cst|北京时间)?{GAP})"
DAY = (
    rf"(?<![\d./-])(?<!\d:)(?P<year>19[89]\d|20\d\d){GAP}[-/.年\\]{GAP}{MONTH}{GAP}[-/.月\\]{GAP}{OF_MONTH}"
    rf"(?!\d(?!\d:)){GAP}(?:日|号)?"
)
SPLIT_DAY = rf"(?<!\d)(?P<year>20\d\d)[\s\u2063]{{1,6}}{MONTH_2}{GAP}[/-]{GAP}{OF_MONTH_2}(?!\d)"
MINGUO_DAY = rf"民国{GAP}(?P<minguo>\d{{2,3}}){GAP}[-/.年]{GAP}{MONTH}{GAP}[-/.月]{GAP}{OF_MONTH}{GAP}日?"
WORDED = r"(?P<numerals>[一二][一二三四五六七八九〇○零]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
SHORT_YEAR = rf"(?<![\d.:/-])(?P<short>\d\d)[-/.年]{MONTH_2}[-/.月]{OF_MONTH_2}(?!\d)日?"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMED = rf"(?<![a-z])(?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
ENGLISH = (
    rf"{NAMED}\s{{1,3}}(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year>20\d\d)",
    rf"(?<!\d)(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s{{1,3}}{NAMED},?\s{{1,3}}(?P<year>20\d\d)",
)
MONTH_FIRST = rf"(?<![\d.:/-]){MONTH_2}/{OF_MONTH_2}/(?P<year>20\d\d)(?!\d)"
NO_YEAR = rf"(?<![\d.:/年-]){MONTH}(?:月|[-/]){OF_MONTH}(?!\d|[-/.]\d)日?"
COMPACT = (
    rf"(?<!\d)(?P<year>20\d\d){MONTH_2}{OF_MONTH_2}"
    r"(?:t?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?)?(?!\d)"
)
# 09:30 2024-05-20; what follows the day would otherwise be its time.
TIME_BEFORE = (
    r"(?<![\d:.-])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?\s?(?P<half_after>[ap]m)?"
    r"[\s\u2063|,]{1,6}"
)
NO_OTHER_TIME = r"(?!\d|[\s\u2063]{1,6}\d{1,2}:)"
# The day stands first where it is above twelve, and between dots.
DAY_FIRST = (
    rf"(?<![\d.:/-])(?P<day>3[01]|2\d|1[3-9])/{MONTH_2}/(?P<year>20\d\d)(?!\d)",
    rf"(?<![\d.:/-])(?P<day>3[01]|[12]\d|0?[1-9])\.{MONTH}\.(?P<year>20\d\d)(?!\d)",
)
FULL = (
    *(re.compile(rf"{TIME_BEFORE}{day}{NO_OTHER_TIME}") for day in (DAY, *DAY_FIRST)),
    *(re.compile(rf"{day}(?:{BETWEEN}{CLOCK})?") for day in (DAY, SPLIT_DAY, MINGUO_DAY, WORDED, *ENGLISH, *DAY_FIRST)),
)
LABELLED = (
    *FULL,
    *(re.compile(rf"{day}(?:{BETWEEN}{CLOCK})?") for day in (MONTH_FIRST, SHORT_YEAR, NO_YEAR)),
    re.compile(COMPACT),
)
NO_YEAR_TIME = re.compile(rf"{NO_YEAR}{BETWEEN}{CLOCK}")
RELATIVE = re.compile(
    r"(?P<now>刚刚|刚才)|(?P<half>半小时前)|(?P<some>几分钟前)|(?P<count>\d{1,3})\s?(?P<unit>秒钟?|分钟|小时|天|日|周|个月)前"
)
TODAY = re.compile(rf"(?P<when>今天|今日|昨天|昨日|前天){GAP}{CLOCK}")

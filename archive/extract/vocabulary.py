"""The words of Chinese bylines: labels by field, the titles people carry, and what only ends a value."""

import re

from archive.extract.lines import SOFT
from archive.text.normalise import fold_for_offsets
from archive.text.remembering import remembering

# Longer labels stand before those they begin with. Those under "other" only end the value before them.
LABELS = {
    "source": "(?:本文|文章|信息|稿件|新闻|内容|转载|资讯|原文)?(?:来源(?:于)?|出处|转载自|转自|摘自)|来源(?:网站|媒体|单位)|稿源"
    "|(?:本文)?来自(?:微信)?公众号|来自(?= ?[:/|])|发布机构|发布单位|供稿单位|供稿(?= ?[:|])|原创(?= ?[:|])",
    "editor": "责任编辑|值班编辑|网络编辑|本文编辑|本期编辑|网编|责编"
    r"|(?:(?<![:|/])(?<![:|/] )(?!图片|版面|视频|美术|音频|副?总)[\u4e00-\u9fff]{2,3})?编辑",
    # Before 记者 stands whose: 本报, 全媒体, 海滨日报首席, 海滨报·海滨网.
    "author": r"(?:[\u4e00-\u9fff·]{0,10}(?:报|网|社|台|刊|新闻|媒体?|中心|客户端|首席|见习|实习|特约|特派|高级|资深)|[\u4e00-\u9fff]{2,3})?记者"
    "|文/图|图/文|文/视频|(?:图文|文图|文、图|图、文)(?= ?[:|/])|文字(?= ?[:|/])|采写|撰文|(?:特约)?撰稿人?|执笔|作者|通讯员|供稿人|评论员|报道(?= ?[:|])|报导(?= ?[:|])"
    "|文(?= ?[/:|])",
    "original": "原标题|原题目?",
    "other": "编审|审核|校对|责任校对|责校|监制|审签|审读|终审|一审|二审|三审|初审|复审|复核|签发|核稿|统筹|策划|制作|美编|视觉"
    "|主编|总编辑|总监制|值班主任|值班主编|编译|翻译|图片编辑|版面编辑|视频编辑|美术编辑|图片来源|数据来源|资料来源|视频来源"
    "|发布时间|发布日期|发表时间|发稿日期|上传时间|录入时间|发稿时间|更新时间|成文日期|生成日期|时间|日期|发布(?=[:|/])"
    "|点击(?:数|量|率)?|浏览(?:次数|量)?|阅读(?:数|量|次数)?|评论|字号|字体|打印|分享|人气|关键词|标签|摄影|摄像|剪辑"
    "|图片|配图|题图|头图|封面图?|原文标题|栏目|分类|发布者|发布人|图(?=[:/|])|摄(?=[:/|])",
}
# Set apart to fill a column: 来 源：, 作　者：.
SPACED = ("来源", "作者", "编辑", "责编", "记者", "时间", "日期")
# Who put the page up, or whose it is: no more than a guess at the source where a label proper names another.
WEAK = ("发布机构", "发布单位", "供稿单位", "供稿", "原创")
RANKS = ("责任编辑", "责编")  # an editor of any other kind is named after these

BETWEEN = rf"[ {SOFT}]{{0,4}}"
GAP = rf"[\s{SOFT}]{{0,6}}"


def spaced(labels: str) -> str:
    """Labels of two characters with what may stand between them."""
    for label in SPACED:
        labels = re.sub(rf"(?<![\u4e00-\u9fff]){label}(?![\u4e00-\u9fff])", label[0] + BETWEEN + label[1], labels)
    return labels


ALL = "|".join(map(spaced, LABELS.values()))
LABEL = re.compile(
    # What a label begins with is asked first: few places in a line are worth a hundred comparisons.
    rf"(?=[\u4e00-\u9fff·])(?<![\u4e00-\u9fff“\"])(?P<label>{ALL})(?P<mark>{GAP}[:|/丨]{GAP}|{GAP}[\]】]{GAP}:?{GAP}|[ {SOFT}]{{1,6}}|$)"
)
KINDS = {kind: re.compile(re.sub(r"\(\?=[^)]*\)", "", labels)) for kind, labels in LABELS.items()}
# The label of the next value, glued to this one: 来源：海滨网作者：李某.
GLUED = re.compile(
    r"(?P<label>责任编辑|图片编辑|文章来源|稿件来源|信息来源|来源|作者|责编|编辑|校对|审核|监制|(?:浏览|点击|阅读)(?:次?数|量)?"
    r"|字号|(?:发[布稿表]|更新|上传|录入)?(?:时间|日期))"
    rf"(?P<mark>{GAP}[:|丨]{GAP})"
)
UNKNOWN = re.compile(rf"[\s{SOFT},;、][\u4e00-\u9fff]{{2,6}}:")  # whatever it is a label of
COMMAND = "(?:文章|网站|页面)纠错|打印|关闭|返回|收藏|分享|推荐|我要|我有话|发表|参与|纠错|举报|扫一扫|投稿"
END = re.compile(
    rf"[\[\]()【】〔〕“”\t。;|]|(?:19|20)\d\d[-/.年]|民国\d|\d{{1,2}}:\d\d|\s\d{{1,2}}[-/月]\d{{1,2}}(?!\d)"
    rf"|https?:|www\.|我来说|我有话|[{SOFT} ]{{3,}}|\s(?={COMMAND})|/(?:综合)?(?:报道|报导)"
)
# Before a name: 测试大学教授徐某. The name itself begins with a surname, and that is asked afterwards.
TITLES = (
    "教授|研究员|副?主任|院长|部长|所长|会长|理事长|局长|处长|书记|博士|学者|专家|院士|馆长|校长|总经理|总裁|董事长|主席|秘书长"
    "|讲师|律师|分析师|工程师|经济学家|副?主编|作家|导师|委员|代表|负责人|顾问|医师|医生|记者|通讯员|评论员|撰稿人"
)
# Buttons and sections that end like one.
NO_OUTLET = re.compile(
    r"(?:听|看|读|新|本网|本地|国际|国内|社会|港闻|体育|财经|娱乐|科技|时政|热点|热门|头条|更多|相关|最新|即时|视频|图片|手机)?"
    r"(?:新闻|资讯|频道|娱乐|财经|体育|科技|公司|学校|大学|医院|在线|中心|客户端|号|杂志|发布|电视|广播|论坛|门户|智库|集团)"
)
# What the names of outlets end in; PRESS are those that nothing else ends in.
OUTLET = re.compile(
    r"(?:网|报|社|台|局|委|办|厅|府|院|馆|署|热线|之窗|之声|门户|信息港|论坛|集团|传媒|融媒体?|协会|大学|中学|小学|学校|公司|发布|宣传部"
    r"|频道|在线|新闻|娱乐|财经|体育|科技|周刊|杂志|号|客户端|中心|电视|广播|资讯|智库|media|news|tv)$",
    re.IGNORECASE,
)
PRESS = re.compile(r"(?:网|报|社|台|新闻|周刊|杂志|客户端|发布|融媒体?|传媒|电视|广播|热线|之窗|信息港)$")


def is_outlet(folded: str) -> bool:
    """Whether a folded name ends as those of outlets do, and is more than such an ending."""
    return OUTLET.search(folded) is not None and NO_OUTLET.fullmatch(folded) is None


@remembering
def kind_of(label: str) -> str:
    """The field a label names."""
    bare = re.sub(rf"[ {SOFT}]", "", label)
    return next(kind for kind, labels in KINDS.items() if labels.fullmatch(bare))


def flat(text: str) -> str:
    """The text for matching, of the same length: width and script folded, and a 丨 between two values is a bar."""
    return fold_for_offsets(text).replace("丨", "|")

"""Line rules: what within the body's block is not the article's text. All matching on folded, gloss-free text."""

import re
from collections.abc import Sequence
from itertools import groupby

from archive.extract.lines import Line
from archive.text.script import SIMPLIFIED_ONLY, TRADITIONAL_ONLY, script_of

SHORT = 120  # characters: a longer line with one of the words below is a sentence
# Each of these begins with a plain character: where most lines have none of a hundred words, that finds it out fast.
FURNITURE = re.compile(
    r"版权(?:所有|声明|归)|举报|ICP备|网公安备|Copyright|©|关于本站|关于我们|联系我们|免责|上一篇|下一篇|上一页|下一页|上一[版期]|下一[版期]|版面导航|当前位置|所在位置|您的位置|现在的?位置|营业执照"
    r"|字号|字体[:：]|投稿|热线|本文[共约]{1,2}\d+字|看完(?:这篇|本篇?)?文章|减少此类|微信扫码|扫码分享|扫描(?:下方|二维码)|扫一扫|长按二维码|点击(?:上方|下方|左下|右上|蓝字|“?阅读原文)|点[个下]?[“「]在看|凡注明|点击图片|相关推荐|为您推荐|猜你喜欢|大家都在看|热门推荐|推荐阅读|延伸阅读"
    r"|分享到|分享至|分享让更多人看到|微信好友|复制链接|链接已复制|打印本页|关闭窗口|返回(?:首页|顶部|列表)|查看更多|阅读全文|展开全文|点击查看原文|纠错|责编邮箱"
    r"|浏览器.{0,6}不支持|不支持.{0,6}(?:视频|播放)|下载(?:客户端|APP)|客户端下载|打开APP|APP内打开|关注(?:我们|公众号|微信)|网友评论仅供|文明上网|我来说两句|发表评论|已有\d+人参与|特别声明|平台声明"
    r"|本平台仅提供信息存储|未经(?:书面)?授权|未经允许|不得转载|转载请|请勿转载|违者必究|违法和不良信息|责任自负|版权归原作者"
)
FURNITURE_FIRST = re.compile(r"更多(?:精彩)?(?:内容|资讯|新闻|报道)|欢迎关注|敬请关注")
SAYS = r".{0,60}(?:转载.{0,12}注明|隐私政策)"
ALWAYS = re.compile(
    r"未经.{0,20}(?:授权|许可|允许|同意).{0,8}(?:不得|严禁|禁止|谢绝|请勿).{0,6}(?:转载|使用|复制|摘编)"
    rf"|本(?:网站?|站|报|刊){SAYS}|我们{SAYS}"
    r"|继续(?:浏览|使用|访问).{0,20}(?:同意|接受)"
    r"|凡(?:本[网站报刊台]|注明).{0,20}(?:来源|稿件|作品)|转载请(?:联系|注明)|如需转载|观点仅代表|仅代表(?:作者)?(?:本人|个人)|提供信息存储|据此操作|不构成(?:实质性|任何)?投资建议|版权所有|未经(?:书面)?授权|未经允许|不得转载|请勿转载|网友评论仅供|本平台仅提供信息存储"
)
COMMAND = re.compile(
    r"[\[【(*※>↑↓→▲▼\s]*(?:扫描|扫一扫|长按|点击|下载|关注|打开|分享|返回|上一|下一|相关|推荐|热线|投稿|举报|更多|免责|特别声明|平台声明|版权|©)"
)
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
DATED = re.compile(r"[(\[]?(?:20)?\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日? ?(?:\d\d:\d\d(?::\d\d)?)?[)\]]?")
SEPARATOR = re.compile(r"[\W_]*(?!\n)")
FARM = "|"
FARM_MARKS = 4
CLOSING = re.compile(
    r"[\[(【〔（\-—\s]*(?:(?:责任|本文|值班|网络|栏目|文字|图片|视频|新媒体|版面|本版|美术|执行)?编辑|责编|网编|本文来源|文章来源|原标题|原题目?|相关推荐|相关新闻|相关阅读|相关文章|相关报道|相关链接|延伸阅读|推荐阅读|更多新闻"
    r"|精彩推荐|热门推荐|热点推荐|新闻推荐|编辑推荐|图片推荐|猜你喜欢|为您推荐|大家都在看|往期(?:回顾|推荐|精选|文章)|审核|校对|监制|审签|编审|(?:免责|特别|版权|广告|平台|郑重|法律)?声明)\s*(?:[:：丨|｜/]|$)"
)
CREDIT_ONLY = re.compile(
    r"[\[(【（\-—\s]*(?:本文来源|来源|稿源|原标题|原题目?|责任编辑|责编|编辑|作者|记者|发稿时间|发布时间|发表时间|发布日期|更新时间|最后更新)\s*[:：]"
    r"|(?:点击|浏览|阅读|访问)(?:数|量|率|次数)?\s*[:：]\s*(?:\d|$)|[\[(【（\s]*(?:[一二三初复终]审|责任校对|值班(?:编委|主任|总编))\s*[:丨|/]\s*[\u4e00-\u9fff·]{2,4}(?:\s|$)"
)
STAFF = re.compile(r"(?:编辑|责编|校对|审核|监制|审签|[终复初]审)\s*[:丨|/]")
BYLINE = re.compile(
    r"(?:来源|作者|编辑|责编|记者|时间|发布|更新)\s?[:：|/]|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}|^(?:字号|大|中|小|打印|分享|收藏|评论|阅读)"
)
TIME = re.compile(r"\d\d:\d\d")
ENOUGH_ABOVE = 0.6
MISMATCH = 2
LISTED = 3
ONLY_LINK = 0.9
END = re.compile(r"[-—=*\s(]*(?:THE END|END|全文完|完)[-—=*\s)]*", re.IGNORECASE)
ADVERTISEMENT = re.compile(r"广告(?:$|[^\u4e00-\u9fff]|通知)|推广|AD\b")
TAGS = re.compile(r"(?:关键词|关键字|标签|话题|tags?)\s?[:丨|]", re.IGNORECASE)
TRAILER = re.compile(
    r"(?:返回[\u4e00-\u9fff]{2,6}[,，]?)?(?:点击)?(?:查看更多|阅读原文|查看原文|查看全文|查看详情|展开全文|阅读更多)[>»]*\s*$|\[详细\]$|【详细】$"
)
TRAILER_ENDS = tuple("多文情]】>»")  # quickly asked before TRAILER is
LAST = tuple("。！？；…”』」!?;)）】")


def is_junk(line: Line) -> bool:
    """Whether a line is furniture by its words or form alone."""
    text = line.label_text
    if SEPARATOR.fullmatch(text) or END.fullmatch(text):
        return True
    if (line.linked and leads_elsewhere(line)) or (not line.prose and TAGS.match(text)):
        return True
    if len(text) < SHORT and (FURNITURE.search(text) or FURNITURE_FIRST.match(text)) and not reads_on(line):
        return True
    if len(text) < 3 * SHORT and ALWAYS.search(text):
        return True
    if len(text) < SHORT and "。" not in text and ADDRESS.search(text):
        return True
    return text.count(FARM) >= FARM_MARKS and "。" not in text and ";" not in text


def is_credit(text: str) -> bool:
    """Whether a line that is no prose only says who worked on the article."""
    return CREDIT_ONLY.match(text) is not None or len(STAFF.findall(text)) > 1


def leads_elsewhere(line: Line) -> bool:
    """Whether a line with links is an advertisement, a list of keywords, or names other articles."""
    if line.link_share <= 1 / 2:
        return TAGS.match(line.label_text) is not None
    words = (ADVERTISEMENT,) if line.link_share > ONLY_LINK else (CLOSING, TAGS)
    return any(word.match(line.label_text) for word in words)


def shown(line: Line) -> str:
    """The line without a command that hangs on its end: 返回…，查看更多."""
    return TRAILER.sub("", line.text).rstrip() if line.text.endswith(TRAILER_ENDS) else line.text


def reads_on(line: Line) -> bool:
    """Whether a line with a suspicious word is a sentence of the article: ended as one, no command first."""
    text = line.label_text
    ended = shown(line)[-1:] in LAST and (line.prose > SHORT // 3 or not line.linked)
    return bool(line.prose) and ended and not ALWAYS.search(text) and not COMMAND.match(text)


def dated_list(lines: Sequence[Line]) -> set[int]:
    """Positions of headlines with a date, three or more in a row or beside each other: a list, not the article."""
    dated = [
        line.han < SHORT // 3 and not line.text.endswith("。") and bool(DATED.search(line.label_text)) for line in lines
    ]
    alone = {position for position, line in enumerate(lines) if dated[position] and DATED.fullmatch(line.label_text)}
    found = set()
    for position, line in enumerate(lines):
        if position in alone and position and lines[position - 1].han < SHORT // 3:
            # A list goes on: one date under an institution's name signs a notice.
            listed = {position - 2, position + 2} & alone and not lines[position - 1].prose
            found |= {position, position - 1} if listed else set()
        elif dated[position] and line.linked > len(DATED.sub("", line.label_text)) / 2:
            found.add(position)
    return found if len(found) >= LISTED else set()


def foreign_script(lines: Sequence[Line]) -> set[int]:
    """Positions of lines in the other script than the page's: spam in a converted page."""
    text = "".join(line.text for line in lines)
    if SIMPLIFIED_ONLY.isdisjoint(text) or TRADITIONAL_ONLY.isdisjoint(text):  # as on most pages
        return set()
    script = script_of(text)
    if script not in ("hans", "hant"):
        return set()
    own, other = (SIMPLIFIED_ONLY, TRADITIONAL_ONLY) if script == "hans" else (TRADITIONAL_ONLY, SIMPLIFIED_ONLY)
    return {
        position
        for position, line in enumerate(lines)
        if not other.isdisjoint(line.text)
        and sum(map(other.__contains__, line.text)) >= MISMATCH
        and own.isdisjoint(line.text)
    }


def links(lines: Sequence[Line]) -> set[int]:
    """Positions of lines that are only a link, and of lists whose lines mostly are: other articles, advertisements."""
    found = {position for position, line in enumerate(lines) if line.link_share > ONLY_LINK}
    for mostly, run in groupby(range(len(lines)), key=lambda position: lines[position].link_share > 1 / 2):
        listed = set(run)
        found |= listed if mostly and len(listed) >= LISTED else set()
    return found


def tail_start(lines: Sequence[Line]) -> int:
    """Where the closing block begins: the first closing label with enough of the text above it; else the end."""
    weights = [line.prose for line in lines]
    if not any(weights):
        weights = [line.han if line.link_share < 1 / 2 else 0 for line in lines]
    total = sum(weights)
    above = 0
    for position, (line, weight) in enumerate(zip(lines, weights, strict=True)):
        if above >= ENOUGH_ABOVE * total and CLOSING.match(line.label_text) and line.han < SHORT:
            return position
        above += weight
    return len(lines)

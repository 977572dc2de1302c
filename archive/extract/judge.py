"""Is it an article at all? Two lines are a news flash; a login form, a list or "page not found" is none."""

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urljoin

from archive.errors import NotAnArticle
from archive.extract.body import Body
from archive.extract.lines import Line, han
from archive.outcome import Reason
from archive.page import Page
from archive.text.normalise import label_form

OK_FROM, OK_BELOW, ERROR_FROM = 200, 300, 400
STATUS = {
    404: Reason.GONE,
    410: Reason.GONE,
    401: Reason.REFUSED,
    403: Reason.REFUSED,
    429: Reason.REFUSED,
    451: Reason.REFUSED,
}
REFRESH = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'>\s]+)", re.IGNORECASE)
SOON = 5  # seconds
SHORT = 12  # Han: the shortest flash
FLASH, DOUBTFUL = 50, 200  # Han: texts below are asked whether a server speaks, to nobody or to the reader
# The number as a message, not the 404th of something: 404万元, 第404号.
NUMBER = r"(?<![\d第])404(?!\s*[\d\u4e00-\u9fff])|404\s*(?:错误|页面|error|not)"
MISSING = re.compile(
    rf"{NUMBER}|(?:页面|网页|文章|内容|信息|新闻|文件|页)(?:已经?|已被)?(?:不存在|不见了|走丢|丢失|飞走|找不到|无法找到|没有找到|被?删除|被?移除|下线|失效|已过期)|(?:找不到|未找到|无法找到|没有找到|不存在)(?:您|你|该|此|所)?"
    r"|(?:您|你)(?:要)?(?:访问|查看|找|浏览|请求)的(?:页面|内容|网页|文章|信息)|not found"
    r"|秒后(?:将)?自动(?:跳转|返回)|返回(?:网站)?首页|链接已失效|已被删除",
    re.IGNORECASE,
)
TO_READER = re.compile(
    rf"抱歉|对不起|(?:您|你)(?:要|想)?(?:访问|查看|寻?找|浏览|请求)|返回(?:网站)?首页|自动(?:跳转|返回)"
    rf"|{NUMBER}|not found",
    re.IGNORECASE,
)
LOGIN = re.compile(
    r"请(?:先|您)?登录|(?:用户|会员|账号)登录|登录后(?:可|才能|查看|继续|阅读)|登录(?:账号|账户)|没有账号|(?:用户名|账号|帐号|手机号).{0,20}密码|忘记密码|验证码"
    r"|立即注册|安全验证|人机验证|访问过于频繁|扫码登录|sign in|log ?in",
    re.IGNORECASE,
)
LIST_LINKS = 15  # headlines of other articles on a page
TEASER = 3  # lines of text to a link make a list of teasers
NOTICE_LINES = 200
LINK_HAN = 8  # Han in a link that is a headline and no menu entry


def refuse_status(status: int, location: str | None) -> None:
    """Raise for a status that brings no page. 0 is a page that came from a file."""
    if status == 0 or OK_FROM <= status < OK_BELOW:
        return
    if OK_BELOW <= status < ERROR_FROM:
        if not location:
            raise NotAnArticle(Reason.HTTP_ERROR, f"status {status}, which leads nowhere")
        raise NotAnArticle(Reason.REDIRECT, location)
    raise NotAnArticle(STATUS.get(status, Reason.HTTP_ERROR), f"status {status}")


def refuse_refresh(page: Page, lines: Sequence[Line]) -> None:
    """Raise REDIRECT, with the target as detail, for a page that only sends on."""
    match = REFRESH.match(page.meta.get("refresh", ""))
    if match and int(match[1]) <= SOON and sum(line.prose for line in lines) < DOUBTFUL:
        raise NotAnArticle(Reason.REDIRECT, urljoin(page.url, match[2]))


def refuse_notices(title: str, text: str, lines: Sequence[Line]) -> None:
    """Raise for what is no article: SOFT_404, LOGIN, TOO_SHORT."""
    size = han(text)
    if size < DOUBTFUL:
        whole = label_form(" ".join(line.text for line in lines[:NOTICE_LINES]))
        shown = label_form(f"{title}\n{text}") if text else f"{label_form(title)}\n{whole}"
        if MISSING.search(shown) and (size < FLASH or TO_READER.search(shown)):
            raise NotAnArticle(Reason.SOFT_404, title or text[:40])
        if size < 2 * FLASH and LOGIN.search(shown.replace("\n", " ")) and len(LOGIN.findall(whole)) > 1:
            raise NotAnArticle(Reason.LOGIN, title or text[:40])
    if size < SHORT:
        if sum(line.link_share > 1 / 2 and line.han >= LINK_HAN for line in lines) > LIST_LINKS // 2:
            raise NotAnArticle(Reason.LIST_PAGE, "links and no text")
        raise NotAnArticle(Reason.TOO_SHORT, f"{size} Han characters")


def refuse_list(body: Body, lines: Sequence[Line], headline: Line | None, published_at: date | None) -> None:
    """Raise LIST_PAGE for a page of many links: within the text's block, or with neither headline nor date."""
    if headline is not None and published_at is not None:
        return
    links = [line for line in lines if line.link_share > 1 / 2 and line.han >= LINK_HAN]
    if len(links) <= LIST_LINKS:
        return
    size = sum(line.han for line in body.lines)
    inside = set(body.node.iterdescendants())
    within = [line for line in links if line.node in inside]
    crowded = len(within) * TEASER >= len(body.lines) or size < LINK_HAN * len(links)
    if sum(line.han for line in within) > size or (headline is None and crowded):
        raise NotAnArticle(Reason.LIST_PAGE, f"{len(links)} links to {size} Han characters of text")

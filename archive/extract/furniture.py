"""What a page's own names say is not the article: share widgets, related headlines, comments, menus, footers.

Names are read as words: `articleRelated_box2` is article, related, box. A name never decides alone: `block.py`
keeps what holds much of the page's prose, whatever it is called.
"""

import re
from functools import lru_cache

from lxml.html import HtmlElement

NAME = 200  # characters of a class, id or address that are read
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
TAGS = {"nav": "navigation", "footer": "footer", "menu": "navigation"}
ROLES = {"navigation": "navigation", "contentinfo": "footer", "search": "navigation", "complementary": "related"}
WORDS = {
    "share": (
        "share shares sharing bdshare bdsharebuttonbox jiathis fenxiang fx sharebox sharebar snsshare "
        "social socialshare weibo weixin wechat qrcode qr ewm erweima wx qzone"
    ),
    "related": (
        "related relate relates relation relational relevant recommend recommends recommended "
        "recommendation tuijian tuijan tj hot hots hotnews hotlist rank ranking ranklist paihang phb xgxw "
        "xgyd xgwz xiangguan correlation sidebar aside guess youlike interested morenews latest newest "
        "popular topnews"
    ),
    "comments": ("comment comments pinglun pl reply replies gentie tie guestbook commentbox disqus"),
    "navigation": (
        "nav navbar navs navigation menu menus submenu breadcrumb breadcrumbs crumb crumbs crumbnav mbx "
        "mianbaoxie weizhi location channel channels topbar toplink toplinks subnav daohang header pager "
        "pagination paging pages pagebar fenye fanye prevnext nextpage prenext pn prev next skip search"
    ),
    "footer": ("footer foot foots bottom copyright copyrights copy banquan friendlink friendlinks flink links youqing"),
    "advertisement": (
        "ad ads adv advs advert adverts advertise advertisement guanggao gg adbox adsbygoogle banner "
        "banners promo promotion sponsor sponsored popup pop modal dialog download app appdown"
    ),
    "tools": (
        "toolbar tool tools print printer fontsize zihao ziti toolbox fav favorite collect shoucang jubao "
        "report feedback error jiucuo login register vote voting like likes zan dianzan digg praise mood "
        "emotion player subscribe follow guanzhu tags tag keywords keyword disclaimer statement shengming "
        "mianze notice tip tips totop gotop backtop toast loading reward dashang shang"
    ),
}
KINDS = {word: kind for kind, words in WORDS.items() for word in words.split()}


def furniture_of(node: HtmlElement) -> str | None:
    """What kind of furniture an element is by its tag, role, class or id; None for everything else."""
    tag = node.tag
    if tag in TAGS:
        return TAGS[tag]
    if not node.keys() or tag in ("html", "body"):
        return None
    role = node.get("role")
    if role in ROLES:
        return ROLES[role]
    return furniture_by_name((node.get("class") or "")[:NAME], (node.get("id") or "")[:NAME])


@lru_cache(maxsize=20_000)
def furniture_by_name(*names: str) -> str | None:
    """The kind that the words of class and id name."""
    words = [word.lower() for name in names for word in WORD.findall(name)]
    return next((KINDS[word] for word in words if word in KINDS), None)

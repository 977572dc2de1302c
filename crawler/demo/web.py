"""The demo's web: which outlet answers what, at which path. An edition gives the same bytes whatever the ports."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.site import ArticleRule, Discover, Site
from crawler.demo import outlets
from crawler.demo.stories import PAGES, Story, stories

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a server answers with; `location` is where a redirect leads."""

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    location: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """A host of the demo: `paths` maps an address to the key of the story that stands there."""

    key: str
    name: str
    language: str
    set_page: Callable[[Story, dict[str, Story], int], str]
    paths: dict[str, str]
    charset: str = "utf-8"
    label: str = "utf-8"
    content_type: str = HTML
    extra: dict[str, Reply]
    teasers: dict[str, str]  # on the list page, but no story: path and what the link says
    spell: Callable[[str], str] = str  # how the outlet writes its list page

    def replies(self, edition: int) -> dict[str, Reply]:
        """Every path the host answers, in this *edition*."""
        return {path: self.reply(page) for path, page in self.pages(edition)} | self.extra

    def pages(self, edition: int) -> Iterator[tuple[str, str]]:
        """The list page and the articles."""
        wordings = stories(edition)
        shown = {path: wordings[key] for path, key in self.paths.items() if key in wordings}
        items = "\n".join(f'<li><a href="{path}">{title}</a></li>' for path, title in self.teasers.items())
        items = outlets.links(shown.items(), "%m-%d") + "\n" + items
        page = outlets.template("list").substitute(charset=self.label, name=self.name, items=items)
        yield "/", self.spell(page)
        for number, (path, story) in enumerate(shown.items()):
            others = {other: shown[other] for other in shown if other != path}
            yield path, self.set_page(story, others, number)

    def reply(self, page: str) -> Reply:
        """*page* as it goes over the wire."""
        return Reply(body=page.encode(self.charset), content_type=self.content_type)

    def site(self, port: int) -> Site:
        """The profile for the crawler: no delay, because nobody else's machine is asked."""
        return Site(
            key=self.key,
            name=self.name,
            hosts=(f"127.0.0.1:{port}",),
            language=self.language,
            delay=0.0,
            discover=(Discover(kind="list", url=f"http://127.0.0.1:{port}/", links="ul.news-list a"),),
            article=ArticleRule(url=r"\.s?html?$"),
        )


def file(name: str) -> bytes:
    """A page of `pages/` that needs no filling."""
    return (PAGES / name).read_bytes()


BUS = "/xw/2025-10/14/content_3101.shtml"
CORRECTED = "/xw/2025-10/13/content_3097.shtml"
MIRRORED = "/news/2025/1012/20077.html"

COUNTY = Outlet(
    key="qingping",
    name="青屏县融媒网",
    language="zh-Hans",
    set_page=outlets.county,
    paths={
        BUS: "night-bus",
        "/xw/2025-10/14/content_3102.shtml": "cold-front",
        CORRECTED: "football",
        "/xw/2025-10/13/content_3096.shtml": "library",
        "/xw/2025-10/16/content_3110.shtml": "market-day",  # from the second edition on
    },
    extra={
        "/robots.txt": Reply(body=b"User-agent: *\nDisallow: /print/\n", content_type="text/plain"),
        "/zt/2025/yebanche.shtml": Reply(status=301, location=BUS),
        "/xw/2025-09/02/content_2954.shtml": Reply(body=file("missing.html")),  # a soft 404: gone, and says 200
        "/vip/2025-10/content_88.shtml": Reply(body=file("login.html")),
        "/print/content_3101.shtml": Reply(body=file("missing.html")),  # robots.txt keeps crawlers from ever asking
    },
    teasers={
        "/zt/2025/yebanche.shtml": "专题：坐上夜班车",
        "/xw/2025-09/02/content_2954.shtml": "新学期第一天 校车准点到站",
        "/vip/2025-10/content_88.shtml": "会员专享：老照片里的青屏",
        "/print/content_3101.shtml": "打印版：夜间公交开通首周见闻",
    },
)

NATIONAL = Outlet(
    key="shanhe",
    name="山河新闻网",
    language="zh-Hans",
    set_page=outlets.national,
    paths={
        "/n1/2025/1014/c1001-40123.html": "night-bus",
        "/n1/2025/1015/c1001-40177.html": "harvest",
        "/n1/2025/1015/c1004-40181.html": "bridge",
        "/n1/2025/1015/c1001-40170.html": "flash",
    },
    charset="gb18030",
    label="gb2312",
    content_type="text/html; charset=gb2312",
    extra={"/robots.txt": Reply(body=b"User-agent: *\nAllow: /\n", content_type="text/plain")},
    teasers={},
)

MIRROR = Outlet(
    key="yunjiao",
    name="云礁资讯网",
    language="zh-Hant",
    set_page=outlets.mirror,
    paths={
        "/news/2025/1015/20118.html": "night-bus",
        "/news/2025/1014/20103.html": "library",
        "/news/2025/1016/20131.html": "harvest",
        MIRRORED: "book-fair",
    },
    content_type="text/html",
    extra={"/robots.txt": Reply(status=404, content_type="text/plain")},
    teasers={},
    spell=outlets.mirrored,
)

OUTLETS = (COUNTY, MIRROR, NATIONAL)


def demo_sites(ports: tuple[int, ...]) -> tuple[Site, ...]:
    """The profiles of the county paper, the mirror and the national outlet, on their *ports* of 127.0.0.1."""
    return tuple(outlet.site(port) for outlet, port in zip(OUTLETS, ports, strict=True))

"""News pages for benchmarks: the demo's stories and damage, among as much furniture as real pages carry.

Nothing is random but by seed: the same pages for everybody, and no page is anybody else's work. The proportions are
those of 63 real news pages of many sites: half have 110 kB or less, one of ten has 450 kB, and the article is the
smallest part of them.
"""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from crawler.demo.stories import Story, all_stories
from crawler.demo.web import OUTLETS

# A page's weight: 1 is what half of the pages have or less, e times as much one of six.
SPREAD, HEAVIEST = 1.0, 12.0
SIZE = 110_000  # bytes at weight 1, before the page is encoded; more than half of them scripts and style sheets
MODULES, COMMENTS = 7, 5  # at weight 1
ROW = 58  # characters of a row of a script's settings
PARAGRAPHS = (3, 22)
PICTURED = 0.4  # of the links in a list
PARTS = ("hd", "nav", "main", "side", "mod", "list", "item", "pic", "txt", "ad", "foot", "share", "tab", "box", "tit")
CAPTIONED = 0.6  # of the pages have a picture whose caption is no sentence, as of the real ones: trafilatura is asked
REPRINTED = 0.2  # of the pages tell what another outlet's page has told lately
LATELY = 50  # pages
CLAUSE = re.compile(r"[^，。；！？：、“”‘’《》\n]{6,}")
TOWNS = "桐松槐柳桂梅兰竹石岭溪湖江河海沙洲桥关堡坪塘湾港峰谷原云"
READERS = ("松间", "阿禾", "路过的风", "老茶客", "小满", "七里香")


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A page as served, and its address."""

    url: str
    html: bytes


def made(count: int, seed: int) -> list[Saved]:
    """*count* pages; the outlets take turns, and some tell a story that another has told."""
    chance = Random(seed)  # noqa: S311 - the same pages every time, nothing is secret
    told: list[Story] = []
    for _ in range(count):
        told.append(chance.choice(told[-LATELY:]) if told and chance.random() < REPRINTED else story(chance))
    return [page(number, one, chance) for number, one in enumerate(told)]


def saved(folder: Path) -> list[Saved]:
    """The pages of *folder*: HTML files, gzipped or not. Their addresses are not known."""
    paths = sorted(path for path in folder.rglob("*") if path.name.endswith((".html", ".htm", ".html.gz")))
    return [Saved(url=f"http://saved.example/{path.name.removesuffix('.gz')}", html=content(path)) for path in paths]


def content(path: Path) -> bytes:
    """The bytes of a page."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def page(number: int, told: Story, chance: Random) -> Saved:
    """One article, as one of the demo's outlets sets it, and its furniture."""
    outlet = OUTLETS[number % len(OUTLETS)]
    others = {f"/xw/2025/{index}.html": story(chance) for index in range(7)}
    html = outlet.set_page(told, others, number)
    html = furnished(html, headlines(), chance)
    return Saved(
        url=f"http://www.{outlet.key}.example/xw/{told.published_at:%Y-%m/%d}/content_{30_000 + number}.shtml",
        html=html.encode(outlet.charset),
    )


def story(chance: Random) -> Story:
    """A new story: old paragraphs, which happen somewhere else in each clause."""
    known = all_stories()
    paragraphs = sorted({paragraph for one in known for paragraph in one.paragraphs})
    chosen = chance.sample(paragraphs, min(chance.randint(*PARAGRAPHS), len(paragraphs)))
    if chance.random() < CAPTIONED:
        chosen.insert(1, f"图为{max(CLAUSE.findall(chosen[0]), key=len)}")
    first = chance.choice(known)
    later = timedelta(minutes=chance.randrange(100_000))
    text = CLAUSE.sub(lambda clause: "".join(chance.choices(TOWNS, k=3)) + clause[0], "\n".join(chosen))
    return replace(first, text=text, published_at=first.published_at - later)


def headlines() -> list[str]:
    """What the lists around an article link to."""
    clauses = {clause for one in all_stories() for line in one.paragraphs for clause in line.split("，")}
    titles = {one.title for one in all_stories()}
    return sorted(titles | {clause for clause in clauses if 10 <= len(clause) <= 30 and "。" not in clause})


def furnished(html: str, titles: list[str], chance: Random) -> str:
    """*html* with what stands around an article: columns, lists, comments, scripts up to the size of a real page."""
    weight = min(chance.lognormvariate(0, SPREAD), HEAVIEST)
    top = "".join(navigation(titles, chance))
    side = "".join(module(titles, chance) for _ in range(round(MODULES * weight)))
    below = comments(titles, round(COMMENTS * weight), chance) + footer(titles, chance)
    html = html.replace("</head>", f"{head(titles, chance)}</head>")
    html = html.replace("<body>", f'<body>\n{top}<div class="main clearfix"><div class="{name(chance)}">\n')
    html = html.replace("</body>", f'</div>\n<div class="{name(chance)}">{side}</div></div>\n{below}</body>')
    missing, parts = max(0, round(SIZE * weight) - len(html.encode())), chance.randint(4, 10)
    scripts = "".join(script(missing // parts, chance) for _ in range(parts))
    return html.replace("</body>", f"{scripts}</body>")


def head(titles: list[str], chance: Random) -> str:
    """Meta elements that say nothing of the article, and a style sheet."""
    metas = "".join(f'<meta name="{name(chance)}" content="{chance.choice(titles)}">\n' for _ in range(8))
    rules = "".join(
        f".{name(chance)} .{name(chance)} {{ float: left; width: {chance.randrange(999)}px; color: #{shade(chance)}}}\n"
        for _ in range(150)
    )
    return f'{metas}<link rel="stylesheet" href="/css/{name(chance)}.css">\n<style>\n{rules}</style>\n'


def navigation(titles: list[str], chance: Random) -> Iterator[str]:
    """The columns of the outlet, twice: for wide and for narrow screens."""
    columns = [title[:4] for title in chance.sample(titles, 30)]
    for kind in ("nav", "nav-mobile"):
        items = "".join(f'<li class="{kind}-item"><a href="/{name(chance)}/">{text}</a></li>\n' for text in columns)
        yield f'<div class="{kind} {name(chance)}"><ul>\n{items}</ul></div>\n'


def module(titles: list[str], chance: Random) -> str:
    """A list in the side column: headlines with days, some with pictures, an advertisement's script below."""
    items = "".join(item(title, chance) for title in chance.sample(titles, 10))
    kind, ad = name(chance), f'<script>showAd("{name(chance)}", {chance.randrange(10**6)});</script>'
    heading = f'<div class="{kind} {name(chance)}"><h3><a href="/{kind}/">{chance.choice(titles)[:4]}</a></h3></div>'
    links = f'<div class="{name(chance)}"><ul class="{name(chance)} clearfix">\n{items}</ul></div>'
    return f'<div class="mod {kind}" id="{name(chance)}">{heading}{links}<!-- {kind} -->{ad}</div>\n'


def item(title: str, chance: Random) -> str:
    """A link to another article, some with a picture."""
    href = f"/xw/2025-{chance.randint(1, 12):02}/{chance.randint(1, 28):02}/content_{chance.randrange(10**6)}.shtml"
    link = f'<a href="{href}" target="_blank" title="{title}">{{shown}}</a>'
    day = f'<span class="time">{chance.randint(1, 12):02}-{chance.randint(1, 28):02}</span>'
    if chance.random() < PICTURED:
        image = link.format(shown=f'<img src="/img/{name(chance)}.jpg" alt="{title}" data-src="{name(chance)}">')
        picture = f'<div class="pic" data-id="{chance.randrange(10**6)}">{image}</div>'
        told = f'<div class="txt"><h4>{link.format(shown=title)}</h4><div class="info">{day}</div></div>'
        return f'<li class="item card">{picture}{told}</li>\n'
    return f'<li class="item">{link.format(shown=title)}{day}</li>\n'


def comments(titles: list[str], count: int, chance: Random) -> str:
    """What readers wrote."""
    said = "".join(
        f'<div class="comment-item" data-id="{chance.randrange(10**9)}"><b class="user">{chance.choice(READERS)}</b>'
        f'<span class="time">2025-10-{chance.randint(10, 28)} {chance.randint(10, 23)}:{chance.randint(10, 59)}</span>'
        f'<p>{chance.choice(titles)}！</p><a href="javascript:;" class="reply">回复</a></div>\n'
        for _ in range(count)
    )
    return f'<div class="comments" id="comments"><h3>网友评论</h3>\n{said}</div>\n'


def footer(titles: list[str], chance: Random) -> str:
    """Links to friends, and who made the page."""
    friends = "".join(
        f'<a href="http://{name(chance)}.example/" rel="nofollow">{title[:5]}网</a> | '
        for title in chance.sample(titles, 25)
    )
    return f'<div class="{name(chance)} links">友情链接：{friends}</div>\n<div class="copyright">版权所有</div>\n'


def script(size: int, chance: Random) -> str:
    """A script of about *size* characters: settings of the outlet's own, as they stand in the page."""
    rows = [{"id": chance.getrandbits(48), "on": True, "key": name(chance)} for _ in range(size // ROW)]
    return f"<script>window.{name(chance).replace('-', '_')} = {json.dumps(rows)};</script>\n"


def name(chance: Random) -> str:
    """A class, a file or a column, as its maker abbreviated it."""
    return f"{chance.choice(PARTS)}-{chance.choice(PARTS)}{chance.choice(('', '2', '3', '_l', '_r'))}"


def shade(chance: Random) -> str:
    """A colour that can be read on white."""
    return "".join(chance.choice("0123456789") for _ in range(6))

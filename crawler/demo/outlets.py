"""How the demo's three outlets set a story: each its own page, charset and kind of damage."""

from collections.abc import Iterable
from datetime import timedelta
from string import Template

from crawler.demo.damage import HIDING, convert, double_marks, gloss, habits, slip, watermark
from crawler.demo.stories import PAGES, Story

WATERMARK = "qpx青屏县融媒网|今日青屏|青屏县权威发布平台"


def template(name: str) -> Template:
    """A page of `pages/`, with places to fill."""
    return Template((PAGES / f"{name}.html").read_text(encoding="utf-8"))


def links(stories: Iterable[tuple[str, Story]], date: str) -> str:
    """List items: title, address and date of each story."""
    return "\n".join(
        f'<li><a href="{path}">{story.title}</a> <span>{story.published_at:{date}}</span></li>'
        for path, story in stories
    )


def county(story: Story, others: dict[str, Story], number: int) -> str:
    """The county paper: a hidden watermark, one way of hiding after the other, and labels with nothing behind them."""
    way = list(HIDING)[number % len(HIDING)]
    return template("county").substitute(
        title=story.title,
        date=f"{story.published_at + timedelta(minutes=35):%Y-%m-%d %H:%M:%S}",
        source=story.source,
        content="\n".join(f"<p>{text}</p>" for text in watermark(story, WATERMARK, way=way)),
        related=links(others.items(), "%Y-%m-%d"),
    )


def national(story: Story, others: dict[str, Story], _number: int) -> str:
    """The national outlet: every field on its line, two editors whose names GB2312 can not write."""
    return template("national").substitute(
        title=story.title,
        day=f"{story.published_at:%Y-%m-%d}",
        date=f"{story.published_at:%Y年%m月%d日%H:%M}",
        source=story.source,
        content="\n".join(f"<p>　　{text}</p>" for text in story.paragraphs),
        related=links(others.items(), "%m-%d %H:%M"),
    )


def mirror(story: Story, others: dict[str, Story], _number: int) -> str:
    """The hijacked mirror: the whole page converted and glossed, commas put into the text, spam around it."""
    body = "\n".join(f"<p>　　{text}</p>" for text in story.paragraphs)
    page = Template(gloss(convert(template("mirror").template)))
    tables = habits()
    return page.substitute(
        spam=tables.spam,
        title=mirrored(story.title),
        source=mirrored(story.source),
        date=f"{story.published_at + timedelta(days=1):%Y年%m月%d日}",
        content=slip(double_marks(mirrored(body))),
        pager=mirrored(links(others.items(), "%Y-%m-%d")),
        farm=" | ".join(f'<a href="http://{n}.farm.example/">{word}</a>' for n, word in enumerate(tables.farm)),
    )


def mirrored(text: str) -> str:
    """*text* in the mirror's script, with the readings it leaves behind."""
    return gloss(convert(text))

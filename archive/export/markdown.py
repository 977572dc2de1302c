"""Markdown: all articles in one file, each with a heading, its facts and its text, which formats nothing."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TextIO

from archive.export.values import Exported
from archive.extract.result import Extraction
from archive.inert import flat, inert

SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$#]")  # a # may end a heading as well as begin one
# What means something only at the start of a line: list, rule, underline of a heading.
LEADING = re.compile(r"^([+=:-]|\d+(?=[.)]))")


def write(articles: Iterable[Exported], file: TextIO) -> None:
    """Write a section an article."""
    file.writelines(
        section(article, site_name=article.site_name, url=article.url, captured_at=article.captured_at)
        for article in articles
    )


def section(article: Exported | Extraction, *, site_name: str | None, url: str | None, captured_at: datetime) -> str:
    """An article as Markdown, from the archive or just read."""
    facts = {
        "发布时间": article.published_at.isoformat() if article.published_at else None,
        "来源": article.source,
        "作者": "；".join(article.authors),
        "责任编辑": article.editor,
        "网站": site_name,
        "网址": url,
        "抓取时间": f"{captured_at:%Y-%m-%d}",
    }
    lines = "".join(f"- {name}：{escaped(value)}\n" for name, value in facts.items() if value)
    paragraphs = "".join(f"{escaped(paragraph)}\n\n" for paragraph in inert(article.text).split("\n") if paragraph)
    return f"# {escaped(article.title) or '(no title)'}\n\n{lines}\n{paragraphs}"


def escaped(text: str | None) -> str:
    """*text* on one line, so that Markdown shows it as it stands."""
    line = SPECIAL.sub(r"\\\g<0>", flat(text))
    return LEADING.sub(lambda found: found[1] + "\\" if found[1].isdigit() else "\\" + found[1], line)

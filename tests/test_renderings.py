"""A story as its outlet printed it and as mirrors damaged it is one article, and no two stories are."""

from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from archive import Archive
from crawler.demo.damage import double_marks
from crawler.demo.outlets import mirrored
from crawler.demo.stories import FIRST, Story, stories
from crawler.demo.web import COUNTY, MIRROR, NATIONAL, Outlet

FIVE = sorted(stories(FIRST).values(), key=lambda story: len(story.text))[-5:]
AT = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)


def set_by(outlet: Outlet, story: Story, number: int) -> tuple[str, bytes]:
    """An address and the page there."""
    others = {f"/other/{key}.html": other for key, other in stories(FIRST).items() if key != story.key}
    url = f"http://{outlet.key}{number}.example/news/2025/1012/{story.key}.html"
    return url, outlet.set_page(story, others, number).encode(outlet.charset, "xmlcharrefreplace")


def second_mirror(story: Story) -> tuple[str, bytes]:
    """A mirror that writes UTF-8, doubles marks, leaves out the last paragraph and sells something below."""
    body = "\n".join(f"<p>{double_marks(mirrored(paragraph))}</p>" for paragraph in story.paragraphs[:-1])
    spam = "<p>友情鏈接：<a href='http://a.example/'>貸款</a> <a href='http://b.example/'>搬家</a></p>"
    page = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{story.title}</title></head>
<body><div class="article"><h1>{story.title}</h1><div class="info">2025-10-14 來源：網絡</div>{body}</div>{spam}
</body></html>"""
    return f"http://copies.example/a/{story.key}.html", page.encode()


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_a_story_and_three_renderings_of_it_are_one_article_with_three_more_copies(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    with Archive.open(tmp_path) as archive:
        for number in order:
            for story in FIVE:
                pages = (
                    set_by(NATIONAL, story, 1),
                    set_by(COUNTY, story, 2),
                    set_by(MIRROR, story, 3),
                    second_mirror(story),
                )
                url, html = pages[number]
                archive.add_page(html, url, captured_at=AT)
        shown = [archive.article(hit.article_id) for hit in archive.list(limit=None)]
    addresses = [{copy.url.rpartition("/")[2] for copy in article.copies} for article in shown if article]
    assert sorted(addresses, key=sorted) == [{f"{key}.html"} for key in sorted(story.key for story in FIVE)]
    assert {len(article.copies) for article in shown if article} == {4}
    assert {article.url.split("/")[2] for article in shown if article} == {f"{NATIONAL.key}1.example"}

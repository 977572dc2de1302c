"""Pages of platforms, where whoever has an account publishes: the account is the author."""

from collections.abc import Callable

import pytest

from archive.extract.result import Extraction

Read = Callable[..., Extraction]
MakePage = Callable[..., str]

STATEMENTS = (
    "<p>以上内容为创作者平台用户上传并发布，本平台仅提供信息存储服务。</p>",
    "<p>声明：以上内容由自媒体平台“测试号”用户上传。</p>",
    "<ul><li><a href=/hao>测试号</a></li></ul>",
)
BYLINES = [
    ("<span>2020-02-22 08:30</span><span> · </span><span>海滨观察家</span>", "海滨观察家", None),
    ("<span>2020-02-22 08:30</span><span> · </span><span>海滨日报</span>", "海滨日报", "海滨日报"),
    ("<span>海滨日报</span> <span>2020-02-22 08:30</span>", "海滨日报", "海滨日报"),
    ("<p>海滨观察家</p><p>2020-02-22 08:30</p>", "海滨观察家", None),
    ("<p class=media-name>海滨观察家</p><p>2020-02-22 08:30 发布于北京</p>", "海滨观察家", None),
    ("<p class=index-module_authorName_7y5nA>海滨日报</p><p>2020-02-22 08:30 海滨</p>", "海滨日报", "海滨日报"),
    (
        "<a data-x=author_name class=author><div>海滨日报</div><div>测试号</div></a><p>2020-02-22</p>",
        "海滨日报",
        "海滨日报",
    ),
]


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize(("byline", "author", "source"), BYLINES)
def test_an_account_is_the_author_and_a_paper_s_account_the_source(  # noqa: PLR0913, PLR0917 - two fixtures, two tables
    read: Read, page: MakePage, statement: str, byline: str, author: str, source: str | None
) -> None:
    found = read(page(byline=byline, closing=statement))
    assert (found.authors, found.source) == ((author,), source)


def test_who_signs_is_the_author_and_not_the_account(read: Read, page: MakePage) -> None:
    found = read(page(byline="2020-02-22 08:30 · 海滨日报", closing="<p>文/王小明</p>" + STATEMENTS[0]))
    assert (found.authors, found.source) == (("王小明",), "海滨日报")


def test_elsewhere_an_outlet_beside_the_date_wrote_nothing(read: Read, page: MakePage) -> None:
    found = read(page(byline="<span>2020-02-22 08:30</span> <span>海滨日报</span>"))
    assert (found.authors, found.source) == ((), "海滨日报")


def test_a_nickname_is_an_account_and_the_page_s_software_no_outlet(read: Read, page: MakePage) -> None:
    nickname = '<span class="rich_media_meta rich_media_meta_nickname"><a>海滨观察家</a></span>'
    writer = '<span class="rich_media_meta rich_media_meta_text">王小明</span> '
    assert read(page(byline=nickname)).authors == ("海滨观察家",)
    assert read(page(byline=nickname)).source is None
    assert read(page(byline=writer + nickname)).authors == ("王小明",)


def test_a_commenter_is_nobody(read: Read, page: MakePage) -> None:
    comments = "<div class=comment><div class=user-name>海边的老周</div><p>说得好，支持一下。</p></div>"
    assert read(page(byline="2020-02-22", after=comments)).authors == ()


def test_an_account_named_for_machines_is_no_source(read: Read, page: MakePage) -> None:
    assert read(page(byline="2020-02-22", head="<meta name=mediaid content=海滨观察家>")).source is None

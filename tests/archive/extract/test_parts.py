"""Which link leads to the next part of an article, and which page is a later part."""

import re

import pytest

from archive.extract.parts import Parts, find_parts
from archive.page import parse

HERE = "http://paper.example/2026/1103/c1001-20261.html"


def parts(url: str, *links: tuple[str, str], selector: str | None = None) -> Parts:
    anchors = "".join(f'<a class="turn" href="{href}">{label}</a> ' for label, href in links)
    return find_parts(parse(f"<body><p>县图书馆新馆开放。</p><div>{anchors}</div></body>", url), selector)


@pytest.mark.parametrize(
    "label", [
        "下一页", "下页", "后页", "下一頁", "下一页 »", "[下一页]", "<b>下一</b>页>>", "Next", " next > ", "点击下一页",
        "余下全文(1/3) >>", "下一页(2/5)", "继续阅读", ">", "»", "<img src=next.gif alt=下一页>",
    ],
)  # fmt: skip
def test_the_link_is_known_by_its_words(label: str) -> None:
    assert parts(HERE, (label, "c1001-20261_2.html")).next_page == HERE.replace(".html", "_2.html")


@pytest.mark.parametrize("label", ["下一篇", "下一条", "下一页：县里的另一条消息", "更多", "2", ""])
def test_other_words_lead_nowhere(label: str) -> None:
    assert parts(HERE, (label, "c1001-20261_2.html")).next_page is None


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/a/20261.html", "/a/20261_2.html"),
        ("/a/20261.html", "/a/20261_1.html"),
        ("/a/20261.html", "/a/20261-2.html"),
        ("/a/20261_1.html", "/a/20261_2.html"),
        ("/a/20261_9.html", "/a/20261_10.html"),
        ("/a/20261", "/a/20261_2"),
        ("/a/20261.html", "/a/20261.html?page=2"),
        ("/a/20261.html?page=2", "/a/20261.html?page=3"),
        ("/a.php?id=20261", "/a.php?id=20261&page=2"),
        ("/a.php?id=20261&p=2", "/a.php?p=3&id=20261"),
        ("/a/20261.html", "/a/20261/2.html"),
        ("/a/20261/2.html", "/a/20261/3.html"),
        ("/a/story", "/a/story/2"),
        ("/a/20261.html", "/a/20261_p2.html"),
        ("/a/20261.html", "/a/20261.html?pageno=2"),
    ],
)
def test_the_address_is_that_of_the_next_part(url: str, target: str) -> None:
    found = parts("http://paper.example" + url, ("下一页", target))
    assert found.next_page is not None
    assert found.part_of is None


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/a/20261.html", "/a/20262.html"),  # the next article
        ("/a/20261.html", "/a/20261.html"),
        ("/a/20261.html", "/a/20261_all.html"),
        ("/a/20261.html", "/a/20261_3.html"),  # a part is left out
        ("/a/20261_3.html", "/a/20261_2.html"),
        ("/a/20261.html", "/b/20261_2.html"),
        ("/a/20261.html", "http://mirror.example/a/20261_2.html"),
        ("/a/c_1001.html", "/a/c_1002.html"),  # serials, not parts
        ("/a/20261.html", "/a/20261_21.html"),
        ("/a.php?id=20261", "/a.php?id=20262&page=2"),
        ("/a/index.html", "/a/index_2.html"),  # lists
        ("/a/list_12.html", "/a/list_12_2.html"),
        ("/a/", "/a/?page=2"),
        ("/a/", "/a/2.html"),
        ("/news/1.html", "/news/2.html"),
        ("/2026/1103/1.html", "/2026/1103/2.html"),
        ("/a/20261.html", "javascript:next()"),
        ("/a/20261.html", "http://[bad/"),
        ("/a/20261.html", "/a/20261_2.html?" + "x" * 3000),
    ],
)
def test_any_other_address_is_not(url: str, target: str) -> None:
    assert parts("http://paper.example" + url, ("下一页", target)).next_page is None


@pytest.mark.parametrize(
    ("url", "label", "target"),
    [
        ("/a/20261_2.html", "上一页", "/a/20261.html"),
        ("/a/20261_2.html", "1", "/a/20261.html"),
        ("/a/20261_1.html", "首页", "/a/20261.html"),
        ("/a/20261_2.html", "上一頁", "/a/20261_1.html"),
        ("/a/20261.html?page=2", "[1]", "/a/20261.html?page=1"),
        ("/a/20261/2.html", "第1页", "/a/20261.html"),
    ],
)
def test_a_later_part_knows_that_it_is_one(url: str, label: str, target: str) -> None:
    assert parts("http://paper.example" + url, (label, target)).part_of == "http://paper.example" + target


def test_a_later_part_names_the_earliest_that_it_links_to() -> None:
    links = ("上一页", "c1001-20261_2.html"), ("1", HERE), ("2", "c1001-20261_2.html"), ("下一页", "c1001-20261_4.html")
    found = parts(HERE.replace(".html", "_3.html"), *links)
    assert found == Parts(next_page=HERE.replace(".html", "_4.html"), part_of=HERE)


def test_a_number_in_the_address_alone_makes_no_part() -> None:
    links = ("上一篇", "story-1.html"), ("首页", "/"), ("上一页", "index.html")
    assert parts("http://paper.example/a/story-2.html", *links) == Parts()


def test_the_profile_s_link_needs_no_words_but_the_right_address() -> None:
    assert parts(HERE, ("继续读", "c1001-20261_2.html"), selector="a.turn").next_page is not None
    assert parts(HERE, ("继续读", "c1001-20262.html"), selector="a.turn").next_page is None


PAGERS = [
    "1 {2} {3}",
    "[1] [{2}] [{3}]",
    "<span>1</span>{2}{3}",
    "<strong>1</strong>&nbsp;{2}&nbsp;{3}",
    "<ul><li class=on>1</li><li>{2}</li><li>{3}</li></ul>",
    "<ul><li><em>1</em></li>\n<li>{2}</li></ul>",
    "<a>1</a> {2} {3}",
    "<a href=c1001-20261.html>1</a> {2} {3}",
    "共3页：第1页 <a href=c1001-20261_2.html>第2页</a>",
    "<p>第1页：外观</p><p><a href=c1001-20261_2.html>第2页：内饰</a></p>",
]


def pager(html: str) -> str:
    links = {str(number): f"<a href=c1001-20261_{number}.html>{number}</a>" for number in range(1, 5)}
    return re.sub(r"\{(\d)\}", lambda match: links[match[1]], html)


@pytest.mark.parametrize("html", PAGERS)
def test_numbers_turn_pages_where_the_one_at_hand_is_no_link(html: str) -> None:
    page = parse(f"<body><p>县图书馆新馆开放。</p><div>{pager(html)}</div></body>", HERE)
    assert find_parts(page, None).next_page == HERE.replace(".html", "_2.html")


@pytest.mark.parametrize(
    "html",
    [
        "{2}",
        "{1} {2}",  # part 1 has an address of its own: this page is another
        "共 {2} 条",
        "<span>5</span>{2}",
        "<div class=comments>1 {2} {3}</div>",
        "1 <a href=c1001-20262.html>2</a>",
    ],
)
def test_numbers_alone_lead_nowhere(html: str) -> None:
    page = parse(f"<body><p>县图书馆新馆开放。</p><div>{pager(html)}</div></body>", HERE)
    assert find_parts(page, None).next_page is None


def test_the_second_of_numbered_parts_leads_to_the_third() -> None:
    page = parse(f"<body><div>{pager('{1} <b>2</b> {3}')}</div></body>", HERE.replace(".html", "_2.html"))
    assert find_parts(page, None).next_page == HERE.replace(".html", "_3.html")


def test_the_next_part_may_be_told_to_machines() -> None:
    page = parse('<head><link rel="next" href="c1001-20261_2.html"></head><body><p>县图书馆新馆开放。</p></body>', HERE)
    assert find_parts(page, None).next_page == HERE.replace(".html", "_2.html")


def test_a_base_element_counts() -> None:
    html = '<head><base href="/2026/1103/"></head><body><a href="20261_2.html">下一页</a></body>'
    assert find_parts(parse(html, "http://paper.example/2026/1103/20261.html"), None).next_page is not None


def test_a_page_that_is_on_no_web_server_has_no_parts() -> None:
    assert parts("urn:uuid:1", ("下一页", "2.html")) == Parts()

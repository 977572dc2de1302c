"""What is no article is refused with a reason that can be counted."""

from collections.abc import Callable

import pytest

from archive.errors import NotAnArticle
from archive.extract.result import Extraction
from archive.outcome import Reason

Read = Callable[..., Extraction]
MakePage = Callable[..., str]

MENU = "".join(f"<li><a href=/{n}.html>这是第{n}条新闻的标题，点开才能看</a> 2026-11-{n:02}</li>" for n in range(1, 29))


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (301, Reason.HTTP_ERROR),  # without a Location it leads nowhere
        (304, Reason.HTTP_ERROR),
        (401, Reason.REFUSED),
        (403, Reason.REFUSED),
        (404, Reason.GONE),
        (410, Reason.GONE),
        (429, Reason.REFUSED),
        (451, Reason.REFUSED),
        (500, Reason.HTTP_ERROR),
        (418, Reason.HTTP_ERROR),
    ],
)
def test_a_status_without_a_page_is_refused(read: Read, page: MakePage, status: int, reason: Reason) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        read(page(), status=status)
    assert refusal.value.reason is reason


def test_a_redirect_names_its_target(read: Read, page: MakePage) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        read(page(), status=301, headers=(("Location", "/b.html"),))
    assert (refusal.value.reason, refusal.value.detail) == (Reason.REDIRECT, "/b.html")


@pytest.mark.parametrize("status", [0, 200, 203, 206])
def test_a_status_with_a_page_is_read(read: Read, page: MakePage, status: int) -> None:
    assert read(page(), status=status).title


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"  \n ", Reason.EMPTY),
        (b"\0\0\0\0", Reason.EMPTY),
        (b"%PDF-1.7\n%\xe2\xe3 <html> <p>", Reason.NOT_HTML),
        (b"\x89PNG\r\n\x1a\n....", Reason.NOT_HTML),
        (b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>', Reason.NOT_HTML),
        (b'{"code": 0, "data": []}', Reason.NOT_HTML),
        (b"<html><head><title>x</title></head><body></body></html>", Reason.TOO_SHORT),
    ],
)
def test_what_is_no_page_is_refused(read: Read, body: bytes, reason: Reason) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        read(body)
    assert refusal.value.reason is reason


def test_a_page_sent_as_plain_text_is_still_a_page(read: Read, page: MakePage) -> None:
    assert read(page(), headers=(("Content-Type", "text/plain"),)).source == "测试社"


def test_a_refresh_names_its_target(read: Read) -> None:
    html = "<html><head><meta http-equiv=refresh content=\"0; url='/new.html'\"><title>跳转</title></head><body>正在跳转</body></html>"
    with pytest.raises(NotAnArticle) as refusal:
        read(html, "http://news.example.cn/old.html")
    assert (refusal.value.reason, refusal.value.detail) == (Reason.REDIRECT, "http://news.example.cn/new.html")


def test_an_article_that_reloads_itself_is_an_article(read: Read, page: MakePage) -> None:
    assert read(page(head='<meta http-equiv="refresh" content="300">')).title


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (
            "<title>页面不存在</title><body><p>抱歉，您访问的页面不存在或已被删除，3秒后自动跳转到首页。</p>",
            Reason.SOFT_404,
        ),
        (
            "<title>404 Not Found_某网</title><body><h1>404</h1><p>很抱歉，没有找到您要访问的页面，请检查地址是否正确。</p>",
            Reason.SOFT_404,
        ),
        ("<title>提示信息</title><body><div>对不起，该文章已被删除！</div><a href=/>返回首页</a>", Reason.SOFT_404),
        (
            "<title>用户登录</title><body><form><p>请先登录后查看本页面的内容，谢谢您的合作。</p><p>用户名 密码 验证码 忘记密码</p></form>",
            Reason.LOGIN,
        ),
        ("<title>某网</title><body><p>正文很短</p>", Reason.TOO_SHORT),
    ],
)
def test_notices_of_the_server_are_no_articles(read: Read, html: str, reason: Reason) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        read(f"<html><head><meta charset=utf-8>{html}</html>")
    assert refusal.value.reason is reason


def test_an_article_about_a_missing_page_is_an_article(read: Read, page: MakePage) -> None:
    body = "<p>本报讯 多名市民反映，某政务网站的多个栏目打开后提示“页面不存在”，办事指南也无法查看。</p>" * 3
    assert read(
        page(
            title="政务网站多个栏目提示页面不存在",
            body=body + "<p>记者昨天联系了该网站的管理单位，对方称正在检修，预计本周内恢复，并向市民致歉。</p>" * 2,
        )
    ).title


def test_a_list_of_headlines_is_no_article(read: Read) -> None:
    html = f"<html><head><meta charset=utf-8><title>新闻中心_测试日报</title></head><body><ul>{MENU}</ul><p>共三百页，第一页，每页三十条。</p></body></html>"
    with pytest.raises(NotAnArticle) as refusal:
        read(html)
    assert refusal.value.reason in (Reason.LIST_PAGE, Reason.TOO_SHORT)


def test_an_article_beside_a_list_of_headlines_is_an_article(read: Read, page: MakePage) -> None:
    found = read(page(after=f"<div><h3>最新消息</h3><ul>{MENU}</ul></div>"))
    assert "条新闻的标题" not in found.text
    assert found.text.count("\n") == 2


def test_the_404th_of_something_is_no_missing_page(read: Read) -> None:
    title = "第404村修缮校舍"
    found = read(f"<title>{title}</title><h1>{title}</h1><p>{title}，村里投入资金404万元，工期四十天，昨日开工。</p>")
    assert found.title == title

"""Pages for tests: news of an invented county, set the way Chinese news sites set it."""

STORY = (
    "本报讯（记者 周小禾）11月3日上午，青屏县图书馆新馆正式向读者开放，首日接待读者两千余人次。",
    "新馆位于滨河路南段，建筑面积一万二千平方米，设有阅览座位八百个，藏书三十六万册，并为视障读者设置了专门的阅览室。",
    "县图书馆馆长许文清介绍，新馆实行全年无休制度，每天开放十二小时，读者凭身份证即可办理借阅手续，外地读者同样适用。",
    "记者在现场看到，少儿阅览区内座无虚席，不少家长带着孩子在书架间挑选绘本，志愿者则在门口引导读者有序入馆。",
)


def other_story(number: int) -> tuple[str, ...]:
    """A story of its own for each *number*."""
    return (
        f"本报讯 青屏县公交公司昨日宣布，{number}路公交车自下周一起延长运营时间，末班车推迟到晚上{number % 4 + 8}点。",
        f"据介绍，{number}路全程共设{number % 17 + 9}个站点，沿途经过第{number}小学和{number}号地块，日均客流约{number * 37}人次。",
        f"公司负责人表示，延长运营是根据第{number}次乘客座谈会的意见决定的，今后还将视客流情况增加{number % 5 + 1}个班次。",
    )


def news_page(  # noqa: PLR0913 - what a page prints
    title: str,
    paragraphs: tuple[str, ...] = STORY,
    *,
    published: str = "2026-11-03 10:20:00",
    source: str = "青屏日报",
    editor: str = "许文清",
    site: str = "青屏新闻网",
    charset: str = "utf-8",
    pager: str = "",
) -> bytes:
    """An ordinary article page."""
    body = "\n".join(f"<p>　　{paragraph}</p>" for paragraph in paragraphs)
    html = f"""<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title}_{site}</title></head>
<body><div class="nav"><a href="/">首页</a> <a href="/news/">新闻</a> <a href="/about/">关于我们</a></div>
<div class="main"><h1>{title}</h1>
<div class="info"><span>{published}</span> <span>来源：{source}</span></div>
<div class="content">
{body}
</div>{pager}
<div class="editor">（责任编辑：{editor}）</div></div>
<div class="footer">版权所有 {site} 备案号：测试00000001号</div>
</body></html>"""
    return html.encode(charset)


def list_page(paths: list[str], *, title: str = "要闻") -> bytes:
    """A page that names articles and is none."""
    links = "\n".join(
        f'<li><a href="{path}">青屏要闻第{number}条：今日县里的消息</a></li>' for number, path in enumerate(paths)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_青屏新闻网</title></head>
<body><ul class="news-list">
{links}
</ul></body></html>""".encode()


def pager(*paths: str, page: int) -> str:
    """The links under page number *page* of an article over several, as a news site prints them."""
    links = [
        *([("上一页", paths[page - 2])] if page > 1 else []),
        *((str(number), path) for number, path in enumerate(paths, 1) if number != page),
        *([("下一页", paths[page])] if page < len(paths) else []),
    ]
    return '<div class="pages">' + " ".join(f'<a href="{path}">{label}</a>' for label, path in links) + "</div>"

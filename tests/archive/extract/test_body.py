"""The text is found among menus, lists and notes, and nothing of it is taken for furniture."""

from collections.abc import Callable

import pytest

from archive.extract.result import Extraction
from archive.extract.surroundings import DISCUSSION_HAN
from archive.text.normalise import label_form

Read = Callable[..., Extraction]
MakePage = Callable[..., str]

OPENING = "<p>本市今天公布了新的公共交通方案，计划在三年内新增公交线路二十条，并延长地铁运营时间。</p>"
ENDING = "<p>根据安排，第一批线路将于明年春天开通，票价保持不变，老年人和学生继续享受优惠。</p>"
LINKS = "".join(f"<a href=/{n}>又一条新闻的标题，第{n}号</a><br>" for n in range(6))


@pytest.mark.parametrize(
    "furniture",
    [
        "<p>版权所有 测试日报社 未经授权不得转载</p>",
        "<p>上一篇：<a href=/1>另一条新闻</a></p><p>下一篇：<a href=/2>又一条新闻</a></p>",
        "<p>扫一扫，关注测试日报公众号</p>",
        "<p>（责任编辑：李雷）</p><p>相关新闻</p><p>另一条新闻的标题</p>",
        f"<p>相关阅读</p>{LINKS}",
        f"<div>{LINKS}</div>",
        "<p><a href=/x>广告：新楼盘开盘</a></p>",
        "<p>关于我们 | 联系我们 | 网站地图 | 广告服务 | 招聘信息</p>",
        "<p>www.example.cn</p>",
        "<p>- END -</p>",
        "<p><a href=/more>相关文章</a></p><p>另一条新闻的标题</p><p>又一条新闻的标题</p>",
        "<ul>" + "".join(f"<li><a href=/{n}>另一条新闻的标题在此</a> 10-1{n}</li>" for n in range(3)) + "</ul>",
        "<p>关键词：<a href=/1>公交</a> <a href=/2>地铁</a></p>",
        "<p>看完这篇文章的心情是</p>",
        "<p>本文为测试网原创，转载请联系授权。</p>",
        "<p>往期推荐：</p><p>另一条新闻的标题</p><p>又一条新闻的标题</p>",
        "<p>凡来源标注为本站的内容，均由本站享有相应权利，任何媒体在转载使用时必须注明来源。</p>",
        "<p>继续浏览即表示您同意我们使用这些文件，您可以随时更改设置。</p>",
        "<p>分享到微信好友</p>",
        "<p>更多精彩内容请关注“测试发布”微信公众号</p>",
        "<p>该文观点仅代表作者本人，本平台仅提供信息存储空间服务。</p>",
        "<p>凡本网注明“来源：某某报（非测试网）”的稿子，都是从别家转来的，为的是让大家多看到一些。</p>",
        "<p>觉得好看，请点“在看”</p><p>↓↓↓点击“阅读原文”了解更多</p>",
        "<p>关键词：公交 地铁</p>",
        "<p>点击：123次</p>",
        "<p>一审：李雷 二审：韩小梅 三审：王小明</p>",
        "<p>总值班：李雷　责任编辑：韩小梅　视觉：王小明　校对：丁小一</p>",
        "<p>栏目编辑：李雷　文字编辑：韩小梅</p>",
        "<div class=player>您的浏览器不支持视频播放，请升级浏览器后再观看本视频</div>",
    ],
)
def test_furniture_after_the_text_is_left_out(read: Read, page: MakePage, furniture: str) -> None:
    found = read(page(body=OPENING + ENDING + furniture))
    assert found.text.endswith("继续享受优惠。")
    assert found.text.count("\n") == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "接到群众举报后，警方立即赶到现场，把三名嫌疑人带走调查。",
        "服务热线开通以来，已经接到市民来电三千多个，办结率超过九成。",
        "他说，这本书的版权归全体作者，任何人都可以免费使用它。",
        "“作者：我想把真相写出来。”老人说，书的扉页上有这样一行字。",
        "市民可以通过热线和网站提出意见，公司承诺七日之内答复。【王小明】",
        "市民可以通过热线和网站提出意见，公司承诺七日之内答复。（责编：王小明、李小红）",
        "2020年1月3日，他第一次来到这里，那天下着很大的雨。",
        "记者从相关部门了解到，这一问题将在年底前得到解决。",
    ],
)
def test_a_sentence_of_the_article_is_kept_whatever_words_it_has(read: Read, page: MakePage, sentence: str) -> None:
    assert sentence in read(page(body=f"{OPENING}<p>{sentence}</p>{ENDING}")).text


@pytest.mark.parametrize("heading", ["基因编辑", "阅读：一种生活", "下一期之前"])
def test_a_subheading_with_a_word_of_credits_ends_nothing(read: Read, page: MakePage, heading: str) -> None:
    assert read(page(body=f"{OPENING}{OPENING}<h2>{heading}</h2>{ENDING}")).text.endswith("继续享受优惠。")


def test_days_above_the_paragraphs_of_a_chronicle_are_kept(read: Read, page: MakePage) -> None:
    chronicle = "".join(
        f"<p>2020年1月{n}日</p><p>这一天发生了第{n}件大事，很多人都参加了，场面十分热闹。</p>" for n in range(1, 6)
    )
    text = read(page(body=OPENING + chronicle)).text
    assert [f"2020年1月{n}日" in text for n in range(1, 6)] == [True] * 5


def test_a_text_in_a_layout_table_is_told_from_the_menu_beside_it(read: Read) -> None:
    menu = "".join(f"<a href=/{n}>栏目{n}</a><br>" for n in range(9))
    html = (
        "<html><head><meta charset=utf-8><title>本市公布新方案_测试网</title></head><body><table><tr>"
        f"<td>{menu}</td><td><font>本市公布新方案</font><br>　　第一段讲了一件要紧的事情，大家都要知道。<br>　　第二段讲结果，结果大家都很满意。</td>"
        "</tr></table></body></html>"
    )
    found = read(html)
    assert found.text == "第一段讲了一件要紧的事情，大家都要知道。\n第二段讲结果，结果大家都很满意。"
    assert found.title == "本市公布新方案"


def test_subheadings_set_as_h1_do_not_end_the_article(read: Read, page: MakePage) -> None:
    body = "".join(f"{OPENING}<h1>第{n}节 公共交通</h1>{ENDING}" for n in "一二三")
    assert read(page(body=body)).text.count("享受优惠") == 3


def test_an_article_appended_to_the_page_is_not_read(read: Read, page: MakePage) -> None:
    another = "".join(
        f"<p>完全无关的另一篇文章的第{n}段，写得很长很长，比前面那一篇长得多，读者不要看它。</p>" for n in range(9)
    )
    found = read(page(after=f"<div class='article'><h1>完全无关的另一篇文章</h1><div>{another}</div></div>"))
    assert "完全无关" not in found.text


def test_teasers_longer_than_the_article_are_not_read(read: Read, page: MakePage) -> None:
    teasers = "".join(
        f"<li><h4><a href=/{n}>另一条新闻的标题，第{n}号</a></h4><p>这里是另一条新闻的摘要，说得又长又详细，占了很大的地方，比正文还要长得多，但它不是正文。</p></li>"
        for n in range(20)
    )
    found = read(
        page(body="<p>今天上午八时，本市发生三点二级地震，暂无人员伤亡报告。</p>", after=f"<ul>{teasers}</ul>")
    )
    assert found.text == "今天上午八时，本市发生三点二级地震，暂无人员伤亡报告。"


@pytest.mark.parametrize(
    "between",
    [
        "<p><a href=/ad>限时优惠，点击领取</a></p>",
        "<div>相关报道：<a href=/1>另一条新闻的标题</a></div>",
        "<ul>" + "".join(f"<li><a href=/{n}>另一条新闻标题</a> 2018-03-0{n}</li>" for n in range(1, 5)) + "</ul>",
    ],
)
def test_links_between_paragraphs_are_left_out(read: Read, page: MakePage, between: str) -> None:
    found = read(page(body=OPENING + between + ENDING))
    assert found.text.count("\n") == 1


def test_who_signs_a_notice_and_when_is_kept_beside_a_dated_list(read: Read, page: MakePage) -> None:
    links = "".join(f"<li><a href=/{n}>另一条新闻标题</a> 2018-03-0{n}</li>" for n in range(1, 5))
    found = read(page(body=f"{OPENING}{ENDING}<p>测试市交通局</p><p>2026年11月1日</p><ul>{links}</ul>"))
    assert found.text.endswith("测试市交通局\n2026年11月1日")


def test_the_times_of_a_live_report_are_kept(read: Read, page: MakePage) -> None:
    report = "".join(
        f"<div><b>0{hour}:30</b><p>第{hour}号船离开码头，岸上的人挥手送行。</p></div>" for hour in (7, 8, 9)
    )
    assert read(page(body=report)).text.startswith("07:30\n第7号船")


def test_a_time_below_the_headline_is_no_text(read: Read, page: MakePage) -> None:
    assert read(page(body=f"<p>08:30 测试台</p>{OPENING}{ENDING}")).text.startswith("本市今天")


def test_a_place_marked_and_left_open_is_no_link(read: Read, page: MakePage) -> None:
    assert read(page(body=f"<a name=text>{OPENING}{ENDING}")).text.count("\n") == 1


def test_a_closing_line_ends_the_text_however_much_is_printed_below(read: Read, page: MakePage) -> None:
    form = "".join(
        f"<li>{word}</li>" for word in ("广告软文", "重复旧闻", "文章质量差", "标题夸张文不对题", "疑似抄袭")
    )
    below = f"<div>责编：李雷</div><ul>{form * 3}</ul><p>感谢您的反馈，我们将会减少此类文章的推荐</p>"
    found = read(page(body=OPENING + ENDING + below))
    assert (found.editor, found.text.count("\n")) == ("李雷", 1)


def test_a_teaser_between_paragraphs_is_left_out(read: Read, page: MakePage) -> None:
    teaser = "<div><a href=/9>另一条新闻的标题在此</a><p>养护队员每天要走二十公里山路，检查边坡和排水沟。</p></div>"
    found = read(page(body=OPENING * 2 + teaser + ENDING))
    assert found.text.count("\n") == 2
    assert "养护队员" not in found.text


def test_a_paragraph_under_a_lone_link_is_kept(read: Read, page: MakePage) -> None:
    assert "享受优惠" in read(page(body=f"<p><a href=/9>专题：公共交通的新方案</a></p>{ENDING}")).text


@pytest.mark.parametrize("rank", ["h1", "h2"])
def test_the_next_article_of_an_endless_page_is_not_read(read: Read, rank: str) -> None:
    def entry(title: str, day: int, body: str) -> str:
        return f"<div><{rank}>{title}</{rank}><div>2026-11-0{day} 10:00</div><div>{body}</div></div>"

    other = "<p>完全无关的另一篇文章的一段，写得很长很长，比前面那一篇长得多。</p>" * 9
    entries = entry("本市公布公共交通优化方案", 2, OPENING + ENDING) + entry("完全无关的另一篇", 1, other)
    head = "<meta charset=utf-8><title>本市公布公共交通优化方案_测试网</title>"
    found = read(f"<html><head>{head}</head><body>{entries}</body></html>")
    assert found.text.endswith("继续享受优惠。")


def test_one_long_teaser_does_not_outweigh_a_short_article(read: Read, page: MakePage) -> None:
    teaser = "另一条新闻的摘要，说得又长又详细，占了很大的地方，比正文还要长得多。" * 8
    stream = f"<div><div><h3><a href=/1>另一条新闻的标题在此</a></h3></div><div><div>{teaser}</div></div></div>"
    body = "<div><div><p>今天上午八时，本市发生三点二级地震，暂无人员伤亡报告。</p></div></div>"
    assert "另一条" not in read(page(body=body, after=stream)).text


SAID = "<div><b>海边的老周</b><span>5月2{}日</span><p>这条路我天天走，早就该修了，希望不要再拖下去，支持。</p><a>回复</a></div>"


def test_comments_longer_than_the_article_are_not_read(read: Read, page: MakePage) -> None:
    comments = "<div><h3>全部评论(128)</h3>" + "".join(map(SAID.format, range(9))) + "</div>"
    assert "早就该修" not in read(page(after=comments)).text


@pytest.mark.parametrize("heading", ["最新評論", "网友跟帖", "讀者留言（9）", "回帖", "文章回應", "評(píng)論(lùn)"])
def test_comments_begin_at_their_heading_in_whatever_form_it_is_printed(
    read: Read, page: MakePage, heading: str
) -> None:
    comments = f"<h3>{heading}</h3>" + "".join(map(SAID.format, range(3)))
    assert "早就该修" not in read(page(body=OPENING + ENDING + comments)).text


def test_no_heading_of_comments_lacks_the_characters_that_lines_are_first_searched_for() -> None:
    first = set("评跟留回")
    codes = [code for code in range(0x2E80, 0x30000) if first & set(label_form(chr(code)))]
    assert len(codes) > len(first)
    assert all(DISCUSSION_HAN.search(chr(code)) for code in codes)


def test_a_word_about_comments_above_the_text_does_not_end_it(read: Read, page: MakePage) -> None:
    found = read(
        page(byline=f"{OPENING}<div>评论</div>", body=f"{ENDING}<p>5月20日</p>{OPENING}<p>5月21日</p>{ENDING}")
    )
    assert found.text.count("享受优惠") == 2


def test_spam_in_the_other_script_is_left_out(read: Read, page: MakePage) -> None:
    body = (
        "<p>總書記強調，要把社區這道防線守住，為廣大居民辦實事、辦好事。</p>" * 2
        + "<p>这个广告网站说的话没有一句是真实的</p>"
        + "<p>當天下午，會議繼續進行，代表們發言踴躍，氣氛熱烈。</p>"
    )
    assert "广告网站" not in read(page(title="總書記強調把社區防線守住", body=body)).text


@pytest.mark.parametrize("title", ["测试网-本市公布新一轮公共交通优化方案", "本市公布新一轮公共交通优化方案"])
def test_a_headline_without_a_heading_is_known_by_the_title(read: Read, title: str) -> None:
    html = f"<html><head><meta charset=utf-8><title>{title}</title></head><body><center>本市公布新一轮公共交通优化方案</center><div>{OPENING}{ENDING}</div></body></html>"
    found = read(html)
    assert found.title == "本市公布新一轮公共交通优化方案"
    assert "优化方案" not in found.text

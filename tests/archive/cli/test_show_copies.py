"""`show --copies`, `--diff` and `--revisions` on a real archive: who printed what, what was changed, what is gone."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from press import STORY, news_page, other_story, pager
from sqlalchemy import insert
from terminals import on_terminal

from archive import Archive
from archive.capture import Capture
from archive.cli import main
from archive.cli.differences import in_brackets, shown
from archive.cli.output import cells
from archive.difference import difference
from archive.exits import Exit
from archive.models import related
from archive.warc import WarcWriter, files

START = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
HOME = "http://paper.example/2026/1103/1.html"
MIRROR = "http://mirror.example/a/1.html"
TWIN = "http://twin.example/a/1.html"
TITLE = "青屏县图书馆新馆开放"
ADDED = "志愿者还为老年读者准备了放大镜和热茶，受到大家的一致好评。"
TRADITIONAL = str.maketrans(
    "专个书儿内则区县图场实导带开报无时现积绍续虚视览讯记许设证读选长门间阅馆",
    "專個書兒內則區縣圖場實導帶開報無時現積紹續虛視覽訊記許設證讀選長門間閱館",
)
BUS, FERRY = "http://paper.example/2026/1103/2.html", "http://paper.example/2026/1103/3.html"
FIRST, SECOND = "http://paper.example/2026/1104/5.html", "http://paper.example/2026/1104/5_2.html"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article at three addresses, revised at one and then gone; one revised at two; one over two pages."""
    path = tmp_path_factory.mktemp("place")
    longer = (STORY[0], ADDED, *STORY[1:])
    edited = news_page("图书馆新馆今天开放", (STORY[0].replace("正式向", "试向"), *STORY[1:]), source="paper.example")
    buses = [news_page("1路公交", (*other_story(1), *STORY[:number])) for number in (0, 1)]
    links = [pager("5.html", "5_2.html", page=number) for number in (1, 2)]
    pages = [
        (news_page(TITLE, STORY, source="paper.example"), HOME),
        (
            news_page(
                TITLE,
                tuple(line.translate(TRADITIONAL) for line in longer),
                published="2026-11-03",
                source="paper.example",
                editor="",
            ),
            MIRROR,
        ),
        (news_page(TITLE, STORY, published="2026-11-02 08:00:00", source="别家", editor=""), TWIN),
        (edited, HOME),
        (buses[0], BUS),
        (buses[0], FERRY),
        (buses[1], BUS),
        (buses[1], FERRY),
        (news_page("水渠通水", other_story(7), pager=links[0]), FIRST),
        (news_page("水渠通水", other_story(8), pager=links[1]), SECOND),
    ]
    with Archive.open(path / "archive") as archive:
        for hour, (html, url) in enumerate(pages):
            archive.add_page(html, url, captured_at=START + timedelta(hours=hour))
        writer = WarcWriter(path / "foreign")
        writer.write(
            Capture(url=HOME, captured_at=START + timedelta(days=9), status=404, headers=(), body=b"<p>404 not found")
        )
        writer.close()
        (gone,) = archive.reprocess(files(path / "foreign"), report=pytest.fail)
        assert gone.outcome.name == "rejected:gone"
        one, other = archive.article_at(HOME), archive.article_at(BUS)
        assert one is not None
        assert other is not None
        link = {"article": one.id, "other": other.id, "kind": "partial", "share": 0.41, "containment": 0.5}
        with archive.database.writing() as connection:
            connection.execute(insert(related), [link])
    return path / "archive"


def run(capsys: pytest.CaptureFixture[str], place: Path, *words: str) -> tuple[int, str, str]:
    code = main(["-C", str(place), "show", *words])
    out, err = capsys.readouterr()
    return code, out, err


def told(capsys: pytest.CaptureFixture[str], place: Path, *words: str) -> dict[str, Any]:
    code, out, _ = run(capsys, place, *words, "--json")
    assert code == Exit.DONE
    found: dict[str, Any] = json.loads(out)
    return found


def test_copies_are_a_table_that_marks_the_best_and_the_first(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    code, out, _ = run(capsys, place, HOME, "--copies")
    rows = {line.split()[-1]: line for line in out.splitlines()[:-1]}
    assert code == Exit.DONE
    assert list(rows) == ["address", HOME, MIRROR, TWIN]
    assert rows[HOME].split()[:3] == ["best,", "first", "2026-11-03"]
    assert "since 2026-11-13, 404" in rows[HOME]
    assert "same text" in rows[HOME]
    assert "别家" in rows[TWIN]
    assert "2026-11-02 08:00 +08:00" in rows[TWIN]
    assert "same: " in rows[MIRROR]
    assert out.splitlines()[-1] == f"published first: {HOME} (credited by 2 copies)"


def test_json_tells_the_same_of_copies(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    article = told(capsys, place, HOME)["article"]
    assert article["publisher"] == {"urls": [HOME], "basis": "source", "credits": 2}
    home, mirror, _ = article["copies"]
    assert (home["is_best"], home["similarity"]) == (True, 1.0)
    assert (home["gone"]["status"], home["gone"]["gone_at"][:10]) == (404, "2026-11-13")
    assert (mirror["is_best"], mirror["gone"]) == (False, None)
    assert 0.8 < mirror["similarity"] < 1.0


def test_the_difference_of_a_copy_is_marked_and_what_is_equal_left_out(
    capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    code, out, err = run(capsys, place, "--copies", "--diff", HOME)
    assert (code, err) == (Exit.DONE, "")
    assert "scripts differ: hans, hant; compared in one" in out
    assert f"{{+¶\n{ADDED.translate(TRADITIONAL)}+}}" in out
    assert "新馆[-试-]{+正式+}向读者" in out
    assert "新館[-试-]{+正式+}向讀者" in out
    assert STORY[1] not in out
    assert STORY[1].translate(TRADITIONAL) not in out


def test_a_changed_text_can_not_steer_the_terminal() -> None:
    steps = difference("开馆。\x1b[2J今天\u202e。", "开馆。\x9b2J明天\u2028。")
    assert "".join(shown(steps, in_brackets)) == "开馆。[-\ufffd[-]{+\ufffd+}2J[-今-]{+明+}天[-\ufffd-]{+\ufffd+}。"


def test_the_operations_make_the_copy_s_text_of_the_best(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    found = told(capsys, place, HOME, "--copies", "--diff")
    by_url = {one["url"]: one for one in found["comparisons"]}
    assert set(by_url) == {MIRROR, TWIN}
    steps = by_url[TWIN]["operations"]
    assert "".join(step["before"] for step in steps) == found["article"]["text"]
    assert "".join(step["after"] for step in steps) == "\n".join(STORY)
    assert [step["after_at"] for step in steps if step["after"] == "正式"] == [STORY[0].index("正式")]


def test_why_says_what_makes_copies_one_story(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    found = told(capsys, place, HOME, "--why")
    assert found["why"]["fields"]["source"] == "paper.example"
    (mirror, _) = found["comparisons"]
    assert (mirror["url"], mirror["best_script"], mirror["script"]) == (MIRROR, "hans", "hant")
    assert mirror["judgement"]["relation"] == "same"
    assert "operations" not in mirror
    _, out, _ = run(capsys, place, HOME, "--why")
    assert any(line.strip().startswith(MIRROR) and "same: " in line for line in out.splitlines())


def test_revisions_tell_when_an_address_was_gone(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    _, out, _ = run(capsys, place, HOME, "--revisions")
    rows = [line.split() for line in out.splitlines() if line.split()[0] == HOME]
    assert [row[1:3] for row in rows] == [["1", "2026-11-04"], ["2", "2026-11-04"], ["gone", "2026-11-13"]]
    (event,) = told(capsys, place, HOME, "--revisions")["article"]["gone"]
    assert (event["url"], event["status"], event["back_at"]) == (HOME, 404, None)


@pytest.mark.parametrize("span", ["1..2", "2"])
@pytest.mark.parametrize("wanted", [HOME, "1"])
def test_two_revisions_are_compared_in_title_and_text(
    capsys: pytest.CaptureFixture[str], place: Path, wanted: str, span: str
) -> None:
    code, out, err = run(capsys, place, wanted, "--diff", span)
    assert (code, err) == (Exit.DONE, "")
    assert "[-青屏县-]图书馆新馆{+今天+}开放" in out
    assert "新馆[-正式-]{+试+}向读者" in out
    found = told(capsys, place, wanted, "--diff", span)["difference"]
    assert (found["url"], found["before"], found["after"]) == (HOME, 1, 2)
    assert "".join(step["before"] for step in found["text"]) == "\n".join(STORY)


def test_revisions_can_be_compared_backwards(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert "新馆[-试-]{+正式+}向读者" in run(capsys, place, HOME, "--diff", "2..1")[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((HOME, "--diff", "1..5"), "no revision 5, it has revisions 1 to 2"),
        ((HOME, "--diff", "1"), "no revision 0, it has revisions 1 to 2"),
        ((MIRROR, "--diff", "1..2"), "no revision 2, it has 1 revision"),
    ],
)
def test_a_revision_that_is_not_there_is_7(
    capsys: pytest.CaptureFixture[str], place: Path, words: tuple[str, ...], message: str
) -> None:
    code, out, err = run(capsys, place, *words)
    assert (code, out) == (Exit.NOTHING, "")
    assert err == f"{words[0]}: {message}\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "an article's number or an address is expected"),
        ((HOME, "--diff"), "--diff alone goes with --copies"),
        (("99", "--diff", "1-2"), "the numbers of two revisions are expected"),
    ],
)
def test_what_can_not_be_compared_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], place: Path, words: tuple[str, ...], message: str
) -> None:
    code, out, err = run(capsys, place, *words)
    assert (code, out) == (Exit.USAGE, "")
    assert message in err


def test_of_several_addresses_with_revisions_one_has_to_be_named(
    capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    number = str(told(capsys, place, BUS)["article"]["id"])
    code, _, err = run(capsys, place, number, "--diff", "1..2")
    assert code == Exit.USAGE
    assert f"several addresses were revised, show one of them: {BUS} {FERRY}" in err
    assert run(capsys, place, FERRY, "--diff", "1..2")[0] == Exit.DONE


def test_an_article_names_what_it_is_related_to_and_that_it_is_gone(
    capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    other = told(capsys, place, BUS)["article"]["id"]
    _, out, _ = run(capsys, place, HOME)
    assert out.splitlines()[-2:] == [
        f"gone since 2026-11-13, 404: {HOME}",
        f"related: #{other} 1路公交 (shares 41 %)",
    ]
    (link,) = told(capsys, place, HOME)["article"]["related"]
    assert (link["id"], link["kind"], link["share"]) == (other, "partial", 0.41)


def test_the_address_of_a_later_page_shows_the_whole_article(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    whole = run(capsys, place, FIRST)
    assert run(capsys, place, SECOND) == whole
    assert "第8小学" in whole[1]
    assert "第7小学" in whole[1]


def test_a_terminal_gets_colours_in_place_of_marks(place: Path) -> None:
    (coloured, _), (plain, _) = (
        on_terminal(place, "show", HOME, "--diff", "2", **no) for no in ({}, {"NO_COLOR": "1"})
    )
    assert "\x1b[31m\x1b[9m正式\x1b" in coloured
    assert "\x1b[32m试\x1b" in coloured
    assert "[-" not in coloured
    assert "\x1b" not in plain
    assert "[-正式-]{+试+}" in plain


def test_what_does_not_fit_a_narrow_terminal_is_a_block_of_lines(place: Path) -> None:
    out, _ = on_terminal(place, "show", HOME, "--copies", "--revisions", "--why", NO_COLOR="1", COLUMNS="80")
    assert not [line for line in out.splitlines() if cells(line) > 80 and "http" not in line]
    names = [[line.split()[0] for line in block.splitlines()] for block in out.split("\n\n")]
    assert ["address", "revision", "from", "to", "title", "characters"] in names
    assert ["field", "value", "as", "where"] in names

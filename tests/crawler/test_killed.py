"""`kill -9` at any moment, again and again: nothing is lost, nothing is stored twice, little is fetched twice."""

import signal
import time
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest
from faults import hang
from forked import Forked
from loopback import Web, article, article_path, list_page
from processes import ask, here, run, start, states, wait_for, wait_for_hits

from archive.database import Database
from archive.folder import Folder
from archive.replay import Replay
from archive.warc import OPEN, files
from crawler.session import MOST

CRAWL = ("crawl", "loop", "--allow-private")
ON_A_LIST = 20
SMALL = "warc_size = 1_000_000\n"  # the smallest that may be asked for: some thirty of the pages below
SOURCE = '\n[[discover]]\nkind = "list"\nurl = "{base}/list/{number}/"\n'


def build(web: Web, folder: Folder, articles: int) -> None:
    """A front page and lists of articles, all sources of the profile, and WARC files that are soon full."""
    noise = Random(articles)
    for number in range(articles):
        web.add(article_path(number), article(number) + f"<!-- {noise.randbytes(30_000).hex()} -->")
    paths = [article_path(number) for number in range(articles)]
    folder.configuration.write_text(SMALL, encoding="utf-8")
    web.add("/", list_page(paths[:3]))
    profile = folder.sites / "loop.toml"
    with profile.open("a", encoding="utf-8") as file:
        for number in range(articles // ON_A_LIST):
            web.add(f"/list/{number}/", list_page(paths[number * ON_A_LIST : (number + 1) * ON_A_LIST]))
            file.write(SOURCE.format(base=web.base, number=number))


def kill_at(web: Web, process: Forked, hits: int, pause: float) -> None:
    """Kill a command so long after the site has been asked for so many pages, if it is still there."""
    wait_for(lambda: not process.alive or len(web.hits) >= hits, f"{hits} requests")
    time.sleep(pause)
    kill(process)


def kill(process: Forked) -> None:
    process.send_signal(signal.SIGKILL)
    process.ended()


def listening(process: int) -> list[str]:
    """The addresses at which a process waits for others, as Linux writes them."""
    links = set()
    for one in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            links.add(str(one.readlink()))
    rows = [
        line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text("ascii").splitlines()
    ]
    return [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in links]


def captures_of(folder: Folder) -> list[tuple[str]]:
    """The captures in the archive's WARC files, each of them whole and none of them open."""
    damage: list[Exception] = []
    with closing(Database.open(folder.database)) as database:
        kept = list(Replay(folder=folder, database=database).captures(files(folder.warc), report=damage.append))
    assert damage == []
    assert not list(folder.warc.glob(f"*{OPEN}"))
    return sorted((capture.record_id,) for capture in kept)


@pytest.mark.parametrize(
    ("articles", "kills"),
    [pytest.param(100, 5, id="short"), pytest.param(400, 50, id="long", marks=pytest.mark.slow)],
)
def test_a_crawl_killed_again_and_again_ends_complete(web: Web, folder: Folder, articles: int, kills: int) -> None:
    build(web, folder, articles)
    web.pause, chance, pages = 0.01, Random(kills), articles + articles // ON_A_LIST + 1
    for place in sorted(chance.sample(range(2, pages), kills)):
        kill_at(web, start(folder, *CRAWL, "--due"), max(place, len(web.hits) + 1), chance.uniform(0, 0.1))
    last = run(folder, *CRAWL, "--due")
    assert last.returncode == 0, last.stderr
    assert states(folder) == {"waiting": articles}
    shown = "SELECT count(*), count(DISTINCT url), sum(copies) FROM articles WHERE merged_into IS NULL"
    assert ask(folder, shown) == [(articles, articles, articles)]
    assert ask(folder, "PRAGMA integrity_check") == [("ok",)]
    assert captures_of(folder) == ask(folder, "SELECT record_id FROM captures ORDER BY record_id")
    assert here(folder, "check") == 0
    fetched_twice = sum(web.count(article_path(number)) - 1 for number in range(articles))
    print(f"{articles} articles, {kills} kills: {fetched_twice} fetched twice, {len(web.hits)} requests")  # noqa: T201
    assert fetched_twice <= MOST * kills


def test_a_fetch_that_was_killed_can_be_repeated(web: Web, folder: Folder) -> None:
    urls = [web.base + path for path in web.publish(*range(12))]
    web.pause = 0.02
    process = start(folder, "fetch", *urls, "--allow-private")
    wait_for_hits(web, 6)
    kill(process)
    again = run(folder, "fetch", *urls, "--allow-private")
    assert again.returncode == 0, again.stderr
    assert ask(folder, "SELECT count(*), count(DISTINCT url) FROM articles") == [(12, 12)]
    assert ask(folder, "SELECT count(*) FROM frontier WHERE state = 'leased'") == [(0,)]
    assert ask(folder, "PRAGMA integrity_check") == [("ok",)]


def test_a_second_crawl_is_locked_out_until_the_first_is_dead(
    web: Web, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    web.add("/", list_page(web.publish(1, 2)))
    web.raw[article_path(1)] = hang
    first = start(folder, *CRAWL)
    wait_for_hits(web, 3)
    assert here(folder, *CRAWL) == 75
    assert capsys.readouterr().err.count("\n") == 1
    assert (web.count("/robots.txt"), web.count("/")) == (1, 1)
    assert not Path("/proc/net").exists() or listening(first.pid) == []  # no console, no remote control
    kill(first)
    del web.raw[article_path(1)]
    assert run(folder, *CRAWL).returncode == 0
    assert states(folder) == {"waiting": 2}

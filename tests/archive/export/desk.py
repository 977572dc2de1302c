"""A way to put captures with chosen readings into an archive: real WARC records, and fields as hostile as can be."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from typing import Any

from archive import Archive
from archive.capture import Capture
from archive.extract.result import Extraction
from archive.outcome import Outcome, Reason
from archive.prepared import prepare
from archive.site import site_of
from archive.store import Store
from archive.text.edit import Edit
from archive.warc import WarcWriter

CHINA = timezone(timedelta(hours=8))
START = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
MOMENT = datetime(2026, 11, 1, 0, 30, tzinfo=CHINA)  # the last of October in UTC
DAY = date(2024, 5, 20)

# What a page may print where its headline stands. Surrogates and NUL are no longer there when a title is stored.
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    'a,"b"；c\nd',
    "<script>alert(1)</script> &amp; ]]> <!--",
    "标题\x1b[31m\x07\x9b红\u202e倒\ufffe\uffff\x0b",
    "ER  - \r\nTY  - BOOK",
    "}, author = {佚名}, x = {",
    r"\input{/etc/passwd} $x^2_1$ 100% # ~ {",
    "@book{evil,\n@comment{",
    "../../etc/passwd",
    "CON",
    "# 一级 `code` *x* _y_ [点此](javascript:alert(1)) ![x](y) | ~~z~~ \\",
    "---",
    "1. 一",
    "    四格",
    "😀 " + "长" * 300,
)


def body_of(number: int) -> str:
    """A wording of its own for each *number*."""
    return (
        f"青屏县第{number}次读书会昨日在新馆举行，共有{number * 7 + 3}人到场，比上一次多{number}人。\n"
        f"主持人介绍，第{number + 1}次读书会定在下月，题目由第{number}次的读者投票选出，报名从{number % 28 + 1}日开始。"
    )


@dataclass(kw_only=True)
class Desk:
    """Files captures into an archive, each an hour after the one before."""

    archive: Archive
    writer: WarcWriter
    hours: "count[int]"

    @classmethod
    def at(cls, archive: Archive) -> "Desk":
        """A desk in an archive that nobody else writes to."""
        return cls(archive=archive, writer=WarcWriter(archive.folder.warc), hours=count())

    def file(self, url: str, text: str, *, body: bytes | None = None, **said: Any) -> Outcome:
        """A capture of *url* that is read as an article."""
        capture = self.capture(url, f"<p>{text}</p>".encode() if body is None else body)
        found = Extraction(text=text, **said)
        with self.archive.database.writing() as connection:
            return Store(connection).record(capture, found, prepare(text), site_of(url))

    def reject(self, url: str) -> Outcome:
        """A capture of *url* that is none."""
        with self.archive.database.writing() as connection:
            return Store(connection).reject(self.capture(url, b"<p>404</p>"), Reason.SOFT_404)

    def capture(self, url: str, body: bytes) -> Capture:
        """A capture, kept; as a revisit if its body has been kept before."""
        headers = (("Content-Type", "text/html; charset=utf-8"), ("Server", "press"))
        at = START + timedelta(hours=next(self.hours))
        capture = Capture(url=url, captured_at=at, status=200, headers=headers, body=body)
        with self.archive.database.reading() as connection:
            earlier = Store(connection).earlier(capture.payload_digest)
        return self.writer.write(capture, earlier=earlier)

    def close(self) -> None:
        """Finish the WARC file."""
        self.writer.close()


def fill(archive: Archive) -> None:
    """Every hostile title, and one article of each kind: copies, revisions, several pages, no date, no fields."""
    desk = Desk.at(archive)
    for number, title in enumerate(HOSTILE):
        desk.file(
            f"http://paper.example/h/{number}.html",
            f"{title}\n{body_of(number)}",
            title=title,
            published_at=MOMENT if number % 2 else DAY,
            published_raw="2026-11-01 00:30",
            source=title,
            source_raw=title,
            editor=title,
            authors=(title, "周小禾"),
        )
    story = {"title": "新馆开放", "source": "青屏日报", "editor": "许文清", "authors": ("周小禾", "韩一苇")}
    desk.file("http://paper.example/a.html", body_of(100), published_at=MOMENT, body=b"<p>same</p>", **story)
    desk.file("http://paper.example/a.html", body_of(100), published_at=MOMENT, body=b"<p>same</p>", **story)
    desk.file(
        "http://copy.example/a.html",
        body_of(100).replace("县", "縣"),
        published_at=DAY,
        damage=0.25,
        repairs={"gloss": 1},
        edits=(Edit(step="gloss", offset=3, before="县(xiàn)", after="县"),),
        flags=("odd",),
        evidence={"title": "h1"},
        **story,
    )
    desk.file(
        "http://paper.example/a.html", body_of(100), published_at=MOMENT, **(story | {"title": "新馆开放（更正）"})
    )
    desk.file("http://paper.example/p1.html", body_of(200), title="连载", next_page="http://paper.example/p2.html")
    desk.file(
        "http://paper.example/p2.html",
        body_of(201),
        editor="末页编辑",
        part_of="http://paper.example/p1.html",
        next_page="http://paper.example/p3.html",
    )
    desk.file("http://paper.example/p3.html", body_of(202), part_of="http://paper.example/p1.html")
    desk.file("http://paper.example/bare.html", body_of(300))
    desk.reject("http://paper.example/gone.html")
    desk.reject("http://copy.example/a.html")  # where an article stood
    desk.close()


ARTICLES = len(HOSTILE) + 3

"""Who published first: what the copies print decides, and a tie is said to be one."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations

import pytest

from archive.publisher import Basis, Imprint, Publisher, publisher

CHINA = timezone(timedelta(hours=8))
NAMES = {
    "paper": ("paper.example", "青屏日报", "paper.example"),
    "wire": ("wire", "山河通讯社", "wire.example", "www.wire.example"),
    "mirror": ("mirror.example", "", "mirror.example"),
}
DAY = date(2026, 11, 3)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, 3, hour, minute, second, tzinfo=CHINA)


def copy(site: str, published_at: date | None = None, source: str | None = None, *, page: int = 1) -> Imprint:
    url = f"http://{site}.example/{page}"
    return Imprint(url=url, site=site, names=NAMES[site], source=source, published_at=published_at)


PAPER, WIRE, MIRROR = "http://paper.example/1", "http://wire.example/1", "http://mirror.example/1"

CASES: dict[str, tuple[list[Imprint], tuple[str, ...], Basis | None, int]] = {
    "no copy": ([], (), None, 0),
    "nothing printed": ([copy("paper"), copy("mirror")], (), None, 0),
    "an unknown source and no date": ([copy("paper", source="别家")], (), None, 0),
    "credited by name": ([copy("paper", at(9)), copy("wire", at(10), "山河通讯社")], (WIRE,), "source", 1),
    "credited in the other script": ([copy("wire", at(9)), copy("paper", at(10), "青屏日報")], (PAPER,), "source", 1),
    "credited by host": ([copy("mirror", at(8), "www.wire.example"), copy("wire", at(10))], (WIRE,), "source", 1),
    "one of several names": ([copy("mirror", at(8), "别家、青屏日报"), copy("paper")], (PAPER,), "source", 1),
    "a name within a longer one is another": (
        [copy("mirror", at(8), "青屏日报社区版"), copy("paper", at(9))],
        (MIRROR,),
        "time",
        0,
    ),
    "credited by most": (
        [copy("paper", at(8), "青屏日报"), copy("wire", at(9), "山河通讯社"), copy("mirror", at(9), "山河通讯社")],
        (WIRE,),
        "source",
        2,
    ),
    "two that credit themselves, by time": (
        [copy("paper", at(9), "青屏日报"), copy("wire", at(8), "山河通讯社")],
        (WIRE,),
        "source",
        1,
    ),
    "two that credit themselves, undated": (
        [copy("paper", source="青屏日报"), copy("wire", source="山河通讯社")],
        (PAPER, WIRE),
        "source",
        1,
    ),
    "the earliest of the credited site's own": (
        [copy("paper", at(9), "青屏日报", page=1), copy("paper", at(8), "青屏日报", page=2), copy("mirror", at(7))],
        ("http://paper.example/2",),
        "source",
        2,
    ),
    "two of one site that say the same": (
        [copy("paper", at(9), page=2), copy("paper", at(9), page=1)],
        (PAPER,),
        "time",
        0,
    ),
    "the earliest time": ([copy("paper", at(9, 5)), copy("wire", at(9, 4)), copy("mirror")], (WIRE,), "time", 0),
    "seconds do not count": ([copy("paper", at(9, 5)), copy("wire", at(9, 5, 30))], (PAPER, WIRE), "time", 0),
    "a time before a day": ([copy("paper", DAY), copy("wire", at(23))], (WIRE,), "time", 0),
    "an earlier day before a time": ([copy("paper", date(2026, 11, 2)), copy("wire", at(1))], (PAPER,), "day", 0),
    "the same day": ([copy("paper", DAY), copy("wire", DAY)], (PAPER, WIRE), "day", 0),
    "the same instant in two zones": (
        [copy("paper", at(9)), copy("wire", at(9).astimezone(UTC))],
        (PAPER, WIRE),
        "time",
        0,
    ),
    "a time out of range of other zones": (
        [copy("paper", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))), copy("wire", at(9))],
        (PAPER,),
        "time",
        0,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_publisher_is_told_by_what_the_copies_print_in_any_order(case: str) -> None:
    imprints, urls, basis, credited = CASES[case]
    for order in permutations(imprints):
        assert publisher(order) == Publisher(urls=urls, basis=basis, credits=credited)

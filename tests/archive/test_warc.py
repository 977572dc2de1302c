"""Captures to WARC and back, and what is left of a file when its writer dies."""

import random
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.checker import Checker

from archive import warc, warc_record
from archive.capture import Capture
from archive.errors import StorageError
from archive.warc import Earlier, WarcWriter
from archive.warc_reader import read_warcs, record_at, records

START = datetime(2026, 11, 3, 10, 20, 0, 123456, tzinfo=UTC)


def capture(number: int, body: bytes | None = None, *, status: int = 200) -> Capture:
    return Capture(
        url=f"http://news.example/{number}.html",
        captured_at=START + timedelta(seconds=number),
        status=status,
        headers=(("Content-Type", "text/html; charset=gb2312"), ("X-Twice", "a"), ("X-Twice", "b")),
        body=f"第{number}号".encode() * 400 if body is None else body,
        tls_verified=False,
    )


def write(folder: Path, *captures: Capture) -> list[Capture]:
    with WarcWriter(folder) as writer:
        return [writer.write(one) for one in captures]


def read(folder: Path, damage: list[StorageError] | None = None) -> list[Capture]:
    report = damage.append if damage is not None else pytest.fail
    return list(read_warcs(warc.files(folder), report=report, elsewhere=lambda _digest: None, home=folder))


def test_what_was_kept_comes_back_as_served(tmp_path: Path) -> None:
    kept = write(tmp_path, capture(1), capture(2, status=404), capture(3, b""))
    for before, after in zip(kept, read(tmp_path), strict=True):
        names = ("url", "captured_at", "status", "body", "record_id", "tls_verified", "place", "payload_digest")
        assert all(getattr(before, name) == getattr(after, name) for name in names)
        assert after.headers[:3] == before.headers


@pytest.mark.parametrize("coding", ["gzip", "br", "GZIP, identity"])
def test_what_came_packed_is_kept_as_it_is_and_the_rest_is_packed(tmp_path: Path, coding: str) -> None:
    page = capture(1, b"<p>" + b"news" * 9_000)
    marked = replace(page, headers=(*page.headers, ("content-encoding", coding)))
    plain, as_it_is = (one.place.length if one.place else 0 for one in write(tmp_path, page, marked))
    assert plain < len(page.body) / 20
    assert as_it_is > len(page.body)
    assert [one.body for one in read(tmp_path)] == [page.body] * 2


def test_a_page_from_a_file_is_a_resource_record(tmp_path: Path) -> None:
    write(tmp_path, capture(1, status=0))
    assert [record.kind for record in records(next(warc.files(tmp_path)))] == ["resource"]
    assert read(tmp_path)[0].status == 0


def test_any_record_can_be_read_by_its_place_while_the_file_is_open(tmp_path: Path) -> None:
    with WarcWriter(tmp_path) as writer:
        kept = [writer.write(capture(number)) for number in range(5)]
        for one in reversed(kept):
            assert one.place is not None
            assert record_at(tmp_path / one.place.file, one.place.offset).capture.body == one.body


def test_a_repeated_payload_is_a_revisit_and_reads_as_if_it_were_whole(tmp_path: Path) -> None:
    first, again = capture(1, b"<p>same</p>" * 500), capture(2, b"<p>same</p>" * 500)
    earlier = Earlier(record_id=first.record_id, url=first.url, captured_at=first.captured_at)
    with WarcWriter(tmp_path) as writer:
        writer.write(first)
        writer.write(again, earlier=earlier)
    assert [record.kind for record in records(next(warc.files(tmp_path)))] == ["response", "revisit"]
    assert [one.body for one in read(tmp_path)] == [first.body, again.body]


def test_a_revisit_whose_payload_is_nowhere_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    missing = Earlier(record_id=capture(0).record_id, url="http://news.example/0.html", captured_at=START)
    with WarcWriter(tmp_path) as writer:
        writer.write(capture(1), earlier=missing)
        writer.write(capture(2))
    damage: list[StorageError] = []
    assert [one.url for one in read(tmp_path, damage)] == ["http://news.example/2.html"]
    assert "no file holds the payload" in str(damage[0])


def test_a_full_disk_costs_the_record_that_has_no_room_and_no_other(tmp_path: Path) -> None:
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    with WarcWriter(tmp_path) as writer:
        first = writer.write(capture(1))
        assert first.place
        room = first.place.offset + first.place.length + 100
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, unlimited[1]))
        try:
            with pytest.raises(OSError, match="too large"):
                writer.write(capture(2, random.Random(1).randbytes(1_000)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        last = writer.write(capture(3))
    assert last.place
    assert last.place.offset == first.place.offset + first.place.length
    assert [one.record_id for one in read(tmp_path)] == [first.record_id, last.record_id]


def test_a_disk_that_is_full_from_the_start_leaves_no_file(tmp_path: Path) -> None:
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, unlimited[1]))
    try:
        with WarcWriter(tmp_path) as writer, pytest.raises(OSError, match="too large"):
            writer.write(capture(1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_left_is_found_by_whoever_comes_next(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path)
    kept = writer.write(capture(1))
    assert kept.place
    assert warc.abandoned(tmp_path) == []
    writer.close(unread=[kept.place.file])
    (one,) = warc.abandoned(tmp_path)
    one.finish()
    assert [found.record_id for found in read(tmp_path)] == [kept.record_id]


def test_a_full_file_keeps_the_name_of_an_open_one_until_all_of_it_has_been_read(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, max_size=1) as writer:
        places = [writer.write(capture(number)).place for number in range(3)]
        names = [place.file for place in places if place]
        assert [path.name for path in warc.files(tmp_path)] == names[:2]  # whoever writes the next has read the last
        writer.write(capture(3), unread=names[2:])
        assert [path.name for path in warc.files(tmp_path)] == names[:2]
        assert warc.abandoned(tmp_path) == []
        writer.write(capture(4))
        assert [path.name for path in warc.files(tmp_path)][:3] == names
    assert len(read(tmp_path)) == 5


def test_files_rotate_and_pass_the_field_s_checker(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, max_size=2_000) as writer:
        for number in range(20):
            writer.write(capture(number))
    found = list(warc.files(tmp_path))
    assert len(found) > 1
    assert not list(tmp_path.glob("*.open"))
    for path in found:
        assert Checker(FakeArguments([str(path)])).process_all() == 0


class FakeArguments:
    """What warcio's checker reads from its command line."""

    def __init__(self, inputs: list[str]) -> None:
        self.inputs = inputs
        self.verbose = False
        self.quiet = True


@pytest.mark.parametrize("cut", [20, 200, 700])
def test_a_cut_file_is_reported_and_all_before_the_cut_is_read(tmp_path: Path, cut: int) -> None:
    kept = write(tmp_path, *(capture(number) for number in range(10)))
    path = next(warc.files(tmp_path))
    path.write_bytes(path.read_bytes()[:-cut])
    damage: list[StorageError] = []
    found = read(tmp_path, damage)
    assert [one.record_id for one in found] == [one.record_id for one in kept[: len(found)]]
    assert 8 <= len(found) < 10
    assert path.name in str(damage[0])


def test_one_flipped_bit_is_noticed(tmp_path: Path) -> None:
    write(tmp_path, *(capture(number) for number in range(10)))
    path = next(warc.files(tmp_path))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    damage: list[StorageError] = []
    assert len(read(tmp_path, damage)) < 10
    assert len(damage) == 1


WRITE_AND_DIE = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from archive.capture import Capture
from archive.warc import WarcWriter
writer = WarcWriter(Path(sys.argv[1]))
for number in range(5):
    writer.write(Capture(url=f"http://a.example/{number}", captured_at=datetime.now(UTC), status=200, headers=(), body=b"x"))
writer._current.file.write(b"\\x1f\\x8b half a record")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_had_written_is_closed_whole(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(tmp_path)], check=False)
    assert not list(warc.files(tmp_path))
    (left,) = warc.abandoned(tmp_path)
    assert warc.abandoned(tmp_path) == []
    left.finish()
    assert len(read(tmp_path)) == 5


def test_the_file_of_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    with WarcWriter(tmp_path) as writer:
        writer.write(capture(1))
        assert warc.abandoned(tmp_path) == []
        assert len(list(tmp_path.glob("*.open"))) == 1


def test_two_writers_never_share_a_file(tmp_path: Path) -> None:
    with WarcWriter(tmp_path) as one, WarcWriter(tmp_path) as other:
        places = [one.write(capture(1)).place, other.write(capture(2)).place]
    assert len({place.file for place in places if place}) == 2
    assert len(read(tmp_path)) == 2


def foreign(body: bytes, *, chunked: bool = False, **fields: str | None) -> bytes:
    """A record as other programs write it, with the transfer's coding left in; *fields* by the names of their ends."""
    coding = "Transfer-Encoding: chunked\r\n" if chunked else ""
    served = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if chunked else body
    status = fields.pop("status", "200")
    http = f"HTTP/1.1 {status} OK\r\nContent-Type: text/html\r\n{coding}\r\n".encode() + served
    usual = {
        "Type": "response",
        "Target-URI": "http://foreign.example/",
        "Date": "2020-02-22T08:00:00Z",
        "Record-ID": "<urn:uuid:11111111-2222-3333-4444-555555555555>",
    }
    lines = [f"WARC-{name}: {value}" for name, value in (usual | fields).items() if value is not None]
    size = f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}"
    return "\r\n".join(("WARC/1.0", *lines, size, "\r\n")).encode() + http + b"\r\n\r\n"


def test_a_foreign_file_with_chunks_left_in_is_read(tmp_path: Path) -> None:
    (tmp_path / "foreign.warc").write_bytes(foreign(b"hello world", chunked=True))
    assert [one.body for one in read(tmp_path)] == [b"hello world"]


@pytest.mark.parametrize("chunked", [False, True])
def test_of_a_payload_that_unfolds_to_gigabytes_the_beginning_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, chunked: bool
) -> None:
    monkeypatch.setattr(warc_record, "LONGEST", 1000)
    both = foreign(b"a" * 100_000, chunked=chunked) + foreign(b"b" * 900, chunked=False)
    (tmp_path / "foreign.warc").write_bytes(both)
    long, short = read(tmp_path)
    assert (long.truncated, short.truncated) == ("length", None)
    assert 900 < len(long.body) <= 1000
    assert set(long.body) == set(b"a")
    assert short.body == b"b" * 900


@pytest.mark.parametrize(
    "odd",
    [
        {"Record-ID": None},
        {"Date": None},
        {"Date": "yesterday"},
        {"Date": "0001-01-01T00:00:00+08:00"},
        {"Target-URI": "http://[bad/"},
        {"status": "xx"},
        {"status": "99999999999999999999"},
    ],
)
def test_an_odd_record_costs_only_itself(tmp_path: Path, odd: dict[str, str | None]) -> None:
    (tmp_path / "foreign.warc").write_bytes(foreign(b"one") + foreign(b"odd", **odd) + foreign(b"two"))
    told: list[StorageError] = []
    assert [one.body for one in read(tmp_path, told)] == [b"one", b"two"]
    assert [str(tmp_path / "foreign.warc") in str(fault) for fault in told] == [True]


def test_a_time_without_a_zone_is_in_utc(tmp_path: Path) -> None:
    (tmp_path / "foreign.warc").write_bytes(foreign(b"one", Date="2020-02-22T08:00:00"))
    assert [one.captured_at for one in read(tmp_path)] == [datetime(2020, 2, 22, 8, tzinfo=UTC)]

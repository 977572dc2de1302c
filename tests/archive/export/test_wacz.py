"""WACZ: a package that opens as a ZIP file, a WARC file, an index and a list of pages, and agrees with itself."""

import gzip
import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from desk import ARTICLES, HOSTILE, Desk, body_of
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archive import Archive
from archive.errors import StorageError
from archive.export.wacz import surt
from archive.inert import flat

WARC = "archive/data.warc.gz"


@pytest.fixture(scope="module")
def package(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("package") / "out.wacz"
    assert archive.export(path) == ARTICLES
    return path


def member(package: Path, name: str) -> bytes:
    with ZipFile(package) as file:
        return file.read(name)


def index(package: Path) -> list[tuple[str, str, dict[str, Any]]]:
    lines = member(package, "indexes/index.cdx").decode().splitlines()  # pywb knows it by this suffix
    split = [line.split(" ", 2) for line in lines]
    return [(key, timestamp, json.loads(about)) for key, timestamp, about in split]


def pages(package: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in member(package, "pages/pages.jsonl").splitlines()]


def test_the_manifest_names_every_file_with_its_digest(package: Path) -> None:
    with ZipFile(package) as file:
        assert file.testzip() is None
        assert file.getinfo(WARC).compress_type == ZIP_STORED
        names = set(file.namelist())
    manifest = json.loads(member(package, "datapackage.json"))
    assert (manifest["profile"], manifest["wacz_version"]) == ("data-package", "1.1.1")
    assert {one["path"] for one in manifest["resources"]} == names - {"datapackage.json", "datapackage-digest.json"}
    for one in manifest["resources"]:
        data = member(package, one["path"])
        assert one["name"] == one["path"].split("/")[1]
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    digest = json.loads(member(package, "datapackage-digest.json"))
    assert digest["hash"] == f"sha256:{hashlib.sha256(member(package, digest['path'])).hexdigest()}"


def test_each_line_of_the_index_leads_to_its_record(package: Path) -> None:
    data, lines = member(package, WARC), index(package)
    assert [line[:2] for line in lines] == sorted(line[:2] for line in lines)
    assert len(lines) == len(HOSTILE) + 4 + 3 + 1 + 1
    for key, timestamp, about in lines:
        start, length = int(about["offset"]), int(about["length"])
        (record,) = ArchiveIterator(BytesIO(data[start : start + length]))
        assert record.rec_type == "response"
        assert record.rec_headers.get("WARC-Target-URI") == about["url"]
        assert record.rec_headers.get("WARC-Payload-Digest") == about["digest"]
        assert record.rec_headers.get("WARC-Date")[:13].replace("-", "").replace("T", "") == timestamp[:10]
        assert key == surt(about["url"])
        assert (about["status"], about["mime"]) == ("200", "text/html")
        assert gzip.decompress(data[start : start + length])


def test_a_capture_that_was_kept_as_a_revisit_is_whole(package: Path, archive: Archive) -> None:
    kept = [record.rec_type for record in records(*archive.folder.warc.glob("*.warc.gz"))]
    assert kept.count("revisit") == 2
    same = [line for line in index(package) if line[2]["url"] == "http://paper.example/a.html"]
    assert [same[0][2]["digest"], len(same)] == [same[1][2]["digest"], 3]
    data = member(package, WARC)
    for line in same[:2]:
        record = next(ArchiveIterator(BytesIO(data[int(line[2]["offset"]) :][: int(line[2]["length"])])))
        assert record.content_stream().read() == b"<p>same</p>"


def records(*paths: Path) -> list[Any]:
    found = []
    for path in paths:
        with path.open("rb") as file:
            found += list(ArchiveIterator(file))
    return found


def test_warcio_finds_nothing_wrong(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "data.warc.gz"
    path.write_bytes(member(package, WARC))
    checker = Checker(type("Asked", (), {"verbose": True, "inputs": [str(path)]}))
    checker.process_all()
    assert checker.exit_value == 0


def test_the_pages_are_the_articles(package: Path, archive: Archive) -> None:
    head, *found = pages(package)
    assert head["format"] == "json-pages-1.0"
    assert len(found) == len(HOSTILE) + 4 + 1 + 1  # each capture of an article; of several pages the first
    assert {flat(title) for title in HOSTILE} <= {page["title"] for page in found}
    indexed = {(about["url"], timestamp) for _, timestamp, about in index(package)}
    assert {(page["url"], "".join(filter(str.isdigit, page["ts"]))) for page in found} <= indexed
    assert {page["article"] for page in found} == {hit.article_id for hit in archive.list(limit=None)}


def test_an_archive_reads_the_captures_again(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "data.warc.gz"
    path.write_bytes(member(package, WARC))
    with Archive.open(tmp_path / "other") as other:
        report = list[StorageError]()
        read = list(other.reprocess([path], report=report.append))
    assert not report
    assert len(read) == len(index(package))


def test_what_has_no_bytes_is_reported_and_the_rest_is_written(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive") as source:
        desk = Desk.at(source)
        desk.file("http://paper.example/1.html", body_of(1), title="一")
        desk.writer.close()
        desk.file("http://paper.example/2.html", body_of(2), title="二")
        desk.close()
        lost, _ = sorted(source.folder.warc.iterdir())
        lost.unlink()
        report = list[StorageError]()
        assert source.export(tmp_path / "out.wacz", report=report.append) == 2
        assert len(report) == 1
        assert [page["title"] for page in pages(tmp_path / "out.wacz")[1:]] == ["二"]
        with pytest.raises(StorageError, match=lost.name):
            source.export(tmp_path / "strict.wacz")
        with pytest.raises(StorageError, match="bytes"):
            source.export(tmp_path / "empty.wacz", "第1次读书会昨日", report=report.append)
        assert not list(tmp_path.glob("*strict*")) + list(tmp_path.glob("*empty*"))


def test_an_address_is_written_as_a_browser_asks_for_it(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive") as source:
        desk = Desk.at(source)
        desk.file("http://paper.example/中%B1 1.html", body_of(1), title="一")
        desk.close()
        source.export(tmp_path / "out.wacz")
    address = "http://paper.example/%E4%B8%AD%B1%201.html"
    ((_, _, about),) = index(tmp_path / "out.wacz")
    _, page = pages(tmp_path / "out.wacz")
    _, record = ArchiveIterator(BytesIO(member(tmp_path / "out.wacz", WARC)))
    assert {about["url"], page["url"], record.rec_headers.get("WARC-Target-URI")} == {address}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Paper.example:8080/a?c=2&B=1", "example,paper:8080)/a?b=1&c=2"),
        ("https://news.paper.example:443", "example,paper,news)/"),
        ("http://www2.paper.example/北京//A.html", "example,paper)/%e5%8c%97%e4%ba%ac/a.html"),
        ("http://paper.example/a b?", "example,paper)/a%20b"),
        ("http://paper.example/2026/1101/", "example,paper)/2026/1101"),
        ("http://paper.example", "example,paper)/"),
        ("http://paper.example//a/./b/../c%2Ehtml", "example,paper)/a/c.html"),
        ("http://paper.example/%E4%B8%AD%25%2525", "example,paper)/%e4%b8%ad%25%25"),
        ("http://paper.example/gb%B1%B1", "example,paper)/gb%b1%b1"),
        ("http://paper.example/?a-b=1&a=2&a=1", "example,paper)/?a=1&a=2&a-b=1"),
        ("http://日报.example./a#b", "example,xn--4ru45e)/a"),
        ("http://paper.example:99999/A b", "http://paper.example:99999/a%20b"),
    ],
)
def test_addresses_are_looked_up_by_their_host_turned_round(url: str, key: str) -> None:
    assert surt(url) == key

"""An archive that knows the loopback site, and the commands on it, each in a process of its own."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from loopback import Web
from sqlalchemy import text

from archive.cli import main
from archive.database import Database
from archive.folder import Folder

ROOT = Path(__file__).parents[1]
PATIENCE = 300  # seconds; only what hangs takes so long, on a machine however slow
MAIN = "import sys; from archive.cli import main; sys.exit(main())"
PROFILE = """
key = "loop"
name = "回环日报"
hosts = ["127.0.0.1"]
delay = 0.0

[[discover]]
kind = "list"
url = "{base}/"
"""


def make_archive(path: Path, web: Web) -> Folder:
    """An archive that holds nothing but the profile of the loopback site."""
    folder = Folder(path=path)
    folder.make()
    Database.open(folder.database, create=True).close()
    (folder.sites / "loop.toml").write_text(PROFILE.format(base=web.base), encoding="utf-8")
    return folder


def ask(folder: Folder, sql: str) -> list[tuple[Any, ...]]:
    """Rows of the archive's database."""
    database = Database.open(folder.database)
    try:
        with database.reading() as connection:
            return [tuple(row) for row in connection.execute(text(sql))]
    finally:
        database.close()


def states(folder: Folder) -> dict[str, int]:
    """How many pages of the ledger are in each state, sources left out; `waiting` are those due later."""
    return dict(
        ask(
            folder,
            "SELECT CASE WHEN next_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now') THEN 'waiting' ELSE state END AS seen, "
            "count(*) FROM frontier WHERE kind = 'page' GROUP BY seen",
        )
    )


def start(folder: Folder, *arguments: str, before: Any = None) -> "subprocess.Popen[str]":
    """A `news-archive` command on its way."""
    return launch([sys.executable, "-c", MAIN, "-C", str(folder.path), *arguments], before=before)


def run(
    folder: Folder, *arguments: str, stdin: str | None = None, before: Any = None
) -> "subprocess.CompletedProcess[str]":
    """A `news-archive` command from start to end."""
    process = start(folder, *arguments, before=before)
    return finished(process, stdin)


def here(folder: Folder, *arguments: str) -> int:
    """A `news-archive` command in this very process, for those that end before Scrapy starts; its exit code."""
    return main(["-C", str(folder.path), *arguments])


def scrapy(folder: Folder, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A `scrapy` command in the project's folder, on that archive."""
    return finished(launch([sys.executable, "-m", "scrapy", *arguments, "-s", f"ARCHIVE={folder.path}"]), None)


def launch(command: list[str], before: Any = None) -> "subprocess.Popen[str]":
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path, "NEWS_ARCHIVE_WORKERS": "1"},
        preexec_fn=before,  # noqa: PLW1509 - the tests run no thread that could hold a lock here
    )


def finished(process: "subprocess.Popen[str]", stdin: str | None) -> "subprocess.CompletedProcess[str]":
    out, err = process.communicate(stdin, timeout=PATIENCE)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def wait_for_hits(web: Web, number: int) -> None:
    """Until the site has been asked for so many pages."""
    deadline = time.monotonic() + PATIENCE
    while len(web.hits) < number:
        assert time.monotonic() < deadline, "the crawl does not get on"
        time.sleep(0.005)

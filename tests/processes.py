"""An archive that knows the loopback site, and the commands on it, each in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from forked import PATIENCE, Ended, Forked, fork
from loopback import Web
from sqlalchemy import text

from archive.cli import main
from archive.database import Database
from archive.folder import Folder

ROOT = Path(__file__).parents[1]
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


def start(folder: Folder, *arguments: str, stdin: str = "") -> Forked:
    """A `news-archive` command on its way."""
    return fork("-C", str(folder.path), *arguments, stdin=stdin, NEWS_ARCHIVE_WORKERS="1")


def run(folder: Folder, *arguments: str, stdin: str = "") -> Ended:
    """A `news-archive` command from start to end."""
    return start(folder, *arguments, stdin=stdin).ended()


def start_afresh(folder: Folder, *arguments: str, before: Any = None) -> "subprocess.Popen[str]":
    """A `news-archive` command on its way in a Python of its own, which does *before* first."""
    return launch([sys.executable, "-c", MAIN, "-C", str(folder.path), *arguments], before=before)


def here(folder: Folder, *arguments: str) -> int:
    """A `news-archive` command in this very process, for those that end before Scrapy starts; its exit code."""
    return main(["-C", str(folder.path), *arguments])


def scrapy(folder: Folder, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A `scrapy` command in the project's folder, on that archive."""
    return finished(launch([sys.executable, "-m", "scrapy", *arguments, "-s", f"ARCHIVE={folder.path}"]))


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


def finished(process: "subprocess.Popen[str]") -> "subprocess.CompletedProcess[str]":
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()  # or it would trouble the tests that come after this one
        process.communicate()
        raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def wait_for(happens: Callable[[], object], what: str) -> None:
    """Until *happens* says so."""
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.005)


def wait_for_hits(web: Web, number: int) -> None:
    """Until the site has been asked for so many pages."""
    wait_for(lambda: len(web.hits) >= number, f"{number} requests")

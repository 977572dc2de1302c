"""A crawl that somebody watches: progress on the terminal, nothing but data on stdout."""

import json
import os
import pty
import subprocess
import sys
import threading
from datetime import UTC, datetime

from loopback import Web, list_page
from processes import PATIENCE, ROOT, ask

from archive.folder import Folder


def watch(folder: Folder, *arguments: str) -> tuple[str, str]:
    """What a command prints on stdout, and what its terminal shows of stderr."""
    ours, theirs = pty.openpty()
    shown: list[bytes] = []

    def read() -> None:
        while True:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # the other end is closed
                return
            if not piece:
                return
            shown.append(piece)

    reader = threading.Thread(target=read)
    reader.start()
    done = subprocess.run(
        [sys.executable, "-m", "archive.cli", "-C", str(folder.path), *arguments],
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=ROOT,
        env=os.environ | {"NEWS_ARCHIVE_WORKERS": "1", "TERM": "xterm", "COLUMNS": "120"},
        check=True,
        timeout=PATIENCE,
    )
    os.close(theirs)
    reader.join()
    os.close(ours)
    return done.stdout.decode(), b"".join(shown).decode()


def test_progress_is_on_the_terminal_and_stdout_is_the_report(web: Web, folder: Folder) -> None:
    web.add("/", list_page(web.publish(*range(8))))
    out, shown = watch(folder, "crawl", "loop", "--allow-private", "--json")
    report = json.loads(out)
    assert report["counts"] == {"loop": {"list": 1, "created": 8}}
    assert "pages/s" in shown
    assert "回环日报   new " in shown
    ((due,),) = ask(folder, "SELECT min(next_at) FROM frontier WHERE state = 'due'")
    next_due = datetime.fromisoformat(report["next_due"]["loop"])
    assert next_due == datetime.fromisoformat(due)
    assert next_due > datetime.now(UTC)

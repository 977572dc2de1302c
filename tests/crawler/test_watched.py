"""A crawl that somebody watches: progress on the terminal, nothing but data on stdout."""

import json
from datetime import UTC, datetime

from loopback import Web, list_page
from processes import ask
from terminals import on_terminal

from archive.folder import Folder


def test_progress_is_on_the_terminal_and_stdout_is_the_report(web: Web, folder: Folder) -> None:
    web.add("/", list_page(web.publish(*range(8))))
    out, shown = on_terminal(folder.path, "crawl", "loop", "--allow-private", "--json", stream="stderr")
    report = json.loads(out)
    assert report["counts"] == {"loop": {"list": 1, "created": 8}}
    assert "pages/s" in shown
    assert "回环日报   new " in shown
    assert shown.index("\x1b[?25h") < shown.index("回环日报")  # the cursor is there, also for who kills it
    ((due,),) = ask(folder, "SELECT min(next_at) FROM frontier WHERE state = 'due'")
    next_due = datetime.fromisoformat(report["next_due"]["loop"])
    assert next_due == datetime.fromisoformat(due)
    assert next_due > datetime.now(UTC)

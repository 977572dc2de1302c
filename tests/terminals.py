"""Commands that somebody watches: stdout or stderr is a terminal."""

import os
import pty
import subprocess
import sys
import threading
from pathlib import Path
from typing import Literal

from processes import ROOT


def on_terminal(
    place: Path, *arguments: str, stream: Literal["stdout", "stderr"] = "stdout", **environment: str
) -> tuple[str, str]:
    """What a command on the archive at *place* writes to stdout and to stderr, where *stream* is a terminal."""
    ours, theirs = pty.openpty()
    shown: list[bytes] = []
    reader = threading.Thread(target=read, args=(ours, shown))
    reader.start()
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {stream: theirs}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "archive.cli", "-C", str(place), *arguments],
            **streams,
            cwd=ROOT,
            env=os.environ | {"NEWS_ARCHIVE_WORKERS": "1", "TERM": "xterm", "COLUMNS": "120"} | environment,
            check=True,
            timeout=300,
        )
    finally:
        os.close(theirs)
        reader.join()
        os.close(ours)
    screen = b"".join(shown).decode().replace("\r\n", "\n")
    return (screen, done.stderr.decode()) if stream == "stdout" else (done.stdout.decode(), screen)


def read(terminal: int, shown: list[bytes]) -> None:
    """Read what a terminal shows until nobody writes to it any more."""
    while True:
        try:
            piece = os.read(terminal, 65_536)
        except OSError:  # the other end is closed
            return
        if not piece:
            return
        shown.append(piece)

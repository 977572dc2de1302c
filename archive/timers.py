"""Timers for a crawl that runs when something is due: units for systemd, a line for cron. Pure text."""

import shlex
from collections.abc import Mapping
from pathlib import Path

EVERY = 10  # minutes; a run without due URLs takes half a second
STOP = 100  # seconds between SIGTERM and SIGKILL: a download in flight may take 30, and to read it another 60

SERVICE = """\
[Unit]
Description=Crawl what is due into {archive}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command}
TimeoutStopSec={stop}
# 5: some site or page failed; the run itself is done. 11: it was told to stop. 75: another crawl is running.
SuccessExitStatus=5 11 75
Nice=10
"""
TIMER = """\
[Unit]
Description=Crawl into {archive} every {every} minutes

[Timer]
OnCalendar=*:0/{every}
RandomizedDelaySec=60
Persistent=true

[Install]
WantedBy=timers.target
"""


def systemd(program: Path, archive: Path) -> Mapping[str, str]:
    """The two units by file name. systemd starts no unit that is running, and makes up for a missed turn."""
    quoted = [unit_word(str(word)) for word in (program, "--archive", archive, "crawl", "--due")]
    words = {"archive": str(archive).replace("%", "%%"), "command": " ".join(quoted), "stop": STOP, "every": EVERY}
    return {"news-archive.service": SERVICE.format(**words), "news-archive.timer": TIMER.format(**words)}


def unit_word(text: str) -> str:
    """A word of a command in a unit file: % and $ are systemd's own, quotes hold blanks together."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{text}"' if any(character in text for character in " \t'\\\"") else text


def cron(program: Path, archive: Path) -> str:
    """A line of a crontab. cron takes % for the end of the line, and mails what is printed."""
    words = shlex.join([str(program), "--archive", str(archive), "crawl", "--due"])
    line = f"*/{EVERY} * * * * {words} >>{shlex.quote(str(archive / 'crawl.log'))} 2>&1"
    return line.replace("%", r"\%")

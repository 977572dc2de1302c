"""Processes forked from one that has imported what a crawl needs: as real as others, and a second of work less."""

import os
import sys
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.cli import main

PATIENCE = 300  # seconds; only what hangs takes so long, on a machine however slow
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["archive.cli.crawl", "archive.cli.fetch", "archive.api", "crawler.run", "crawler.look"])


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a process ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True, kw_only=True)
class Forked:
    """A process on its way. What it says goes into files of `folder`, so that nobody has to listen meanwhile."""

    process: ForkServerProcess
    folder: TemporaryDirectory[str]

    @property
    def pid(self) -> int:
        """Its number."""
        assert self.process.pid
        return self.process.pid

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.alive:
            os.kill(self.pid, number)

    @property
    def alive(self) -> bool:
        """Whether it goes on."""
        return self.process.is_alive()

    def said(self) -> str:
        """What it has said on stderr so far."""
        return (Path(self.folder.name) / "2").read_text("utf-8")

    def ended(self) -> Ended:
        """Wait for its end."""
        self.process.join(PATIENCE)
        code = self.process.exitcode
        assert code is not None, f"it does not end: {self.said()}"
        out, err = ((Path(self.folder.name) / name).read_text("utf-8") for name in "12")
        self.folder.cleanup()
        return Ended(returncode=code, stdout=out, stderr=err)


def fork(*arguments: str, stdin: str = "", **environment: str) -> Forked:
    """Start a `news-archive` command."""
    folder = TemporaryDirectory(prefix="news-archive-test-")
    for name, text in zip("012", (stdin, "", ""), strict=True):
        (Path(folder.name) / name).write_text(text, "utf-8")
    process = CONTEXT.Process(target=command, args=(folder.name, arguments, {**os.environ, **environment}))
    process.start()
    return Forked(process=process, folder=folder)


def command(folder: str, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    """What the fork does: nothing that a fresh process would not."""
    for number in range(3):
        file = os.open(f"{folder}/{number}", os.O_RDWR | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(main(list(arguments)))

"""The edge of the program: exit codes, one line on stderr, and what is imported when."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from archive import cli, errors
from archive.cli import COMMANDS, main
from archive.exits import Exit
from archive.outcome import Reason

HEAVY = ("sqlalchemy", "scrapy", "pydantic", "trafilatura", "lxml", "rich", "twisted")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys; from archive.cli import main; code = main(sys.argv[1:]);"
        f"print([name for name in {HEAVY} if name in sys.modules], code, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    assert done.stderr == "[] 0\n"
    assert done.stdout


def test_help_lists_every_command_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == Exit.DONE
    told = " ".join(capsys.readouterr().out.split())
    for name, (_, line) in COMMANDS.items():
        assert f"{name} {line}" in told


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_in_the_table_is_there_and_describes_itself(name: str) -> None:
    command = cli.commands.get_command(click.Context(cli.commands), name)
    assert isinstance(command, click.Command)
    assert command.help


@pytest.mark.parametrize("name", ["search", "list", "stats", "show", "export", "import"])
def test_the_examples_of_a_command_are_ones_it_can_read(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main([name, "--help"]) == Exit.DONE
    _, examples = capsys.readouterr().out.split("Examples:\n")
    for example in examples.splitlines():
        words = shlex.split(re.split(r"\s[>|]\s", example.partition("news-archive ")[2])[0])
        arguments = words[words.index(name) + 1 :]
        command = cli.commands.get_command(click.Context(cli.commands), name)
        assert command is not None
        with command.make_context(name, [word.replace("all.jsonl", __file__) for word in arguments]) as context:
            assert context.params


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["serach"], "Did you mean 'search'?"),
        (["search"], "Missing argument 'QUERY'"),
        (["search", "北京", "--limit", "-1"], "'--limit'"),
        (["search", "北京", "--from", "someday"], "'someday' is no day such as 2026-11-01"),
        (["list", "--to", "2026-13"], "'2026-13' is no day"),
        (["crawl", "--since", "soon"], "a duration such as '30m'"),
        (["crawl", "--since", "999999d"], "no more than 3650 days"),
        (["list", "--nosuch"], "--nosuch"),
        (["--nosuch"], "--nosuch"),
        (["-C"], "'-C'"),
    ],
)
def test_wrong_usage_is_one_line_and_2(capsys: pytest.CaptureFixture[str], arguments: list[str], told: str) -> None:
    assert main(arguments) == Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert err.count("\n") == 1


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == Exit.USAGE
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (errors.QueryError("no words"), 2, "no words"),
        (errors.StorageError("disk full"), 3, "disk full"),
        (errors.DatabaseBusyError("busy"), 3, "busy"),
        (errors.ConfigurationError("a.toml: wrong"), 4, "a.toml: wrong"),
        (errors.SchemaError("schema 9"), 4, "schema 9"),
        (errors.NotAnArticle(Reason.TOO_SHORT, "8 characters"), 7, "too_short: 8 characters"),
        (errors.LockedError("another run"), 75, "another run"),
        (errors.ArchiveError("refused"), 1, "refused"),
        (OSError(28, "No space left on device", "x.warc"), 3, "x.warc: No space left on device"),
        (KeyboardInterrupt(), 11, "interrupted"),
        (ZeroDivisionError("two\nlines\x1b"), 1, "unexpected: ZeroDivisionError: two lines\ufffd"),
    ],
)
def test_every_error_has_its_code_and_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, told: str
) -> None:
    @click.command
    def fail() -> None:
        raise error

    monkeypatch.setitem(cli.COMMANDS, "fail", (f"{__name__}:failing", "Fail."))
    monkeypatch.setattr(sys.modules[__name__], "failing", fail, raising=False)
    assert main(["fail"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"news-archive: {told}")
    assert err.count("\n") == 1


def test_debug_shows_where_an_error_came_from(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command
    def fail() -> None:
        raise LookupError("title \x1b]0;owned\x07")

    monkeypatch.setitem(cli.COMMANDS, "fail", (f"{__name__}:failing", "Fail."))
    monkeypatch.setattr(sys.modules[__name__], "failing", fail, raising=False)
    assert main(["--debug", "fail"]) == Exit.UNEXPECTED
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert not {"\x1b", "\x07"} & set(shown)


def test_a_reader_that_closes_the_pipe_is_no_fault(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "archive.cli", "-C", str(tmp_path / "new"), "init"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_who_closes_stdout_or_stderr_wants_to_hear_nothing(tmp_path: Path) -> None:
    command = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-m", "archive.cli", "-C"]
    for words in ([str(tmp_path), "init"], [str(tmp_path), "check", "--json"]):
        assert subprocess.run([*command, *words], check=False).returncode == Exit.DONE
    assert main(["-C", str(tmp_path), "check"]) == Exit.DONE  # nothing was printed into the database


def test_a_full_disk_behind_stdout_is_said(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    command = [sys.executable, "-m", "archive.cli", "-C", str(tmp_path / "new"), "init"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == Exit.STORAGE
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr

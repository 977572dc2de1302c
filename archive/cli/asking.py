"""What the commands that take a question have in common: how it is narrowed, and what is no option of theirs."""

from collections.abc import Callable, Sequence

import click

from archive.cli.days import Day

Command = Callable[..., int]
Option = Callable[[Command], Command]


class Typed(click.ParamType[str, str]):
    """Words as they were typed. Where there is no locale Python leaves them as bytes, which are UTF-8 then."""

    name = "text"

    def convert(self, value: str, _param: click.Parameter | None, _ctx: click.Context | None) -> str:
        """The text; what is no UTF-8 in it is nothing that could be looked for."""
        return value.encode(errors="surrogateescape").decode(errors="replace")


class Name(Typed):
    """A name. An empty one, which a script may come to, would narrow nothing."""

    name = "name"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name; what is none is wrong usage."""
        return super().convert(value, param, ctx).strip() or self.fail("a name is expected", param, ctx)


TYPED, NAME = Typed(), Name()
# Hands a command what `Filtered` holds.
FILTERS: tuple[Option, ...] = (
    click.option("--from", "start", type=Day(), metavar="DAY", help="From this day on: 2026-11-01, 2026-11, 2d."),
    click.option("--to", "end", type=Day(last=True), metavar="DAY", help="Up to this day, included."),
    click.option("--site", type=NAME, metavar="NAME", help="A copy stood on this site: its key, name or host."),
    click.option("--source", type=NAME, metavar="NAME", help="来源: whom the page credits."),
    click.option("--editor", type=NAME, metavar="NAME", help="责任编辑."),
    click.option("--author", type=NAME, metavar="NAME", help="作者, 记者, 通讯员."),
)


def with_options(options: Sequence[Option]) -> Option:
    """Give a command *options*, in their order."""

    def give(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return give


def query_of(words: Sequence[str]) -> str | None:
    """The query that the words of a command make; None if there are none, which an empty one is not."""
    return " ".join(words) if words else None


class Asking(click.Command):
    """A command with a query. To the shell's user, -体育 is a word of it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As any command does; who has typed such a word is told how."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name.startswith("--"):
                raise
            hint = "A query with a minus stands in quotes, and behind -- if it begins with one."
            raise click.UsageError(f"{error.message} {hint}", ctx) from error

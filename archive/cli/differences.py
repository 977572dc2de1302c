"""Differences between wordings, for a person: what was changed, with a little of what stands around it."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from archive.cli.article import moment
from archive.cli.output import coloured, say, talk
from archive.cli.words import judged, percent
from archive.inert import flat, inert

if TYPE_CHECKING:
    from archive.copies import Comparison
    from archive.difference import Operation
    from archive.history import Revision

AROUND = 20  # characters shown before and after a change, of its paragraph: half a line of a terminal
LINE_END = "¶\n"  # a line break that came or went would not be seen

Mark = Callable[[str, str], str]


def print_differences(found: "Sequence[Comparison]") -> None:
    """How each copy with another text differs from the best one."""
    from archive.difference import similarity  # noqa: PLC0415 - --help must not cost reading the fold table

    if not found:
        talk("all copies have the same text")
    for one in found:
        facts = [f"similarity {percent(similarity(one.operations))}", judged(one.judgement)]
        if one.script != one.best_script:
            facts.append(f"scripts differ: {one.best_script}, {one.script}; compared in one")
        say(f"\n{flat(one.url)}", bold=True)
        say(flat(" · ".join(facts)))
        print_steps(one.operations)


def revised(before: "Revision", after: "Revision") -> dict[str, object]:
    """How a revision differs from another of its address, for programs: what makes the one of the other."""
    from archive.difference import difference  # noqa: PLC0415 - --help must not cost reading the fold table

    return {
        "url": after.url,
        "before": before.number,
        "after": after.number,
        "title": difference(before.title or "", after.title or ""),
        "text": difference(before.text, after.text),
    }


def print_revised(before: "Revision", after: "Revision") -> None:
    """How a revision differs from another of its address."""
    from archive.difference import difference  # noqa: PLC0415 - --help must not cost reading the fold table

    say(flat(after.url), bold=True)
    say(f"revision {before.number} · {moment(before.from_at)} → revision {after.number} · {moment(after.from_at)}")
    for name, old, new in (("title", before.title or "", after.title or ""), ("text", before.text, after.text)):
        say(f"{name}:")
        print_steps(difference(old, new))


def print_steps(steps: "Sequence[Operation]") -> None:
    """The changes; a line of its own where much is left out between two of them."""
    mark = in_colour if coloured() else in_brackets
    same = all(step.kind == "equal" for step in steps)
    click.echo("the same" if same else "".join(shown(steps, mark)))


def shown(steps: "Sequence[Operation]", mark: Mark) -> Iterator[str]:
    """Each stretch as it is printed."""
    for number, step in enumerate(steps):
        if step.kind != "equal":
            yield mark(*(inert(text).replace("\n", LINE_END) for text in (step.before, step.after)))
            continue
        text = inert(step.after)
        head = text[:AROUND].split("\n")[0] if number else ""
        tail = text[-AROUND:].split("\n")[-1] if number < len(steps) - 1 else ""
        between = "…\n…" if 0 < number < len(steps) - 1 else "…"
        yield text if len(text) <= len(head) + len(tail) else head + between + tail


def in_brackets(before: str, after: str) -> str:
    """A change as wdiff writes it."""
    return (f"[-{before}-]" if before else "") + (f"{{+{after}+}}" if after else "")


def in_colour(before: str, after: str) -> str:
    """A change in colours."""
    old = click.style(before, fg="red", strikethrough=True) if before else ""
    return old + (click.style(after, fg="green") if after else "")

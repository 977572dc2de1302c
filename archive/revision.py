"""Is a reading a revision of the one beside it? Pure."""

from dataclasses import dataclass

from archive.outcome import Verdict


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is compared of a reading: its text's key digest, its title, and the version of the reader that made it."""

    key_digest: str
    title: str | None
    reader: int


def judge(reading: Seen, neighbour: Seen | None) -> Verdict:
    """What a reading is at its address, given the one next to it in capture time (not in order of arrival).

    Where only our reader changed, a difference may be our upgrade as well as the publisher's edit: it is none of
    theirs.
    """
    if neighbour is None:
        return Verdict.CREATED
    same = (reading.key_digest, reading.title) == (neighbour.key_digest, neighbour.title)
    return Verdict.UNCHANGED if same or reading.reader != neighbour.reader else Verdict.REVISED

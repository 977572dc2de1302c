"""Two characters at a time: what the search index is fed, and what it is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from archive.errors import QueryError
from archive.text.normalise import FOLD, normalise

# The version of what `feed` makes of a text: the rules below and the fold. Raise the last digits with the rules.
FEED = FOLD * 1000 + 1

MOST_WORDS = 64  # 100,000 words take two seconds; nobody types 64
MOST_CHARACTERS = 1000  # one pasted paragraph

# Ideographs with 々〆〇 and Hangzhou numerals, kana, and the private use area, where pages of the GBK years put rare
# characters of names. Everything of this kind is written without spaces.
HAN = (
    r"\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff"
)
# A run of those, or a run of any other letters and digits; 3.5 is one run.
RUN = re.compile(rf"[{HAN}]+|(?:[^\W{HAN}]|(?<=\d)\.(?=\d))+")
IS_HAN = re.compile(rf"[{HAN}]")
# A word is a quoted phrase (Chinese input methods type “”) or what stands between spaces; a minus before it excludes.
WORD = re.compile(r'(-?)(?:"([^"]*)"|“([^”]*)”|(\S+))')


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Runs that must follow each other; with `open_end` the last one may go on in the text."""

    runs: tuple[str, ...]
    open_end: bool

    @property
    def match(self) -> str:
        """The phrase in FTS5's language. Only letters, digits, `.` and `_` stand between the quotes."""
        *inner, last = self.runs
        tokens = [token for run in inner for token in run_tokens(run)] + last_tokens(last)
        return f'"{" ".join(tokens)}"' + ("*" if self.open_end else "")


@dataclass(frozen=True, kw_only=True)
class Query:
    """What somebody asked for: every one of `wanted` (never empty) and none of `unwanted`."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...] = ()

    @property
    def match(self) -> str:
        """The query in FTS5's language."""
        wanted = " AND ".join(phrase.match for phrase in self.wanted)
        unwanted = " OR ".join(phrase.match for phrase in self.unwanted)
        return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def feed(text: str) -> str:
    """The tokens of *text*, with spaces between: 武汉社区3.5 gives 武汉 汉社 社区 区 3.5."""
    return " ".join(token for run in RUN.findall(normalise(text)) for token in run_tokens(run))


def parse_query(query: str) -> Query:
    """Read a query: words between spaces, `"a phrase"`, `-excluded`; everything else in it is just text.

    Raises QueryError if it names nothing to look for, or is too long.
    """
    if len(query) > MOST_CHARACTERS:
        raise QueryError(f"a query may have {MOST_CHARACTERS} characters, this one has {len(query)}")
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for minus, *words in WORD.findall(normalise(query)):
        if phrase := phrase_of("".join(words)):
            (unwanted if minus else wanted).append(phrase)
    if not wanted and unwanted:
        raise QueryError("a query needs a word to look for beside those it excludes")
    if not wanted:
        raise QueryError("a query needs a letter, a digit or a Chinese character to look for")
    if len(wanted) + len(unwanted) > MOST_WORDS:
        raise QueryError(f"a query may have {MOST_WORDS} words, this one has {len(wanted) + len(unwanted)}")
    return Query(wanted=tuple(wanted), unwanted=tuple(unwanted))


def phrase_of(words: str) -> Phrase | None:
    """The phrase in normalised *words*; None if there is nothing in them that is indexed (😀, &)."""
    runs = tuple(RUN.findall(words))
    if not runs:
        return None
    single = len(runs[-1]) == 1 and is_han(runs[-1])
    starred = words.endswith(runs[-1] + "*") and not is_han(runs[-1])
    return Phrase(runs=runs, open_end=single or starred)


def is_han(run: str) -> bool:
    """Whether a run is written without spaces, and so is cut into pairs."""
    return IS_HAN.match(run) is not None


def run_tokens(run: str) -> list[str]:
    """A Chinese run as its pairs and its last character, which makes each character the beginning of a token."""
    return [*pairs(run), run[-1]] if is_han(run) else [run]


def last_tokens(run: str) -> list[str]:
    """The last run of a phrase: it may go on in the text, so its last character is no token of its own."""
    return list(pairs(run)) if is_han(run) and len(run) > 1 else [run]


def pairs(run: str) -> Iterator[str]:
    """All neighbouring characters."""
    return map("".join, pairwise(run))

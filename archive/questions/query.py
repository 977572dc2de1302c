"""The language of questions: what a person types, read into what is looked for.

    北京 交通              both words, in any order, in either script
    "北京交通"             a phrase; “…” and 「…」 do as well
    北京 OR 上海           either; binds closer than the space: a b OR c is a, and b or c
    -体育                  not this word; -"…" and -title:… too
    title:地铁             in the title
    source:新华社          来源; likewise editor: (责任编辑), author: and site:
    quick*                 Latin words that begin so; without * they are whole words

Everything else is text, whatever other programs take it for: brackets, NEAR, `or` in small letters, an OR or AND that
does not stand between two words, a colon after any other word. AND between two words says what the space says.
Full-width forms (：－＂) are taken for the ordinary ones. Characters that are no letter, digit or Chinese character are
not looked for.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, TypeVar, cast

from archive.errors import QueryError
from archive.text.bigrams import Phrase, phrase_of

MOST_WORDS = 64  # 100,000 words take two seconds; nobody types 64
MOST_CHARACTERS = 1000  # one pasted paragraph

Field = Literal["source", "editor", "author", "site"]
Kind = TypeVar("Kind")

NOTHING = '""'  # which FTS5 finds nowhere
OPERATORS = {"OR", "AND"}
WORD = re.compile(
    r"""(?P<minus>-?)
    (?:(?P<field>title|source|editor|author|site):)?
    (?: "(?P<straight>[^"]*)" | “(?P<curly>[^”]*)” | 「(?P<corner>[^」]*)」 | (?P<bare>\S+) )""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word or phrase to look for, anywhere or in the title."""

    phrase: Phrase
    in_title: bool = False

    @property
    def match(self) -> str:
        """The word in FTS5's language."""
        return ("title : " if self.in_title else "") + self.phrase.match


@dataclass(frozen=True, kw_only=True)
class Name:
    """What a field must say, or one of the names in it."""

    field: Field
    name: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """A word of the query. `operator` is OR or AND where it reads so: it is one if it stands between two others."""

    term: Word | Name
    excluded: bool
    operator: str


@dataclass(frozen=True, kw_only=True)
class Query:
    """What somebody asked for: of each group in `words` and in `names` one, and none of `no_words` and `no_names`.

    At least one group is there.
    """

    words: tuple[tuple[Word, ...], ...] = ()
    names: tuple[tuple[Name, ...], ...] = ()
    no_words: tuple[Word, ...] = ()
    no_names: tuple[Name, ...] = ()

    @property
    def match(self) -> str | None:
        """The words in FTS5's language; None if only names are asked for."""
        return self.match_with({})

    def match_with(self, instead: Mapping[Word, str]) -> str | None:
        """The words in FTS5's language, some of them put otherwise; None if only names are asked for."""
        if not self.words:
            return None
        wanted = " AND ".join(any_of([instead.get(word, word.match) for word in group]) for group in self.words)
        return f"({wanted}) NOT {self.excluded}" if self.excluded else wanted

    @property
    def excluded(self) -> str | None:
        """The words that must not occur, in FTS5's language."""
        return f"({' OR '.join(word.match for word in self.no_words)})" if self.no_words else None

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What of the text answers the question, and so is marked in it."""
        return tuple(word.phrase for word in chain.from_iterable(self.words))


def any_of(group: Sequence[str]) -> str:
    """One of some words, in FTS5's language."""
    return f"({' OR '.join(group)})" if len(group) > 1 else group[0]


def parse(query: str) -> Query:
    """Read a query. Raises QueryError, with one line for a person, if it names nothing to look for or is too long."""
    if len(query) > MOST_CHARACTERS:
        raise QueryError(f"a query may have {MOST_CHARACTERS} characters, this one has {len(query)}")
    items = list(items_of(unicodedata.normalize("NFKC", query)))
    if len(items) > MOST_WORDS:
        raise QueryError(f"a query may have {MOST_WORDS} words, this one has {len(items)}")
    wanted = groups_of(items)
    unwanted = [item.term for item in items if item.excluded]
    if not wanted and unwanted:
        raise QueryError("a query needs a word to look for beside those it excludes")
    if not wanted:
        raise QueryError("a query needs a letter, a digit or a Chinese character to look for")
    return Query(
        words=tuple(tuple(only(Word, group)) for group in wanted if isinstance(group[0], Word)),
        names=tuple(tuple(only(Name, group)) for group in wanted if isinstance(group[0], Name)),
        no_words=tuple(only(Word, unwanted)),
        no_names=tuple(only(Name, unwanted)),
    )


def match_expression(query: object) -> str:
    """A query in FTS5's language, for use as a function of SQL: what can not be read as words finds nothing.

    Names (source:…) are none: whoever speaks SQL has other means to ask for them.
    """
    try:
        asked = parse(str(query))
    except QueryError:
        return NOTHING
    return NOTHING if asked.names or asked.no_names else asked.match or NOTHING


def items_of(query: str) -> Iterator[Item]:
    """The words of a query. Those in which nothing is indexed (😀, a lone minus) are left out."""
    for found in WORD.finditer(query):
        quoted = found["straight"] or found["curly"] or found["corner"] or ""
        if term := term_of((found["field"] or "").lower(), quoted or found["bare"] or ""):
            operator = found[0] if found[0] in OPERATORS else ""
            yield Item(term=term, excluded=bool(found["minus"]), operator=operator)


def term_of(field: str, text: str) -> Word | Name | None:
    """What is to be found in a field, or anywhere if it has no name; None if nothing in *text* is indexed."""
    phrase = phrase_of(text)
    if phrase is None:
        return None
    if field in {"", "title"}:
        return Word(phrase=phrase, in_title=bool(field))
    return Name(field=cast("Field", field), name=text)


def groups_of(items: Sequence[Item]) -> list[list[Word | Name]]:
    """The wanted words; those that OR joins are one group."""
    groups: list[list[Word | Name]] = []
    for item, partner in joined(items):
        if partner is None:
            groups += [] if item.excluded else [[item.term]]
        elif item.excluded or partner.excluded:
            raise QueryError("OR stands between words to look for, -word beside them")
        elif type(item.term) is not type(partner.term):
            raise QueryError("OR joins words, or names such as source:新华社, not the one with the other")
        else:
            groups[-1].append(item.term)
    return groups


def joined(items: Sequence[Item]) -> Iterator[tuple[Item, Item | None]]:
    """Each word, with the one before it if OR joins the two. Operators are left out."""
    before: Item | None = None
    operator = ""
    for item, after in zip(items, [*items, None][1:], strict=True):
        if item.operator and before and after and not after.operator:
            operator = item.operator
        else:
            yield item, before if operator == "OR" else None
            before, operator = item, ""


def only(kind: type[Kind], terms: Sequence[Word | Name]) -> list[Kind]:
    """The terms of one kind."""
    return [term for term in terms if isinstance(term, kind)]

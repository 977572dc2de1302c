"""Articles for benchmarks of search: as many as wanted, the same for everybody with the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import accumulate

from archive.text.tables import lines, script_characters

ZONE = timezone(timedelta(hours=8))
FIRST = date(2020, 1, 1)
YEARS = 5
WORDS = 30_000
LENGTHS = (1, 2, 2, 2, 2, 2, 3, 3, 4)  # characters of a word: most words have two
TOPIC, ON_TOPIC = 30, 0.3  # words that recur in an article, and their share of it
SET_PHRASES = 0.2  # of the words are two or three others that always go together
LATIN = ("covid-19", "GDP", "3.5%", "2022年", "5G", "2024", "100万", "AI", "1,200", "iPhone 15", "第5条")
SOURCES = tuple(
    f"{place}{kind}" for place in "东南西北中" for kind in ("方日报", "山晚报", "江网", "城广播", "原通讯社")
)


@dataclass(frozen=True, kw_only=True)
class Generated:
    """One article. `traditional` says which script its text is in."""

    title: str
    body: str
    published_at: date
    source: str
    editor: str
    traditional: bool


class Newsroom:
    """Writes articles of words whose frequencies fall as they do in language: the n-th is 1/n as frequent as the first.

    What is written means nothing; how often words, pairs of characters and punctuation recur is what search feels. A
    million characters hold 177,000 different pairs and 428,000 different threes, the most frequent pair is 0.6 % of
    all; in a million characters of evening news and newspapers these were 166,000, 429,000 and 0.4 %.
    """

    def __init__(self, seed: int = 1) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - the same articles every time
        characters = self.characters()
        weights = list(accumulate(1 / (rank + 12) for rank in range(len(characters))))
        spelled = (
            "".join(self.draw.choices(characters, cum_weights=weights, k=self.draw.choice(LENGTHS)))
            for _ in range(WORDS)
        )
        plain = [*dict.fromkeys(spelled)]
        self.weights = list(accumulate(1 / (rank + 20) ** 1.1 for rank in range(len(plain))))
        self.words = [self.phrase(plain) if self.draw.random() < SET_PHRASES else word for word in plain]
        self.variants = str.maketrans({row[0]: row[-1] for row in lines("fold.txt")} | {"“": "「", "”": "」"})
        self.editors = ["".join(self.draw.choices(characters[:300], k=self.draw.choice((2, 3)))) for _ in range(400)]

    def drawn(self, count: int) -> list[str]:
        """So many words, frequent ones often."""
        return self.draw.choices(self.words, cum_weights=self.weights, k=count)

    def phrase(self, words: list[str]) -> str:
        """Some words that from now on go together."""
        return "".join(self.draw.choices(words, cum_weights=self.weights, k=self.draw.choice((2, 3))))

    def characters(self) -> list[str]:
        """The characters of the first level of GB2312, in an order that is the frequency of these articles."""
        first_level = [
            bytes((lead, trail)).decode("gb18030") for lead in range(0xB0, 0xD7) for trail in range(0xA1, 0xFF)
        ]
        usable = [char for char in first_level if char not in script_characters("traditional")]
        self.draw.shuffle(usable)
        return usable

    def articles(self, count: int) -> Iterator[Generated]:
        """Articles in the order in which a crawl meets them: mostly as published, some from the years before."""
        for number in range(count):
            yield self.article(number / count)

    def article(self, along: float) -> Generated:
        """One article, published *along* the way (0 to 1) through the years, or at any time before."""
        late = along if self.draw.random() < 0.9 else along * self.draw.random()
        day = FIRST + timedelta(days=int(late * YEARS * 365))
        moment = datetime(day.year, day.month, day.day, self.draw.randrange(24), self.draw.randrange(60), tzinfo=ZONE)
        traditional = self.draw.random() < 0.5
        topic = self.drawn(TOPIC)
        title = self.sentence(8, topic)[:30]
        body = "\n".join(self.paragraph(topic) for _ in range(self.draw.randint(3, 7)))
        if traditional:
            title, body = title.translate(self.variants), body.translate(self.variants)
        return Generated(
            title=title,
            body=body,
            published_at=day if self.draw.random() < 0.3 else moment,
            source=self.draw.choice(SOURCES),
            editor=self.draw.choice(self.editors),
            traditional=traditional,
        )

    def paragraph(self, topic: list[str]) -> str:
        """About 150 characters."""
        return "。".join(self.sentence(self.draw.randint(9, 19), topic) for _ in range(4)) + "。"

    def sentence(self, length: int, topic: list[str]) -> str:
        """Words and a comma or two; now and then a number or a Latin word."""
        words = [self.draw.choice(topic) if self.draw.random() < ON_TOPIC else word for word in self.drawn(length)]
        if self.draw.random() < 0.3:
            words[self.draw.randrange(length)] = self.draw.choice(LATIN)
        if length > 12:
            words[length // 2] += self.draw.choice("，，，、；：")
        return "".join(words)

"""What a mirror does to a page that it holds as CP936: it inserts bytes, and reads the result back pair by pair."""

from collections.abc import Mapping

ASCII_END = 0x80


def encode(text: str) -> bytes:
    """The bytes a mirror holds."""
    return text.encode("gb18030")


def insert_commas(data: bytes) -> bytes:
    """A comma before every ！ and ？, wherever their bytes are found: between two halves too."""
    for mark in ("！", "？"):
        data = data.replace(encode(mark), b"," + encode(mark))
    return data


def insert_glosses(data: bytes, glosses: Mapping[str, str]) -> bytes:
    """A reading behind every glossed character, wherever its bytes are found."""
    for char, reading in glosses.items():
        data = data.replace(encode(char), encode(f"{char}({reading})"))
    return data


def read(data: bytes) -> str:
    """The text as PHP's mbstring reads it: two bytes that are no character become one question mark."""
    chars = []
    position = 0
    while position < len(data):
        width = 1 if data[position] <= ASCII_END else 2
        chars.append(read_pair(data[position : position + width]))
        position += width
    return "".join(chars)


def read_pair(pair: bytes) -> str:
    """One character of one or two bytes."""
    if pair == b"\x80":
        return "€"
    text = pair.decode("gb18030", errors="replace")
    return text if len(text) == 1 and text != "\ufffd" else "?"


def tear(text: str) -> str:
    """*text* after the commas."""
    return read(insert_commas(encode(text)))


def gloss(text: str, glosses: Mapping[str, str]) -> str:
    """*text* after the readings."""
    return read(insert_glosses(encode(text), glosses))

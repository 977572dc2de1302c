"""A wording with all that follows from it alone: computed where the page is read, so that the one writer need not."""

from dataclasses import dataclass
from hashlib import sha256

from archive.fingerprint import Fingerprint, fingerprint
from archive.text.bigrams import feed
from archive.text.script import script_of


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A wording as the archive takes it in.

    `digest` is the SHA-256 in hex of the text as it is, `prints` tell what it has in common with others, `tokens` are
    what the search index is fed.
    """

    body: str
    digest: str
    script: str
    prints: Fingerprint
    tokens: str


def prepare(body: str) -> Prepared:
    """*body*, paragraphs separated by newlines, made ready."""
    digest = sha256(body.encode()).hexdigest()
    return Prepared(body=body, digest=digest, script=script_of(body), prints=fingerprint(body), tokens=feed(body))

"""The names in a field such as 来源 or 责任编辑, in a form for comparing."""

import re
from functools import lru_cache

from archive.text.normalise import normalise

# Between the names in a field; [ ] and " are those of the JSON that lists authors.
BETWEEN_NAMES = re.compile(r'[,、;/|《》"\[\]]+')
BETWEEN_WORDS = re.compile(r'[,、;/|《》"\[\]\s]+')


@lru_cache(maxsize=4096)
def names_in(field: str) -> frozenset[str]:
    """Each name in a field, in the form for comparing: 李雷、韩梅梅 are two, and so are 李雷 韩梅梅."""
    folded = normalise(field)
    parts = {squeezed(part) for part in (*BETWEEN_NAMES.split(folded), *BETWEEN_WORDS.split(folded))}
    return frozenset({squeezed(field), *parts})


@lru_cache(maxsize=4096)
def squeezed(name: str) -> str:
    """A name in the form for comparing: 王　三 and 王三 are one."""
    return "".join(normalise(name).split())

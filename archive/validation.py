"""What is wrong with a table of settings, in one line for the person who wrote it."""

import difflib
from collections.abc import Collection

from pydantic import ValidationError


def explain(error: ValidationError, known: Collection[str]) -> str:
    """One fault: key, what was expected, what was found.

    An unknown key goes first, with the nearest of the *known* ones: it is often why another is missing.
    """
    fault = min(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
    key = ".".join(map(str, fault["loc"]))
    if fault["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(fault["loc"][-1]), known, n=1)
        return f"unknown key '{key}'" + (f", did you mean '{near[0]}'?" if near else "")
    if fault["type"] == "missing":
        return f"key '{key}' is missing"
    return f"key '{key}': {fault['msg'].removeprefix('Value error, ')}, found {fault['input']!r}"

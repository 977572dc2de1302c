"""What is kept in memory stays below its bound, and goes in the order in which it was last asked for."""

from archive.stories.recent import Recent


def test_what_was_not_asked_for_longest_goes_first() -> None:
    recent: Recent[str, str] = Recent(most=10, weigh=len)
    for key in "abc":
        recent.keep(key, key * 3)
    assert recent.get("a") == "aaa"
    recent.keep("d", "ddd")
    assert [recent.get(key) for key in "abcd"] == ["aaa", None, "ccc", "ddd"]


def test_what_weighs_too_much_is_not_kept_and_keeping_twice_weighs_once() -> None:
    recent: Recent[str, str] = Recent(most=10, weigh=len)
    for _ in range(9):
        recent.keep("a", "aaa")
    assert recent.get("a") == "aaa"
    recent.keep("long", "b" * 11)
    assert recent.get("long") is None
    assert recent.get("a") == "aaa"

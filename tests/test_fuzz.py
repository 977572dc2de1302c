"""No reader is surprised by anything: a short fuzz of each. `benchmarks/fuzz.py` is the long one."""

import pytest
from fuzzing import TARGETS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_answers_anything_with_a_value_or_with_its_own_error(name: str) -> None:
    target = TARGETS[name]

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def feed(data: st.DataObject) -> None:
        target.read(data.draw(target.feed))

    feed()

"""Edit: one repair, as it is kept for whoever asks why the text is not as served."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One repair: what stood at `offset` (characters, in the text the step saw) before and after.

    Not `exact` where something had to be inferred.
    """

    step: str
    offset: int
    before: str
    after: str
    exact: bool = True

"""Seeds of what tests draw by chance: some for every run, all for ``pytest -m slow``."""

from typing import Any

import pytest

__all__ = ["seeds"]


def seeds(quick: int, number: int) -> list[Any]:
    """The parameters 0 to ``number``, of which the first ``quick`` stand in no marker."""
    slow = (pytest.param(seed, marks=pytest.mark.slow) for seed in range(quick, number))
    return [*range(quick), *slow]

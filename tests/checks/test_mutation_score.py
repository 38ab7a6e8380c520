"""The evidence mutation score of a page: all is noticed, and nothing falsely, whatever the form."""

from pathlib import Path

import pytest

from tests.benchmarks.mutations import pages, score
from whimkg.export import SERIALIZATIONS


@pytest.mark.parametrize("form", SERIALIZATIONS)
def test_all_is_noticed_and_nothing_falsely(form: str, tmp_path: Path) -> None:
    found = score(next(pages(tmp_path)), form)
    assert found.beneath == found.elsewhere > 20
    assert (found.unnoticed, found.false) == (0, 0)

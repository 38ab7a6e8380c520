import pytest

from tests.pages.mask import TWIN, twin_tables
from whimkg.gard import Reading, read
from whimkg.tables import Tables


@pytest.fixture(scope="session")
def twin() -> str:
    """The masked twin's text."""
    return TWIN.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def using() -> Tables:
    """The tables that know the twin."""
    return twin_tables()


@pytest.fixture(scope="session")
def reading(twin: str, using: Tables) -> Reading:
    """What the twin gives."""
    return read(twin, using)

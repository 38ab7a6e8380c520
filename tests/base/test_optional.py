"""Packages that may be absent: a clear line instead of a traceback."""

import sys
from pathlib import Path

import pytest

from whimkg.base.optional import import_optional
from whimkg.errors import OutputError, QueryError


def test_what_is_there_is_had() -> None:
    assert import_optional("json", "json", QueryError) is sys.modules["json"]


def test_what_is_absent_is_told_with_the_command_that_installs_it() -> None:
    with pytest.raises(QueryError) as told:
        import_optional("no_such_package", "no-such-package", QueryError)
    assert str(told.value) == "no_such_package is not installed; pip install no-such-package"
    with pytest.raises(OutputError, match=r"; pip install 'whimkg\[some\]'$"):
        import_optional("no_such_package", "whimkg[some]", OutputError)


def test_a_package_that_lacks_another_names_that_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "there.py").write_text("import no_such_package\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(OutputError, match=r"^no_such_package is not installed"):
        import_optional("there", "there", OutputError)

"""A record as YAML or JSON, and back; what is wrong in a file is named with its line."""

from contextlib import suppress
from typing import Any

import msgspec

from whimkg.record.model import Record
from whimkg.record.places import located

__all__ = ["from_yaml", "to_json", "to_yaml"]


def to_yaml(record: Record) -> str:
    """The record as YAML: same record, same bytes; a span stands on one line."""
    import yaml

    plain: Any = msgspec.to_builtins(record)
    return yaml.dump(
        plain,
        Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
        default_flow_style=None,
        sort_keys=False,
        allow_unicode=True,
        width=10_000,
    )


def to_json(record: Record) -> str:
    """The record as JSON, indented by two blanks."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode() + "\n"


def from_yaml(text: str, *, where: str = "record") -> Record:
    """Read a record; JSON is YAML too.

    Args:
        text: a document as ``to_yaml`` or ``to_json`` writes it.
        where: what an error names: the file.

    Raises:
        RecordError: the text is no YAML, a field is wrong, unknown or missing (with its path, such
            as ``$.rows[3].term``), or the parts contradict each other; all with line and column.
    """
    from whimkg.errors import RecordError

    plain = _plain(text, where)
    try:
        return msgspec.convert(plain, Record)
    except msgspec.ValidationError as error:
        place = located(text, str(error))
        raise RecordError(
            str(error),
            where=f"{where}:{place}" if place else where,
            remedy="correct the field, or read the page again",
        ) from error


def _plain(text: str, where: str) -> Any:
    """What a YAML or JSON document holds."""
    import yaml

    from whimkg.errors import RecordError

    place = where
    try:
        if text.lstrip().startswith("{"):  # YAML refuses some characters that JSON has as they are
            with suppress(msgspec.DecodeError):
                return msgspec.json.decode(text)
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except yaml.YAMLError as error:
        if mark := getattr(error, "problem_mark", None):
            place = f"{where}:{mark.line + 1}:{mark.column + 1}"
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        cause: Exception = error
    except ValueError as error:  # the 30th of February, a number of thousands of digits
        problem, cause = str(error), error
    except RecursionError as error:
        problem, cause = "it is nested too deeply", error
    remedy = "correct it, or read the page again"
    raise RecordError(f"no YAML: {problem}", where=place, remedy=remedy) from cause

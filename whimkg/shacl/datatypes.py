"""Which words are literals of which datatype of XML Schema (XSD 1.1, part 2, section 3)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

__all__ = ["INTEGERS", "is_well_formed"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DATE = r"-?(?:[1-9]\d{3,}|0\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_FORMS = {
    "boolean": "true|false|1|0",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d+)?|[+-]?INF|NaN",
    "date": _DATE + _ZONE,
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
    "time": _TIME + _ZONE,
    "gYear": rf"-?(?:[1-9]\d{{3,}}|0\d{{3}}){_ZONE}",
    "gYearMonth": rf"-?(?:[1-9]\d{{3,}}|0\d{{3}})-(?:0[1-9]|1[0-2]){_ZONE}",
}
_FORMS["float"] = _FORMS["double"]
_COMPILED = {_XSD + name: re.compile(form, re.ASCII) for name, form in _FORMS.items()}
_DATED = {f"{_XSD}date", f"{_XSD}dateTime"}
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)

#: Datatypes of whole numbers, each with its least and greatest value.
INTEGERS: dict[str, tuple[int | None, int | None]] = {
    f"{_XSD}integer": (None, None),
    f"{_XSD}nonNegativeInteger": (0, None),
    f"{_XSD}positiveInteger": (1, None),
    f"{_XSD}nonPositiveInteger": (None, 0),
    f"{_XSD}negativeInteger": (None, -1),
    **{
        f"{_XSD}{n}": (-(1 << b - 1), (1 << b - 1) - 1)
        for n, b in (("byte", 8), ("short", 16), ("int", 32), ("long", 64))
    },
    **{
        f"{_XSD}{n}": (0, (1 << b) - 1)
        for n, b in (
            ("unsignedByte", 8),
            ("unsignedShort", 16),
            ("unsignedInt", 32),
            ("unsignedLong", 64),
        )
    },
}


def is_well_formed(text: str, datatype: str) -> bool:
    """Whether words are a literal of a datatype; of one that is not known here, they are.

    >>> is_well_formed("042", f"{_XSD}integer"), is_well_formed("-1", f"{_XSD}positiveInteger")
    (True, False)
    >>> is_well_formed("2020-02-30", f"{_XSD}date")
    False
    """
    if datatype in INTEGERS:
        least, most = INTEGERS[datatype]
        if not _INTEGER.fullmatch(text):
            return False
        number = Decimal(text)  # int() refuses more than some thousand digits
        return (least is None or least <= number) and (most is None or number <= most)
    form = _COMPILED.get(datatype)
    if form is None:
        return True
    return bool(form.fullmatch(text)) and (datatype not in _DATED or _is_day(text))


def _is_day(text: str) -> bool:
    """Whether a month has the day; years beyond those of Python's calendar are not looked at."""
    if text.startswith("-") or text[4] != "-" or text.startswith("0000"):
        return True
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True

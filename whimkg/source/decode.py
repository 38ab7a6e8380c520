"""Bytes into stored text, or a refusal that says what they are instead."""

import re

from whimkg.errors import SourceError

__all__ = ["stored_text"]

_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),  # before UTF-16, whose mark it starts with
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
_SAMPLE = 4096


def stored_text(data: bytes, where: str) -> str:
    r"""Decode an input strictly as UTF-8.

    Args:
        data: the whole input.
        where: what messages call it.

    Returns:
        The text without a leading byte order mark, with LF for CRLF and CR, otherwise unchanged.

    Raises:
        SourceError: it is empty or only white space, binary, or in another encoding.

    >>> stored_text(b"\xef\xbb\xbfa\r\nb\rc", "page.txt")
    'a\nb\nc'
    """
    _refuse_other_unicode(data, where)
    _refuse_binary(data, where)
    try:
        text = _unified(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error, where) from None
    if not text.strip():
        raise SourceError("it is empty", where=where, remedy="give a page with text")
    return text


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_other_unicode(data: bytes, where: str) -> None:
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    encoding = encoding or _utf16_pattern(data[:_SAMPLE])
    if encoding:
        raise SourceError(
            f"it is in {encoding}, not in UTF-8", where=where, remedy=_conversion(encoding)
        )


def _utf16_pattern(sample: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every other byte is zero."""
    half = len(sample) // 2
    if half < 8:  # too little to speak of a pattern
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "UTF-16LE"
    if even > half * 0.4 and odd < half * 0.05:
        return "UTF-16BE"
    return None


def _refuse_binary(data: bytes, where: str) -> None:
    if len(data.translate(None, _CONTROL_BYTES)) == len(data):  # much faster than the search
        return
    if found := _CONTROLS.search(data):
        raise SourceError(
            f"it is binary data: control character 0x{found[0][0]:02X} at byte {found.start()}",
            where=where,
            remedy="give the page as text in UTF-8, or as saved HTML",
        )


def _not_utf8(data: bytes, error: UnicodeDecodeError, where: str) -> SourceError:
    # The codec that drops the mark counts from behind it.
    start = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
    before = data[:start].decode("utf-8", errors="replace")
    place = f"{where}:{_unified(before).count(chr(10)) + 1}"
    if error.reason == "unexpected end of data":
        problem, remedy = "it breaks off within a character", "get the whole page again"
    else:
        problem = "it is not in UTF-8"
        remedy = "if it is Latin-1, " + _conversion("WINDOWS-1252")
    return SourceError(
        f"{problem}: byte 0x{data[start]:02X} at offset {start}", where=place, remedy=remedy
    )


def _conversion(encoding: str) -> str:
    return f"convert it with: iconv -f {encoding} -t UTF-8"

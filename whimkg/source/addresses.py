"""Web addresses without the secrets in them: for messages, and for what is kept."""

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from whimkg.source.archives import Packed

__all__ = ["redacted", "redacted_url", "scheme", "without_login", "without_secrets"]

#: ``data:`` holds its data itself, behind a comma.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://|(?i:(data)):[^,/]*(?:/[^,/]*)?,")
_MARK = re.compile(r"([?#])")
#: Names of parameters that tell one page from another, or whence a reader came; a secret can have
#: any other name.
_HARMLESS = re.compile(
    r"id|(?:gard|disease|doc|page|article|entry|record|topic|node|content)(?:[_-]?id)?|"
    r"slug|title|term|section|tab|view|lang|language|locale|hl|"
    r"version|date|oldid|revid|curid|pmid|format|graph|default|utm_[a-z]+",
    re.IGNORECASE,
)
#: A value made by a machine: long, of one piece, with a digit in it.
_MADE = re.compile(r"(?=\D*\d)[A-Za-z0-9+/=_%.~-]{32,}|(?=\D*\d)[A-Za-z0-9+/=_%]{16,}")


def scheme(where: str | Path) -> str | None:
    """The scheme of an address, in lower case; None for the path of a file.

    >>> scheme("HTTPS://example.org/"), scheme("data:text/turtle,a"), scheme("page.txt")
    ('https', 'data', None)
    """
    found = _SCHEME.match(where) if isinstance(where, str) else None
    return (found[1] or found[2]).lower() if found else None


def redacted(where: "str | Path | Packed") -> str:
    """What messages call an input: the path of a file, or what is shown of an address.

    >>> redacted("a?b.txt"), redacted("https://me:secret@example.org/a?b")
    ('a?b.txt', 'https://example.org/a?…')
    """
    return redacted_url(str(where)) if isinstance(where, str) and scheme(where) else str(where)


def redacted_url(url: str) -> str:
    r"""The address for messages: no login, and nothing behind the path, which may be a key.

    >>> redacted_url("https://user:secret@example.org/page?key=secret")
    'https://example.org/page?…'
    >>> redacted_url("https://user:sec/ret@example.org/page")
    'https://…'
    >>> redacted_url("https://user:12/34@example.org/page")
    'https://…'
    >>> print(redacted_url("https://example.org/a\nb"))
    https://example.org/a\nb
    """
    if scheme(url) == "data":
        return "data:…"
    path, mark, rest = _MARK.split(url, maxsplit=1) if _MARK.search(url) else (url, "", "")
    known = _hidden(url) if "@" in rest else without_login(path)  # the path may be half a login
    short = known if known == _hidden(url) else f"{known}{mark}{'…' if rest else ''}"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)


def without_login(url: str) -> str:
    """The address without user name and password; nothing of it where they cannot be told.

    >>> without_login("https://user:secret@example.org/page?a=1")
    'https://example.org/page?a=1'
    """
    try:
        _ = urlsplit(url).port
    except ValueError:  # where the login ends cannot be told
        return _hidden(url)
    if _may_split_login(url):
        return _hidden(url)
    return re.sub(r"(?<=://)[^/?#]*@", "", url)


def without_secrets(url: str) -> str:
    """The address for what is kept: no login, no fragment, and no parameter that may be a secret.

    It may be by its name, unless that is one of those which tell pages apart, or by its value.

    >>> without_secrets("https://example.org/page?id=3&opener=abc#top")
    'https://example.org/page?id=3'
    """
    path, _, query = without_login(url).partition("#")[0].partition("?")
    stay = [each for each in query.split("&") if _harmless(each)]
    return f"{path}?{'&'.join(stay)}" if stay else path


def _harmless(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return bool(_HARMLESS.fullmatch(name)) and not _MADE.fullmatch(value)


def _may_split_login(url: str) -> bool:
    """Whether what looks like the end of a host may stand within a login."""
    rest = re.split(r"[/=][A-Za-z]+://", url.partition("://")[2])[
        0
    ]  # another may stand in its path
    host = re.split("[/?#]", rest, maxsplit=1)[0]
    before = rest.rpartition("@")[0]
    return len(before) > len(host) and (":" in before or "." not in host)


def _hidden(url: str) -> str:
    return url.partition("://")[0] + "://…"

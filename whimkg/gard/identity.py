"""Which page is it, and which disease is it about?

The text holds no id and no address. A page is known by its digest, else by the address that the
caller gives or the saved page names; else it is unknown, and the fields are left out. What a saved
page says of itself counts only if it is an address of the site, or an archive's copy of one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from whimkg.errors import AddressError
from whimkg.gard.text import Text
from whimkg.record import Disease, Page, Record
from whimkg.tables import Tables
from whimkg.terms.grounding import candidates, fits_words, ground, names_a_disease

__all__ = [
    "address_differs",
    "check_address",
    "disease",
    "gard_id_of",
    "identity_notes",
    "is_of_site",
    "names_differ",
    "names_of",
    "page_of",
    "slug_of",
]

#: An address on the site or a mirror of it: ``…/diseases/ID``, ``…/diseases/ID/WORDS``.
_ADDRESS = re.compile(r"[^?#]*/(?:diseases|gard)/([0-9]{1,7})(?:/([^/?#]*))?(?=[/?#]|\Z)")
_LONGEST = 120
_XREF = "oboInOwl:hasDbXref"


def page_of(
    text: Text,
    title: str,
    url: str | None,
    complete: bool,
    tables: Tables,
    *,
    gard_id: str | None = None,
    repaired: bool = False,
) -> Page:
    """The page's fields, as far as they are known.

    Args:
        text: the stored text.
        title: the page's title.
        url: its address, if it is known.
        complete: False for a page that was cut.
        tables: the data tables.
        gard_id: its GARD id, where it is known without an address.
        repaired: whether the file was mended before it was read.

    Raises:
        AddressError: the address has another GARD id.
    """
    known = tables.pages.get(text.sha256)
    if known:
        return Page(
            sha256=text.sha256,
            length=len(text.text),
            slug=known.slug,
            gard_id=known.gard_id,
            url=known.url,
            archived=known.archived,
            reviewed=known.reviewed,
            complete=complete,
            repaired=repaired,
        )
    number, words = _read_address(url)
    if number and gard_id not in (None, number):
        raise AddressError(
            f"the page is to be {gard_id}, but its address is that of {number}",
            where=str(url),
            remedy="give one of them only",
        )
    return Page(
        sha256=text.sha256,
        length=len(text.text),
        slug=slug_of(words or title),
        gard_id=number or gard_id,
        url=url,
        complete=complete,
        repaired=repaired,
    )


def gard_id_of(url: str | None) -> str | None:
    """The GARD id in an address; None where there is none."""
    return _read_address(url)[0]


def _read_address(url: str | None) -> tuple[str | None, str]:
    """The GARD id and the words in an address."""
    match = _ADDRESS.match(url or "")
    if match is None or not int(match[1]):
        return None, ""
    return f"GARD:{int(match[1]):07}", unquote(match[2] or "")


def is_of_site(url: str, tables: Tables) -> bool:
    """Whether an address is one of the site, or an archive's copy of one."""
    site = tables.layout["site"]
    hosts, archives = ("|".join(map(re.escape, site[key])) for key in ("hosts", "archives"))
    pattern = (
        rf"https?://(?:(?:{archives})/web/[^/]+/https?://)?(?:{hosts})(?::[0-9]+)?(?:[/?#]|\Z)"
    )
    return re.match(pattern, url, re.IGNORECASE) is not None


def slug_of(title: str) -> str:
    """A title as a file name: ASCII letters and digits in lower case, joined by hyphens.

    >>> slug_of("Délta syndrome, type 1")
    'delta-syndrome-type-1'
    """
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", ascii_only.lower()))
    return slug[:_LONGEST].strip("-") or "page"


def disease(gard_id: str | None, tables: Tables, names: Iterable[str] = ()) -> str | None:
    """The CURIE of the disease, by its GARD id; None without one.

    The term that ``data/identities.sssom.tsv`` gives the id, else that of Mondo; the GARD id itself
    where neither knows it, or the table has two terms. A bare name is never enough: it may fit a
    grouping of diseases.

    Args:
        gard_id: ``GARD:`` and seven digits.
        tables: the data tables.
        names: the page's title and other names; an id that only an earlier release of Mondo knows
            counts only if one of them is a name of the class.
    """
    found = {
        row.subject for row in tables.identities if row.object == gard_id and row.predicate == _XREF
    }
    if gard_id is None or len(found) > 1:
        return gard_id
    return found.pop() if found else ground(gard_id, names).id


def names_of(about: Disease) -> tuple[str, ...]:
    """The page's title and other names."""
    return (about.title.text, *(name.text for name in about.names))


def check_address(url: str | None, record: Record) -> None:
    """Refuse an address of another disease, whether somebody gave it or the page itself.

    It is one where neither its words nor the names that Mondo has for its id are among the page's
    names; words that are no disease's say nothing.

    Raises:
        AddressError: it is.
    """
    gard_id, words = _read_address(url)
    names = names_of(record.disease)
    if gard_id is None or gard_id != record.page.gard_id or fits_words(words, *_named(names)):
        return
    found = ground(gard_id, names)
    if found.names_agree or not names_a_disease(slug_of(words)):
        return
    other = f"{found.term.label} ({found.term.id})" if found.term else words
    raise AddressError(
        f"the page is called {names[0]!r}, but the address is that of {other}",
        where=str(url),
        remedy="give the page its own address",
    )


def _named(names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return names[0], names[1:]


def address_differs(record: Record) -> bool:
    """Whether the words of the page's address fit none of its names."""
    words = _read_address(record.page.url)[1]
    return bool(words) and not fits_words(words, *_named(names_of(record.disease)))


def names_differ(record: Record) -> bool:
    """Whether Mondo knows the page's GARD id, but by no name that the page has."""
    if record.page.gard_id is None:
        return False
    found = ground(record.page.gard_id, names_of(record.disease))
    return found.term is not None and not found.names_agree


def identity_notes(record: Record) -> Iterator[str]:
    """What is to be known about the identity of the record's disease, in sentences."""
    gard_id, names = record.page.gard_id, names_of(record.disease)
    if gard_id is None:
        yield "no GARD identifier is known: the disease stays without one; url=… gives it"
        return
    if address_differs(record):
        yield f"the words of its address, {record.page.url}, are none of the page's names"
    found = ground(gard_id, names)
    if record.disease.id == gard_id == found.id:
        yield from _ungrounded(gard_id, names[0])
    if found.term and found.former:
        now = found.term.gard_id
        yield f"{gard_id} is an earlier identifier of {found.term.id}, which is {now} today"
    if found.term and not found.names_agree:
        yield (
            f"Mondo calls {gard_id} {found.term.label!r} ({found.term.id}), "
            "and none of its names there is one of the page's"
        )


def _ungrounded(gard_id: str, title: str) -> Iterator[str]:
    named = ", ".join(f"{term.id} ({term.label})" for term in candidates(title))
    yield f"Mondo has no class for {gard_id}: that identifier is the subject" + (
        f"; of the same name as the page is {named}, a candidate only" if named else ""
    )

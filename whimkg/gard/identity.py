"""Which page is it, and which disease is it about?

The text holds no id and no address. A page is known by its digest, else by the address that the
caller gives or the saved page names; else it is unknown, and the fields are left out.
"""

import re
import unicodedata
from urllib.parse import unquote

from whimkg.gard.text import Text
from whimkg.record import Page
from whimkg.tables import Tables

__all__ = ["disease", "page_of", "slug_of"]

_ADDRESS = re.compile(r"/diseases/(\d{1,7})/([^/?#]+)")
_LONGEST = 120
_XREF = "oboInOwl:hasDbXref"


def page_of(text: Text, title: str, url: str | None, complete: bool, tables: Tables) -> Page:
    """The page's fields, as far as they are known."""
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
        )
    match = _ADDRESS.search(url or "")
    return Page(
        sha256=text.sha256,
        length=len(text.text),
        slug=slug_of(unquote(match[2]) if match else title),
        gard_id=f"GARD:{int(match[1]):07}" if match else None,
        url=url,
        complete=complete,
    )


def slug_of(title: str) -> str:
    """A title as a file name: ASCII letters and digits in lower case, joined by hyphens.

    >>> slug_of("Délta syndrome, type 1")
    'delta-syndrome-type-1'
    """
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", ascii_only.lower()))
    return slug[:_LONGEST].strip("-") or "page"


def disease(gard_id: str | None, tables: Tables) -> str | None:
    """The CURIE of the disease: the one term that has the GARD id as cross-reference.

    The GARD id itself where no term or more than one has it; None without a GARD id. A bare name
    is never enough: it may fit a grouping of diseases.
    """
    found = {
        row.subject for row in tables.identities if row.object == gard_id and row.predicate == _XREF
    }
    return found.pop() if len(found) == 1 else gard_id

"""The IRIs of a page's instances: stable, made from content, none of them a blank node."""

import re
from dataclasses import dataclass
from functools import cached_property
from uuid import NAMESPACE_URL, UUID, uuid5

from whimkg.base.namespaces import BASE, check_base, expand, is_address
from whimkg.errors import IdentifierError
from whimkg.record import Record, Span

__all__ = ["NAMESPACE", "Names", "nameless", "term_below"]

#: Ids do not depend on the base that instances are published under.
NAMESPACE = uuid5(NAMESPACE_URL, BASE)


@dataclass(frozen=True)
class Names:
    """IRIs below a base.

    Attributes:
        record: the record whose instances are named.
        base: address that ends in a slash.

    Raises:
        IdentifierError: the base is none, or the page's address is none.
    """

    record: Record
    base: str = BASE

    def __post_init__(self) -> None:
        check_base(self.base)
        if self.record.page.url and not is_address(self.record.page.url):
            raise IdentifierError(
                f"{self.record.page.url!r} is no address", remedy="correct the page's url"
            )

    @cached_property
    def disease(self) -> str:
        """The disease: its term, else a node below the base."""
        return self.disease_below(self.base)

    def disease_below(self, base: str) -> str:
        """The disease, were ``base`` the base: keys are made with the default one."""
        term = self.record.disease.id
        return expand(term) if term else f"{base}disease/{self.record.page.slug}"

    @cached_property
    def snapshot(self) -> str:
        """The stored text."""
        return f"{self.base}snapshot/{self.record.page.sha256}"

    @cached_property
    def page(self) -> str:
        """The page: its own address, else a node below the base."""
        return self.record.page.url or f"{self.base}page/{self.record.page.sha256}"

    @cached_property
    def dataset(self) -> str:
        """The dataset that describes itself."""
        return f"{self.base}dataset/{self.record.page.slug}"

    def graph(self, part: str) -> str:
        """A named graph of the page: statements, evidence, identities or description."""
        return f"{self.base}graph/{self.record.page.slug}/{part}"

    def span(self, span: Span) -> str:
        """Exact characters of the snapshot, as a fragment of RFC 5147."""
        return f"{self.snapshot}#char={span.begin},{span.end}"

    def section(self, number: int) -> str:
        """A section of the snapshot."""
        return f"{self.snapshot}/section/{number}"

    def reference(self, number: int) -> str:
        """An entry of the list of references, by its number."""
        for reference in self.record.references:
            if reference.number == number and reference.id:
                return expand(reference.id)
        return f"{self.snapshot}/reference/{number}"

    def association(self, uuid: UUID) -> str:
        """A statement."""
        return f"{self.base}association/{uuid}"

    def mapping(self, *key: str) -> str:
        """A mapping, by all that it says."""
        return f"{self.base}mapping/{uuid5(NAMESPACE, chr(10).join(key))}"

    def labelled(self, kind: str, label: str) -> str:
        """A thing without an identifier: a resource, an organization, a study, a source."""
        return self.base + nameless(kind, label)

    def term(self, term: str) -> str:
        """The node of a term: of a CURIE, or of what ``nameless`` gives."""
        return term_below(self.base, term)


def nameless(kind: str, label: str) -> str:
    """What stands for a thing without an identifier: its kind and a slug of its label.

    >>> nameless("phenotype", "Blue elbow, mild")
    'phenotype/blue-elbow-mild'
    """
    words = re.findall(r"[a-z0-9]+", label.lower())
    return f"{kind}/{'-'.join(words) or uuid5(NAMESPACE, label)}"


def term_below(base: str, term: str) -> str:
    """The node of a CURIE, or below a base of a thing without an identifier."""
    return expand(term) if ":" in term else base + term

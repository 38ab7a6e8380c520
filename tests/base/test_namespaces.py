"""CURIEs, addresses and bases: what goes in comes out, and what no graph can carry is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from whimkg.base.namespaces import (
    BASE,
    check_base,
    contract,
    expand,
    is_address,
    is_curie,
    prefix_map,
)
from whimkg.errors import IdentifierError

LOCAL = st.text("abcXYZ0189_-", min_size=1)


def test_the_prefix_map_is_a_bijection() -> None:
    starts = list(prefix_map().values())
    assert len(set(starts)) == len(starts)
    assert all(start[-1] in "/#_:=S" for start in starts), "a prefix ends where an id begins"


@given(st.sampled_from(sorted(prefix_map())), LOCAL)
def test_a_curie_comes_back(prefix: str, local: str) -> None:
    curie = f"{prefix}:{local}"
    assert is_curie(curie)
    short = contract(expand(curie))
    assert short is not None
    assert expand(short) == expand(curie)
    if not any(
        start.startswith(prefix_map()[prefix])
        for start in set(prefix_map().values()) - {prefix_map()[prefix]}
    ):
        assert short == curie


@given(st.text())
def test_whatever_is_taken_can_stand_in_a_graph(text: str) -> None:
    for curie in (text, f"HP:{text}", f"DOI:10.1/{text}"):
        if is_curie(curie):
            assert NamedNode(expand(curie)).value == expand(curie)
        else:
            with pytest.raises(IdentifierError):
                expand(curie)
    for address in (text, f"https://example.org/{text}", f"http://{text}/", f"https://a?{text}"):
        if is_address(address):
            assert NamedNode(address).value == address


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no CURIE; write it as PREFIX:identifier"),
        ("HP", "is no CURIE"),
        ("HP:", "is no CURIE"),
        (":0001250", "is no CURIE"),
        ("HP:1 ", "is no CURIE"),
        ("HP:<1>", "is no CURIE"),
        ("HP:1%2", "is no CURIE"),
        ("HP:é", "is no CURIE"),
        ("http://example.org/", "is no CURIE"),
        ("hp:0001250", "unknown prefix 'hp' in 'hp:0001250'; add it to data/prefixes.json"),
    ],
)
def test_what_is_no_curie(text: str, words: str) -> None:
    assert not is_curie(text)
    with pytest.raises(IdentifierError) as caught:
        expand(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("OMIMPS:193670", "https://omim.org/phenotypicSeries/PS193670"),
        ("OMIM:193670", "https://omim.org/entry/193670"),
        ("NANDO:2200767", "https://identifiers.org/NANDO:2200767"),
        ("whimkg:listed", "https://w3id.org/whimkg/vocab#listed"),
        ("DOI:10.1097/MOH.0b013e32831ac557", "https://doi.org/10.1097/MOH.0b013e32831ac557"),
    ],
)
def test_known_curies(curie: str, iri: str) -> None:
    assert expand(curie) == iri
    assert contract(iri) in (curie, None)


def test_what_is_not_shortened() -> None:
    """A page's own address is no identifier of GARD; nor is what has no prefix."""
    for iri in (
        "https://rarediseases.info.nih.gov/diseases/9297/whim-syndrome",
        "https://doi.org/10.1/a/b",
        "https://example.org/1",
        "https://omim.org/entry/",
    ):
        assert contract(iri) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://localhost:8080/a;b=c/(d)?e=f&g#h",
        "https://rarediseases.info.nih.gov/diseases/9297/whim-syndrome",
        "https://example.org/%C3%A9",
    ],
)
def test_addresses(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "https://",
        "https:///a",
        "https://example.org:port/",
        "https://user@example.org/",
        "https://example.org/a b",
        "https://example.org/é",
        "https://example.org/%",
        "https://example.org/#a#b",
        "https://example.org/\n",
        " https://example.org/",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert not is_address(text)


def test_bases() -> None:
    for base in (BASE, "http://localhost/", "https://example.org/a/b/"):
        check_base(base)
    for base in ("https://example.org", "https://example.org/#", "https://example.org/?/", "a/"):
        with pytest.raises(IdentifierError, match="is no base; give an http"):
            check_base(base)

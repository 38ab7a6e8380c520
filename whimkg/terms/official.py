"""Reads the files that Mondo, HGNC, HPO and MAxO publish, into the rows of a slice.

OBO 1.2 (``hp.obo``, ``maxo.obo``, ``mondo.obo``), HGNC's complete set (tab-separated), and Mondo's
mapping sets (SSSOM). Only what a slice holds is looked at.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from whimkg.base.namespaces import prefix_map
from whimkg.errors import TableFileError

__all__ = ["Row", "hgnc", "hpo", "maxo", "mondo", "obo_release", "sssom_release"]

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)" (EXACT|BROAD|NARROW|RELATED)\b')
_GARD = re.compile(r"GARD:0*([0-9]{1,7})\b")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OBSOLETE = "obsolete "

Row = dict[str, str]


def hpo(obo: str) -> list[Row]:
    """Rows of ``hpo.tsv`` from ``hp.obo``, obsolete terms included."""
    return [
        {
            "id": term["id"][0],
            "label": _label(term),
            "exact_synonyms": "|".join(_synonyms(term, "EXACT")),
            "parents": "|".join(_parents(term)),
            "alternatives": "|".join(term["alt_id"]),
            "obsolete": "yes" if term["is_obsolete"] == ["true"] else "",
            "replaced_by": "|".join(term["replaced_by"]),
        }
        for term in _terms(obo, "HP:")
    ]


def maxo(obo: str) -> list[Row]:
    """Rows of ``maxo.tsv`` from ``maxo.obo`` or ``maxo-base.obo``, without obsolete terms."""
    return [
        {
            "id": term["id"][0],
            "label": _label(term),
            "exact_synonyms": "|".join(_synonyms(term, "EXACT")),
            "parents": "|".join(_parents(term)),
        }
        for term in _terms(obo, "MAXO:")
        if term["is_obsolete"] != ["true"] and not _label(term).startswith(_OBSOLETE)
    ]


def hgnc(table: str) -> list[Row]:
    """Rows of ``hgnc.tsv`` from HGNC's complete set; only approved symbols."""
    columns = ("hgnc_id", "symbol", "status", "prev_symbol", "locus_group")
    return [
        {
            "symbol": row["symbol"],
            "hgnc_id": row["hgnc_id"],
            "previous_symbols": row["prev_symbol"].strip('"'),
            "locus_group": row["locus_group"],
        }
        for row in _table(table, columns)
        if row["status"] == "Approved"
    ]


def mondo(gard: str, exact: Iterable[str], names: str, earlier: str) -> list[Row]:
    """Rows of ``mondo.tsv``: the classes that Mondo gives a GARD id which no other class has.

    Args:
        gard: ``mondo_hasdbxref_gard.sssom.tsv``.
        exact: the files ``mondo_exactmatch_*.sssom.tsv`` whose mappings are wanted.
        names: ``mondo.obo``, for synonyms of any scope.
        earlier: the ``mondo.obo`` of an earlier release, for the GARD ids of that time.
    """
    labels, classes = dict[str, str](), defaultdict[str, set[str]](set)
    for row in _mappings(gard):
        labels[row["subject_id"]] = row["subject_label"]
        classes[_gard_id(row["object_id"])].add(row["subject_id"])
    present = {key: min(found) for key, found in classes.items() if len(found) == 1}
    matches = defaultdict[str, set[str]](set)
    for row in (row for file in exact for row in _mappings(file)):
        matches[row["subject_id"]].add(_respelt(row["object_id"]))
    synonyms = {term["id"][0]: _synonyms(term) for term in _terms(names, "MONDO:")}
    former = _former(earlier, set(classes))
    return [
        {
            "gard_id": gard_id,
            "mondo_id": curie,
            "label": labels[curie],
            "names": "|".join(sorted(set(synonyms.get(curie, ())) - {labels[curie]})),
            "exact_matches": "|".join(sorted(matches[curie])),
            "former_gard_ids": "|".join(sorted(former[curie])),
        }
        for gard_id, curie in present.items()
    ]


def obo_release(obo: str) -> str:
    """The date of a release, from the head of its file.

    Raises:
        TableFileError: it names none.
    """
    head = obo.partition("[Term]")[0]
    return _date(re.search(r"^data-version: .*$", head, re.MULTILINE))


def sssom_release(sssom: str) -> str:
    """The date of a release, from the version of a mapping set; errors as in ``obo_release``."""
    return _date(re.search(r"^#\s*mapping_set_version: .*$", sssom, re.MULTILINE))


def _date(line: re.Match[str] | None) -> str:
    found = _DATE.search(line[0]) if line else None
    if found is None:
        raise TableFileError(
            "the file does not say which release it is", remedy="give the official file as it is"
        )
    return found[0]


def _terms(obo: str, prefix: str) -> Iterator[Mapping[str, list[str]]]:
    """The stanzas of terms of a prefix: tag to its values, in order."""
    _, *stanzas = re.split(r"^\[Term\]\s*$", obo, flags=re.MULTILINE)
    found = 0
    for stanza in stanzas:
        tags = defaultdict[str, list[str]](list)
        for line in re.split(r"^\[", stanza, maxsplit=1, flags=re.MULTILINE)[0].splitlines():
            tag, colon, value = line.partition(": ")
            if colon:
                tags[tag].append(value.strip())
        if tags["id"] and tags["id"][0].startswith(prefix):
            found += 1
            yield tags
    if not found:
        raise TableFileError(f"no terms of {prefix[:-1]}", remedy="give the official file in OBO")


def _label(term: Mapping[str, list[str]]) -> str:
    return _plain(term["name"][0]) if term["name"] else ""


def _synonyms(term: Mapping[str, list[str]], scope: str = "") -> list[str]:
    """Synonyms, each once, sorted."""
    found = (_SYNONYM.match(value) for value in term["synonym"])
    return sorted({_plain(match[1]) for match in found if match and scope in match[2]})


def _parents(term: Mapping[str, list[str]]) -> list[str]:
    return sorted({value.split()[0] for value in term["is_a"]})


def _plain(text: str) -> str:
    return " ".join(re.sub(r"\\(.)", r"\1", text).split()).replace("|", "/")


def _former(obo: str, known: set[str]) -> defaultdict[str, set[str]]:
    """Class to the GARD ids that it alone had, and nobody has now."""
    had = defaultdict[str, set[str]](set)
    for term in _terms(obo, "MONDO:"):
        for match in map(_GARD.match, term["xref"]):
            if match:
                had[_gard_id(match[0])].add(term["id"][0])
    former = defaultdict[str, set[str]](set)
    for gard_id, classes in had.items():
        if gard_id not in known and len(classes) == 1:
            former[min(classes)].add(gard_id)
    return former


def _gard_id(curie: str) -> str:
    match = _GARD.match(curie)
    if match is None:
        raise TableFileError(
            f"{curie!r} is no GARD id", remedy="give mondo_hasdbxref_gard.sssom.tsv"
        )
    return f"GARD:{int(match[1]):07}"


def _respelt(curie: str) -> str:
    """The CURIE with its prefix as in ``data/prefixes.json``."""
    prefix, _, rest = curie.partition(":")
    known = {each.lower(): each for each in prefix_map()}
    return f"{known.get(prefix.lower(), prefix)}:{rest}"


def _mappings(sssom: str) -> Iterator[Row]:
    lines = (line for line in sssom.splitlines() if not line.startswith("#"))
    return _table("\n".join(lines), ("subject_id", "subject_label", "object_id"))


def _table(text: str, columns: tuple[str, ...]) -> Iterator[Row]:
    head, *lines = text.splitlines() or [""]
    names = head.split("\t")
    if missing := [column for column in columns if column not in names]:
        raise TableFileError(
            f"no column {missing[0]!r}", remedy="give the official file, as tab-separated text"
        )
    for line in filter(None, lines):
        cells = line.split("\t")
        yield dict(zip(names, [*cells, *[""] * (len(names) - len(cells))], strict=False))

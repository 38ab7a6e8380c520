"""How well pages of the layout of 2022 are read: ``python -m tests.gard ARCHIVE [FACTS]``.

ARCHIVE holds saved pages; FACTS what an independent extractor reads on each, one JSON object a line
(packed with xz). Prints a table of measures; ends with 1 if a page is refused or read otherwise
than the facts say, a statement is not found on its page, or a line is unknown to the ledger.
"""

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

from lxml.html import parse

from tests.gard.annotations import KINDS, differences, excluded_elsewhere, known_elsewhere
from whimkg.checks.records import verify_record
from whimkg.errors import WhimkgError
from whimkg.gard import Reading
from whimkg.gard.site2022.layout import layout
from whimkg.pipeline import reading
from whimkg.record import Claim, Record
from whimkg.source import Packed, expand
from whimkg.source import load as load_source
from whimkg.source.markup import repaired
from whimkg.tables import NO_TERM, load

_SHOWN = 20
Facts = dict[str, Any]


@dataclass
class Measures:
    """What was counted."""

    pages: int = 0
    compared: int = 0
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    differences: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0
    peer: float = 0.0

    def fail(self, what: str) -> None:
        self.counts["failures"] += 1
        self.wrong.append(what)


def main(archive: Path, facts: Path | None) -> int:
    known = dict(_facts(facts)) if facts else {}
    found = Measures()
    for page in expand([archive]):
        assert isinstance(page, Packed)
        try:
            _measure(page, known, found)
        except WhimkgError as error:
            found.fail(f"refused: {error}")
    _print(found, compared=bool(facts))
    return 1 if found.wrong else 0


def _facts(path: Path) -> Iterator[tuple[str, Facts]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            facts: Facts = json.loads(line)
            yield facts["slug"], facts


def _measure(page: Packed, known: dict[str, Facts], found: Measures) -> None:
    data = page.data
    began = process_time()
    parse(BytesIO(data))
    parsed = process_time()
    source = load_source(page)
    read = reading(source)
    found.peer += parsed - began
    found.seconds += process_time() - parsed
    found.pages += 1
    _count(read, found)
    outcome = verify_record(source.text, read.record, load())
    found.counts["statements"] += outcome.statements
    if not outcome.holds:
        found.fail(f"{page.name}: {len(outcome.failures)} places do not hold")
    slug = page.name.rpartition("/")[2]
    if slug in known:
        found.compared += 1
        for name, expected in _expected(known[slug]).items():
            value = _given(read.record)[name]
            if value != expected:
                found.fail(f"{slug}: {name}: {value!r}, not {expected!r}")


def _listed(record: Record, *kinds: str) -> list[Claim]:
    numbers = {section.number for section in record.sections if section.kind in kinds}
    return [claim for claim in record.claims if claim.listed and claim.section in numbers]


def _count(read: Reading, found: Measures) -> None:
    record, counts = read.record, found.counts
    for claim in _listed(record, "symptoms"):
        counts[f"symptom by {claim.mentions[0].by or 'nothing'}"] += 1
    for claim in _listed(record, "genes"):
        counts["gene" if claim.mentions[0].term != NO_TERM else "gene without id"] += 1
    counts["Mondo" if (record.disease.id or "").startswith("MONDO:") else "no Mondo"] += 1
    counts["notes"] += len(read.notes)
    _compare_prose(record, counts)
    for entry in read.ledger.entries:
        if entry.verdict == "not understood":
            counts["sentences not understood" if entry.sentence else "lines unknown"] += 1
            if not entry.sentence:
                found.fail(f"{record.page.slug}: line {entry.line} is unknown to the ledger")
    for kind, how in known_elsewhere(record):
        counts[f"{kind}: {how}"] += 1
    for kind in differences(record):
        found.differences.setdefault(kind, []).append(record.page.slug)
    counts["excluded"] += excluded_elsewhere(record)


def _compare_prose(record: Record, counts: Counter[str]) -> None:
    """Modes and genes of the summary that the page's own list, where it has one, lacks."""
    for kind, section in (("inheritance", "inheritance"), ("gene-causes", "genes")):
        own = {claim.mentions[0].term for claim in _listed(record, section)}
        for claim in record.claims:
            if own and claim.kind == kind and not claim.listed:
                counts["prose"] += 1
                counts["prose, not in the list"] += claim.mentions[0].term not in own


def _given(record: Record) -> Facts:
    words = {band: word for word, band in layout()["frequencies"].items()}
    symptoms = _listed(record, "symptoms")
    return {
        "gard_id": int((record.page.gard_id or "").removeprefix("GARD:") or 0),
        "title": record.disease.title.text,
        "names": [name.text for name in record.disease.names],
        "categories": [name.text for name in record.disease.categories],
        "population": record.population.number if record.population else None,
        "onset": [claim.mentions[0].words for claim in _listed(record, "onset")],
        "symptoms": [(c.sentence.text, c.synonym.text if c.synonym else None) for c in symptoms],
        "frequency": [(c.sentence.text, words[c.band]) for c in symptoms if c.band],
        "genes": [claim.sentence.text for claim in _listed(record, "genes")],
        "inheritance": [claim.sentence.text for claim in _listed(record, "inheritance")],
    }


def _expected(facts: Facts) -> Facts:
    shown = facts["shown_symptom"] or {}
    people = facts["population_estimate"]
    return {
        "gard_id": facts["gard_id"],
        "title": " ".join(repaired(facts["title"]).split()),
        "names": list(dict.fromkeys(map(repaired, facts["other_names"]))),
        "categories": facts["categories"],
        "population": people["value"] if people else None,
        "onset": [onset["age"] for onset in facts["onset"]],
        "symptoms": [(s["label"], (s["synonyms"] or [None])[0]) for s in facts["symptoms"]],
        "frequency": [(shown["label"], shown["frequency"])] if shown.get("frequency") else [],
        "genes": list(dict.fromkeys(facts["genes"])),
        "inheritance": facts["inheritance"],
    }


def _print(found: Measures, *, compared: bool) -> None:
    counts = found.counts
    symptoms = sum(n for name, n in counts.items() if name.startswith("symptom by"))
    grounded = symptoms - counts["symptom by nothing"]
    genes = counts["gene"] + counts["gene without id"]
    print(f"{found.pages} pages read, {found.compared} compared with facts")
    if compared:
        print(f"{counts['failures']} failures")
    print(f"symptoms with a term: {_share(grounded, symptoms)}")
    for name in sorted(name for name in counts if name.startswith("symptom by")):
        print(f"  {name.removeprefix('symptom ')}: {counts[name]}")
    print(f"genes with an identifier: {_share(counts['gene'], genes)}")
    print(f"diseases with a class of Mondo: {_share(counts['Mondo'], found.pages)}")
    print(f"statements verified on their pages: {counts['statements']}")
    for kind in ("mode", "gene"):
        _print_known(kind, [counts[f"{kind}: {how}"] for how in KINDS])
    print("modes that they lack:")
    for kind, slugs in sorted(found.differences.items()):
        print(f"  {kind}: {len(slugs)} ({', '.join(sorted(slugs))})")
    print(f"symptoms that HPO's annotations exclude: {counts['excluded']}")
    prose, more = counts["prose"], counts["prose, not in the list"]
    print(f"modes and genes of summaries that the list lacks: {_share(more, prose)}")
    print(f"lines unknown to the ledger: {counts['lines unknown']}")
    print(f"sentences of summaries not understood: {counts['sentences not understood']}")
    rate = found.pages / max(found.seconds, 0.001)
    ratio = found.seconds / max(found.peer, 0.001)
    print(f"read: {rate:.0f} pages a second of one processor, {ratio:.1f} times lxml.html.parse")
    for line in found.wrong[:_SHOWN]:
        print(f"  {line}"[:400])


def _print_known(kind: str, numbers: list[int]) -> None:
    """What HPO's annotations know; a term above or below theirs counts as known."""
    print(f"{kind}s known to HPO's annotations: {_share(sum(numbers[:2]), sum(numbers))}")
    for how, number in zip(KINDS, numbers, strict=True):
        print(f"  {how}: {number}")


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "none"


if __name__ == "__main__":
    sys.exit(main(*[Path(each) for each in sys.argv[1:3]], *[None] * (3 - len(sys.argv))))

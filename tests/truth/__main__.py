"""Says how true the claims of a folder of judged texts are: ``python -m tests.truth FOLDER``.

Ends with 1 where a claim was judged false, or a false sentence is read as an unqualified claim. The
false sentences stand behind lines of a page that is no part of the folder: ``--page`` names it.
"""

import re
import sys
from argparse import ArgumentParser
from collections import Counter, defaultdict
from pathlib import Path

from tests.truth.judging import (
    Found,
    Verdicts,
    claims_of,
    pages,
    readable,
    rows,
    unqualified,
)

_AGES = "infancy|childhood|adulthood|birth|adolescence"
_VERBS = "begin|start|appear|develop|present|onset|occur"
_CHANGES = "mutation|change|variant|alteration"
#: Rough signs that a text states a mode, a gene or an onset: what recall is measured by.
_STATED = {
    "inheritance": re.compile(
        r"autosomal (?:dominant|recessive)|X-linked|mitochondrial inh", re.IGNORECASE
    ),
    "gene": re.compile(rf"(?:{_CHANGES})s?\)? (?:in|of) (?:the |a |either )?[A-Z][A-Z0-9]+\b"),
    "onset": re.compile(
        rf"(?:{_VERBS})s? (?:\w+ ){{0,2}}(?:in|at|during) (?:\w+ ){{0,2}}(?:{_AGES})",
        re.IGNORECASE,
    ),
}


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.truth", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--page", type=Path, help="the page that false sentences are put into")
    parser.add_argument("--new", action="store_true", help="print each claim that nobody judged")
    options = parser.parse_args()
    false = _claims(options.folder, options.new)
    page = options.page or options.folder.parent / "pages" / "whim-syndrome.txt"
    read_as_true = _sentences(options.folder, page)
    return 1 if false or read_as_true else 0


def _claims(folder: Path, show_new: bool) -> int:
    """Print the claims by verdict, and recall; gives the number of false ones."""
    verdicts = Verdicts(folder)
    count: Counter[tuple[str, str]] = Counter()
    having: defaultdict[str, set[str]] = defaultdict(set)
    stated: defaultdict[str, set[str]] = defaultdict(set)
    shown: list[tuple[str, Found]] = []
    kept, refused = set(), 0
    for gard_id, text in pages(folder):
        for kind, sign in _STATED.items():
            if sign.search(text):
                stated[kind].add(gard_id)
        reading = readable(text)
        refused += reading is None
        for found in claims_of(reading, gard_id, text) if reading else ():
            verdict = verdicts.of(found)
            count[found.kind, verdict] += 1
            having[found.kind].add(gard_id)
            kept.add(found.key)
            if verdict != "true":
                shown.append((verdict, found))
    print(f"{refused} pages refused")
    for kind in sorted(having):
        made = [count[kind, verdict] for verdict in ("true", "false", "new")]
        pages_of = f"{len(having[kind])} pages"
        pages_of += f" of {len(stated[kind])} that seem to state one" if kind in stated else ""
        print(
            f"{kind}: {sum(made)} claims, {made[0]} judged true, {made[1]} false, {made[2]} new; "
            f"{pages_of}"
        )
    for verdict, found in shown:
        if verdict == "false" or show_new:
            print(
                f"{verdict}\t{found.kind}\t{found.gard_id}\t{found.value}\t{found.qualified}\t{found.sentence}"
            )
    lost = sum(key not in kept for key in verdicts.true())
    print(f"of the claims that were judged true, {lost} are not made")
    return sum(n for (_, verdict), n in count.items() if verdict == "false")


def _sentences(folder: Path, page: Path) -> int:
    if not page.exists():
        print(f"false sentences not tried: no page {page}")
        return 0
    text = page.read_text(encoding="utf-8")
    made = 0
    for row in rows(folder / "false_sentences.tsv"):
        found = _tried(text, row["after_line"], row["sentence"])
        made += bool(found)
        if found:
            print(
                f"read as true\t{row['why']}\t{row['sentence']}\t{found[0].kind}: {found[0].value}"
            )
    print(f"{made} false sentences read as unqualified claims")
    return made


def _tried(page: str, where: str, sentence: str) -> list[Found]:
    lines = page.split("\n")
    if where == "diff":
        at = next(n for n, line in enumerate(lines) if line.startswith("Differential diagnosis"))
        return unqualified("\n".join([*lines[:at], *lines[at + 1 :]]), at, sentence)
    if where == "orphanet":
        block = [
            "The following summary is from Orphanet, a portal.",
            "",
            "Last updated: 1/1/2012",
            "",
        ]
        at = next(n for n, line in enumerate(lines) if line.startswith("If you need medical"))
        return unqualified("\n".join([*lines[:at], *block, *lines[at:]]), at + 2, sentence)
    return unqualified(page, int(where), sentence)


if __name__ == "__main__":
    sys.exit(main())

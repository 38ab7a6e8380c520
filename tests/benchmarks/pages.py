"""Invented pages in the layout that whimkg reads: no disease, sign or name of them exists."""

import random
from collections.abc import Iterator
from pathlib import Path

__all__ = ["page", "without_graphs", "write"]

_BANDS = (
    "80%-99% of people have these symptoms",
    "30%-79% of people have these symptoms",
    "5%-29% of people have these symptoms",
    "1%-4% of people have these symptoms",
    "Percent of people who have these symptoms",
)
_MANNERS = ("autosomal dominant", "autosomal recessive", "X-linked recessive", "X-linked dominant")
_KINDS = ("Abnormal", "Absent", "Broad", "Delayed", "Enlarged", "Hollow", "Narrow", "Pale", "Short")
_PLACES = ("bell", "bridge", "candle", "cloud", "fiddle", "harbour", "lantern", "mill", "thimble")
#: No sentence makes a claim but the one on inheritance; the others are what a reader must pass by.
_PROSE = (
    "{name} is an invented disease, made up to measure a reader.[1]",
    "Its signs vary from page to page, and so does their number.",
    "It is inherited in an {manner} manner.[1][2]",
    "Nothing is known about it that does not stand here.",
)


def page(number: int) -> str:
    """A page of 20 to 60 rows; the same number gives the same page, two numbers never do."""
    chance = random.Random(number)  # noqa: S311
    name = f"Measured disease {number}"
    rows = list(_rows(chance))
    count = f"Showing of {len(rows)} |"
    prose = " ".join(_PROSE).format(name=name, manner=chance.choice(_MANNERS))
    lines = (
        *("National Center for Advancing and Translational Sciences", "", name, "", "", ""),
        *("Other Names:", f"MD{number}; Disease of measure {number}", "Categories:", ""),
        *(prose, f"Last updated: {chance.randint(1, 12)}/1/{chance.randint(2008, 2019)}", ""),
        *("This table lists symptoms that people with", "", count),
        *("Medical Terms Other Names", "Learn More:", "HPO ID"),
        *_table(rows, chance),
        *(count, "Last updated: 7/1/2020", ""),
    )
    return "\n".join(lines)


def _rows(chance: random.Random) -> Iterator[list[str]]:
    """The lines of each row, as the site lays them out with no, one and more synonyms."""
    for code in sorted(chance.sample(range(9_900_000, 9_999_999), chance.randint(20, 60))):
        term = random.Random(code)  # noqa: S311  # one term has the same names on every page
        label = f"{term.choice(_KINDS)} {term.choice(_PLACES)} {code % 100_000}"
        synonyms = [f"{label}, name {n}" for n in range(1, term.choice((0, 0, 1, 3)) + 1)]
        if not synonyms:
            yield [f"{label} {code}"]
        elif len(synonyms) == 1:
            yield [label, *synonyms, str(code)]
        else:
            yield [label, *synonyms, "[ more ]", str(code)]


def _table(rows: list[list[str]], chance: random.Random) -> Iterator[str]:
    cuts = [0, *sorted(chance.sample(range(1, len(rows)), len(_BANDS) - 1)), len(rows)]
    for band, begin, end in zip(_BANDS, cuts[:-1], cuts[1:], strict=True):
        yield band
        for row in rows[begin:end]:
            yield from row


def write(folder: Path, count: int) -> None:
    """Write that many pages into a folder that is made for them."""
    folder.mkdir(parents=True)
    for number in range(1, count + 1):
        (folder / f"{number:05}.txt").write_text(page(number), encoding="utf-8")


def without_graphs(quads: Path) -> Path:
    """A file beside one of ours in N-Quads: the same lines as N-Triples."""
    triples = quads.with_suffix(".nt")
    with quads.open("rb") as source, triples.open("wb") as target:
        target.writelines(line.rsplit(b" ", 2)[0] + b" .\n" for line in source)
    return triples

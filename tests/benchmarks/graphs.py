"""Large graphs in one file, for whatever reads or asks them."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import WHIMKG, cost
from tests.benchmarks.pages import write

__all__ = ["copied", "invented", "merged"]

_DATA = Path(__file__).parents[2] / "data"
_BUNDLED, _HIERARCHY = _DATA / "whim-syndrome.nq", _DATA / "hpo-slice.nq"
#: What belongs to one page: its disease, its address, and the nodes that whimkg makes for it.
_OWN = re.compile(
    r"https://w3id\.org/whimkg/(?:association|dataset|graph|mapping|snapshot|study)/"
    r"|http://purl\.obolibrary\.org/obo/MONDO_8000006"
    r"|https://rarediseases\.info\.nih\.gov/diseases/9297"
)


def merged(folder: Path, count: int) -> Path:
    """The graph of that many invented pages, as whimkg builds it."""
    pages, file = folder / f"pages-{count}", folder / f"{count}.nq"
    write(pages, count)
    cost((*WHIMKG, "build", str(pages), "--merge", str(file), "--no-validate", "--jobs=2"), folder)
    return file


def invented(folder: Path, count: int) -> Path:
    """Invented pages, and beside them what the defaults of the bundled questions ask for.

    That is the bundled page, which alone has treatments, genes and the like, and HPO's hierarchy.
    """
    file = folder / f"invented-{count}.nq"
    with file.open("wb") as out:
        for part in (merged(folder, count), _BUNDLED, _HIERARCHY):
            out.write(part.read_bytes())
    return file


def copied(folder: Path, count: int) -> Path:
    """The bundled page so many times, and HPO's hierarchy.

    Each copy has its own disease, page, statements and places; all share the phenotypes, treatments
    and genes. So every kind of triple grows, and so do the terms that many pages have in common.
    """
    file = folder / f"copied-{count}.nq"
    lines = _BUNDLED.read_text(encoding="utf-8").splitlines(keepends=True)
    with file.open("w", encoding="utf-8") as out:
        for number in range(count):
            out.writelines(_renamed(lines, number))
        out.write(_HIERARCHY.read_text(encoding="utf-8"))
    return file


def _renamed(lines: list[str], number: int) -> Iterator[str]:
    """The bundled page as it is, under the number 0, or as another page."""
    for line in lines:
        yield _OWN.sub(rf"\g<0>{number:06}-", line) if number else line

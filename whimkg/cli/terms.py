"""``whimkg terms``."""

import re
from argparse import Namespace

from whimkg.cli.terminal import out
from whimkg.errors import WhimkgError
from whimkg.terms.update import MondoFiles, update

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Make the slices for which files are given, and say which."""
    made = update(
        options.output,
        hpo=options.hpo,
        maxo=options.maxo,
        hgnc=(options.hgnc, _date(options.hgnc_date)) if options.hgnc else None,
        mondo=_mondo(options),
    )
    if not made:
        raise WhimkgError("no official file is given", remedy="see whimkg terms --help")
    for each in made:
        out(f"wrote {each.slice} {each.version}: {each.rows} rows to {options.output}")
    return 0


def _date(text: str | None) -> str:
    if text is None or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise WhimkgError(
            "--hgnc needs the date of the file", remedy="give it as --hgnc-date 2026-06-20"
        )
    return text


def _mondo(options: Namespace) -> MondoFiles | None:
    files = (options.mondo_gard, options.mondo_exact, options.mondo_names, options.mondo_earlier)
    if not any(files):
        return None
    if not all(files):
        raise WhimkgError(
            "the slice of Mondo is made from four kinds of files",
            remedy="give --mondo-gard, --mondo-exact, --mondo-names and --mondo-earlier",
        )
    return MondoFiles(
        options.mondo_gard, tuple(options.mondo_exact), options.mondo_names, options.mondo_earlier
    )

"""The arguments of ``whimkg terms``."""

from pathlib import Path

from whimkg.cli.usage import Commands, command_of
from whimkg.cli.values import file

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add it."""
    command = command_of(
        commands,
        "terms",
        "make the tables of terms anew from the official files",
        "  whimkg terms update --hpo hp.obo\n"
        "  whimkg terms update --hgnc hgnc_complete_set.txt --hgnc-date 2026-06-20",
    )
    command.add_argument("action", choices=("update",), help="what to do")
    command.add_argument(
        "-o",
        "--output",
        type=file,
        default=Path("data/terms"),
        metavar="DIR",
        help="folder for the tables (default: data/terms)",
    )
    command.add_argument("--hpo", type=file, metavar="FILE", help="hp.obo")
    command.add_argument("--maxo", type=file, metavar="FILE", help="maxo.obo or maxo-base.obo")
    command.add_argument("--hgnc", type=file, metavar="FILE", help="HGNC's complete set")
    command.add_argument("--hgnc-date", metavar="DATE", help="when it was made, as 2026-06-20")
    mondo = command.add_argument_group("Mondo: all four")
    mondo.add_argument(
        "--mondo-gard", type=file, metavar="FILE", help="mondo_hasdbxref_gard.sssom.tsv"
    )
    mondo.add_argument(
        "--mondo-exact",
        type=file,
        nargs="+",
        default=[],
        metavar="FILE",
        help="mondo_exactmatch_*.sssom.tsv of the databases that are wanted",
    )
    mondo.add_argument("--mondo-names", type=file, metavar="FILE", help="mondo.obo")
    mondo.add_argument(
        "--mondo-earlier",
        type=file,
        metavar="FILE",
        help="mondo.obo of an earlier release, for GARD ids that changed since",
    )

"""``whimkg read``."""

from argparse import Namespace

from whimkg.cli.pages import pages, warn_unused_url
from whimkg.cli.terminal import out
from whimkg.pipeline import read
from whimkg.record import to_json, to_yaml
from whimkg.source import load as load_source
from whimkg.tables import load

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Print the record, or the stored text; several records as YAML documents or lines of JSON."""
    if options.text:
        for page in pages(options):
            out(load_source(page).text.removesuffix("\n"))
        return 0
    using = load(mappings=options.mappings, wordings=options.wordings)
    records = [
        read(
            page,
            url=options.url,
            saved=options.saved,
            partial=options.partial,
            reader=options.reader or "",
            using=using,
        )
        for page in pages(options)
    ]
    for record in records:
        warn_unused_url(options, record.page.url)
    if options.format == "json":
        written = [to_json(record) for record in records]
        out(("" if len(written) == 1 else "\n").join(written).rstrip("\n"))
    else:
        out("---\n".join(to_yaml(record) for record in records).rstrip("\n"))
    return 0

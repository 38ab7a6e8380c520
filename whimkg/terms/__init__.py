"""Terms of other vocabularies, pinned to a release: Mondo, HGNC, HPO and MAxO.

The slices stand in ``data/terms/`` as sorted tables. Nothing is read at import; a look-up opens its
table as mapped memory and finds the row by binary search, so that it costs microseconds and hardly
any memory, and processes side by side share it.

* `lookup`   from an identifier or a name to a term
* `kinds`    the types of what is found
* `names`    whether two names of a disease are the same but for spelling
* `slices`   the tables, and the releases that they were made from
"""

from whimkg.terms.kinds import DiseaseTerm, Found, Gene, HpoTerm, Release
from whimkg.terms.lookup import (
    ancestors,
    disease,
    diseases_named,
    gene,
    gene_of,
    hpo,
    label,
    mondo,
    phenotype,
    treatment,
)
from whimkg.terms.names import same_name
from whimkg.terms.slices import releases

__all__ = [
    "DiseaseTerm",
    "Found",
    "Gene",
    "HpoTerm",
    "Release",
    "ancestors",
    "disease",
    "diseases_named",
    "gene",
    "gene_of",
    "hpo",
    "label",
    "mondo",
    "phenotype",
    "releases",
    "same_name",
    "treatment",
]

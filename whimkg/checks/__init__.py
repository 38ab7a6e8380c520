"""Checks that need nothing but texts: what a record, a graph or a quote says stands there, or not.

* `outcome`  what a verification found: failures, what was skipped and why, counts
* `records`  a record against its page
* `spans`    the places that a graph names, read without trust
* `evidence` a graph as far as its evidence goes
* `graphs`   a graph against its pages
* `transfer` the places of an old text in a new one
* `quotes`   where a quote stands in a text; `claims`, `claim_files` and `texts` for those of others
* `diff`     what two graphs say differently
* `sarif`    the outcome, for code hosts
"""

from whimkg.checks.evidence import Graph
from whimkg.checks.graphs import Page, verify_graph
from whimkg.checks.outcome import Failure, Skip, Snapshot, Verification
from whimkg.checks.records import share, verify_record

__all__ = [
    "Failure",
    "Graph",
    "Page",
    "Skip",
    "Snapshot",
    "Verification",
    "share",
    "verify_graph",
    "verify_record",
]

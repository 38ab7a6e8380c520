"""Questions by name, and any SPARQL query: on a graph in memory or at an endpoint.

The graphs are pyoxigraph's stores. Answers are kept as text (``Answer``) and read as Python values
with ``whimkg.sparql.rows``, shown with ``display``, written in the W3C's formats with ``results``;
``endpoint`` asks others. Those are imported only where they are needed.
"""

from whimkg.sparql.binding import bind, check
from whimkg.sparql.decorators import TYPES, Head, Parameter
from whimkg.sparql.engine import LIMITS, Engine, Limits, labels, run
from whimkg.sparql.naming import by_name, has_names
from whimkg.sparql.questions import Question, catalogue, find
from whimkg.sparql.results import Answer
from whimkg.sparql.tokens import outline
from whimkg.sparql.values import from_text

__all__ = [
    "LIMITS",
    "TYPES",
    "Answer",
    "Engine",
    "Head",
    "Limits",
    "Parameter",
    "Question",
    "bind",
    "by_name",
    "catalogue",
    "check",
    "find",
    "from_text",
    "has_names",
    "labels",
    "outline",
    "run",
]

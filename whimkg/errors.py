"""Every error that whimkg raises on purpose.

* WhimkgError              anything below; the command line tells it in a line and exits with 2
    * SourceError          an input could not be had: no such file, a URL that fails, not text
    * PageError            a text is no page that the reader knows
        * LayoutError      another layout, another language, not a disease page
        * CutPageError     the page breaks off; its whole rows can be had with ``partial=True``
        * TableError       the symptom table contradicts itself
    * RecordError          a record (YAML or JSON) has a wrong, unknown or missing field
    * TableFileError       a file of ``data/`` or a curator's own table is malformed
    * IdentifierError      a CURIE or prefix that the prefix map does not know
    * GraphError           statements that contradict each other, no RDF, an empty graph
    * ConformanceError     a graph breaks a shape, and so it is not written
    * UnknownNameError     no such format, record, table or question
    * QueryError           a question or parameter is malformed, refused, or beyond its limits
    * EndpointError        a SPARQL endpoint could not be reached, or did not answer as it should
    * StoreError           a store could not be opened, refuses a graph, or did not keep it
    * OutputError          a file could not be written; nothing was left behind
    * PluginError          what another package brings clashes, cannot be imported, or fails
    * LimitError           work on what others wrote took more time or memory than it may

What looks wrong on a page that was read is a ``PageWarning``, what a reader ought to know of a
graph a ``GraphWarning``, of an answer that may be cut an ``EndpointWarning``, of what is passed
over in a query's head a ``QueryWarning``.

A remedy names arguments and functions of Python, as ``partial=True`` and ``whimkg.validate(…)``;
the command line says its own in their place (``whimkg.cli.wording``).

A check that finds something wanting is a result, not an error; it is an error for whoever wanted to
write what was checked.
"""

import re

__all__ = [
    "AddressError",
    "ConformanceError",
    "CutPageError",
    "EndpointError",
    "EndpointWarning",
    "GraphError",
    "GraphWarning",
    "IdentifierError",
    "LayoutError",
    "LimitError",
    "OutputError",
    "PageError",
    "PageWarning",
    "PluginError",
    "QueryError",
    "QueryWarning",
    "RecordError",
    "SourceError",
    "StoreError",
    "TableError",
    "TableFileError",
    "UnknownNameError",
    "WhimkgError",
]

#: A login where the scheme of an address is missing or mistyped, so that nobody takes it for one.
_LOGIN = re.compile(r"(?<![\w/.<-])(?:[A-Za-z]+:/?)?[^\s/:@'\"]+:[^\s@:'\"]*@(?=[\w.-])")


def _without_login(text: str) -> str:
    """A message without what may be a name and a password before a host.

    >>> _without_login("http:/me:secret@example.org/a: no such file")
    '…@example.org/a: no such file'
    """
    return _LOGIN.sub("…@", text)


class WhimkgError(Exception):
    """The root of the tree.

    Args:
        problem: what is wrong, in one sentence without a final full stop.
        where: the file, address or table, and in it the line and column where known.
        remedy: what the user can do about it, in one clause.
    """

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        problem, where = _without_login(problem), _without_login(where)
        self.problem, self.where, self.remedy = problem, where, remedy
        located = f"{where}: {problem}" if where else problem
        super().__init__(f"{located}; {remedy}" if remedy else located)

    def at(self, where: str) -> "WhimkgError":
        """The same error, placed in a file or address that the raiser did not know."""
        place = f"{where}, {self.where}" if self.where else where
        return type(self)(self.problem, where=place, remedy=self.remedy)


class SourceError(WhimkgError):
    """An input could not be had, or is no text in UTF-8."""


class PageError(WhimkgError):
    """A text is no page that the reader knows."""


class LayoutError(PageError):
    """A text in another layout or language, or a page that is about no disease."""


class CutPageError(PageError):
    """A page that breaks off before its end."""


class TableError(PageError):
    """A symptom table that contradicts itself."""


class AddressError(PageError):
    """An address that was given for a page, but is that of another disease."""


class RecordError(WhimkgError):
    """A record with a wrong, unknown or missing field."""


class TableFileError(WhimkgError):
    """A malformed data table."""


class IdentifierError(WhimkgError):
    """A CURIE or prefix that the prefix map does not know."""


class GraphError(WhimkgError):
    """Statements that contradict each other, a file that is no RDF, or an empty graph."""


class ConformanceError(WhimkgError):
    """A graph that breaks a shape: it is not written, and the findings say why."""


class UnknownNameError(WhimkgError):
    """A name that is in no table: of a format, a record, a section."""


class QueryError(WhimkgError):
    """A question or a parameter that is malformed or refused, or an answer beyond its limits."""


class EndpointError(WhimkgError):
    """A SPARQL endpoint that could not be reached, or did not answer as it should.

    Attributes:
        status: that of its answer; 408 if none came in time; 0 if there was none, or it was no
            error.
        unrelated: whether what came is no answer to a query, but a page of the web or such.
    """

    status = 0
    unrelated = False


class StoreError(WhimkgError):
    """A store that could not be opened or refuses a graph, or a receipt that does not fit it."""


class OutputError(WhimkgError):
    """A file that could not be written; nothing was left behind."""


class PluginError(WhimkgError):
    """A reader, format or folder of shapes of another package that clashes or does not work."""


class LimitError(WhimkgError):
    """Work on what others wrote took more time or memory than it may; the remedy says which."""


class PageWarning(UserWarning):
    """A page was read, and something on it looks wrong: a code that belongs to another label."""


class GraphWarning(UserWarning):
    """What was noticed while a graph was read: of it, its standard wants something passed over."""


class EndpointWarning(UserWarning):
    """What an endpoint says beside an answer, such as how many rows it gives at most."""


class QueryWarning(UserWarning):
    """What is passed over in the head of a query, or what its engine may have missed."""

"""The package's loggers: silent unless the program listens, as ``whimkg COMMAND --verbose`` does.

``info`` is what is fetched, read, loaded and written; ``debug`` is the steps between. An address is
logged without login or secrets, and no log holds a sentence of a page.
"""

import logging

__all__ = ["logger"]

logging.getLogger("whimkg").addHandler(logging.NullHandler())


def logger(module: str) -> logging.Logger:
    """The logger of a module of this package.

    >>> logger("whimkg.source.fetch").parent.name
    'whimkg'
    """
    return logging.getLogger(module)

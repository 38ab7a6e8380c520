"""RDF/XML whose entities unfold into more than any memory holds: the parser unfolds what it gets.

Entities stand for the beginnings of IRIs, which are short. One that stands for a long text, by
way of others that each hold the next a few times over, is there to do harm.
"""

import re
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path

from whimkg.errors import GraphError

__all__ = ["refuse_unfolding", "refuse_unfolding_file"]

#: A declaration; looked for ahead, so that no text before it, as of a comment, takes it in.
_ENTITY = re.compile(rb"""(?=<!ENTITY\s+([^\s%"']+)\s+(?:"([^">]*)"|'([^'>]*)'))""")
_REFERENCE = re.compile(rb"&([^;#\s&]+);")
#: Characters that an entity may stand for.
_LONGEST = 1000


def refuse_unfolding_file(path: Path) -> None:
    """As ``refuse_unfolding``, for a file that is not to be read into memory."""
    with (
        suppress(OSError, ValueError),  # no file, or an empty one
        path.open("rb") as file,
        mmap(file.fileno(), 0, access=ACCESS_READ) as text,
    ):
        refuse_unfolding(text)


def refuse_unfolding(text: bytes | mmap) -> None:
    """Look through the entities of RDF/XML, before it is parsed.

    Raises:
        GraphError: one of them stands for a long text.
    """
    if text.find(b"<!ENTITY") < 0:
        return
    lengths: dict[bytes, int] = {}
    for found in _ENTITY.finditer(text):
        name, value = found[1], found[2] or found[3] or b""
        lengths[name] = max(lengths.get(name, 0), _unfolded(value, lengths))
    for name, length in lengths.items():
        if length > _LONGEST:
            raise GraphError(
                f"its entity {name.decode(errors='replace')} stands for a text of more than"
                f" {_LONGEST:,} characters",
                remedy="write the file anew without it",
            )


def _unfolded(value: bytes, lengths: dict[bytes, int]) -> int:
    """How long a text is once the entities in it are unfolded; they stand before it in the file."""
    inner = sum(lengths.get(name, 0) for name in _REFERENCE.findall(value))
    return len(_REFERENCE.sub(b"", value)) + inner

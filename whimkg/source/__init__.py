"""How an input becomes stored text: files, standard input, web addresses and saved HTML.

Stored text is what every position counts in: the input decoded as UTF-8, without a leading byte
order mark, CRLF and CR read as LF, otherwise unchanged. For HTML it is the lines that
`whimkg.source.markup` makes of all that stands in the body.

* `decode`   bytes → stored text, or a refusal that says what the bytes are
* `addresses`  what is shown and kept of a web address, without secrets
* `paths`    what stands at a path, whatever the system lets us see
* `fetch`    a web address → bytes, within limits of size and time
* `markup`   HTML → a document: its lines, where each element stands in them, its own address
* `archives` the pages of a tar or zip, one after the other
* `inputs`   what a user gives → `Source`; files and folders → the inputs of a build
"""

from whimkg.source.archives import Packed, is_archive
from whimkg.source.fetch import LIMITS, Limits
from whimkg.source.inputs import Source, expand, load
from whimkg.source.markup import Document

__all__ = ["LIMITS", "Document", "Limits", "Packed", "Source", "expand", "is_archive", "load"]

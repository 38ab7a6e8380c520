"""Reads GARD pages in the layout of 2022: saved HTML, told by its generator and its elements.

What to select stands in ``data/site2022.json``; no selector uses attributes that change from page
to page. Of what the page says twice, one copy is the evidence and all must agree.

* `page`       the page's parts, and the words and places of elements
* `symptoms`, `causes`, `glance`   the lists of the page, as claims
* `grounding`  names of symptoms, genes and ages into terms
* `lines`      what became of every line
* `reader`     all of it, into the record
"""

from whimkg.gard.site2022.layout import is_page
from whimkg.gard.site2022.reader import read

__all__ = ["is_page", "read"]

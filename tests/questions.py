"""Writes what is made of ``queries/*.rq``: a collection in SIB's model, a guide, and the answers.

python tests/questions.py             queries/collection.ttl and queries/README.md
python tests/questions.py --answers   tests/answers/ too: read the difference before you commit
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.sparql import making

if __name__ == "__main__":
    making.write(answers="--answers" in sys.argv[1:])

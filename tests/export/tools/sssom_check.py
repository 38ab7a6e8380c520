"""What sssom-py says of our SSSOM.

python -m tests.export.tools.sssom_check FOLDER
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.export.tools.findings import report


def faults(file: Path) -> Iterator[str]:
    # Not the program beside this Python: an environment that sees another's packages has none.
    command = [sys.executable, "-m", "sssom.cli", "validate", str(file)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    found = [line for line in (done.stdout + done.stderr).splitlines() if "error" in line.lower()]
    yield from found
    if done.returncode and not found:
        yield f"ended with {done.returncode}"


def main(folder: Path) -> None:
    own = folder / "whimkg.sssom.tsv"
    bad = folder / "planted" / own.name
    text = own.read_text(encoding="utf-8")
    bad.write_text(text.replace("skos:exactMatch", "no such predicate"), encoding="utf-8")
    for case, file in (("bundled", own), ("planted", bad)):
        for message in faults(file):
            report("sssom", case, message)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

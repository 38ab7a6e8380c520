"""Every node and edge by the classes of the Biolink Model itself, those of its Python package.

    python -m tests.export.tools.biolink_classes FOLDER CASE…

Another release than the installed one: put its package on PYTHONPATH.
"""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.export.tools.findings import report

__all__ = ["faults", "release"]

MODULE = "biolink_model.datamodel.pydanticmodel_v2"


def release() -> str:
    """The release that the classes say they are of."""
    return str(import_module(MODULE).version)


def faults(entity: dict[str, Any]) -> Iterator[str]:
    """What its class finds wrong with it; a class of that name is to be there."""
    from pydantic import ValidationError

    for category in entity["category"]:
        name = category.removeprefix("biolink:")
        kind = getattr(import_module(MODULE), name, None)
        if kind is None:
            yield f"{name}: no such class"
            continue
        try:
            kind(**entity)
        except ValidationError as error:
            for each in error.errors():
                yield f"{name}.{'.'.join(map(str, each['loc']))}: {each['msg']}"


def main(folder: Path, *cases: str) -> None:
    for case in cases:
        for file in sorted((folder / case).glob("whimkg_*.jsonl")):
            for line in file.read_text(encoding="utf-8").splitlines():
                for fault in faults(json.loads(line)):
                    report(f"biolink-model {release()}", case, fault)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])

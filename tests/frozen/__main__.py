"""Write down the digests of all formats as they are now: ``python -m tests.frozen``."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.frozen import DIGESTS, FORMATS, GRAPHS, digests, write_graph

if __name__ == "__main__":
    with TemporaryDirectory() as folder, DIGESTS.open("w", encoding="utf-8") as table:
        table.write("graph\tformat\tsuffix\tdigest\n")
        for graph in GRAPHS:
            file = write_graph(Path(folder), graph)
            for name in FORMATS:
                for suffix, digest in digests(file, name).items():
                    table.write(f"{graph}\t{name}\t{suffix}\t{digest}\n")

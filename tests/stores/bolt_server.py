"""A server that speaks Bolt: ArcadeDB, in a process of its own, until its standard input ends.

python -m tests.stores.bolt_server FOLDER HTTP-PORT BOLT-PORT
"""

import sys
from pathlib import Path

DATABASE, USER, PASSWORD = "kg", "root", "playwithdata"


def main(folder: str, http: str, bolt: str) -> None:
    import arcadedb_embedded  # here: who only wants the names need not have it

    server = arcadedb_embedded.create_server(
        root_path=folder,
        root_password=PASSWORD,
        config={
            "host": "127.0.0.1",
            "http_port": int(http),
            "bolt_port": int(bolt),
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        },
    )
    server.start()
    if not (Path(folder) / "databases" / DATABASE).exists():
        server.create_database(DATABASE)
    print("ready", flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""``python -m whimkg`` is ``whimkg``."""

from whimkg.cli import main

if __name__ == "__main__":
    raise SystemExit(main())

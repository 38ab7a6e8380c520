"""Quotes held against their sources: an invented set as large as the largest one known.

Each text is some 4 kB of invented words; of the quotes most stand there as they are, some only
after folding, some not at all.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import WHIMKG, cost

QUOTES, TEXTS = 183_000, 5_400
_SYLLABLES = ("lan", "tern", "wick", "glim", "ola", "dusk", "mer", "ith", "oro", "sel")


def write(folder: Path, quotes: int, texts: int) -> tuple[Path, Path]:
    """A table of quotes, and the folder of their texts."""
    chance = random.Random(1)  # noqa: S311  # the same set each time
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(5_000)]
    sources = folder / "texts"
    sources.mkdir()
    table = ["quote\treference"]
    for number in range(texts):
        text = _text(chance, words)
        (sources / f"PMID_{number}.txt").write_text(text, encoding="utf-8")
        share = quotes * (number + 1) // texts - quotes * number // texts
        table += [f"{_quote(chance, text)}\tPMID:{number}" for _ in range(share)]
    claims = folder / "claims.tsv"
    claims.write_text("\n".join(table) + "\n", encoding="utf-8")
    return claims, sources


def _text(chance: random.Random, words: list[str]) -> str:
    lines = []
    for _ in range(10):
        sentence = chance.choices(words, k=40)
        sentence[7] += "\u2010" + sentence[8]
        sentence[20] += "\u2019s"
        lines.append(" ".join(sentence) + ".")
    return "\n".join(lines) + "\n"


def _quote(chance: random.Random, text: str) -> str:
    begin = chance.randrange(len(text) - 200)
    quote = text[begin : begin + chance.randint(60, 200)].strip().replace("\n", " ")
    kind = chance.random()
    if kind < 0.15:
        return quote.replace("\u2010", "-").replace("\u2019", "'")
    return quote[:-8] + "otherwise" if kind > 0.97 else quote


def rows(folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Seconds and memory for all of them."""
    claims, texts = write(folder, QUOTES, TEXTS)
    command = (*WHIMKG, "verify", "--claims", str(claims), "--texts", str(texts))
    found = cost(command, folder, codes=(0, 1))
    yield (
        f"`whimkg verify --claims`, {QUOTES:,} quotes in {TEXTS:,} texts",
        f"{found.seconds:.0f} s, {found.megabytes:.0f} MB",
        "",
        f"{QUOTES / found.seconds:,.0f} quotes/s",
        "under 60 s and 500 MB",
    )

"""Quotes that others give with their sources, held against the texts of these sources."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from pathlib import Path

from whimkg.checks.quotes import FOLDINGS, find
from whimkg.checks.texts import Texts
from whimkg.errors import SourceError

__all__ = ["OUTCOMES", "Checked", "Claim", "Claims", "check_claims", "names"]

#: What can become of a claim, the best first.
OUTCOMES = ("verified", "folded", "several", "changed", "missing", "skipped")


@dataclass(frozen=True, slots=True)
class Claim:
    """A quote, and where its author says that it stands.

    Attributes:
        file: the file that makes the claim.
        where: its place there, in words: a line, or a path in JSON or YAML.
        references: what the texts are called, of which one must have it.
        quote: the words; empty where only their place or their digest is given.
        begin: offset of the first character in code points from 0, where it is given.
        end: offset after the last one; below 0 it counts from the end of the text, None is the end.
        before: words right before the quote, where they are given.
        after: words right behind it.
        digest: SHA-256 (64) or SHA-1 (40 hex digits) of the words, where it is given.
        line: line of the file, where it is known; else 0.
        unread: why the claim cannot be checked; empty where it can.
    """

    file: str
    where: str
    references: tuple[str, ...] = ()
    quote: str = ""
    begin: int | None = None
    end: int | None = None
    before: str = ""
    after: str = ""
    digest: str = ""
    line: int = 0
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a claim.

    Attributes:
        claim: the claim.
        outcome: one of ``OUTCOMES``.
        text: the file of the text; empty where there is none.
        places: where the words stand in it: begin and end, in code points from 0.
        folded: the kinds of folding that were needed.
        reason: why it is not verified; empty where it is.
    """

    claim: Claim
    outcome: str
    text: str = ""
    places: tuple[tuple[int, int], ...] = ()
    folded: tuple[str, ...] = ()
    reason: str = ""


@dataclass(slots=True)
class Claims:
    """The outcome: each claim, in the order given, and how many there are of each outcome."""

    checked: list[Checked] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Number of claims by outcome; their sum is the number of claims."""
        found = Counter(each.outcome for each in self.checked)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @property
    def foldings(self) -> dict[str, int]:
        """How many of the folded claims needed each kind of folding."""
        found = Counter(kind for each in self.checked for kind in each.folded)
        return {kind: found[kind] for kind in FOLDINGS if found[kind]}


def names(value: object) -> tuple[str, ...]:
    """One name, or a list of them."""
    listed = value if isinstance(value, list) else [value]
    return tuple(str(each) for each in listed if isinstance(each, str | int) and str(each).strip())


def check_claims(claims: Iterable[Claim], texts: Texts) -> Claims:
    """Look every claim up in the text that it names.

    Args:
        claims: the claims, all of which are in memory; of the texts, only a few at a time.
        texts: the texts.
    """
    listed = list(claims)
    found: list[Checked | None] = [None] * len(listed)
    files = [_files(claim, texts) for claim in listed]
    # Claims on the same text one after the other: each text is read once.
    for at in sorted(range(len(listed)), key=lambda at: [str(path) for path in files[at]]):
        found[at] = _check(listed[at], files[at], texts)
    return Claims([each for each in found if each])


def _files(claim: Claim, texts: Texts) -> list[Path]:
    """All files that the claim may mean; several of them for one name are none that it names."""
    return [path for reference in claim.references for path in texts.find(reference)]


def _check(claim: Claim, files: list[Path], texts: Texts) -> Checked:
    if reason := _unfit(claim):
        return Checked(claim, "skipped", reason=reason)
    named = {reference: texts.find(reference) for reference in claim.references}
    for reference, paths in named.items():
        if len(paths) > 1:
            listed = " and ".join(map(str, paths[:2]))
            return Checked(claim, "skipped", reason=f"{reference} may be {listed}")
    answers = [_in_file(claim, path, texts) for path in dict.fromkeys(files)]
    missing = [reference for reference, paths in named.items() if not paths]
    if missing:
        answers.append(Checked(claim, "missing", reason=f"no text of {', '.join(missing)}"))
    # Where the words are in none of the texts at hand, they may be in the one that is missing.
    rank = [*OUTCOMES[:3], "missing", "changed", "skipped"]
    return min(answers, key=lambda each: rank.index(each.outcome))


def _unfit(claim: Claim) -> str:
    """Why a claim cannot be looked up."""
    if claim.unread:
        return claim.unread
    if not any(reference.strip() for reference in claim.references):
        return "it names no source"
    if not claim.quote.strip() and not (claim.digest and claim.begin is not None):
        return "it quotes nothing"
    return ""


def _in_file(claim: Claim, path: Path, texts: Texts) -> Checked:
    try:
        text = texts.text(path)
    except SourceError as error:
        return Checked(claim, "skipped", str(path), reason=f"the text: {error.problem}")
    if claim.begin is not None:
        return _at_place(claim, str(path), text)
    found = find(text, claim.quote, claim.before, claim.after)
    if not found.count:
        return Checked(claim, "changed", str(path), reason="it does not stand in the text")
    if found.count > 1:
        reason = f"it stands there {found.count} times"
        return Checked(claim, "several", str(path), found.places, found.folded, reason)
    return Checked(
        claim, "folded" if found.folded else "verified", str(path), found.places, found.folded
    )


def _at_place(claim: Claim, path: str, text: str) -> Checked:
    begin, end = claim.begin or 0, len(text) if claim.end is None else claim.end
    begin, end = (at + len(text) if at < 0 else at for at in (begin, end))
    words = text[begin:end] if 0 <= begin < end <= len(text) else ""
    fits = not claim.quote or words == claim.quote
    if words and fits and (not claim.digest or _digest(words, claim.digest) == claim.digest):
        return Checked(claim, "verified", path, ((begin, end),))
    return Checked(claim, "changed", path, reason=_moved(claim, text, begin, end))


def _digest(words: str, like: str) -> str:
    """The digest of the words, of the kind of another one."""
    data = words.encode()
    if len(like) == 40:
        return sha1(data, usedforsecurity=False).hexdigest()
    return sha256(data).hexdigest()


def _moved(claim: Claim, text: str, begin: int, end: int) -> str:
    problem = f"other words stand at {begin} to {end}"
    if not 0 <= begin < end <= len(text):
        problem = f"no characters of the text are {begin} to {end}, as it has {len(text)}"
    found = find(text, claim.quote) if claim.quote.strip() else None
    if found and found.count == 1 and not found.folded:
        return f"{problem}; the quote stands at {found.places[0][0]} to {found.places[0][1]}"
    return problem

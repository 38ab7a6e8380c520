"""Antecedents: what *it* and *this condition* mean behind a sentence of a text.

They mean the page's disease only where nothing else that was spoken of could be meant: no other
disease, no one type of it, no gene or test, and no single thing that the disease is said to bring.
"""

import re
from dataclasses import dataclass

from whimkg import terms
from whimkg.gard.masking import NAME
from whimkg.gard.matching import Scan
from whimkg.gard.wordings import Grammar

__all__ = ["OTHER", "OWN", "Context", "context_behind", "names_a_disease"]

_CLOSING = " .!?\"'\u201d\u2019)"
_ASIDE = re.compile(r"\s?\([^()]*\)")
#: What makes more than one thing of words, or the disease itself; and a plural at their end.
_MORE = re.compile(rf"[,;:]|{NAME}|(?<![isu])s$")
#: Words, and how many of them the name of a disease has at most.
_WORD = re.compile(r"[\w'-]+")
_LONGEST_NAME = 4
#: A name with fewer letters may be a common word in small letters, or the symbol of a gene.
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Context:
    """What words such as *it* can mean at a place of a text.

    Attributes:
        it: whether *it* can mean nothing but the page's disease.
        disorder: whether it cannot where it is said to be inherited or caused, as genes, proteins
            and tests are not.
        condition: whether *this condition* can.
        inheritance: whether *inheritance* alone, without *of* what, can be but of that disease.
        subject: whether the last subject in the singular was that disease.
    """

    it: bool
    disorder: bool
    condition: bool
    inheritance: bool
    subject: bool


#: The start of a page's text: nothing else was spoken of.
OWN = Context(it=True, disorder=True, condition=True, inheritance=True, subject=True)
#: After another disease, or one type of the page's.
OTHER = Context(it=False, disorder=False, condition=False, inheritance=False, subject=False)


def context_behind(text: str, understood: bool, rules: Grammar, before: Context) -> Context:
    """What *it* and *this condition* mean behind a sentence.

    A sentence that is understood as a whole speaks of the disease alone. One whose subject is
    plural, as *symptoms*, leaves *it* to mean what it meant before.

    Args:
        text: the sentence, names of the disease masked, citations gone.
        understood: whether it is understood as a whole.
        rules: the sets of phrases.
        before: what they meant before it.
    """
    scan = Scan(text)
    named = rules.begins("disease subjects", scan)
    if _speaks_of_another(scan, named, understood, rules):
        return OTHER
    if understood:
        return OWN
    own = named or (before.condition and rules.begins("resumed subjects", scan))
    if rules.begins("persons", scan) and not own:
        return OTHER
    kept = rules.begins("kept subjects", scan)
    if not own and (kept or _begins_with_sign(text)) and _tells_a_cause(scan, rules):
        return OTHER
    defines = rules.holds("definitions", rules.without("relating", scan))
    subject = own or (kept and before.subject)
    brought = "" if defines else _brought(scan, own, rules)
    if _is_sign(brought):
        return OTHER
    clear = subject and not brought and not rules.holds("other matters", scan)
    inert = rules.holds("inert matters", scan)
    disorder = clear and not (inert and rules.holds("partly", scan))
    condition = own or (before.condition and (kept or not defines))
    inheritance = condition and (own or not _begins_with_sign(text))
    return Context(clear and not inert, disorder, condition, inheritance, subject)


def _speaks_of_another(scan: Scan, named: bool, understood: bool, rules: Grammar) -> bool:
    """Whether a sentence speaks of another disease, or of one type of the page's."""
    cleared = rules.without("no rivals", scan)
    if rules.holds("other diseases", cleared):
        return True
    if not named and rules.holds("single types", cleared):
        return True
    if understood:
        return False
    if not named and rules.holds("rival nouns", rules.without("that", scan)):
        return True
    return names_a_disease(scan.text, rules)


def _brought(scan: Scan, own: bool, rules: Grammar) -> str:
    """The one thing that a sentence says the disease brings, as *can cause a rash*.

    *It* may mean that, and not the disease. Empty where there is none, or more than one.
    """
    if not (own or rules.begins("bringers", scan)):
        return ""
    ended = _ASIDE.sub("", rules.without("no rivals", scan).text.rstrip(_CLOSING))
    verb = rules.search("bearing", Scan(ended))
    brought = ended[verb.end :] if verb else ended.rpartition(NAME)[2]
    if _MORE.search(brought) or rules.holds("parting", Scan(brought)):
        return ""
    return brought if verb or _is_sign(brought) else ""


def _tells_a_cause(scan: Scan, rules: Grammar) -> bool:
    """Whether a sentence says what signs come from, as from a virus: *it* may mean that."""
    caused = rules.holds("causing", scan) and not rules.begins("it", scan)
    return caused and not rules.holds("inert matters", scan)


def _begins_with_sign(text: str) -> bool:
    """Whether the first words of a text are the name of a sign."""
    found = _WORD.findall(text)
    return any(terms.phenotype(" ".join(found[:size])) for size in range(1, _LONGEST_NAME + 1))


def _is_sign(text: str) -> bool:
    """Whether the first or last words of a text are the name of a sign, as HPO knows it."""
    found = _WORD.findall(text)
    ends = (" ".join(found[-size:]) for size in range(1, _LONGEST_NAME + 1))
    return _begins_with_sign(text) or any(map(terms.phenotype, ends))


def names_a_disease(text: str, rules: Grammar) -> bool:
    """Whether a text names another disease, as Mondo knows it, that is no sign in HPO."""
    found = _WORD.findall(text)
    runs = (found[n : n + size] for n in range(len(found)) for size in range(1, _LONGEST_NAME + 1))
    return any(_is_disease(name, rules) for name in map(" ".join, runs))


def _is_disease(name: str, rules: Grammar) -> bool:
    """Whether words are the name of a disease; a short one, as *MEN*, in capitals."""
    if not terms.diseases_named(name) or terms.phenotype(name):
        return False
    if len(name) < _SHORTEST and (not name.isupper() or terms.gene(name)):
        return False
    return Scan(name).fullmatch(rules.set("no diseases")) is None

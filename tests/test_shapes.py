"""The shapes themselves: how they are written, what they agree with, and that each case holds.

The cases stand in ``tests/cases``; ``tests/cases/make.py`` says how they are made.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, SH

from tests import shapes_readme
from tests.cases.turtle import short
from whimkg.base import resources
from whimkg.base.namespaces import BASE, expand, prefix_map
from whimkg.shacl import Finding, shapes, validate
from whimkg.shacl.shapes import Shapes, bundled

WS = rdflib.Namespace(shapes.WS)
CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("*/*.ttl"))
VALID = [file for file in FILES if file.name.endswith(".valid.ttl")]
INVALID = [file for file in FILES if file.name.endswith(".invalid.ttl")]
GRAPH = shapes_readme.graph()
#: Kinds of SHACL constraint, and what else a shape is written with.
ANNOTATIONS = {SH.path, SH.name, SH.description, SH.message, SH.severity, SH.prefixes}

Results = Counter[tuple[str, str]]


def name(node: object) -> str:
    return str(node).rpartition("#")[2]


def targeted() -> list[rdflib.URIRef]:
    nodes = set(GRAPH.subjects(SH.targetClass))
    return sorted(node for node in nodes if isinstance(node, rdflib.URIRef))


def is_iri(node: object) -> bool:
    return isinstance(node, rdflib.URIRef)


def rules() -> set[rdflib.term.Node]:
    """The property shapes and constraints that shapes with a target check."""
    links = (SH.property, SH.sparql)
    return {rule for node in targeted() for link in links for rule in GRAPH.objects(node, link)}


def node_shapes() -> set[rdflib.term.Node]:
    return set(GRAPH.subjects(RDF.type, SH.NodeShape))


def property_shapes() -> set[rdflib.term.Node]:
    return set(GRAPH.subjects(RDF.type, SH.PropertyShape))


def constraints() -> set[rdflib.term.Node]:
    return set(GRAPH.subjects(RDF.type, SH.SPARQLConstraint))


def table(file: str) -> list[dict[str, str]]:
    lines = [line for line in resources.text(f"data/{file}").split("\n") if line[:2] != "# "]
    return list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter="\t"))


def items(head: rdflib.term.Node | None) -> list[rdflib.term.Node]:
    """The items of a list; of nothing, none."""
    return [] if head is None else list(Collection(GRAPH, head))


def listed(shape: str) -> set[str]:
    """The items of the sh:in of a shape."""
    return set(map(str, items(GRAPH.value(WS[shape], SH["in"]))))


# --- The cases ---


def quads(file: Path) -> list[ox.Quad]:
    return list(ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE))


def expected(file: Path) -> Results:
    text = file.read_text(encoding="utf-8")
    return Counter(re.findall(r"^# expect: ws:(\S+) (\S+)$", text, flags=re.M))


@cache
def findings(file: Path) -> tuple[Finding, ...]:
    return validate(quads(file)).findings


def results(found: tuple[Finding, ...]) -> Results:
    return Counter((name(finding.shape), short(finding.focus)) for finding in found)


def test_number_of_cases() -> None:
    assert (len(VALID), len(INVALID)) == (43, 511)
    assert set(CASES.rglob("*.ttl")) == {*FILES, CASES / "base.ttl"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_case(file: Path) -> None:
    """A case gives exactly the results that it lists; an invalid one lists its own rule first."""
    assert results(findings(file)) == expected(file)
    if file in INVALID:
        text = file.read_text(encoding="utf-8")
        rule = file.name.partition(".")[0]
        assert re.search(r"^# expect: ws:(\S+) ", text, flags=re.M)[1] == rule  # type: ignore[index]
        assert file.parent.name == home()[rule]


@cache
def home() -> dict[str, str]:
    """Shape, rule or constraint to the file that it is written in."""
    found: dict[str, str] = {}
    for file in shapes_readme.SHAPES.glob("*.ttl"):
        for shape in re.findall(r"^ws:([\w-]+) a sh:", file.read_text("utf-8"), flags=re.M):
            assert shape not in found
            found[shape] = file.stem
    return found


def test_every_shape_has_a_valid_case() -> None:
    names = {f"{home()[name(node)]}/{name(node)}.valid.ttl" for node in targeted()}
    assert names <= {f"{file.parent.name}/{file.name}" for file in VALID}


def kinds() -> Iterator[tuple[str, str]]:
    """Every constraint of every rule: the rule, and the component that its results name."""
    for rule in rules():
        if (rule, SH.select, None) in GRAPH:
            yield name(rule), "SPARQLConstraintComponent"
            continue
        for key in set(GRAPH.predicates(rule)) - ANNOTATIONS:
            # sh:qualifiedValueShape gives its results by the component of the number.
            if str(key).startswith(str(SH)) and key != SH.qualifiedValueShape:
                kind = name(key)
                yield name(rule), f"{kind[0].upper()}{kind[1:]}ConstraintComponent"
    for node in targeted():
        if (node, SH.closed, rdflib.Literal(True)) in GRAPH:
            yield name(node), "ClosedConstraintComponent"


def test_every_constraint_is_broken_by_a_case_of_its_own() -> None:
    """Take any constraint away and its results go: a case that expects them then fails."""
    own = {
        (name(finding.shape), name(finding.component))
        for file in INVALID
        for finding in findings(file)
        if name(finding.shape) == file.name.partition(".")[0]
    }
    assert sorted(set(kinds()) - own) == []
    assert sorted(own - set(kinds())) == []


def without(names: set[str]) -> Shapes:
    """The shapes in which some rules demand nothing, some shapes are open, some queries are gone.

    A rule keeps its path: a closed shape must still know the property.
    """
    gone = {WS[rule] for rule in names}
    kept = ANNOTATIONS | {RDF.type, SH.property, SH.targetClass}
    left = rdflib.Graph(bind_namespaces="none")
    for s, p, o in GRAPH:
        if not (s in gone and p not in kept) and not (p == SH.sparql and o in gone):
            left.add((s, p, o))
    return Shapes.parse([("shapes", left.serialize(format="nt"))], "strict")


@pytest.mark.slow
def test_without_a_rule_its_case_fails() -> None:
    """Rules are taken away in rounds, one of each file at a time, and really validated.

    Queries are taken away one by one; in the other rounds none is run, since that takes longest.
    """
    by_rule: dict[str, Path] = {}
    for file in INVALID:
        by_rule.setdefault(file.name.partition(".")[0], file)
    queries = set(map(name, constraints()))
    by_file: dict[str, list[str]] = {}
    for rule in sorted(set(by_rule) - queries):
        by_file.setdefault(home()[rule], []).append(rule)
    rounds = [{rule for rule in each if rule} | queries for each in zip_longest(*by_file.values())]
    for gone in [*rounds, *({query} for query in queries)]:
        left = without(gone)
        for rule in gone if gone < queries else gone - queries:
            now = results(validate(quads(by_rule[rule]), shapes=left).findings)
            before = expected(by_rule[rule])
            assert now == Counter({key: n for key, n in before.items() if key[0] not in gone})
            assert now != before, rule


@pytest.mark.judge
def test_second_engine() -> None:
    """rudof, an engine of its own in Rust, finds the same in every case."""
    pyrudof = pytest.importorskip("pyrudof")
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_shacl(GRAPH.serialize(format="turtle"))
    nothing = ("<s:s>", "<p:p>", "<o:o>")
    engine.read_data("{} {} {} .".format(*nothing), pyrudof.RDFFormat.NTriples)
    engine.remove_triples([nothing])
    # rudof reports the shape of a query, not the query; its message is that of one query only.
    queries = {str(GRAPH.value(node, SH.message)): name(node) for node in constraints()}
    assert len(queries) == len(constraints())
    for file in FILES:
        triples = [(str(q.subject), str(q.predicate), str(q.object)) for q in quads(file)]
        engine.add_triples(triples)
        found: Results = Counter()
        for entry in engine.validate_shacl():
            rule = queries.get(entry.message.strip('"'), name(entry.source_shape))
            found[rule, short(entry.focus_node)] += 1
        engine.remove_triples(triples)
        assert found == expected(file), file


# --- The bundled graph ---


def test_bundled_graph_conforms() -> None:
    text = resources.text("data/whim-syndrome.nq")
    report = validate(list(ox.parse(text, format=ox.RdfFormat.N_QUADS)))
    assert report.findings == ()
    assert report.unchecked == ()
    # All but the kinds of statement that its table does not have.
    absent = {WS.ClinicalCourse, WS.ClinicalModifier, WS.PopulationEstimate}
    assert {s for s, n in report.focus_nodes.items() if n == 0} == set(map(str, absent))


# --- How the shapes are written ---


def test_all_shapes_are_named() -> None:
    """No shape is a blank node, and each has a name and one message."""
    shapes = node_shapes() | property_shapes() | constraints()
    spoken_of = {
        part
        for link in (SH.property, SH.sparql, SH.node, SH["not"], SH.qualifiedValueShape)
        for part in GRAPH.objects(None, link)
    } | {
        part
        for link in (SH["or"], SH["and"], SH.xone)
        for parts in GRAPH.objects(None, link)
        for part in items(parts)
    }
    assert spoken_of <= shapes
    assert set(GRAPH.subjects(SH.path)) == property_shapes()
    for shape in shapes:
        assert is_iri(shape)
        assert str(shape).startswith(str(WS))
        assert len(list(GRAPH.objects(shape, SH.name))) == 1, shape
        assert len(list(GRAPH.objects(shape, SH.message))) == 1, shape
    for shape in targeted():
        assert len(list(GRAPH.objects(shape, SH.targetClass))) == 1
        assert (shape, SH.description, None) in GRAPH


def test_every_message_is_a_sentence_with_no_word_of_shacl() -> None:
    for rule in rules():
        message = str(GRAPH.value(rule, SH.message))
        assert re.fullmatch(r"[A-Z].{10,}\.", message), message
        assert not re.search(r"\bsh:|constraint|cardinality|violat|focus", message), message


def test_severities_stand_on_property_shapes_only() -> None:
    with_severity = dict(GRAPH.subject_objects(SH.severity))
    assert set(with_severity) <= property_shapes()
    assert set(with_severity.values()) == {SH.Warning}
    assert {name(rule) for rule in with_severity} == {"disease-inheritance", "snapshot-complete"}


def test_layers() -> None:
    """Rules are annotated, never whole shapes; both layers have rules."""
    strict = set(GRAPH.subjects(WS.layer, WS.strict))
    assert strict <= rules()
    assert set(GRAPH.objects(None, WS.layer)) == {WS.strict}
    assert len(strict) >= 20
    assert bundled("base").layer == "base"


def test_queries_stand_in_one_shape() -> None:
    assert set(GRAPH.objects(WS.Graph, SH.sparql)) == constraints()
    assert len(constraints()) <= 10
    for node in constraints():
        query = str(GRAPH.value(node, SH.select))
        assert query.strip().startswith("SELECT DISTINCT $this ?value")
        assert re.search(r"WHERE \{\s+\$this a dcat:Dataset \.", query)


def test_own_classes_are_closed() -> None:
    terms = {row["category"] for row in table("slots.tsv")} | {"biolink:NamedThing"}
    for shape in set(targeted()) - {WS.Graph}:
        target = GRAPH.value(shape, SH.targetClass)
        closed = (shape, SH.closed, rdflib.Literal(True)) in GRAPH
        assert closed == (str(target) not in {expand(term) for term in terms}), shape
        if closed:
            assert items(GRAPH.value(shape, SH.ignoredProperties)) == [RDF.type]


def test_one_shape_for_each_class() -> None:
    """So a shape whose target is lost leaves its class unchecked, and does not go unnoticed."""
    targets = Counter(GRAPH.objects(None, SH.targetClass))
    dataset = rdflib.URIRef(expand("dcat:Dataset"))
    assert {target for target, number in targets.items() if number > 1} == {dataset}


def test_base_iri_is_never_mentioned() -> None:
    for file in shapes_readme.SHAPES.glob("*.ttl"):
        for iri in re.findall(r"https://w3id\.org/whimkg/[^\s>\"]*", file.read_text("utf-8")):
            assert iri.startswith(("https://w3id.org/whimkg/vocab#", str(WS))), iri


def test_readme_is_current() -> None:
    written = shapes_readme.README.read_text(encoding="utf-8")
    assert written == shapes_readme.text(), "run python -m tests.shapes_readme"


# --- What the shapes agree with ---


def names_in(pattern: str, namespace: str) -> set[str]:
    """The local names that the query on nodes lists for a namespace."""
    found = re.search(re.escape(namespace.replace(".", "[.]")) + r"\(([\w|]+)\)", pattern)
    return {namespace + local for local in found[1].split("|")} if found else set()


@cache
def known(number: int) -> set[str]:
    """The properties (0) or classes (1) that the query on nodes knows."""
    query = str(GRAPH.value(WS["graph-nodes"], SH.select))
    pattern = re.findall(r'REGEX\(STR\(\?(?:path|class)\), "(.*?)"\)', query)[number]
    return set().union(*(names_in(pattern, namespace) for namespace in prefix_map().values()))


def alternatives(rule: str) -> set[str]:
    """The properties of which the path of a rule takes any."""
    path = GRAPH.value(WS[rule], SH.path)
    return {str(step) for step in items(GRAPH.value(path, SH.alternativePath))}


def test_known_properties_are_those_of_the_shapes() -> None:
    paths = {str(path) for path in GRAPH.objects(None, SH.path) if is_iri(path)}
    others = alternatives("term-stray") | alternatives("term-match")
    plain = {expand(row["predicate"]) for row in table("statements.tsv")}
    plain |= {expand("biolink:ameliorates_condition")}
    assert known(0) == paths | others | plain


def test_known_classes_are_the_targets() -> None:
    targets = {str(target) for target in GRAPH.objects(None, SH.targetClass)}
    assert known(1) == targets | {expand("void:Dataset")}


def test_stray_properties_are_all_that_terms_do_not_have() -> None:
    """On a term stands what its own rules name and statements; everything else is a stray."""
    for shape, rule in ((WS.PhenotypicFeature, "term-stray"), (WS.Disease, "disease-stray")):
        own = {str(p) for p in GRAPH.objects(shape, SH.property / SH.path) if is_iri(p)}
        own |= alternatives("term-match")
        own |= {expand(row["predicate"]) for row in table("statements.tsv")}
        own |= {expand("biolink:ameliorates_condition")}
        if shape == WS.Disease:
            own.add(expand("schema:differentialDiagnosis"))
        assert alternatives(rule) == known(0) - own


def test_vocabulary_is_known() -> None:
    vocabulary = rdflib.Graph().parse(data=resources.text("data/vocab.ttl"))
    own = {str(s) for k in (OWL.ObjectProperty, OWL.DatatypeProperty)
           for s in vocabulary.subjects(RDF.type, k)}  # fmt: skip
    assert own == {p for p in known(0) if p.startswith(prefix_map()["whimkg"])}
    statuses = vocabulary.subjects(RDF.type, rdflib.URIRef(expand("whimkg:ClaimStatus")))
    assert set(map(str, statuses)) == listed("association-status") == listed("evidence-status")


def test_statements_of_the_table_fit_the_shapes() -> None:
    """Predicate, ends and qualifiers of every kind of statement that the code makes are allowed."""
    categories = {row["slot"]: expand(row["category"]) for row in table("slots.tsv")}
    for row in table("statements.tsv"):
        target = rdflib.URIRef(expand(row["association"]))
        shape = GRAPH.value(None, SH.targetClass, target)
        rules = {GRAPH.value(r, SH.path): r for r in GRAPH.objects(shape, SH.property)}
        predicate = rules[rdflib.URIRef(expand("biolink:predicate"))]
        assert expand(row["predicate"]) in listed(name(predicate)), row["kind"]
        for end in ("subject", "object"):
            rule = rules[rdflib.URIRef(expand(f"biolink:{end}"))]
            classes = {str(c) for c in GRAPH.objects(rule, SH["class"])}
            for part in GRAPH.objects(rule, SH["or"]):
                for helper in items(part):
                    classes |= {str(c) for c in GRAPH.objects(helper, SH["class"])}
            if name(rule) == "course-object":
                local = name(expand(row["predicate"]))
                keys = {"ageOfOnset": "onset", "clinicalCourse": "course"}
                key = keys.get(local, "modifier")
                classes = {str(GRAPH.value(WS[f"ends-{key}-object"], SH["class"]))}
            assert categories[row[end]] in classes, row["kind"]
        for slot, _, value in (q.partition("=") for q in row["qualifiers"].split(";") if q):
            rule = rules[rdflib.URIRef(expand(f"biolink:{slot}"))]
            wanted = expand(value) if ":" in value else value
            assert value == "{disease}" or wanted in listed(name(rule)), row["kind"]


def test_kinds_of_hpo_terms() -> None:
    of_kind: dict[str, set[str]] = {}
    for row in table("hpo_kinds.tsv"):
        of_kind.setdefault(row["kind"], set()).add(expand(row["hp_id"]))
    assert listed("NoPhenotype") == set().union(*of_kind.values())
    for kind in ("inheritance", "onset", "course", "modifier"):
        assert listed(f"{kind}-term") == of_kind[kind]
    six = {expand(f"HP:004028{digit}") for digit in range(6)}
    assert listed("frequency-term") == six
    assert six < of_kind["frequency"]


def test_bands() -> None:
    rows = {expand(row["term"]): row for row in table("bands.tsv") if row["term"]}
    found = {}
    for helper in items(GRAPH.value(WS["phenotype-band"], SH["or"])):
        values = {
            name(GRAPH.value(rule, SH.path)): GRAPH.value(rule, SH.hasValue)
            for rule in GRAPH.objects(helper, SH.property)
        }
        bounds = (str(values["frequencyLow"]), str(values["frequencyHigh"]))
        found[str(next(v for k, v in values.items() if k.endswith("frequency_qualifier")))] = bounds
    excluded, none = expand("HP:0040285"), "None"
    assert set(found) == {*rows, excluded, none}
    assert all(found[term] == (row["low"], row["high"]) for term, row in rows.items())


def test_prefixes() -> None:
    """Terms are known by the prefixes of data/prefixes.json, as IRIs and as CURIEs.

    Not by those of our own instances: these stand below a base that the shapes never mention.
    """
    given = json.loads(resources.text("data/prefixes.json"))
    prefixes = {p: iri for p, iri in given.items() if "#" in iri or not iri.startswith(BASE)}
    assert set(given) - set(prefixes) == {"whimkg.disease", "whimkg.gene", "whimkg.phenotype"}
    known_iri = str(GRAPH.value(WS.KnownTerm, SH.pattern))
    known_curie = str(GRAPH.value(WS["term-xref"], SH.pattern))
    iris = "|".join(re.sub(r"[.?+]", lambda sign: f"[{sign[0]}]", iri) for iri in prefixes.values())
    assert known_iri == f"^({iris})[^ ]+$"
    assert known_curie == f"^({'|'.join(p.replace('.', '[.]') for p in prefixes)}):[^ /:][^ ]*$"


def test_sections() -> None:
    rows = table("sections.tsv")
    assert listed("section-known-kind") == {row["kind"] for row in rows}
    for source, rule in (("hpo-annotations", "from-hpo"), ("orphanet", "from-orphanet")):
        of_source = {row["kind"] for row in rows if row["source"] == f"infores:{source}"}
        assert listed(f"{rule}-kind") == of_source
        assert listed(f"{rule}-source") == {expand(f"infores:{source}")}
    others = {row["kind"] for row in rows if row["source"] != "infores:gard"}
    assert listed("OtherSource") == others
    assert listed("from-gard-source") == {expand("infores:gard")}

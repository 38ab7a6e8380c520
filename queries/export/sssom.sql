-- Mappings of SSSOM from the table `triple` (triples.sql): `header` has the slots of the set,
-- `mapping` the rows, in order, and `prefix` what stands before the colon in their CURIEs.

CREATE TABLE match AS SELECT unnest([
  'skos:exactMatch', 'skos:closeMatch', 'skos:broadMatch', 'skos:narrowMatch', 'skos:relatedMatch'
]) AS curie;

-- The terms of Mondo that the graph speaks of, so that obsolete ones stay out.
CREATE TABLE stated AS
SELECT
  subject.subject AS mapping, subject.object AS subject, predicate.object AS predicate,
  object.object AS object, justification.object AS justification
FROM triple AS subject
JOIN triple AS disease
  ON disease.subject = subject.object AND disease.predicate = 'rdf:type'
    AND disease.object = iri('biolink:Disease')
JOIN triple AS predicate
  ON predicate.subject = subject.subject AND predicate.predicate = 'sssom:predicate_id'
JOIN triple AS object
  ON object.subject = subject.subject AND object.predicate = 'sssom:object_id'
JOIN triple AS justification
  ON justification.subject = subject.subject
    AND justification.predicate = 'sssom:mapping_justification'
WHERE subject.predicate = 'sssom:subject_id' AND starts_with(subject.object, iri('MONDO:'));

-- A match counts where it stands in the graph as a triple too, and not where a source merely claims
-- it. A cross-reference is left out where a match says more. Mondo has GARD's identifiers as
-- cross-references only; where the graph takes one for a page's disease, it is an exact match here.
CREATE TABLE counted AS
WITH
matching AS (
  SELECT triple.subject, iri(triple.predicate::VARCHAR) AS predicate, triple.object
  FROM triple WHERE triple.predicate::VARCHAR IN (SELECT curie FROM match)
),
reference AS (
  SELECT stated.*, '2GARD:' || object[length(iri('GARD:')) + 1:] AS gard
  FROM stated
  WHERE predicate = iri('oboInOwl:hasDbXref') AND NOT EXISTS (
    FROM matching WHERE matching.subject = stated.subject AND matching.object = stated.object)
),
own AS (
  SELECT DISTINCT reference.mapping, reference.subject, reference.object
  FROM reference
  JOIN triple AS identifier
    ON identifier.subject = reference.subject AND identifier.object = reference.gard
      AND identifier.predicate = 'dcterms:identifier'
  JOIN triple AS other
    ON other.subject = reference.subject AND other.object = reference.gard
      AND other.predicate = 'oboInOwl:hasDbXref'
  WHERE starts_with(reference.object, iri('GARD:'))
)
SELECT stated.*, false AS taken
FROM stated JOIN matching USING (subject, predicate, object)
UNION ALL
SELECT
  mapping, subject,
  IF(own.mapping IS NULL, reference.predicate, iri('skos:exactMatch')), object,
  IF(own.mapping IS NULL, justification, iri('semapv:BackgroundKnowledgeBasedMatching')),
  own.mapping IS NOT NULL
FROM reference LEFT JOIN own USING (mapping, subject, object);

-- Of each mapping of a term of Mondo those that contradict it, either way.
CREATE TABLE conflict AS
WITH against AS (
  SELECT subject AS mapping, object AS other FROM triple WHERE predicate = 'whimkg:conflictsWith'
  UNION
  SELECT object, subject FROM triple WHERE predicate = 'whimkg:conflictsWith'
),
told AS (
  SELECT DISTINCT
    mapping, subject.object AS subject, predicate.object AS predicate, object.object AS object
  FROM against
  JOIN triple AS subject
    ON subject.subject = against.other AND subject.predicate = 'sssom:subject_id'
  JOIN triple AS predicate
    ON predicate.subject = against.other AND predicate.predicate = 'sssom:predicate_id'
  JOIN triple AS object
    ON object.subject = against.other AND object.predicate = 'sssom:object_id'
)
SELECT mapping, string_agg(
  concat_ws(' ', short(subject), short(predicate), short(object)), '|'
  ORDER BY subject, predicate, object) AS others
FROM told GROUP BY mapping;

CREATE TABLE mapping AS
SELECT DISTINCT
  counted.subject, counted.predicate, counted.object, counted.mapping,
  one_line(short(counted.subject)) AS subject_id,
  one_line(subject_label.object[2:]) AS subject_label,
  one_line(short(counted.predicate)) AS predicate_id,
  one_line(short(counted.object)) AS object_id,
  one_line(object_label.object[2:]) AS object_label,
  one_line(short(justification)) AS mapping_justification,
  one_line(IF(starts_with(source.object, '1https://github.com/'),
    'github:' || source.object[length('1https://github.com/') + 1:], short(source.object)))
    AS mapping_source,
  IF(taken, 'whimkg', '') AS mapping_tool,
  IF(taken, 'A cross-reference (oboInOwl:hasDbXref) in its source;'
    || ' the graph takes it for the disease of a page.', '') AS comment,
  one_line(conflict.others) AS conflicts_with
FROM counted
LEFT JOIN triple AS subject_label
  ON subject_label.subject = counted.mapping AND subject_label.predicate = 'sssom:subject_label'
LEFT JOIN triple AS object_label
  ON object_label.subject = counted.mapping AND object_label.predicate = 'sssom:object_label'
LEFT JOIN triple AS source
  ON source.subject = counted.mapping AND source.predicate = 'sssom:mapping_source'
LEFT JOIN conflict ON conflict.mapping = counted.mapping
ORDER BY ALL;

CREATE TABLE prefix AS
WITH word AS (
  SELECT unnest(string_split(replace(concat_ws(' ',
    subject_id, subject_label, predicate_id, object_id, object_label, mapping_justification,
    mapping_source, mapping_tool, comment, conflicts_with), '|', ' '), ' ')) AS word
  FROM mapping
)
SELECT DISTINCT regexp_extract(word,
  '^([A-Za-z][A-Za-z0-9_.]*):(?:[\w.~!$&''()*+,;=@?-]|%[0-9A-Fa-f]{2})'
  || '(?:[\w.~!$&''()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$', 1) AS name
FROM word;

-- Of one page the set is the graph of its identities; several pages make a set of their own, whose
-- licence is told only if they share it.
CREATE TABLE header AS
WITH dataset AS (
  SELECT
    count(DISTINCT disease.subject) AS number, min(part.object[2:]) AS graph,
    min(title.object[2:]) AS title, min(version.object[2:]) AS version,
    count(DISTINCT licence.object) AS licences, min(licence.object[2:]) AS terms
  FROM triple AS disease
  JOIN triple AS title ON title.subject = disease.subject AND title.predicate = 'dcterms:title'
  JOIN triple AS licence
    ON licence.subject = disease.subject AND licence.predicate = 'dcterms:license'
  JOIN triple AS version ON version.subject = disease.subject AND version.predicate = 'dcat:version'
  LEFT JOIN triple AS part
    ON part.subject = disease.subject AND part.predicate = 'dcterms:hasPart'
      AND ends_with(part.object, '/identities')
  WHERE disease.predicate = 'dcterms:subject'
)
SELECT
  unnest([
    'mapping_set_id', 'mapping_set_version', 'mapping_set_title', 'mapping_set_description',
    'license'
  ]) AS slot,
  unnest([
    IF(number = 1 AND graph IS NOT NULL, graph, 'https://w3id.org/whimkg/mappings/diseases'),
    version,
    IF(number = 1, title, 'What ' || number || ' GARD pages say'),
    'Identifiers of diseases in other databases; the subject is always Mondo''s. Exact matches are '
    || 'accepted by their source and stand in the graph as triples; conflicts_with names the mappings '
    || 'that contradict one.',
    IF(licences = 1, terms, 'https://w3id.org/sssom/license/unspecified')]) AS value
FROM dataset;

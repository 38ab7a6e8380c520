-- Nodes and edges of KGX from the table `triple` (triples.sql), as one row for each value of a slot:
-- `edge_row` and `node_row`, by the place of the edge or node in its table.
--
-- Beside it there are `slot` and `property` (data/kgx.tsv: the columns, and the properties of RDF
-- that fill them), `relation` (data/biolink_predicates.tsv), `own` (predicates of our own graphs) and
-- `older` (classes that the chosen release of the Biolink Model lacks, and what stands for them).

-- Biolink's own form of a UUID as an id, which is the only one that KGX's RDF knows.
-- The UUID of a triple: that which RFC 9562 makes, by SHA-1, of its text as an address.
CREATE MACRO triple_hash(subject, predicate, object) AS sha1(
  unhex('6ba7b8119dad11d180b400c04fd430c8')
  || encode(concat_ws(' ', subject[2:], predicate[2:], object[2:])));
CREATE MACRO triple_id(subject, predicate, object) AS '2urn:uuid:' || regexp_replace(
  triple_hash(subject, predicate, object), '^(.{8})(.{4}).(.{3})(.)(.{3})(.{12}).*$',
  '\1-\2-5\3-' || substring('89ab',
    1 + (position(triple_hash(subject, predicate, object)[17] IN '0123456789abcdef') - 1) % 4, 1)
  || '\5-\6');
CREATE MACRO edge_id(iri) AS
  IF(regexp_matches(iri, '[/:#][0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
    '2urn:uuid:' || iri[-36:], iri);

-- What a column cannot hold is none of its values: a number, a truth value.
CREATE MACRO fitting(type, key) AS CASE type
  WHEN 'boolean' THEN CASE
    WHEN key IN ('2true', '21') THEN '2true' WHEN key IN ('2false', '20') THEN '2false' END
  WHEN 'integer' THEN CASE WHEN regexp_full_match(key, '2[+-]?[0-9]+')
    AND TRY_CAST(key[2:] AS BIGINT) IS NOT NULL THEN key END
  WHEN 'float' THEN CASE WHEN isfinite(TRY_CAST(key[2:] AS DOUBLE)) THEN key END
  ELSE key END;
-- An association class or a kind of node, by rdf:type, or by biolink:category as KGX's RDF has it.
CREATE MACRO class_iri(predicate, key) AS CASE
  WHEN predicate NOT IN ('rdf:type', 'biolink:category') THEN NULL
  WHEN starts_with(key, iri('biolink:')) THEN key
  WHEN predicate = 'biolink:category' AND starts_with(key, '2biolink:')
    THEN iri('biolink:') || key[10:] END;

ALTER TABLE property ALTER predicate TYPE predicate;
ALTER TABLE relation ALTER curie TYPE predicate;

-- A statement is an association; one that lacks an end or a predicate is no edge.
CREATE TABLE statement AS
SELECT
  subject AS iri,
  min(object) FILTER (predicate = 'biolink:subject') AS subject,
  min(object) FILTER (predicate = 'biolink:predicate') AS predicate,
  min(object) FILTER (predicate = 'biolink:object') AS object,
  min(object) FILTER (predicate = 'biolink:primary_knowledge_source') AS source,
  bool_or(predicate = 'whimkg:evidence') AS own,
  coalesce(bool_or(predicate = 'biolink:negated' AND object IN ('2true', '21')), false) AS denied
FROM triple
GROUP BY ALL
HAVING bool_or(predicate IN ('biolink:subject', 'biolink:object', 'biolink:predicate'));

-- What associations state, by 64 bits of a hash, since whole terms would not fit into memory.
CREATE TABLE stated AS
SELECT hash(subject, predicate, object) AS id, bool_and(denied) AS denied
FROM statement GROUP BY id;

-- A triple of a predicate of the model is an edge that says no more of itself, unless associations
-- state it: then they are its edges. Where all of them deny it, it is here, and no edge.
CREATE TABLE plain AS
SELECT subject, predicate AS name, iri(predicate::VARCHAR) AS predicate, object
FROM triple
WHERE list_contains((SELECT list(curie) FROM relation), predicate)
  AND subject[1] = '1' AND object[1] = '1';

CREATE TABLE direct AS
SELECT plain.*, denied
FROM plain LEFT JOIN stated ON stated.id = hash(subject, predicate, object)
WHERE denied IS DISTINCT FROM false;

-- The edges, in the order of the tables: their `rowid` is their place there.
CREATE TABLE edge AS
FROM (
  SELECT
    iri, subject, object, source, coalesce(own, false) AS own,
    IF(starts_with(predicate, iri('biolink:')), predicate, iri('biolink:related_to')) AS predicate,
    predicate AS stated
  FROM statement
  WHERE subject IS NOT NULL AND predicate IS NOT NULL AND object IS NOT NULL
  UNION ALL
  SELECT triple_id(subject, predicate, object), subject, object, NULL, false, predicate, NULL
  FROM direct WHERE denied IS NULL
)
ORDER BY subject, predicate, object, iri;

CREATE TABLE said AS
SELECT edge.rowid AS place, triple.predicate, triple.object
FROM triple JOIN edge ON edge.iri = triple.subject;

CREATE TABLE evidence AS
SELECT said.place, said.object AS piece, triple.predicate, triple.object
FROM said JOIN triple ON triple.subject = said.object
WHERE said.predicate = 'whimkg:evidence' AND triple.predicate IN (
  'biolink:publications', 'whimkg:qualifiedBy', 'whimkg:alternativeTo');

-- What a statement says that no piece of its evidence says plainly.
CREATE TABLE hedge AS
WITH hedged AS (
  SELECT place, piece,
    IF(predicate = 'whimkg:alternativeTo', 'or ' || short(object), object[2:]) AS word
  FROM evidence WHERE predicate <> 'biolink:publications'
),
piece AS (
  SELECT place, count(DISTINCT object) AS number FROM said
  WHERE predicate = 'whimkg:evidence' AND place IN (SELECT place FROM hedged)
  GROUP BY place
)
SELECT place, string_agg(DISTINCT word, ', ' ORDER BY word) AS words
FROM hedged JOIN piece USING (place)
GROUP BY place, number
HAVING count(DISTINCT piece) = number;

CREATE TABLE span AS
SELECT DISTINCT said.place, triple.predicate, triple.object
FROM said JOIN triple ON triple.subject = said.object
WHERE said.predicate = 'prov:wasDerivedFrom'
  AND triple.predicate IN ('nif:referenceContext', 'nif:anchorOf');

-- The values of edges, by their place: each statement lets go of its memory before the next.
CREATE TABLE edge_term AS
SELECT rowid AS place, 'iri' AS slot, iri AS value FROM edge WHERE iri[1] <> '2'
UNION ALL
SELECT rowid, 'id', edge_id(iri) FROM edge
UNION ALL
-- Of a triple without an association; the last two are the model's own words for it.
SELECT rowid,
  unnest(['category', 'subject', 'predicate', 'object', 'knowledge_level', 'agent_type']),
  unnest([iri('biolink:Association'), subject, predicate, object, '2not_provided', '2not_provided'])
FROM edge WHERE iri[1] = '2'
UNION ALL
-- What our own statements do not say, since it is the same of all.
SELECT rowid, 'has_evidence', iri('ECO:0000304')
FROM edge WHERE own AND source = iri('infores:hpo-annotations')
UNION ALL
SELECT rowid, 'aggregator_knowledge_source', iri('infores:gard')
FROM edge WHERE own AND source <> iri('infores:gard');

INSERT INTO edge_term
SELECT place, 'category', class_iri(predicate, object) FROM said
WHERE class_iri(predicate, object) IS NOT NULL
UNION ALL
SELECT place, property.slot, fitting(property.type, object)
FROM said JOIN property ON property.kind = 'edges' AND said.predicate = property.predicate
WHERE property.slot NOT IN ('predicate', 'original_predicate', 'negated')
  AND fitting(property.type, object) IS NOT NULL
UNION ALL
-- As a text, and so whole: readers of KGX know the prefixes of the Biolink Model, not ours.
SELECT place, unnest(['predicate', 'original_predicate']),
  unnest([iri('biolink:related_to'), '2' || object[2:]])
FROM said WHERE predicate = 'biolink:predicate' AND NOT starts_with(object, iri('biolink:'))
UNION ALL
SELECT place, 'predicate', object FROM said
WHERE predicate = 'biolink:predicate' AND starts_with(object, iri('biolink:'))
UNION ALL
SELECT place, 'update_date', object FROM said WHERE predicate = 'whimkg:statedOn'
UNION ALL
-- What drawings have besides, in percent of people.
SELECT place, 'frequency_low', object FROM said WHERE predicate = 'whimkg:frequencyLow'
UNION ALL
SELECT place, 'frequency_high', object FROM said WHERE predicate = 'whimkg:frequencyHigh';

-- A statement that is not negated says nothing of it; one that is both has two values.
INSERT INTO edge_term
SELECT place, 'negated', IF(object IN ('2true', '21'), '2true', object) FROM said
WHERE predicate = 'biolink:negated' AND (object NOT IN ('2false', '20') OR place IN (
  SELECT place FROM said WHERE predicate = 'biolink:negated' AND object NOT IN ('2false', '20')));

INSERT INTO edge_term
SELECT place, 'original_predicate', said.object
FROM said JOIN edge ON edge.rowid = place AND edge.stated = edge.predicate
WHERE said.predicate = 'biolink:original_predicate';

INSERT INTO edge_term
SELECT edge.rowid, 'original_subject', triple.object
FROM edge JOIN triple ON triple.subject = edge.subject
WHERE triple.predicate = 'dcterms:identifier';

INSERT INTO edge_term
SELECT edge.rowid, 'original_object', triple.object
FROM edge JOIN triple ON triple.subject = edge.object
WHERE triple.predicate = 'dcterms:identifier';

-- A publication without an identifier stands as its address, or not at all.
INSERT INTO edge_term
SELECT place, 'publications', object FROM evidence
WHERE predicate = 'biolink:publications' AND NOT contains(object, '/reference/')
UNION ALL
SELECT place, 'publications', triple.object
FROM evidence JOIN triple ON triple.subject = evidence.object
WHERE evidence.predicate = 'biolink:publications' AND triple.predicate = 'schema:url';

INSERT INTO edge_term
SELECT span.place, 'publications', page.subject
FROM span
JOIN triple AS origin ON origin.subject = span.object AND origin.predicate = 'prov:wasDerivedFrom'
JOIN triple AS page ON page.subject = origin.object AND page.predicate = 'rdf:type'
WHERE span.predicate = 'nif:referenceContext' AND page.object = iri('schema:MedicalWebPage');

INSERT INTO edge_term
SELECT place, 'supporting_text', object FROM span WHERE predicate = 'nif:anchorOf';

-- How sure the page is, in a slot that every tool of the model knows: the claim status, and in
-- parentheses the words that qualify the claim and its alternatives.
INSERT INTO edge_term
SELECT place, 'description',
  '2' || regexp_extract(said.object, '[^#/]*$') || coalesce(' (' || hedge.words || ')', '')
FROM said LEFT JOIN hedge USING (place)
WHERE said.predicate = 'whimkg:claimStatus';

-- A node is a term that a statement names, a publication that has an identifier, or a trial whose
-- identifier is known. Pages are no nodes: they have no CURIE, and edges cite them. What else has a
-- class of the model is a node without edges, but for sources, which edges name, too, and for what
-- a page mentions.
CREATE TABLE node_term AS
WITH
alone AS (
  SELECT subject AS id FROM triple
  WHERE class_iri(predicate, object) <> iri('biolink:InformationContentEntity')
    AND subject[1] = '1'
  EXCEPT SELECT iri FROM statement
  EXCEPT SELECT subject FROM triple
  WHERE predicate IN ('whimkg:groundedBy', 'whimkg:referenceNumber')
    OR predicate = 'prov:wasDerivedFrom' AND contains(object, '#char=')
),
term AS (
  SELECT object AS id FROM triple
  WHERE object[1] <> '2' AND (
    predicate IN ('biolink:subject', 'biolink:object') OR predicate IN (
      SELECT property.predicate FROM property
      WHERE kind = 'edges' AND type = 'id' AND slot LIKE '%_qualifier'))
  UNION SELECT unnest([subject, object]) FROM direct WHERE denied IS NULL
  UNION SELECT id FROM alone
),
described AS (
  SELECT term.id, triple.predicate, triple.object
  FROM term JOIN triple ON triple.subject = term.id
),
publication AS (
  SELECT subject AS id FROM triple
  WHERE predicate = 'rdf:type' AND object = iri('biolink:Publication')
    AND NOT contains(subject, '/reference/')
),
trial AS (
  SELECT identifier.object AS id, label.object AS label
  FROM triple AS study
  JOIN triple AS mapping
    ON mapping.subject = study.subject AND mapping.predicate = 'whimkg:groundedBy'
  JOIN triple AS identifier
    ON identifier.subject = mapping.object AND identifier.predicate = 'sssom:object_id'
  JOIN triple AS label
    ON label.subject = mapping.object AND label.predicate = 'sssom:object_label'
  WHERE study.predicate = 'rdf:type' AND study.object = iri('biolink:ClinicalTrial')
),
class AS (
  SELECT id, short(class_iri(predicate, object)) AS class FROM described
  WHERE class_iri(predicate, object) IS NOT NULL
  UNION ALL SELECT id, 'biolink:Publication' FROM publication
  UNION ALL SELECT id, 'biolink:ClinicalTrial' FROM trial
)
SELECT id, 'id' AS slot, id AS value
FROM (SELECT id FROM term UNION SELECT id FROM publication UNION SELECT id FROM trial)
UNION ALL
-- What has no kind here, as a term that only another graph describes, is still an end.
SELECT id, 'category', '2' || coalesce(class, 'biolink:NamedThing')
FROM (SELECT id FROM term UNION SELECT id FROM class) LEFT JOIN class USING (id)
UNION ALL
-- The model asks of an attribute what kind it is: a term is its own.
SELECT id, 'has_attribute_type', id FROM class
WHERE class IN ('biolink:ClinicalCourse', 'biolink:ClinicalModifier', 'biolink:Onset')
UNION ALL
SELECT id, 'publication_type', '2dctypes:Text' FROM publication
UNION ALL
SELECT subject, 'current', '2' || object[2:] FROM triple
WHERE predicate = 'whimkg:currentLabel'
UNION ALL
SELECT id, unnest(['words', 'synonym']), '2' || object[2:]
FROM described JOIN property ON property.kind = 'nodes' AND described.predicate = property.predicate
WHERE property.slot = 'name'
UNION ALL
SELECT id, 'words', '2' || triple.object[2:]
FROM publication JOIN triple ON triple.subject = publication.id
WHERE predicate = 'dcterms:title'
UNION ALL
SELECT id, 'words', '2' || label[2:] FROM trial
UNION ALL
SELECT id, property.slot, fitting(property.type, object)
FROM described JOIN property ON property.kind = 'nodes' AND described.predicate = property.predicate
WHERE property.slot NOT IN ('category', 'name') AND fitting(property.type, object) IS NOT NULL;

-- The triples that have no place, by predicate, with how many they are and a subject. Beside our own
-- statements stands much that tables of nodes and edges are not meant to have.
CREATE TABLE left_out AS
WITH counted AS (
  FROM triple
  WHERE NOT (
    predicate::VARCHAR IN (FROM own) AND (SELECT coalesce(bool_or(own), false) FROM statement))
)
SELECT
  counted.predicate::VARCHAR AS predicate, count(*) AS number, min(counted.subject) AS example
FROM counted
LEFT JOIN edge ON edge.iri = counted.subject
LEFT JOIN (SELECT id FROM node_term WHERE slot = 'id') AS node ON node.id = counted.subject
LEFT JOIN statement ON statement.iri = counted.subject
WHERE NOT (statement.iri IS NOT NULL AND edge.iri IS NULL)  -- told of as a whole
  AND NOT (
    coalesce(edge.iri, node.id) IS NOT NULL
    AND class_iri(counted.predicate, counted.object) IS NOT NULL)
  AND NOT EXISTS (
    FROM property WHERE property.predicate = counted.predicate
      AND fitting(property.type, counted.object) IS NOT NULL
      AND (kind = 'edges' AND edge.iri IS NOT NULL OR kind = 'nodes' AND node.id IS NOT NULL))
  AND NOT (
    counted.predicate IN (SELECT curie FROM relation)
    AND counted.subject[1] = '1' AND counted.object[1] = '1' AND NOT EXISTS (
      FROM direct WHERE direct.subject = counted.subject AND direct.name = counted.predicate
        AND direct.object = counted.object AND direct.denied))
GROUP BY ALL;

-- What is not needed any more gives its memory back.
DROP TABLE triple;
DROP TABLE said;
DROP TABLE evidence;
DROP TABLE span;

-- Each term is shortened once, and not once for each row that has it.
CREATE TABLE word AS
SELECT value, short(value) AS word
FROM (SELECT value FROM edge_term UNION SELECT value FROM node_term);

CREATE TABLE edge_value AS
SELECT DISTINCT place, slot, coalesce(older.before, word) AS value
FROM edge_term JOIN word USING (value)
LEFT JOIN older ON slot = 'category' AND older.class = word
WHERE word <> '';

CREATE TABLE node_value AS
SELECT DISTINCT id AS node, slot, word AS value
FROM node_term JOIN word USING (value)
WHERE slot = 'id' OR word <> '';

-- The values by the place of their node or edge in the order of the tables.
CREATE TABLE edge_row AS FROM edge_value ORDER BY place;

CREATE TABLE node_order AS
SELECT DISTINCT node FROM node_value WHERE slot = 'id' ORDER BY node;

CREATE TABLE node_row AS
SELECT node_order.rowid AS place, slot, value
FROM node_value JOIN node_order USING (node) ORDER BY place;

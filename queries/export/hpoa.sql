-- The annotation file of HPO from the table `triple` (triples.sql): `head` has the lines above the
-- table, `annotation` the lines of the table.

-- What a statement on a term of HPO is of. What the vocabulary has no term for has no row: the format
-- wants one.
CREATE TABLE statement AS
SELECT predicate.subject AS iri, aspect.letter, disease.object AS disease, term.object AS term
FROM (VALUES
  ('biolink:has_phenotype', 'P'), ('biolink:has_mode_of_inheritance', 'I'),
  ('whimkg:ageOfOnset', 'C'), ('whimkg:clinicalCourse', 'C'), ('whimkg:clinicalModifier', 'M')
) AS aspect(predicate, letter)
JOIN triple AS predicate
  ON predicate.predicate = 'biolink:predicate' AND predicate.object = iri(aspect.predicate)
JOIN triple AS disease
  ON disease.subject = predicate.subject AND disease.predicate = 'biolink:subject'
JOIN triple AS term
  ON term.subject = predicate.subject AND term.predicate = 'biolink:object'
WHERE starts_with(term.object, iri('HP:'));

-- Of a place on a page: the frequency that a heading above a row tells, the days of its section.
CREATE TABLE heading AS
SELECT subject AS place, iri('HP:' || CASE
  WHEN starts_with(object, '2100%') THEN '0040280'
  WHEN starts_with(object, '280%-99%') THEN '0040281'
  WHEN starts_with(object, '230%-79%') THEN '0040282'
  WHEN starts_with(object, '25%-29%') THEN '0040283'
  WHEN starts_with(object, '21%-4%') THEN '0040284' END) AS band
FROM triple WHERE predicate = 'nif:anchorOf' AND band IS NOT NULL;

CREATE TABLE updated AS
SELECT DISTINCT section.subject AS place, day.object AS day
FROM triple AS section JOIN triple AS day ON day.subject = section.object
WHERE section.predicate = 'whimkg:section' AND day.predicate = 'whimkg:statedOn';

-- The page that a text is of; of several, the last.
CREATE TABLE page AS
SELECT origin.subject AS snapshot, max(page.subject[2:]) AS page
FROM triple AS origin
JOIN triple AS page ON page.subject = origin.object
WHERE origin.predicate = 'prov:wasDerivedFrom'
  AND page.predicate = 'rdf:type' AND page.object = iri('schema:MedicalWebPage')
GROUP BY origin.subject;

CREATE TABLE qualified AS
SELECT statement.*, frequency.object AS frequency, stated.object AS day,
  IF(negated.object[1] = '2' AND negated.object NOT IN ('2', '20', '2false'), 'NOT', '') AS qualifier
FROM statement
LEFT JOIN triple AS negated
  ON negated.subject = statement.iri AND negated.predicate = 'biolink:negated'
LEFT JOIN triple AS stated
  ON stated.subject = statement.iri AND stated.predicate = 'whimkg:statedOn'
LEFT JOIN triple AS frequency
  ON frequency.subject = statement.iri AND frequency.predicate = 'biolink:frequency_qualifier';

-- Frequencies that two pages, or two versions of one, give differently make two rows, each with the
-- page that has the statement below the heading of that frequency. The reference is that page, the
-- one of the latest day if there are several. The day is that of the section by which the statement
-- is dated.
CREATE TABLE grouped AS
WITH best AS (
  SELECT qualified.disease, qualified.term, letter, frequency, qualifier,
    snapshot.object AS snapshot, max(
      IF(heading.place IS NULL, 'any', 'own') || coalesce(updated.day[2:], '')) AS kind
  FROM qualified
  JOIN triple AS derived
    ON derived.subject = qualified.iri AND derived.predicate = 'prov:wasDerivedFrom'
  JOIN triple AS snapshot
    ON snapshot.subject = derived.object AND snapshot.predicate = 'nif:referenceContext'
  LEFT JOIN heading ON heading.place = derived.object AND heading.band = frequency
  LEFT JOIN updated ON updated.place = derived.object AND updated.day = qualified.day
  GROUP BY ALL
)
SELECT best.disease, term, letter, frequency, qualifier, max(kind || ' ' || page) AS latest
FROM best JOIN page USING (snapshot)
GROUP BY ALL;

CREATE TABLE named AS
SELECT subject AS disease, min(object[2:]) AS name FROM triple
WHERE predicate = 'rdfs:label' GROUP BY subject;

-- By which identifier in Orphanet, or else in OMIM, annotation files know a disease: an exact match,
-- or what the page itself prints. A disease with two in the same database has none here.
CREATE TABLE known AS
WITH
database AS (
  SELECT rank, prefix, iri(start) AS start
  FROM (VALUES (0, 'ORPHA:', 'Orphanet:'), (1, 'OMIM:', 'OMIM:')) AS given(rank, prefix, start)
),
same AS (
  SELECT disease.object AS disease, other.object AS other, 0 AS later
  FROM triple AS disease
  JOIN triple AS other
    ON other.subject = disease.object AND other.predicate = 'skos:exactMatch'
  WHERE disease.predicate = 'dcterms:subject'
  UNION
  SELECT disease.object, other.object, 2
  FROM triple AS source
  JOIN triple AS disease
    ON disease.subject = source.subject AND disease.predicate = 'sssom:subject_id'
  JOIN triple AS mapped
    ON mapped.subject = source.subject AND mapped.predicate = 'sssom:predicate_id'
      AND mapped.object = iri('oboInOwl:hasDbXref')
  JOIN triple AS other
    ON other.subject = source.subject AND other.predicate = 'sssom:object_id'
  JOIN triple AS about
    ON about.subject = source.object AND about.predicate = 'schema:about'
      AND about.object = disease.object
  WHERE source.predicate = 'sssom:mapping_source'
),
single AS (
  SELECT disease, rank + later AS rank, prefix || min(other[length(start) + 1:]) AS id
  FROM same JOIN database ON starts_with(other, start)
  GROUP BY disease, rank, later, prefix
  HAVING count(DISTINCT other) = 1
)
SELECT disease, arg_min(id, rank) AS id FROM single GROUP BY disease;

CREATE TABLE annotation AS
SELECT
  coalesce(known.id, short(disease)) AS database_id, name AS disease_name, qualifier,
  short(term) AS hpo_id,
  -- A semicolon would part two references.
  replace(substring(latest, position(' ' IN latest) + 1), ';', '%3B') AS reference,
  'TAS' AS evidence, '' AS onset, coalesce(short(frequency), '') AS frequency, '' AS sex,
  '' AS modifier, letter AS aspect,
  -- Who states it is GARD, on the day by which the page says that the section was last updated.
  IF(latest[4] = ' ', 'infores:gard', 'infores:gard[' || split_part(latest[4:], ' ', 1) || ']')
    AS biocuration
FROM grouped JOIN named USING (disease) LEFT JOIN known USING (disease);

-- Readers of the format take no version but a date or a word, so that it is the newest day by which a
-- page was updated; the version of the dataset stands in the description. The release of HPO is the
-- newest that the graph names.
CREATE TABLE head AS
WITH dataset AS (
  SELECT
    count(DISTINCT disease.subject) AS number, min(disease.subject[2:]) AS first,
    min(title.object[2:]) AS title, min(version.object[2:]) AS version
  FROM triple AS disease
  JOIN triple AS title ON title.subject = disease.subject AND title.predicate = 'dcterms:title'
  JOIN triple AS version ON version.subject = disease.subject AND version.predicate = 'dcat:version'
  WHERE disease.predicate = 'dcterms:subject'
),
day AS (SELECT max(object[2:]) AS latest FROM triple WHERE predicate = 'whimkg:statedOn'),
release AS (
  SELECT max(object[2:]) AS latest FROM triple
  WHERE predicate = 'schema:url'
    AND starts_with(object, '2http://purl.obolibrary.org/obo/hp/releases/')
)
SELECT unnest(['description', 'version', 'tracker', 'hpo-version']) AS key,
  unnest([
    '"' || IF(number = 1, title, 'What ' || number || ' GARD pages say')
    || ', version ' || version || '"',
    coalesce(day.latest, version),
    IF(number = 1, first, 'https://w3id.org/whimkg/'),
    release.latest]) AS value
FROM dataset, day, release;

-- What a comparison of two graphs keeps of each line of N-Quads, from a table of the column `line`.
--
-- Hashes stand for texts, which would not fit into memory for some gigabytes of lines. That two of
-- a thousand million lines have one hash of 64 bits does not happen.

CREATE MACRO line_index(lines) AS TABLE
SELECT
  hash(line) AS digest,
  hash(term[1]) AS node,
  -- What a node rests on: a statement on its evidence, and both on places of a page.
  CASE WHEN term[2] IN ('<https://w3id.org/whimkg/vocab#evidence>',
                        '<http://www.w3.org/ns/prov#wasDerivedFrom>')
    THEN hash(term[3]) END AS basis,
  CASE WHEN term[2] IN ('<https://w3id.org/biolink/vocab/subject>',
                        '<https://w3id.org/biolink/vocab/predicate>',
                        '<https://w3id.org/biolink/vocab/object>')
    THEN hash(split_part(term[1], '/', -1)) END AS statement,
  -- Whether it is as the engine writes it, but for literals.
  coalesce(starts_with(line, '<') AND suffix(line, ' .')
    AND NOT (contains(line, '\u') OR contains(line, '\U') OR contains(line, '><')
      OR contains(line, '>  ') OR contains(line, '>"') OR contains(line, '>' || chr(9))),
    false) AS plain
FROM (SELECT line, string_split(line, ' ') AS term FROM query_table(lines));

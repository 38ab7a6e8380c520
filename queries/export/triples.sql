-- What the other SQL here stands on: the table `triple`, of the quads that have one of the predicates
-- of `name` (IRI and CURIE), in whatever graph, each once. `quads` is gone
-- then, to give its memory back.
--
-- Beside `quads` and `name` there are the macros `curie`, which shortens an IRI where a prefix fits,
-- and `expanded`, which makes an IRI of a CURIE.

-- A term as a digit and a text, by which it sorts: 0 a blank node, 1 an IRI, 2 a literal.
CREATE MACRO unescaped(word) AS
  IF(contains(word, '\'), json_extract_string('"' || word || '"', '$'), word);
CREATE MACRO key(term) AS CASE term[1]
  WHEN '<' THEN '1' || substring(term, 2, length(term) - 2)
  WHEN '"' THEN '2' || unescaped(regexp_replace(substring(term, 2), '"[^"]*$', ''))
  ELSE '0' || term[3:] END;
-- Of such a key: a CURIE where a prefix fits, else the text.
CREATE MACRO short(key) AS IF(key[1] = '1', curie(substring(key, 2)), substring(key, 2));
CREATE MACRO iri(curie) AS '1' || expanded(curie);
-- A text on one line, without white space at its ends: what Python's str.split takes for such.
CREATE MACRO one_line(words) AS trim(regexp_replace(words,
  '[\t-\r\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+',
  ' ', 'g'));

-- Numbers in place of texts: predicates are compared more often than all else.
CREATE TYPE predicate AS ENUM (SELECT DISTINCT curie FROM name ORDER BY curie);

CREATE TABLE triple AS
SELECT DISTINCT key(subject) AS subject, name.curie::predicate AS predicate, key(object) AS object
FROM quads JOIN name ON name.iri = quads.predicate;
DROP TABLE quads;

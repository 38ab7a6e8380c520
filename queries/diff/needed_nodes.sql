-- Of `old_index` and `new_index` (see `line_index.sql`): the lines that one graph alone has, and
-- `needed`, the nodes whose lines a comparison needs. These are the nodes of such lines, all that
-- rests on them, and all that this rests on.

CREATE TABLE old_only AS FROM old_index ANTI JOIN new_index USING (digest);
CREATE TABLE new_only AS FROM new_index ANTI JOIN old_index USING (digest);
CREATE TABLE link AS
  SELECT DISTINCT node, basis FROM (FROM old_index UNION ALL FROM new_index)
  WHERE basis IS NOT NULL;
CREATE TABLE needed AS
WITH RECURSIVE
  changed AS (SELECT node FROM old_only UNION SELECT node FROM new_only),
  resting AS (
    SELECT node FROM (FROM old_only UNION ALL FROM new_only) WHERE basis IS NOT NULL
    UNION SELECT link.node FROM link JOIN changed ON link.basis = changed.node
    UNION SELECT link.node FROM link JOIN resting ON link.basis = resting.node),
  below AS (
    SELECT link.basis AS node FROM link JOIN resting USING (node)
    UNION SELECT link.basis FROM link JOIN below USING (node))
SELECT node FROM changed UNION SELECT node FROM resting UNION SELECT node FROM below;

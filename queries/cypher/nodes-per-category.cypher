// How many nodes has each category?
MATCH (n:`biolink:NamedThing`)
WHERE $graph IN n.whimkg_graphs AND n.category IS NOT NULL
UNWIND n.category AS category
RETURN category, count(*) AS nodes
ORDER BY category

// How many edges has each predicate?
MATCH (:`biolink:NamedThing`)-[e]->(:`biolink:NamedThing`)
WHERE e.whimkg_graph = $graph
RETURN e.predicate AS predicate, count(*) AS edges
ORDER BY predicate

// How many edges rest on each publication?
MATCH (:`biolink:NamedThing`)-[e]->(:`biolink:NamedThing`)
WHERE e.whimkg_graph = $graph AND e.publications IS NOT NULL
UNWIND e.publications AS publication
RETURN publication, count(*) AS edges
ORDER BY publication

-- How many edges rest on each publication?
SELECT publication, count(*) AS edges
FROM whimkg.edges, unnest(publications) AS each (publication)
WHERE whimkg_graph = $graph
GROUP BY publication
ORDER BY publication;

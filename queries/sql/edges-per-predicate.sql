-- How many edges has each predicate?
SELECT predicate, count(*) AS edges
FROM whimkg.edges
WHERE whimkg_graph = $graph
GROUP BY predicate
ORDER BY predicate;

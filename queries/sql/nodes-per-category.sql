-- How many nodes has each category?
SELECT category, count(*) AS nodes
FROM (SELECT unnest(category) AS category FROM whimkg.nodes WHERE list_contains(whimkg_graphs, $graph))
GROUP BY category
ORDER BY category;

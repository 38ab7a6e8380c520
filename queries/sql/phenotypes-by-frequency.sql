-- Which phenotypes has a disease, and how frequent are they?
SELECT e.subject, e.object, p.name AS phenotype, e.frequency_qualifier, f.name AS frequency,
  count(*) AS edges
FROM whimkg.edges AS e
JOIN whimkg.nodes AS p ON p.id = e.object
LEFT JOIN whimkg.nodes AS f ON f.id = e.frequency_qualifier
WHERE e.whimkg_graph = $graph AND e.predicate = 'biolink:has_phenotype'
GROUP BY ALL
ORDER BY e.subject, e.frequency_qualifier, e.object;

-- Whose knowledge are the edges, and how was it made?
SELECT primary_knowledge_source, knowledge_level, agent_type, count(*) AS edges
FROM whimkg.edges
WHERE whimkg_graph = $graph
GROUP BY ALL
ORDER BY ALL;

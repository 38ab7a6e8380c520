// Whose knowledge are the edges, and how was it made?
MATCH (:`biolink:NamedThing`)-[e]->(:`biolink:NamedThing`)
WHERE e.whimkg_graph = $graph
RETURN e.primary_knowledge_source AS primary_knowledge_source, e.knowledge_level AS knowledge_level,
  e.agent_type AS agent_type, count(*) AS edges
ORDER BY primary_knowledge_source, knowledge_level, agent_type

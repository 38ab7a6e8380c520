// Which phenotypes has a disease, and how frequent are they?
MATCH (d:`biolink:NamedThing`)-[e]->(p:`biolink:NamedThing`)
WHERE e.whimkg_graph = $graph AND e.predicate = 'biolink:has_phenotype'
OPTIONAL MATCH (f:`biolink:NamedThing` {id: e.frequency_qualifier})
RETURN d.id AS subject, p.id AS object, p.name AS phenotype,
  e.frequency_qualifier AS frequency_qualifier, f.name AS frequency, count(*) AS edges
ORDER BY subject, frequency_qualifier, object

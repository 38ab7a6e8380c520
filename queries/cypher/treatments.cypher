// What is a treatment for, and in which disease?
MATCH (t:`biolink:NamedThing`)-[e]->(o:`biolink:NamedThing`)
WHERE e.whimkg_graph = $graph
  AND 'biolink:ChemicalOrDrugOrTreatmentToDiseaseOrPhenotypicFeatureAssociation' IN e.category
OPTIONAL MATCH (d:`biolink:NamedThing` {id: e.disease_context_qualifier})
RETURN t.id AS subject, t.name AS treatment, e.predicate AS predicate, o.id AS object,
  o.name AS treated, e.disease_context_qualifier AS disease_context_qualifier, d.name AS disease,
  count(*) AS edges
ORDER BY subject, predicate, object

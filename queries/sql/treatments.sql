-- What is a treatment for, and in which disease?
SELECT e.subject, t.name AS treatment, e.predicate, e.object, o.name AS treated,
  e.disease_context_qualifier, d.name AS disease, count(*) AS edges
FROM whimkg.edges AS e
JOIN whimkg.nodes AS t ON t.id = e.subject
JOIN whimkg.nodes AS o ON o.id = e.object
LEFT JOIN whimkg.nodes AS d ON d.id = e.disease_context_qualifier
WHERE e.whimkg_graph = $graph AND list_contains(
  e.category, 'biolink:ChemicalOrDrugOrTreatmentToDiseaseOrPhenotypicFeatureAssociation')
GROUP BY ALL
ORDER BY ALL;

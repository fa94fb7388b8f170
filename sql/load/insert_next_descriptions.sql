-- Changed descriptions, as the repo's next version.
-- requires: temp.changed_description, temp.description_version, temp.licenses_in()
-- changes: store.description
INSERT INTO store.description BY NAME
SELECT changed_description.* EXCLUDE (is_new), licenses_in(changed_description.tags) AS license, description_version.version
FROM changed_description
JOIN description_version USING (repo)
WHERE description_version.changed;

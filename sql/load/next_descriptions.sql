-- A state of the descriptive fields that was not seen before becomes the repo's next version.
-- requires: temp.described, temp.licenses_in(), temp.versioned
-- changes: store.description
INSERT INTO store.description BY NAME
SELECT described.* EXCLUDE (fresh), licenses_in(described.tags) AS license, versioned.version
FROM described
JOIN versioned USING (repo)
WHERE versioned.changed;

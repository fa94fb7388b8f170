-- Names of the contenders.
-- requires: temp.contender, store.description
SELECT c.* EXCLUDE (version), d.id, d.base_relation
FROM contender c
JOIN (SELECT s.* FROM store.description s WHERE s.repo IN (SELECT x.repo FROM contender x)) d ON d.repo = c.repo AND d.version = c.version;

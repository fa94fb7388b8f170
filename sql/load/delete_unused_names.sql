-- Delete names of deleted repos and descriptions.
-- requires: temp.unused_description, store.description, store.name
-- changes: store.name
DELETE FROM store.name n
USING (
    SELECT o.key, o.repo FROM store.name o SEMI JOIN unused_description USING (repo)
    ANTI JOIN (SELECT d.repo, store.name_key(d.id) AS key FROM store.description d SEMI JOIN unused_description USING (repo)) name_in_use USING (key, repo)
) AS unused_name
WHERE n.repo = unused_name.repo AND n.key = unused_name.key;

-- The repos that last had a name, by kind; models first.
-- requires: store.repo, $name
SELECT f.kind, f.id, r.oid FROM store.find_repos($name) f JOIN store.repo r ON r.repo = f.repo ORDER BY f.kind DESC, f.id;

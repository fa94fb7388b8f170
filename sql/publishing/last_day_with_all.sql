-- First day from which to trace families again: the earliest of the repos' last days on boards.
-- requires: main.trends, $oids
SELECT min(date) FROM (SELECT max(date) AS date FROM trends WHERE list_contains($oids, oid) GROUP BY oid);

-- The archived days as compacted ones: each has one time of observation, of all repos.
-- requires: temp.archived_hour, temp.archived_version
-- changes: store.answer, store.compacted_day
INSERT INTO store.compacted_day BY NAME
SELECT getvariable('archive_kind') AS kind, day AS date, CAST(date_trunc('month', day) AS DATE) AS month FROM archived_hour ORDER BY day;
INSERT INTO store.answer BY NAME
SELECT getvariable('archive_kind') AS kind, h.day AS date, b.block, b.from_repo, b.to_repo, h.observed_at
FROM (SELECT store.block_of(repo) AS block, min(repo) AS from_repo, max(repo) AS to_repo FROM archived_version GROUP BY block) b
CROSS JOIN archived_hour h
ORDER BY b.block, h.day, b.from_repo;

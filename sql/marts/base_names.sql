-- Each wanted model's current name if renamed, else its first base. If several repos had the name, the current holder
-- counts.
-- requires: temp.wanted_name, store.description, store.name, store.repo
WITH name_holder AS (
    SELECT a.id, n.repo FROM wanted_name a JOIN store.name n ON n.key = store.name_key(a.id)
),
state AS (
    SELECT d.repo, d.version, d.id, d.base_models[1] AS base, d.version = r.last_version AS is_last
    FROM (SELECT x.* FROM store.description x WHERE x.kind = 'model' AND x.repo IN (SELECT b.repo FROM name_holder b)) d
    JOIN store.repo r ON r.repo = d.repo
),
named_repo AS (
    SELECT b.id, arg_max(b.repo, {now: s.is_last, repo: b.repo}) AS repo
    FROM name_holder b
    JOIN state s ON s.repo = b.repo AND s.id = b.id
    GROUP BY b.id
)
SELECT n.id, CASE WHEN s.id <> n.id THEN s.id ELSE s.base END
FROM named_repo n
JOIN state s ON s.repo = n.repo AND s.is_last;

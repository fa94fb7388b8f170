-- Repos whose names have no owner are left out.
FROM trends
SELECT split_part(id, '/', 1) AS owner, count(*) AS ranks, count(DISTINCT oid) AS repos, count(DISTINCT category) AS categories,
    min(rank) AS best_rank, arg_min(id, rank) AS best_repo
WHERE date = (SELECT max(date) FROM trends) AND board = 'attention' AND rank <= 100 AND contains(id, '/')
GROUP BY owner
ORDER BY ranks DESC, best_rank, owner
LIMIT 20;

-- en: Which owners hold most places in the top 100 of all categories?
-- ko: 전체 분야의 상위 100위에 가장 많은 자리를 차지한 계정은?
FROM trends
SELECT split_part(id, '/', 1) AS owner, count(*) AS places, count(DISTINCT oid) AS repos, count(DISTINCT category) AS categories,
    min(rank) AS best_rank, arg_min(id, rank) AS best_repo
WHERE date = (SELECT max(date) FROM trends) AND board = 'attention' AND rank <= 100
GROUP BY owner
ORDER BY places DESC, best_rank, owner
LIMIT 20;

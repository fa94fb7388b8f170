-- Top 3 per category. NULL: the Hub lists no library.
FROM trends t
JOIN models m USING (oid)
SELECT t.category, m.library_name AS library, count(*) AS models, round(100 * models / sum(models) OVER (PARTITION BY t.category), 1) AS percent,
    min(t.rank) AS best_rank
WHERE t.date = (SELECT max(date) FROM trends) AND t.board = 'attention' AND t.rank <= 100
GROUP BY t.category, library
QUALIFY row_number() OVER (PARTITION BY t.category ORDER BY models DESC, library NULLS LAST) <= 3
ORDER BY t.category, models DESC, library NULLS LAST
LIMIT 40;

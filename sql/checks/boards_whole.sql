-- Each board's ranks run from 1 without gaps, scores never rise, and no row is missing: boards in $boards_ranking_all
-- rank every repo with a score, others only those that gained.
-- requires: main.boards, main.trends, $boards_ranking_all, $date
WITH places AS (
    SELECT category, board, count(*) AS n, max(rank) AS last, count(DISTINCT rank) AS ranks, count(DISTINCT oid) AS repos,
        coalesce(bool_or(score > before), false) AS rises
    FROM (
        SELECT category, board, rank, oid, score, lag(score) OVER (PARTITION BY category, board ORDER BY rank) AS before
        FROM trends WHERE date = $date
    )
    GROUP BY category, board
)
SELECT coalesce(p.category, b.category) || ' ' || coalesce(p.board, b.board) AS subject,
    CASE WHEN b.board IS NULL THEN 'no board'
        WHEN b.status = 'withheld' OR b.ranked_repos = 0 OR (p.n IS NULL AND b.status = 'early' AND NOT list_contains($boards_ranking_all, b.board)) THEN 'no rows'
        WHEN list_contains($boards_ranking_all, b.board) THEN format('ranks 1 to {}, falling scores', least(b.ranked_repos, greatest(p.n, 100)))
        ELSE format('ranks 1 to at most {}, falling scores', b.ranked_repos) END AS expectation,
    CASE WHEN p.n IS NULL THEN 'no rows'
        ELSE format('{} rows, last rank {}', p.n, p.last) || CASE WHEN p.rises THEN ', scores rise' ELSE '' END
            || CASE WHEN p.repos < p.n THEN ', duplicate repos' ELSE '' END END AS actual,
    CASE WHEN b.board IS NULL THEN false
        WHEN p.n IS NULL THEN b.status = 'withheld' OR b.ranked_repos = 0 OR NOT list_contains($boards_ranking_all, b.board)
        ELSE p.last = p.n AND p.ranks = p.n AND p.repos = p.n AND NOT p.rises AND p.n <= b.ranked_repos
            AND (p.n = b.ranked_repos OR p.n >= 100 OR NOT list_contains($boards_ranking_all, b.board)) END AS passes
FROM places p
FULL JOIN (FROM boards WHERE date = $date) b ON b.category = p.category AND b.board = p.board
ORDER BY subject;

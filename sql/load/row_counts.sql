-- Repos of each kind, now and on the last good day with the same scope and lists (perhaps an earlier load of this day).
-- requires: temp.coverage, temp.merged_row, store.snapshot, $date, $scope
SELECT kind, coalesce(now.rows, 0) AS rows, before.rows AS before, before.date AS before_date
FROM (
    SELECT kind, arg_max(rows, date) AS rows, max(date) AS date
    FROM store.snapshot s
    LEFT JOIN coverage v USING (kind)
    WHERE scope = $scope AND source IS NULL AND status = 'ok' AND date <= $date AND (scope = 'hub' OR s.covered = v.covered)
    GROUP BY kind
) before
LEFT JOIN (SELECT kind, count(*) AS rows FROM merged_row GROUP BY kind) now USING (kind)
ORDER BY kind DESC;

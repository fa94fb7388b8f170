-- Repos of each kind, now and on the scope's last good day (perhaps an earlier load of this day). Other categories have
-- other repos, unless the scope is hub; NULL: an unknown catalogue.
-- requires: temp.merged_row, store.snapshot, $catalogue, $date, $scope
SELECT kind, coalesce(now.rows, 0) AS rows, before.rows AS before, before.date AS before_date
FROM (
    SELECT kind, arg_max(rows, date) AS rows, max(date) AS date
    FROM store.snapshot
    WHERE scope = $scope AND source IS NULL AND status = 'ok' AND date <= $date AND (scope = 'hub' OR catalogue IS NULL OR catalogue = $catalogue)
    GROUP BY kind
) before
LEFT JOIN (SELECT kind, count(*) AS rows FROM merged_row GROUP BY kind) now USING (kind)
ORDER BY kind DESC;

-- The days that an exported almanac observed itself.
-- requires: $snapshots
SELECT kind, date, scope, status FROM ($snapshots) WHERE source IS NULL ORDER BY date, kind

-- Publish a load: from now on, its parts and those of unfinished loads before it count.
INSERT INTO lake.almanac.load
SELECT $load, $day, CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP), (SELECT max(a.value) FROM hub.store.about a WHERE a.key = 'schema_version');

-- Descriptions that came with this day.
CREATE OR REPLACE TEMP VIEW unclassified AS
SELECT d.kind, d.repo, d.version, d.pipeline_tag, d.author, d.tags
FROM store.description d
WHERE d.repo > getvariable('newest')
UNION ALL
SELECT d.kind, d.repo, v.version, d.pipeline_tag, d.author, d.tags
FROM described d
JOIN versioned v USING (repo)
WHERE v.changed AND NOT d.fresh;

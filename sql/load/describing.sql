-- What fields are made into.
CREATE OR REPLACE TEMP MACRO author_in(author, id) AS
    coalesce(author, CASE WHEN contains(id, '/') THEN split_part(id, '/', 1) END);
-- what is no text is no tag
CREATE OR REPLACE TEMP MACRO tags_in(tags) AS
    CASE WHEN list_count(tags) < len(tags) THEN list_filter(tags, lambda tag: tag IS NOT NULL) ELSE tags END;
CREATE OR REPLACE TEMP MACRO time_in(moment) AS CASE WHEN isfinite(moment) THEN moment END;
CREATE OR REPLACE TEMP MACRO names_in(models) AS list_sort(list_transform(models, lambda model: model.id));
CREATE OR REPLACE TEMP MACRO licenses_in(tags) AS
    nullif(array_to_string(list_transform(list_filter(tags, lambda tag: starts_with(tag, 'license:')), lambda tag: tag[9:]), ','), '');

-- Repos that may have changed, and new ones whose description is to be merged from several rows; and new ones that came once.
CREATE OR REPLACE TEMP VIEW unsure AS SELECT * FROM placed WHERE version IS NULL OR (fresh AND seen > 1);
CREATE OR REPLACE TEMP VIEW clear AS SELECT * FROM placed WHERE fresh AND seen = 1;

-- Valid ranges of the Hub's values. A value out of range becomes NULL; a row with an invalid identity is set aside.
-- requires: $latest
-- creates: temp.author_in(), temp.count_in(), temp.is_name(), temp.is_oid(), temp.is_plain_name(), temp.is_private(), temp.licenses_in(),
--     temp.names_in(), temp.parameters_in(), temp.score_in(), temp.tags_in(), temp.text_in(), temp.time_in(), temp.utc_time_in(),
--     temp.why_unusable()

-- Downloads and likes: at most 10^15, so that a whole Hub's sum stays a number.
CREATE OR REPLACE TEMP MACRO count_in(number) AS CASE WHEN number BETWEEN 0 AND 1_000_000_000_000_000 THEN number END;
CREATE OR REPLACE TEMP MACRO score_in(number) AS CASE WHEN abs(number) <= 1_000_000_000 THEN number END;
CREATE OR REPLACE TEMP MACRO parameters_in(number) AS CASE WHEN number BETWEEN 0 AND 100_000_000_000_000 THEN number END;
-- The Hub began in 2016. Times have an offset (Z), those of utc_time_in are in UTC without one. A cast between both is many times slower.
CREATE OR REPLACE TEMP MACRO time_in(moment) AS
    CASE WHEN moment BETWEEN TIMESTAMPTZ '2016-01-01 00:00:00+00' AND CAST(getvariable('tomorrow') AS TIMESTAMPTZ) THEN make_timestamp(epoch_us(moment)) END;
CREATE OR REPLACE TEMP MACRO utc_time_in(moment) AS
    CASE WHEN moment BETWEEN TIMESTAMP '2016-01-01' AND CAST(getvariable('tomorrow') AS TIMESTAMP) THEN moment END;

-- Owner and name: at most 96 characters each; the Hub's longest list of tags has 2,074. Lists are sorted before they are
-- cut: their order in the response has no meaning.
CREATE OR REPLACE TEMP MACRO text_in(words) AS CASE WHEN length(words) <= 200 THEN words END;
CREATE OR REPLACE TEMP MACRO author_in(author, id) AS
    coalesce(text_in(author), CASE WHEN contains(id, '/') THEN split_part(id, '/', 1) END);
CREATE OR REPLACE TEMP MACRO tags_in(tags) AS
    CASE WHEN len(tags) > 5_000 OR list_count(tags) < len(tags) OR strlen(array_to_string(tags, '')) > 1_000
        THEN list_sort(list_filter(tags, lambda tag: length(tag) <= 1_000))[:5_000] ELSE tags END;
CREATE OR REPLACE TEMP MACRO names_in(models) AS
    list_sort(list_filter(list_transform(models, lambda model: model.id), lambda name: length(name) <= 200))[:100];
CREATE OR REPLACE TEMP MACRO licenses_in(tags) AS
    nullif(left(array_to_string(list_sort(list_distinct(list_transform(list_filter(tags, lambda tag: starts_with(tag, 'license:')), lambda tag: tag[9:]))), ','), 1_000), '');

-- Identity; `id` and `private` are JSON, except in is_plain_name. Lower case: an _id becomes a file name, and some file systems ignore case.
CREATE OR REPLACE TEMP MACRO is_oid(oid) AS regexp_full_match(oid, '[0-9a-f]{24}') AND NOT starts_with(oid, 'ffffffff'); -- see store.is_provisional
-- Most names are printable ASCII, which is tested four times as fast as other characters.
CREATE OR REPLACE TEMP MACRO is_plain_name(id) AS
    id <> '' AND length(id) <= 200 AND (regexp_full_match(id, '[ -~]*') OR NOT regexp_matches(id, '\p{Cc}'));
CREATE OR REPLACE TEMP MACRO is_name(id) AS
    starts_with(id, '"') AND id <> '""' AND CASE WHEN contains(id, '\')
        THEN is_plain_name(id ->> '$')
        ELSE length(id) <= 202 AND NOT regexp_matches(id, '\p{Cc}') END;
CREATE OR REPLACE TEMP MACRO why_unusable(oid, id) AS
    CASE WHEN coalesce(oid, '') = '' THEN 'no_oid'
        WHEN NOT is_oid(oid) THEN 'invalid_oid'
        WHEN coalesce(id, 'null') IN ('null', '""') THEN 'no_name'
        WHEN NOT is_name(id) THEN 'invalid_name' END;
-- Only what is plainly public is public.
CREATE OR REPLACE TEMP MACRO is_private(private) AS private IS NOT NULL AND private NOT IN ('false', 'null');

-- $latest: the crawl's last answer, UTC. Nothing was created over a day later.
SET VARIABLE tomorrow = CAST($latest AS TIMESTAMP) + INTERVAL 1 DAY;

-- One row per repo: the newest observation of the day. A field that the newest answer lacks keeps the value of an
-- earlier answer of the same day: what was seen is never nulled.
CREATE OR REPLACE TEMP TABLE day AS
WITH typed AS (
    SELECT kind, oid, seq, observed_at, id,
        coalesce(author, CASE WHEN contains(id, '/') THEN split_part(id, '/', 1) END) AS author,
        pipeline_tag, library_name,
        -- a list with odd members keeps the others; anything else than a list is unknown
        CASE WHEN json_valid(tags) AND json_type(tags) = 'ARRAY' THEN list_sort(list_distinct(list_filter(
            CAST(CAST(tags AS JSON) AS VARCHAR[]), lambda tag: tag IS NOT NULL))) END AS tags,
        gated, TRY_CAST(disabled AS BOOLEAN) AS disabled, TRY_CAST(private AS BOOLEAN) AS private,
        TRY_CAST(createdAt AS TIMESTAMP) AS created_at, TRY_CAST(lastModified AS TIMESTAMP) AS last_modified,
        TRY_CAST(downloads AS BIGINT) AS downloads, TRY_CAST(downloadsAllTime AS BIGINT) AS downloads_all_time,
        TRY_CAST(likes AS BIGINT) AS likes,
        CASE WHEN isfinite(TRY_CAST(trendingScore AS DOUBLE)) THEN TRY_CAST(trendingScore AS DOUBLE) END
            AS trending_score,
        CASE WHEN json_valid(baseModels) THEN json_extract_string(baseModels, '$.relation') END AS base_relation,
        CASE WHEN json_valid(baseModels) THEN list_sort(json_extract_string(baseModels, '$.models[*].id')) END
            AS base_models,
        CASE WHEN json_valid(safetensors) THEN TRY_CAST(json_extract_string(safetensors, '$.total') AS BIGINT) END
            AS parameters
    FROM staged
    WHERE _odd IS NULL AND coalesce(oid, '') <> '' AND coalesce(id, '') <> ''
),
newest AS (
    SELECT kind, oid, count(*) AS seen, arg_max(COLUMNS(* EXCLUDE (kind, oid, seq)), seq) FROM typed GROUP BY kind, oid
),
described AS (
    SELECT *,
        array_to_string(list_transform(list_filter(tags, lambda tag: starts_with(tag, 'license:')),
            lambda tag: tag[9:]), ',') AS licenses
    FROM newest
)
SELECT * EXCLUDE (licenses), nullif(licenses, '') AS license,
    hash(id, author, pipeline_tag, library_name, license, tags, gated, disabled, private, created_at, last_modified,
        base_relation, base_models, parameters) AS digest,
    CASE WHEN downloads IS NULL OR likes IS NULL THEN 'partial' ELSE 'observed' END AS status
FROM described;

-- What a row's fields are made into, for rows that came once and for rows merged from several.
CREATE OR REPLACE TEMP MACRO licenses_in(tags) AS
    nullif(array_to_string(list_transform(list_filter(tags, lambda tag: starts_with(tag, 'license:')), lambda tag: tag[9:]), ','), '');
-- The license is among the tags, so it needs no place in the digest.
CREATE OR REPLACE TEMP MACRO digest_of(id, author, pipeline_tag, library_name, tags, gated, disabled, private,
    created_at, last_modified, base_relation, base_models, parameters) AS
    hash(id, author, pipeline_tag, library_name, tags, gated, disabled, private, created_at, last_modified,
        base_relation, base_models, parameters);

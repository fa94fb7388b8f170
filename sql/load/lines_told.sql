-- What was kept of the rows for a second look.
-- requires: temp.author_in(), temp.names_in(), temp.parameters_in(), temp.staged, temp.tags_in(), temp.text_in(), temp.time_in()
-- creates: temp.line
CREATE OR REPLACE TEMP VIEW line AS
SELECT r.seq, r.oid, r.id, author_in(r.author, r.id) AS author, text_in(r.pipeline_tag) AS pipeline_tag, text_in(r.library_name) AS library_name,
    tags_in(r.tags) AS tags, text_in(r.gated) AS gated, r.disabled, r.private,
    time_in(r.createdAt) AS created_at, time_in(r.lastModified) AS last_modified, text_in(r.baseModels.relation) AS base_relation,
    names_in(r.baseModels.models) AS base_models, parameters_in(r.safetensors.total) AS parameters
FROM (
    SELECT s.seq, s.oid, unnest(json_transform(s.told, '{
        "id": "VARCHAR", "author": "VARCHAR", "createdAt": "TIMESTAMPTZ", "lastModified": "TIMESTAMPTZ", "pipeline_tag": "VARCHAR",
        "library_name": "VARCHAR", "tags": ["VARCHAR"], "gated": "VARCHAR", "disabled": "BOOLEAN", "private": "BOOLEAN",
        "baseModels": {"relation": "VARCHAR", "models": [{"id": "VARCHAR"}]}, "safetensors": {"total": "BIGINT"}
    }'))
    FROM staged s
    WHERE s.told IS NOT NULL AND s.named
) AS r;

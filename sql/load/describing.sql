-- What fields are made into, within their bounds (load/bounds).
-- requires: temp.placed, temp.text_in()
-- creates: temp.author_in(), temp.clear, temp.unsure
CREATE OR REPLACE TEMP MACRO author_in(author, id) AS
    coalesce(text_in(author), CASE WHEN contains(id, '/') THEN split_part(id, '/', 1) END);

-- Repos that may have changed, and new ones whose description is to be merged from several rows; and new ones that came once.
CREATE OR REPLACE TEMP VIEW unsure AS SELECT * FROM placed WHERE version IS NULL OR (fresh AND seen > 1);
CREATE OR REPLACE TEMP VIEW clear AS SELECT * FROM placed WHERE fresh AND seen = 1;

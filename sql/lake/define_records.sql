-- The lake's own records: who owns it, its loads, and the parts that each appended. Of two almanacs at the same time, one cannot commit them.
CREATE SCHEMA lake.almanac;
CREATE TABLE lake.almanac.owner AS SELECT max(a.value) AS almanac, CAST(0 AS BIGINT) AS load FROM hub.store.about a WHERE a.key = 'almanac';
CREATE TABLE lake.almanac.load (load BIGINT, day DATE, loaded_at TIMESTAMP, schema_version VARCHAR);
CREATE TABLE lake.almanac.part (load BIGINT, relation VARCHAR, part BIGINT, rows BIGINT, digest VARCHAR);
COMMENT ON TABLE lake.almanac.owner IS 'The almanac that may write to this lake, and its last load.';
COMMENT ON TABLE lake.almanac.load IS 'Published loads; day: the last day that hub.duckdb had.';
COMMENT ON TABLE lake.almanac.part IS 'What each load appended; a part with an empty digest is gone from hub.duckdb. Loads beyond the last published one are unfinished.';
CREATE VIEW lake.almanac.newest AS
SELECT p.relation, p.part, max(p.load) AS load FROM almanac.part p WHERE p.load <= (SELECT max(l.load) FROM almanac.load l) GROUP BY p.relation, p.part;

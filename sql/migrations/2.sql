-- Schema 1 to 2. Models and datasets share one numbering; descriptions lose their digest; rows get the order that
-- compresses best; category membership is stored; new tables for compacted months, cohorts, marks and events.
CREATE TEMP TABLE numbered AS
SELECT kind, repo AS was, oid, first_seen, last_seen, CAST(row_number() OVER (ORDER BY kind DESC, oid) AS INTEGER) AS repo
FROM store.repo;
CREATE TEMP TABLE fact_1 AS FROM store.fact;
CREATE TEMP TABLE description_1 AS FROM store.description;
DROP TABLE store.fact;
DROP TABLE store.description;
DROP TABLE store.repo;
DROP TABLE events;

CREATE TABLE store.repo (
    repo INTEGER, kind VARCHAR, oid VARCHAR, first_seen DATE, last_seen DATE, last_version USMALLINT, last_raw UBIGINT
);
INSERT INTO store.repo BY NAME
SELECT n.repo, n.kind, n.oid, n.first_seen, n.last_seen, f.version AS last_version, NULL AS last_raw
FROM numbered n
LEFT JOIN fact_1 f ON f.kind = n.kind AND f.repo = n.was AND f.date = n.last_seen
ORDER BY n.repo;

CREATE TABLE store.description (
    repo INTEGER, kind VARCHAR, version USMALLINT, id VARCHAR, author VARCHAR, pipeline_tag VARCHAR,
    library_name VARCHAR, license VARCHAR, tags VARCHAR[], gated VARCHAR, disabled BOOLEAN, private BOOLEAN,
    created_at TIMESTAMP, last_modified TIMESTAMP, base_relation VARCHAR, base_models VARCHAR[], parameters BIGINT
);
INSERT INTO store.description BY NAME
SELECT n.repo, d.* EXCLUDE (repo, digest)
FROM description_1 d
JOIN numbered n ON n.kind = d.kind AND n.was = d.repo
ORDER BY n.repo, d.version;

CREATE TABLE store.name (key UBIGINT, repo INTEGER);
INSERT INTO store.name BY NAME SELECT DISTINCT md5_number_lower(id) AS key, repo FROM store.description ORDER BY key, repo;

CREATE TABLE store.member (category VARCHAR, repo INTEGER, version USMALLINT);
INSERT INTO store.member BY NAME
SELECT c.slug AS category, d.repo, d.version
FROM store.description d
JOIN store.category c ON c.kind = d.kind
    AND (c.pipeline_tag IS NULL OR d.pipeline_tag = c.pipeline_tag)
    AND (c.author IS NULL OR lower(d.author) = lower(c.author))
    AND (len(c.filters) = 0 OR list_has_all(d.tags, c.filters));

CREATE TABLE store.daily (
    kind VARCHAR, date DATE, repo INTEGER, version USMALLINT, observed_at TIMESTAMP, downloads BIGINT,
    downloads_all_time BIGINT, likes BIGINT, trending_score DOUBLE
);
INSERT INTO store.daily BY NAME
SELECT n.repo, f.* EXCLUDE (repo, status)
FROM fact_1 f
JOIN numbered n ON n.kind = f.kind AND n.was = f.repo
ORDER BY f.date, n.repo >> 18, n.kind DESC, CAST(log2(coalesce(f.downloads_all_time, f.downloads, 0) + 1) AS UTINYINT), n.repo;

CREATE TABLE store.spell (
    kind VARCHAR, month DATE, repo INTEGER, first_day UTINYINT, last_day UTINYINT, version USMALLINT, downloads BIGINT,
    downloads_all_time BIGINT, likes BIGINT, trending_score DOUBLE
);
CREATE TABLE store.folded (kind VARCHAR, date DATE, month DATE);
CREATE TABLE store.answer (kind VARCHAR, date DATE, block INTEGER, from_repo INTEGER, to_repo INTEGER, observed_at TIMESTAMP);
CREATE TABLE store.cohort (
    date DATE, kind VARCHAR, cohort SMALLINT, since DATE, repos BIGINT, moved BIGINT, usual DOUBLE, frozen BOOLEAN
);
CREATE TABLE store.vanished (
    repo INTEGER, kind VARCHAR, date DATE, version USMALLINT, downloads BIGINT, downloads_all_time BIGINT, likes BIGINT,
    trending_score DOUBLE
);
CREATE TABLE store.mark (date DATE, repo INTEGER, status VARCHAR);
CREATE TABLE store.event (date DATE, repo INTEGER, event VARCHAR, old VARCHAR, new VARCHAR);
DROP TABLE numbered;
DROP TABLE fact_1;
DROP TABLE description_1;
ALTER TABLE featured ADD COLUMN interpolated VARCHAR;
ALTER TABLE featured ADD COLUMN unknown VARCHAR;
ALTER TABLE store.snapshot ADD COLUMN sequence INTEGER;
ALTER TABLE store.snapshot ADD COLUMN catalogue VARCHAR;
UPDATE store.snapshot s SET sequence = (SELECT count(DISTINCT x.date) FROM store.snapshot x WHERE x.date <= s.date);
ALTER TABLE trends ADD COLUMN expected_7d DOUBLE;
ALTER TABLE trends ADD COLUMN q DOUBLE;
ALTER TABLE trends ADD COLUMN downloads_gained BIGINT;
ALTER TABLE trends ADD COLUMN downloads_days DOUBLE;
ALTER TABLE trends ADD COLUMN burst DOUBLE;
ALTER TABLE trends ADD COLUMN relation VARCHAR;
CREATE TABLE boards (
    date DATE, category VARCHAR, board VARCHAR, status VARCHAR, note VARCHAR, ranked BIGINT, breakouts INTEGER
);
CREATE TABLE families (oid VARCHAR, id VARCHAR, relation VARCHAR, base VARCHAR, root VARCHAR);
CREATE TABLE store.lineup (date DATE, category VARCHAR, kind VARCHAR, board VARCHAR, place INTEGER, repo INTEGER);
-- it was always empty
DROP TABLE scorecard;
CREATE TABLE scorecard (
    date DATE, category VARCHAR, board VARCHAR, target VARCHAR, metric VARCHAR, horizon_days INTEGER, value DOUBLE, low DOUBLE, high DOUBLE
);
CREATE TABLE movers (
    date DATE, move VARCHAR, category VARCHAR, board VARCHAR, oid VARCHAR, id VARCHAR, rank INTEGER, rank_1d INTEGER, score DOUBLE,
    likes BIGINT, likes_1d BIGINT, likes_7d DOUBLE, expected_7d DOUBLE, q DOUBLE, downloads_gained BIGINT, record_before BIGINT,
    days_compared BIGINT, old VARCHAR, new VARCHAR
);
ALTER TABLE featured ADD COLUMN percentile DOUBLE;
ALTER TABLE featured ADD COLUMN share_likes DOUBLE;
ALTER TABLE featured ADD COLUMN rank_trending INTEGER;
ALTER TABLE featured ADD COLUMN share_trending DOUBLE;
ALTER TABLE featured ADD COLUMN days_since_release DOUBLE;
ALTER TABLE featured ADD COLUMN finetunes INTEGER;
ALTER TABLE featured ADD COLUMN quantized INTEGER;
ALTER TABLE featured ADD COLUMN adapters INTEGER;
ALTER TABLE featured ADD COLUMN merges INTEGER;

-- Schema 3 to 4. Notes and reasons for unknown changes become codes with figures; unrecognized sentences become the
-- text of code earlier_release. DuckDB cannot commit a table altered after an update: all changes of columns come
-- first.
CREATE OR REPLACE TEMP TABLE sentence_of_board AS SELECT b.date, b.category, b.board, b.note FROM boards b WHERE b.note IS NOT NULL;
CREATE OR REPLACE TEMP TABLE sentence_of_featured AS SELECT f.date, f.category, f.id, f.note, f.interpolated, f.unknown FROM featured f;
-- Sums fit into 64 bits; key columns are never NULL (3.sql may have updated trends and movers in this transaction).
ALTER TABLE category_daily ALTER COLUMN downloads TYPE BIGINT USING TRY_CAST(downloads AS BIGINT);
ALTER TABLE category_daily ALTER COLUMN likes TYPE BIGINT USING TRY_CAST(likes AS BIGINT);
ALTER TABLE boards ALTER COLUMN date SET NOT NULL;
ALTER TABLE boards ALTER COLUMN category SET NOT NULL;
ALTER TABLE boards ALTER COLUMN board SET NOT NULL;
ALTER TABLE boards ALTER COLUMN status SET NOT NULL;
ALTER TABLE families ALTER COLUMN oid SET NOT NULL;
ALTER TABLE featured ALTER COLUMN date SET NOT NULL;
ALTER TABLE featured ALTER COLUMN category SET NOT NULL;
ALTER TABLE featured ALTER COLUMN id SET NOT NULL;
ALTER TABLE featured ALTER COLUMN availability SET NOT NULL;
ALTER TABLE category_daily ALTER COLUMN date SET NOT NULL;
ALTER TABLE category_daily ALTER COLUMN category SET NOT NULL;
ALTER TABLE category_daily ALTER COLUMN repos SET NOT NULL;
ALTER TABLE category_daily ALTER COLUMN coverage SET NOT NULL;
ALTER TABLE scorecard ALTER COLUMN date SET NOT NULL;
ALTER TABLE scorecard ALTER COLUMN category SET NOT NULL;
ALTER TABLE scorecard ALTER COLUMN board SET NOT NULL;
ALTER TABLE scorecard ALTER COLUMN target SET NOT NULL;
ALTER TABLE scorecard ALTER COLUMN metric SET NOT NULL;
ALTER TABLE scorecard ALTER COLUMN horizon_days SET NOT NULL;

ALTER TABLE boards DROP COLUMN note;
ALTER TABLE boards ADD COLUMN notes STRUCT(code VARCHAR, parameters VARCHAR)[];
ALTER TABLE featured DROP COLUMN note;
ALTER TABLE featured DROP COLUMN interpolated;
ALTER TABLE featured DROP COLUMN unknown;
ALTER TABLE featured ADD COLUMN notes STRUCT(code VARCHAR, parameters VARCHAR)[];
ALTER TABLE featured ADD COLUMN interpolated_days INTEGER[];
ALTER TABLE featured ADD COLUMN unknown_changes STRUCT(code VARCHAR, parameters VARCHAR)[];
ALTER TABLE store.category ADD COLUMN note_ko VARCHAR;

-- merge two-part sentences: semicolons separate notes
CREATE OR REPLACE TEMP MACRO shortened(note) AS regexp_replace(regexp_replace(regexp_replace(regexp_replace(note,
    'wants (\d+) days on which counters of all downloads grew, within a week; (\d+) of its days were observed', 'few_growth_days \1 \2'),
    'likes of a day and of 7 days were observed of (\d+) of its (\d+) places; see basis for what the others rest on', 'few_whole_weeks \1 \2'),
    'wants likes of a week and of (\d+) days before it; the first snapshot is (\d+) days old', 'young_history \1 \2'),
    ', and the counters of (\d+)% of the repos stood still on this one', '; the download counters of \1% of the repos stood still');
CREATE OR REPLACE TEMP MACRO whole(part, n) AS CAST(regexp_extract(part, '(\d+)\D+(\d+)', n) AS INTEGER);
UPDATE boards SET notes = converted.notes FROM (
    SELECT s.date, s.category, s.board, list_transform(string_split(shortened(s.note), '; '), lambda part: {
        code: CASE WHEN part = 'every list was cut short by --limit' THEN 'cut_short'
            WHEN part = 'only the first of each list were observed, not the whole category' THEN 'leaders_only'
            WHEN part LIKE 'the day before was not observed: the last snapshot is of %' THEN 'day_before_missing'
            WHEN part = 'the answers had no likes' THEN 'no_likes' WHEN part = 'the answers had no trending scores' THEN 'no_scores'
            WHEN regexp_full_match(part, '(few_growth_days|few_whole_weeks|young_history) \d+ \d+') THEN regexp_extract(part, '^\w+')
            WHEN regexp_full_match(part, 'the download counters of \d+% of the repos stood still.*') THEN 'downloads_frozen'
            WHEN regexp_full_match(part, 'rests on \d+ snapshots, not on the \d+ of a whole week') THEN 'few_snapshots'
            ELSE 'earlier_release' END,
        parameters: CAST(CASE
            WHEN part IN ('every list was cut short by --limit', 'only the first of each list were observed, not the whole category',
                'the answers had no likes', 'the answers had no trending scores') THEN json_object()
            WHEN part LIKE 'the day before was not observed: the last snapshot is of %' THEN json_object('last', right(part, 10))
            WHEN part LIKE 'few_growth_days %' THEN json_object('needed', whole(part, 1), 'observed', whole(part, 2))
            WHEN part LIKE 'few_whole_weeks %' THEN json_object('whole', whole(part, 1), 'kept', whole(part, 2))
            WHEN part LIKE 'young_history %' THEN json_object('needed', whole(part, 1), 'days', whole(part, 2))
            WHEN regexp_full_match(part, 'the download counters of \d+% of the repos stood still.*')
                THEN json_object('share', CAST(regexp_extract(part, '(\d+)%', 1) AS INTEGER) / 100)
            WHEN regexp_full_match(part, 'rests on \d+ snapshots, not on the \d+ of a whole week')
                THEN json_object('snapshots', whole(part, 1), 'needed', whole(part, 2))
            ELSE json_object('text', part) END AS VARCHAR)
    }) AS notes
    FROM sentence_of_board s
) AS converted
WHERE boards.date = converted.date AND boards.category = converted.category AND boards.board = converted.board;
UPDATE featured SET notes = converted.notes, interpolated_days = converted.days, unknown_changes = converted.changes FROM (
    SELECT s.date, s.category, s.id,
        CASE WHEN s.note IS NOT NULL THEN [CASE
            WHEN s.note LIKE 'the name now belongs to another repo (%' THEN {code: 'name_reused', parameters: CAST(json_object('oid', regexp_extract(s.note, '\((.*)\)$', 1)) AS VARCHAR)}
            WHEN s.note LIKE 'its old name now belongs to another repo (%' THEN {code: 'old_name_reused', parameters: CAST(json_object('oid', regexp_extract(s.note, '\((.*)\)$', 1)) AS VARCHAR)}
            ELSE {code: 'earlier_release', parameters: CAST(json_object('text', s.note) AS VARCHAR)} END] END AS notes,
        CASE WHEN s.interpolated IS NOT NULL
            THEN list_transform(string_split(s.interpolated, ', '), lambda part: CAST(rtrim(part, 'd') AS INTEGER)) END AS days,
        CASE WHEN s.unknown IS NOT NULL THEN list_sort(list_transform(string_split(s.unknown, '; '), lambda part: {
            code: CASE WHEN part LIKE '% of %d: the counter was corrected in between' THEN 'corrected'
                WHEN part LIKE '% of %d: not counted anew on this day' THEN 'not_refreshed'
                WHEN part LIKE '% of %d: not observed then' THEN 'not_observed' ELSE 'earlier_release' END,
            parameters: CAST(CASE WHEN regexp_full_match(part, '(likes|downloads) of \d+d: (the counter was corrected in between|not counted anew on this day|not observed then)')
                THEN json_object('counter', regexp_extract(part, '^(\w+)', 1), 'days', CAST(regexp_extract(part, 'of (\d+)d', 1) AS INTEGER))
                ELSE json_object('text', part) END AS VARCHAR)
        })) END AS changes
    FROM sentence_of_featured s
) AS converted
WHERE featured.date = converted.date AND featured.category = converted.category AND featured.id = converted.id;
UPDATE trends SET basis = '7d_against_weeks' WHERE basis = '7d against the weeks before';
DROP TABLE temp.sentence_of_board;
DROP TABLE temp.sentence_of_featured;
DROP MACRO temp.shortened;
DROP MACRO temp.whole;

-- Reject reasons become codes.
UPDATE store.reject SET reason = CASE reason WHEN 'not JSON' THEN 'not_json' WHEN 'not an object' THEN 'not_an_object' WHEN 'no _id' THEN 'no_oid'
    WHEN '_id is not 24 lower-case hexadecimal digits' THEN 'invalid_oid' WHEN 'no id' THEN 'no_name' WHEN 'id is not a name' THEN 'invalid_name'
    ELSE reason END;

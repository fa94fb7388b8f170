-- Names as people write them: repos, categories, boards. The macros of readers and the commands share these rules.
CREATE OR REPLACE MACRO store.name_key(text) AS md5_number_lower(lower(text));
COMMENT ON MACRO store.name_key IS 'Key of a repo''s name in store.name, the same in any case.';

-- Longer texts are no names; bounded before they are compared.
CREATE OR REPLACE MACRO store.short_text(text) AS left(CAST(text AS VARCHAR), 1000);
COMMENT ON MACRO store.short_text IS 'The beginning of a text, as much as a name or address can have.';

-- $repo_pattern: pipeline/repo_names.py
CREATE OR REPLACE MACRO store.read_repo_name(text) AS TABLE
SELECT coalesce(nullif(p.parts.full_name, ''), nullif(p.parts.bare_name, ''), p.written) AS id,
    coalesce(($kinds_by_plural)[lower(p.parts.plural)], CASE WHEN p.parts.address <> '' THEN $plain_kind END) AS kind
FROM (SELECT w.written, regexp_extract(w.written, $repo_pattern, $repo_groups) AS parts FROM (SELECT store.short_text(text) AS written) w) p;
COMMENT ON MACRO TABLE store.read_repo_name IS 'The name of a repo in a text such as owner/name or https://huggingface.co/owner/name (else the text), and the kind that an address names.';

-- pipeline/text.py: normalize_word
CREATE OR REPLACE MACRO store.word_key(text) AS regexp_replace(lower(nfc_normalize(store.short_text(text))), '[\s_.,:;?!''"`“”‘’()·–-]+', '', 'g');
COMMENT ON MACRO store.word_key IS 'A text without case, spaces and punctuation, to compare names.';

CREATE OR REPLACE MACRO store.find_board(text) AS ($board_spellings)[store.word_key(text)];
COMMENT ON MACRO store.find_board IS 'The board with a name, in any language and case or shortened; NULL for an unknown one.';

CREATE OR REPLACE MACRO store.find_view(text) AS ($view_spellings)[store.word_key(text)];
COMMENT ON MACRO store.find_view IS 'The view of a board with a name; NULL for an unknown one.';

CREATE OR REPLACE MACRO store.find_counter(text) AS ($counter_spellings)[store.word_key(text)];
COMMENT ON MACRO store.find_counter IS 'The counter with a name; NULL for an unknown one.';

CREATE OR REPLACE MACRO store.require_choice(choice, text, noun, choices, signature) AS
CASE WHEN choice IS NOT NULL THEN choice
    ELSE error('Unknown ' || noun || ' ' || coalesce('''' || left(store.short_text(text), 200) || '''', 'NULL') || '; choose ' || choices || '. Arguments in order: ' || signature || '.') END;
COMMENT ON MACRO store.require_choice IS 'The choice, or an error with the known ones if it is NULL.';

CREATE OR REPLACE MACRO store.require_board(board) AS store.require_choice(store.find_board(board), board, 'board', $board_names, 'top(category, board, n, view, day)');
COMMENT ON MACRO store.require_board IS 'The board with a name, or an error with the known ones.';

CREATE OR REPLACE MACRO store.number(text) AS CASE WHEN TRY_CAST(store.short_text(text) AS DOUBLE) % 1 = 0 THEN TRY_CAST(store.short_text(text) AS BIGINT) END;
COMMENT ON MACRO store.number IS 'The whole number in a text; NULL for another text.';

CREATE OR REPLACE MACRO store.require_number(text, name, least, most, signature) AS
CASE WHEN store.number(text) BETWEEN least AND most THEN store.number(text)
    ELSE error(name || ' is a whole number from ' || least || ' to ' || most || ', not ' || coalesce('''' || left(store.short_text(text), 200) || '''', 'NULL')
        || '. Arguments in order: ' || signature || '.') END;
COMMENT ON MACRO store.require_number IS 'The whole number in a text, or an error that says which ones are meant and how to write the arguments.';

-- Selectors name values: pipeline_tag=translation, filter=modality:text. The Hub's pages name the same in other words.
CREATE OR REPLACE MACRO store.selected_values(address) AS
list_transform(
    list_filter(regexp_extract_all(url_decode(address), '[?&][A-Za-z_]+=[^&#\s]+'), lambda pair: NOT regexp_matches(pair, '^.(sort|direction|limit|full|p|page)=')),
    lambda pair: regexp_extract(rtrim(pair, '/'), '^.([A-Za-z_]+)=(.*)', ['name', 'value'])
);
COMMENT ON MACRO store.selected_values IS 'What the address of a list on the Hub selects.';

-- `grade`: 0 the slug, or the address of a page that selects the same; 1 the slug otherwise punctuated; 2 a name or an alias; 3 the start of
-- one; 4 the start of a word in one, or any part of one in Hangul; 5 a name with a plural, a particle, or words such as "models" after it.
-- Parts have three letters or two syllables, or are a whole word.
CREATE OR REPLACE MACRO store.matching_categories(text) AS TABLE
WITH written AS (
    SELECT lower(trim(store.short_text(text))) AS slug, store.word_key(text) AS key,
        regexp_replace(store.word_key(text), '(?:models?|datasets?|tasks?|boards?|category|모델|데이터셋|순위표?|분야|태스크)?(?:s|에서는?|에는?|[은는이가을를의도만]|[와과]|으?로)?$', '') AS stem,
        regexp_extract(store.short_text(text), '(?i)(?:$hub_hosts)(?::\d+)?/(?:api/)?(models|datasets|tasks)([/?#].*)?$', ['list', 'rest']) AS page
),
known AS (
    SELECT listed.slug, listed.position, listed.kind, coalesce(listed.pipeline_tag, '') AS task,
        list_transform(list_filter([listed.pipeline_tag, listed.author] || listed.filters, lambda value: value IS NOT NULL), lambda value: lower(value)) AS selector,
        list_transform([listed.slug, listed.name_en, listed.name_ko] || listed.aliases, lambda name: store.word_key(name)) AS keys,
        list_transform([listed.slug, listed.name_en, listed.name_ko] || listed.aliases, lambda name: list_transform(regexp_split_to_array(name, '[\s_.,:;?!''"`“”‘’()·–-]+'), lambda word: store.word_key(word))) AS words
    FROM store.category listed
),
graded AS (
    SELECT k.slug, k.position,
        CASE WHEN w.page.list <> '' THEN CASE
                WHEN lower(w.page.list) = 'tasks' THEN CASE WHEN lower(trim(regexp_extract(w.page.rest, '^[^?#]*'), '/')) = k.task THEN 0 END
                WHEN ($kinds_by_plural)[lower(w.page.list)] <> k.kind THEN NULL
                WHEN len(k.selector) = len(w.selected)
                    AND len(list_filter(w.selected, lambda pair: list_contains(k.selector, lower(pair.value)) OR list_contains(k.selector, lower(pair.name || ':' || pair.value)))) = len(w.selected) THEN 0 END
            WHEN k.slug = w.slug THEN 0
            WHEN w.key = '' THEN NULL
            WHEN k.keys[1] = w.key THEN 1
            WHEN list_contains(k.keys, w.key) THEN 2
            WHEN list_contains(k.keys, w.stem) THEN 5
            WHEN length(w.key) < 3 AND NOT regexp_matches(w.key, '[가-힣]{2}') AND NOT list_contains(flatten(k.words), w.key) THEN NULL
            WHEN len(list_filter(k.keys, lambda key: starts_with(key, w.key))) > 0 THEN 3
            WHEN regexp_matches(w.key, '[가-힣]') AND len(list_filter(k.keys, lambda key: contains(key, w.key))) > 0 THEN 4
            WHEN len(list_filter(k.words, lambda words: len(list_filter(range(1, len(words) + 1), lambda start: starts_with(array_to_string(words[start:], ''), w.key))) > 0)) > 0 THEN 4 END AS grade
    FROM known k, (SELECT x.slug, x.key, x.stem, x.page, store.selected_values(x.page.rest) AS selected FROM written x) w
)
SELECT g.slug, g.position FROM graded g WHERE g.grade = (SELECT min(x.grade) FROM graded x)
ORDER BY g.position;
COMMENT ON MACRO TABLE store.matching_categories IS 'The categories that a text may mean: a slug, a name in any language, an alias, the start of one or of a word in it, or the address of the category''s page on the Hub.';

CREATE OR REPLACE MACRO store.category_slug(text) AS (
    SELECT CASE WHEN len(found.slugs) = 1 THEN found.slugs[1]
        WHEN len(found.slugs) > 1 THEN error('''' || left(store.short_text(text), 200) || ''' may mean ' || list_aggregate(found.slugs, 'string_agg', ' or ') || '; write one of these.')
        ELSE error('Unknown category ' || coalesce('''' || left(store.short_text(text), 200) || '''', 'NULL') || coalesce('; did you mean ' || found.nearest || '? Known: ', '; choose ')
            || coalesce((SELECT string_agg(listed.slug, ', ' ORDER BY listed.position) FROM store.category listed), 'one after the first run') || '.') END
    FROM (
        SELECT (SELECT list(matching.slug ORDER BY matching.position) FROM store.matching_categories(text) matching) AS slugs,
            (SELECT string_agg(listed.slug, ' or ' ORDER BY listed.position) FROM store.category listed WHERE jaro_winkler_similarity(listed.slug, lower(store.short_text(text))) > 0.85) AS nearest
    ) found
);
COMMENT ON MACRO store.category_slug IS 'The slug of the category that a text means; an error names the known ones.';

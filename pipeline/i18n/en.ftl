### Every text that people read, in English. Ids in kebab case; codes of tables are part of them (`status-frozen`). One line a text, unless a
### plural or a choice needs more: those of one line need no parser (messages.py).


## on every page

site = Hub Almanac
tagline = A daily record of what is rising on the Hugging Face Hub
skip = Skip to the content
sample = Sample data: made-up repos and numbers of the sample Hub, not the real Hub.
pages = Pages
overview = Overview
categories = Categories
featured = Featured
scorecard = Scorecard
quality = Data quality
about = About
language-name = English
theme = Dark mode
footer = Built from the snapshot of { $day }. The Almanac is not affiliated with the Hugging Face Hub; names and numbers are the Hub's public metadata of that day.
feed-all = Hub Almanac: what moved
feed-of = Hub Almanac: { $category }

## words of tables and charts

rank = Rank
change-1d = Rank ±1d
change-7d = Rank ±7d
change-1d-long = Ranks won or lost in a day
change-7d-long = Ranks won or lost in 7 days
entry-new = new
entry-first-observed = first seen
entry-returned = back
entry-entered = in
repo = Repo
model = Model
dataset = Dataset
models = Models
datasets = Datasets
category = Category
board = Board
interval = 90% interval
trend = Trend
trend-says =
    { $days ->
        [one] 1 day: { $first } to { $last }
       *[other] { $days } days: { $first } to { $last }
    }
likes = Likes
likes-1d = Likes +1d
likes-7d = Likes +7d
likes-30d = Likes +30d
downloads = Downloads
downloads-30d = Downloads, 30 days
downloads-all = Downloads, all time
down-1d = Downloads +1d
down-7d = Downloads +7d
down-30d = Downloads +30d
days-on = Days on board
best = Best rank
days-short = Days on board
best-short = Best rank
basis = Basis
record-says =
    Days on board and best rank count the ranks kept on this board since { $since }; { $n ->
        [one] 1 rank was
       *[other] { $n } ranks were
    } kept of this day.
date = Date
status = Status
chart-says = { $what } from { $first } to { $last }: { $low } to { $high }.
chart-marked =
    Counters stood still on { $days ->
        [one] 1 day
       *[other] { $days } days
    }.
chart-missing =
    Not observed on { $days ->
        [one] 1 day
       *[other] { $days } days
    }.
shaded = Shaded: counters stood still
likes-taken = Without likes that the Hub took away later
broken = Broken line: not observed
span = { $first } to { $last }

## boards

board-attention-name = Attention
board-adoption-name = Adoption
board-breakout-name = Breakout
board-hub-name = The Hub's order
board-attention-unit = Likes a day
board-attention-heading = likes/day
board-adoption-unit = Downloads a day
board-adoption-heading = downloads/day
board-breakout-unit = Standard errors
board-breakout-heading = standard errors
board-hub-unit = Trending score
board-hub-heading = trending score
board-attention-measure = likes
board-adoption-measure = downloads
board-breakout-measure = standard errors
board-hub-measure = trending score
board-attention-description = Ranked by likes a day: the last day, smoothed towards the rate of the week, the month and the repo's life.
board-adoption-description = Ranked by downloads a day, from the counter of all downloads over the true time between observations.
board-breakout-description = Ranked by how far the likes of this week beat what the previous weeks predict.
board-hub-description = Ranked by the Hub's own trending score.
ranked =
    { $n ->
        [one] 1 repo ranked.
       *[other] { $n } repos ranked.
    }
breakouts-sure =
    { $n ->
        [one] 1 confirmed breakout ({ $rate } false discovery rate).
       *[other] { $n } confirmed breakouts ({ $rate } false discovery rate).
    }
nobody = No repo of this category is on this board today.
views = Models shown
view-all = All
view-originals = Originals
view-derivatives = Derivatives
bump = Today's top { $n }, day by day
bump-says = Ranks since { $since } of today's top { $n }; the list beside it names them in today's order.

## overview

overview-lead = { $models } models and { $datasets } datasets were observed; { $moved } of the download counters of models have changed since the previous snapshot.
overview-lead-first = { $models } models and { $datasets } datasets were observed.
moved-today = What moved today
moved-none = No notable changes today.
moved-first = First snapshot: changes appear tomorrow.
say-breakout = { $likes } likes in 7 days, { $expected } predicted
say-record-day =
    { $likes ->
        [one] 1 like
       *[other] { $likes } likes
    } in one day; previous best in { $days ->
        [one] 1 day
       *[other] { $days } days
    }: { $record }
say-place = { $board }: rank { $rank }
say-place-before = { $board }: from { $before } to { $rank }
say-place-lost = { $board }: from { $before } out of the ranks kept
say-place-gone = { $board }: left the top { $n }
say-changed = { $old } → { $new }
leaders-now = Leading in attention
leaders-says = The top of each category by likes a day, with the ranks won or lost since the day before.
featured-short = Featured models
featured-more = Compare them over time
coverage-leaders =
    { $n ->
        [one] 1 category covers
       *[other] { $n } categories cover
    } the leaders only: the top of each list by trending score, downloads, likes and newest. Totals count these, not the whole category.
coverage-complete =
    { $n ->
        [one] 1 category was
       *[other] { $n } categories were
    } listed completely.
coverage = Coverage
coverage-of-leaders = leaders only
coverage-of-complete = complete
more-quality = How the data was observed

## category

on-hub = On the Hub
documented = Classified by the document of { $day }
feed = Feed
course = The category over time
course-says = Repos observed in the category each day, and those among them created in the 24 hours before. Where only leaders are listed, these are counts of leaders.
repos-observed = Repos observed
new-repos = New repos
likes-total = Total likes
downloads-total = Total downloads of 30 days

## featured

featured-lead = The models that the study page of 2025-03-06 names, followed by name whatever becomes of them.
gains = Gained since the first day observed in the last { $days } days, so that large and small can be compared.
gained-likes = Likes gained
gained-downloads = Downloads gained
changes = Changes of 1, 7 and 30 days
changes-says = True changes in exactly that time; – where a day was not observed. Downloads are the all-time counter.
places = Ranks in the category
places-says = Among the repos observed in the category. Derivatives: observed models that name it as their base.
availability = Availability
notes = Notes
rank-downloads = Rank by downloads
rank-likes = Rank by likes
rank-trending = Rank by trending score
rank-attention = Rank by attention
share = Share of downloads
made-from = Derivatives
now-called = now { $name }
not-known = Not known: { $what }
no-featured = No featured model was followed yet.

## repo

facts = Facts
task = Task
library = Library
licence = License
gating = Access
access-false = open
access-auto = gated, granted automatically
access-manual = gated, granted by hand
access-unknown = unknown
disabled = disabled
created = Created
parameters = Parameters
made-of = Based on
seen = Observed
standing = Where it ranks, and why
standing-none = It is on no board today.
place = #{ $rank }
over-time = Over time
days-table =
    { $n ->
        [one] The last day as a table
       *[other] The last { $n } days as a table
    }
events = Events
event = Event
before = Before
after = After
no-events = No change of name, license, access or task was observed.
badge-says = A badge with its rank. In Markdown, with the address of this site in front:
badge-alt = Hub Almanac: rank in { $category }
as-json = All of this as JSON

## scorecard

scorecard-lead = How well each board predicts which repos gain likes in the next { $days } days, evaluated every day on the Almanac's own history.
scorecard-none = No board could be evaluated yet: that takes the likes of the { $days } days after it.
order = Order
kind-board = board
kind-baseline = baseline
order-likes = All likes
order-likes-1d = Likes of the last day
order-likes-7d = Likes of the last week
metric-ndcg-20 = NDCG@20
metric-ndcg-50 = NDCG@50
metric-precision-20 = Precision@20
metric-capture-20 = Capture@20
scorecard-caption = Mean of the categories and of the days evaluated from { $first } to { $last }; 1 is perfect
scorecard-chart = NDCG@20 by day of the board, mean of the categories
coverage-title = Inside the 90% interval
coverage-90 = All
coverage-90-below-1 = Below 1 a day
coverage-90-1-to-10 = 1 to 10
coverage-90-above-10 = 10 or more
cases = Cases
read-coverage = How many of the top { $ranks } of each category gained as much on the next day as their 90% interval said, by the size of the score, over the last { $days } days. 90% is right; below 1 a day it is more, since most such days bring nothing at all.
how-to-read = How to read it
read-ndcg = NDCG: the likes that the top 20 or 50 gained, the first counting most, as a share of the best order possible.
read-precision = Precision: the share of the top 20 that were among the 20 that gained most.
read-capture = Capture: what the top 20 gained, as a share of what the 20 best gained.
read-baselines = A board is worth reading where it beats the Hub's own order and plain likes. Adoption ranks downloads, so it is not expected to predict likes.
read-days = The last { $days } days are missing: they cannot be evaluated yet.

## quality

quality-lead = What was observed on each of the last { $n } days. Unknown is shown as –, never as 0.
calendar = Calendar
calendar-says = { $kind }: of { $days } days, { $good } with counters that moved as usual, { $frozen } on which counters stood still, { $short } cut short, { $gaps } without a snapshot.
state-good = moved as usual
state-frozen = counters stood still
state-short = lists cut short
state-gap = no snapshot
gaps-none = Every day has its snapshot.
gaps-some = Days without a snapshot: { $days }
not-believed = without { $counters }
unsound-some = Days on which counters of the whole Hub are not believed, and are in no figure: { $days }
by-day = Day by day
scope = Scope
scope-leaders = leaders
scope-categories = categories
scope-hub = whole Hub
limited = cut short
moved-share = Counters changed
usual-share = usual
frozen-quarters = Not refreshed (quarter of creation)
quality-caption = Repos observed, and the share of download counters that changed since the previous snapshot, with the usual share in brackets
coverage-today = Boards of the day
coverage-caption = How much of each category was observed, and whether the boards' inputs were complete
legend = What the words mean
legend-partial = Only leaders or the documented categories were listed, not the whole Hub; or, of a board, not the whole category. Totals then are of what was listed.
legend-frozen = The Hub's daily refresh left out many repos of some quarter of creation, as few of their counters moved; the counter stood still, and its downloads are counted with the next day's.
legend-rolled-back = The repo's counter of all downloads is below its previous high; counting resumes once it passes that.
legend-corrected = The counter was below its highest for the eighth time in a row: the Hub corrected it, and it counts from here.
legend-unsound = Downloads or likes were 0 for most repos of the Hub, or their total fell or rose as on no day before: no figure counts them.
legend-unobserved = There was no snapshot: the Hub cannot be asked about a past day.
legend-degraded = The board was computed, but its inputs were incomplete; its note says how.
legend-withheld = The board cannot be computed yet.

## about

about-lead = The Hub shows what is popular now and keeps no public history. The Almanac records it every day, and shows here what it observed.
boards = The boards
read-interval = The 90% interval of a rate ({ $boards }): the likes or downloads of the next day lie inside nine times in ten. Where two intervals overlap much, the order of the two may be chance.
read-change = Rank ±1d and ±7d are ranks won or lost since then. Where a repo had no kept rank then: “new” was created and first observed since, “first seen” is older, “back” had a rank earlier still, “in” took its first one since; – means there was no board to compare with.
read-views = Originals are models that name no base model; derivatives are finetunes, quantized versions, adapters and merges.
read-basis = What a score is based on, by the code in the column Basis:
feeds = Feeds
feeds-says = Each day's movers, to subscribe to: one feed of all, and one of each category.
all-categories = All categories
api = JSON API
api-says = The same numbers as static files; the index lists them, the schema describes them.
api-index = Index
api-schema = Schema
api-categories = Categories
api-movers = Movers
badges = Badges
badges-says = Each repo on a board has a badge with its rank; its page here shows it and the lines to copy.
living = The living document
living-says = The study page that the project came from, filled from today's boards, as Markdown:
rights = Data and rights
rights-says = Names and numbers are public metadata of the Hugging Face Hub. The Almanac claims no license over them, and none over the models and datasets: these have their own, named on their pages on the Hub.
privacy = These pages ask nothing of any other server and count no visitors. The choice of colors is kept in this browser alone.

## days and figures

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
day-full = { $weekday }, { $day } { $month } { $year }
day-short = { $day } { $month }
span-hours = { $hours } h
span-days =
    { $days ->
        [one] 1 day
       *[other] { NUMBER($days, maximumFractionDigits: 1) } days
    }
rate-small = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) }
rate-large = { NUMBER($value, maximumFractionDigits: 0) }

## codes of tables: trends.basis

basis-24h-7d = likes of a day and of 7 days
basis-24h-hub = likes of a day, the Hub's trending score
basis-24h-part = likes of a day and of fewer than 7 days
basis-7d = 7 days
basis-part = fewer than 7 days
basis-merged = some days counted together
basis-hub = the Hub's trending score
basis-trending-score = the Hub's trending score
basis-total = all likes over its age
basis-7d-against-weeks = 7 days against the weeks before

## trends.relation

relation-finetune = finetune
relation-quantized = quantized
relation-adapter = adapter
relation-merge = merge
relation-derivative = derivative

## movers.move

move-entered-top-10 = entered the top 10
move-left-top-10 = left the top 10
move-breakout = breakout
move-record-day = record day
move-license-changed = license changed
move-gated-changed = access changed

## events.event

event-appeared = appeared
event-disappeared = disappeared
event-returned = returned
event-name-reused = took a name of another repo
event-renamed = renamed
event-license = license changed
event-gated = access changed
event-disabled = disabled or enabled
event-pipeline-tag = task changed
event-library-name = library changed
event-base-models = base models changed

## status: of repos and of days, of boards, availability, of categories

status-observed = observed
status-partial = partial
status-frozen = counters stood still
status-rolled-back = counter below its previous high
status-corrected = counter corrected
status-unsound = counters not believed
status-unobserved = not observed
status-ok = ok
status-degraded = degraded
status-withheld = withheld
status-renamed = renamed
status-gated = gated
status-disabled = disabled
status-missing = missing
status-active = active
status-discontinued = discontinued

## why a repo stands where it does (ranking/explanations.py)

reason-first-day = { $date }: rank { $rank }, on the first day of this board.
reason-first-time = { $date }: rank { $rank }, for the first time among the ranks kept since { $since }.
reason-same-rank = { $date }: rank { $rank }, as on { $date_before }.
reason-other-rank = { $date }: rank { $rank }, after { $rank_before } on { $date_before }.
reason-likes =
    { $likes ->
        [one] 1 like
       *[other] { $likes } likes
    } in the last { SPAN($span) }.
reason-likes-compared =
    { $likes ->
        [one] 1 like
       *[other] { $likes } likes
    } in the last { SPAN($span) } against { $likes_before } in { SPAN($span_before) } until { $date_before }.
reason-week =
    { $week ->
        [one] 1 like
       *[other] { NUMBER($week, maximumFractionDigits: 0) } likes
    } in { SPAN($span) }, { $likes } in total.
reason-week-and-month =
    { $week ->
        [one] 1 like
       *[other] { NUMBER($week, maximumFractionDigits: 0) } likes
    } in { SPAN($span) }, { NUMBER($month, maximumFractionDigits: 0) } in { SPAN($span_month) }, { $likes } in total.
reason-week-by-hub = The likes of the week are the Hub's trending score: 7 days are not observed.
reason-attention = Together about { RATE($score) } likes a day.
reason-attention-interval = Together about { RATE($score) } likes a day (90% interval { RATE($low) } to { RATE($high) }).
reason-downloads =
    { $downloads ->
        [one] 1 download
       *[other] { $downloads } downloads
    } in { SPAN($span) }.
reason-downloads-compared =
    { $downloads ->
        [one] 1 download
       *[other] { $downloads } downloads
    } in { SPAN($span) } against { $downloads_before } in { SPAN($span_before) } until { $date_before }.
reason-merged-days = Days on which its counter stood still or fell are counted together with those after them.
reason-adoption = With no day counting for more than { $cap } times the median of the others, { RATE($score) } downloads a day.
reason-adoption-interval = With no day counting for more than { $cap } times the median of the others, { RATE($score) } downloads a day (90% interval { RATE($low) } to { RATE($high) }).
reason-week-predicted =
    { $week ->
        [one] 1 like
       *[other] { NUMBER($week, maximumFractionDigits: 0) } likes
    } in 7 days; the weeks before predict { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) }.
reason-breakout = That is { NUMBER($score, minimumFractionDigits: 1, maximumFractionDigits: 1) } standard errors more, a confirmed breakout: of those as clear in its category, about { NUMBER($chance, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } are chance.
reason-no-breakout = That is { NUMBER($score, minimumFractionDigits: 1, maximumFractionDigits: 1) } standard errors more, not a confirmed breakout: of those as clear in its category, about { NUMBER($chance, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } are chance.
reason-hub = The Hub's trending score is { NUMBER($score, maximumFractionDigits: 6) }; it is about the likes of the last 7 days.
reason-hub-compared = The Hub's trending score is { NUMBER($score, maximumFractionDigits: 6) } against { NUMBER($score_before, maximumFractionDigits: 6) } on { $date_before }; it is about the likes of the last 7 days.
reason-burst =
    A burst: one step brought { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the { $counter ->
        [downloads] downloads
       *[likes] likes
    } of the week.
reason-derivative = Based on another model ({ WORD($relation, group: "relation") }).

## the terminal

heading-rank-number = #
heading-1d = rank ±1d
heading-7d = rank ±7d
heading-likes-1d = likes +1d
heading-likes-7d = likes +7d
heading-likes-30d = likes +30d
heading-likes-gained = likes gained
heading-likes-since-previous = likes since previous
heading-likes-trend = likes, 30 days
heading-interval = 90% interval
heading-a-day = per day
heading-age = age
heading-all-categories = all categories
heading-all-time = downloads all time
heading-availability = availability
heading-basis = basis
heading-best-rank = best rank
heading-board = board
heading-by-likes = rank by likes
heading-by-trend = rank by trending score
heading-cases = cases
heading-category = category
heading-checks = checks
heading-coverage = coverage
heading-coverage-90 = inside the 90% interval
heading-coverage-below-1 = below 1
heading-coverage-1-to-10 = 1 to 10
heading-coverage-above-10 = 10 a day or more
heading-dataset = dataset
heading-datasets = datasets
heading-date = date
heading-days-on-board = days on board
heading-derivatives = derivatives
heading-description = description
heading-downloads = downloads
heading-downloads-1d = downloads +1d
heading-downloads-7d = downloads +7d
heading-downloads-gained = downloads gained
heading-downloads-since-previous = downloads since previous
heading-downloads-trend = downloads, 30 days
heading-downloads-30d = downloads 30d
heading-downloads-gained-30d = downloads +30d
heading-downloads-a-day = downloads/day
heading-event = event
heading-family = family
heading-featured = featured models
heading-from = from
heading-history = history
heading-last-run-failed = last run failed
heading-last-snapshot = last snapshot
heading-likes = likes
heading-likes-a-day = likes/day
heading-model = model
heading-models = models
heading-name = name
heading-new = new repos
heading-new-trend = new repos, 30 days
heading-note = note
heading-observed-days = observed days
heading-order = order
heading-overall-rank = overall rank
heading-question = question
heading-rank = rank
heading-rank-by-downloads = rank by downloads
heading-repo = repo
heading-repos = repos
heading-section = section
heading-share = share of downloads
heading-size-on-disk = size on disk
heading-status = status
heading-steady-burst = share with a one-day burst
heading-steady-new = share new in the top 20
heading-steady-overlap = overlap with the day before
heading-to = to
heading-trend = trend
heading-score-trend = score, 14 days
sample-note = SAMPLE DATA: made-up repos and numbers of the sample Hub, not the real Hub.
cli-status-none = none
cli-status-age-unknown = at an unknown time
cli-status-age-hours = { $hours } hours ago
cli-status-age-days = { $days } days ago
cli-status-first-day = { $first }: 1 day
cli-status-history = { $first } to { $last }: { $days } days; { $gaps }
cli-status-no-gaps = no gaps
cli-status-missing = missing: { $days }
cli-status-snapshot = { $repos } observed (scope { $scope }{ $state })
cli-status-moved = ; { $share } of the counters changed since the previous snapshot
cli-status-all-hold = all hold
cli-status-failing = FAILING { $checks }
cli-status-check = { $check }: expected { $expected }, seen { $seen }
cli-status-more = { " " }(and { $count } more)
cli-status-sizes = { $published } published; { $whole } in all of { $home }
cli-status-ahead = { $day } lies ahead of this machine's clock ({ $today }, UTC): one of the two is wrong. Set the clock right, or where a wrong clock wrote that day, take it out with `almanac forget --date { $day }`.
cli-status-overdue = Today's snapshot ({ $day }) is missing, and it is past { $time } UTC: `almanac run` takes it.
cli-scorecard-title =
    Scorecard · { $category } · { $counter ->
        [downloads] downloads
       *[likes] likes
    } gained in { $ahead ->
        [one] 1 day
       *[other] { $ahead } days
    } · mean of { $days ->
        [one] 1 day
       *[other] { $days } days
    }
days-counted =
    { $days ->
        [one] 1 day
       *[other] { NUMBER($days, maximumFractionDigits: 1) } days
    }
show-record = Days on board and best rank: of the ranks kept on these boards, the first of which is of { $since }.
show-nobody = No repo of this category is on this board that day.
featured-changes = +1d, +7d, +30d: gains in exactly 1, 7 and 30 days, of downloads by the all-time counter; – where a day was not observed.
featured-ranks = Rank and share of downloads: by downloads of 30 days among the repos observed in the category. Derivatives: models that name it as a base model.
scorecard-orders = Boards: { $boards }. Baselines: hub (the Hub's own order), likes, likes_1d and likes_7d. 90% interval: by bootstrap over the days. Inside the 90% interval: repos whose gain per day lay in the 90% interval of their score, which is about the next day.

## the data card of an export (export/card.py)

card-title-sample = Hub Almanac (SAMPLE DATA)
card-what = What the metadata of the Hugging Face Hub looked like, day by day, written down by Hub Almanac: which models and datasets there were, their downloads and likes as observed, and what was trending in each documented category. Metadata only; no files of any repo are in here. The Hub itself shows only what is popular now and keeps no public history.
card-source = The Hub that was asked: { $hub }.
card-made = Made by hub-almanac { $version }. Each Parquet file bears the same words as key-value metadata.
card-observed = How it was observed
card-observed-days = A day is the Hub's, UTC. All times are UTC.
card-observed-unknown = Unknown is NULL, never 0. A counter that was not observed has a status, not a made-up value.
card-observed-status = `status` of a repo's day: `observed`; `partial`, a counter was missing from the answer; `unsound`, downloads or likes of the whole Hub are not believed (0 for most repos, or a total that fell or rose as on no day before); `frozen`, the Hub's daily refresh left the repo out, so that its counters are those of the day before; `rolled_back`, its all-time counter is below its highest; `corrected`, it was so for the eighth time in a row, and counts from here.
card-observed-days-as-a-whole = `days` tells how each day was observed as a whole: `observed`, `partial` (only leaders or the categories were listed), `frozen`, or `unobserved`: a day that nobody wrote down is a gap, and stays one.
card-observed-coverage = `coverage` and `scope` tell how much of the Hub was listed. With `leaders`, that a repo is absent means nothing.
card-observed-downloads = `downloads` is the Hub's counter of the trailing 30 days: its differences are no downloads of a day. Those of `downloads_all_time` are.
card-observed-names = Names change and are used again; `oid` (the Hub's `_id`) is a repo's identity.
card-observed-order = Rows are in the order of their columns, from left to right; NULL comes last.
card-observed-csv = In CSV files an empty field is NULL, `""` an empty text; lists are written as `[a, b]`. Texts are exact: a spreadsheet takes one that begins with `=`, `+`, `-` or `@` for a formula, so import these columns as text.
card-reading = How to read it
card-paths = The paths are those in this folder.
card-columns-in-files = Every column is in the files, the day too. Without `hive_partitioning = false` DuckDB takes columns from the names of folders instead, of those above this one as well: below a folder `date=2020-01-01` each row would be of that day.
card-contents = What is in it
card-heading-relation = relation
card-heading-files = files
card-heading-rows = rows
card-heading-days = days
card-heading-first-day = first day
card-heading-last-day = last day
card-heading-column = column
card-heading-type = type
card-heading-meaning = meaning

## previews of materializations in Dagster's UI (orchestration/previews): headings, what is held, pictures

preview-category = category
preview-repos = repos
preview-new-repos = new repos
preview-downloads = downloads, 30 days
preview-likes = likes
preview-coverage = coverage
preview-model = model
preview-availability = availability
preview-downloads-gained-1d = downloads in a day
preview-likes-1d = likes in a day
preview-likes-7d = likes in a week
preview-rank-downloads = rank by downloads
preview-rank-attention = rank on attention
preview-featured-notes = notes
preview-id = id
preview-pipeline-tag = task
preview-license = license
preview-downloads-all-time = downloads, all time
preview-trending-score = trending score
preview-move = move
preview-board = board
preview-repo = repo
preview-rank = rank
preview-rank-1d-ago = rank 1 day ago
preview-holds = holds
preview-n = n
preview-board-date = board of
preview-categories = categories
preview-ndcg-20 = NDCG@20
preview-value-low = 90% interval from
preview-value-high = 90% interval to
preview-likes-per-day = likes a day
preview-interval-90 = 90% interval
preview-rank-7d-ago = rank 7 days ago
preview-basis = basis
preview-status = status
preview-notes = notes
preview-holds-days = days
preview-holds-models = models
preview-holds-datasets = datasets
preview-holds-ranks = ranks on boards
preview-holds-events = events
preview-holds-featured = lines of featured models
chart-nothing = Nothing to draw yet.
chart-ranks = { $category }, today's first ten over 30 days: { $ranks }
chart-movers = Likes gained in a day by who moved: { $moves }
chart-mover = { $repo } in { $category }: { $likes }
chart-featured = Featured models, gained since the first snapshot of each, from { $date } on: { $models }
chart-featured-downloads = Downloads (all time) gained since the first snapshot of each, from { $date } on
chart-featured-likes = Likes gained since the first snapshot of each, from { $date } on
chart-featured-model = { $model }: { $downloads } downloads, { $likes } likes
chart-moved = Share of download counters that changed
chart-moved-days = Days on which hardly any counter changed: { $days }
chart-no-days = none
chart-scorecard = NDCG@20 of the likes of the next 3 days, mean of the categories
chart-scorecard-last = { $title }; last: { $values }

## alerts (orchestration/notifications.py, missed_days.py, counter_alerts.py)

failed-day-title = Hub Almanac: the snapshot of { $day } failed
failed-day-next = It is tried again at { $time }.
failed-day-last = It is not tried again without help.
failed-day-step = step { $step }, attempt { $attempt }, run { $run }, home { $home }
failed-day-run = attempt { $attempt }, run { $run }, home { $home }
notice-home = home { $home }
notice-days-lost-title =
    Hub Almanac: { $count ->
        [one] 1 day is
       *[other] { $count } days are
    } lost
notice-days-lost = No snapshot was taken of { $days }, and the Hub cannot be asked about a past day: the history has a gap there.
notice-days-waiting-title =
    Hub Almanac: { $count ->
        [one] 1 day waits
       *[other] { $count } days wait
    } to be loaded
notice-days-waiting = The pages of { $days } are kept, but not published: { $load } does it.
notice-counters-doubted-title = Hub Almanac: counters of { $day } are not believed
notice-counters-doubted = The Hub's { $counters } of { $day } were 0 or lower than before for many repos, or their total fell or rose as on no day before. The day is published without them: they are in no growth, board or total. Nothing is to be done; `almanac status` says when it is over.

## feeds of what moved (site/feeds.py): titles, then sentences with the figures

feed-subtitle = What moved on the boards of the Hugging Face Hub in the last { $days } days.
feed-sample = [sample data] { $title }
feed-and = { $first } and { $last }
feed-move-breakout = { $name } broke out in { $category }
feed-move-record-day =
    { $name } had a record day in { $category } ({ $likes ->
        [one] 1 like
       *[other] { $likes } likes
    })
feed-move-entered-top-10 =
    { $name } { $entry ->
        [returned] re-entered
       *[other] entered
    } the top 10 of { $category }{ $board ->
        [main] { "" }
       *[other] { " " }by { $measure }
    } ({ $entry ->
        [new] as a new repo,{ " " }
        [first_observed] observed for the first time,{ " " }
       *[other] { "" }
    }place { $rank })
feed-move-left-top-10 =
    { $name } left the top 10 of { $category }{ $board ->
        [main] { "" }
       *[other] { " " }by { $measure }
    }{ $rank ->
        [0] { "" }
       *[other] { " " }(now place { $rank })
    }
feed-move-license-changed = { $name } changed its license from { $old } to { $new } ({ $category })
feed-move-gated-changed = { $name } changed its access from { $old } to { $new } ({ $category })
feed-also-breakout = broke out
feed-also-record-day =
    had a record day ({ $likes ->
        [one] 1 like
       *[other] { $likes } likes
    })
feed-also-entered-top-10 =
    { $entry ->
        [returned] re-entered
       *[other] entered
    } the top 10{ $board ->
        [main] { "" }
       *[other] { " " }by { $measure }
    } ({ $entry ->
        [new] as a new repo,{ " " }
        [first_observed] observed for the first time,{ " " }
       *[other] { "" }
    }place { $rank })
feed-also-left-top-10 =
    left the top 10{ $board ->
        [main] { "" }
       *[other] { " " }by { $measure }
    }{ $rank ->
        [0] { "" }
       *[other] { " " }(now place { $rank })
    }
feed-also-license-changed = changed its license from { $old } to { $new }
feed-also-gated-changed = changed its access from { $old } to { $new }
feed-no-license = none
feed-says-breakout =
    { $likes ->
        [one] 1 like
       *[other] { $likes } likes
    } in 7 days, where the weeks before predicted { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) }. Of the breakouts of its category that are at least as clear, { $odds ->
        [0] fewer than 1 in 1,000 are
       *[other] about 1 in { $odds } is
    } chance.
feed-says-record-day =
    { $likes ->
        [one] 1 like
       *[other] { $likes } likes
    } since the day before; none of the { $days } days observed before brought more than { $record }.
feed-says-license-changed = License before: { $old }; now: { $new }.
feed-says-gated-changed = Access to its files before: { $old }; now: { $new }.
feed-says-rank =
    { $rank ->
        [0] No longer { $kept ->
            [0] on the board
           *[other] among the first { $kept }
        }
       *[other] Place { $rank }
    } by { $measure } a day, { $before ->
        [unobserved] and not observed before
        [ranked] after { $rank_before } the day before
       *[other] and not { $kept_before ->
            [0] on the board
           *[other] among the first { $kept_before }
        } the day before
    }.
feed-says-downloads = { $downloads } downloads in about a week, { $rate } a day.
feed-says-likes = { $counts }.
feed-likes-1d =
    { $likes ->
        [one] 1 like
       *[other] { $likes } likes
    } in the last day
feed-likes-7d = { $likes } in 7 days
feed-likes =
    { $likes ->
        [one] 1 like
       *[other] { $likes } likes
    } in total

## the living document (site/markdown_page.py)

document-title = Models and datasets of the Hugging Face Hub
document-dated = **As of { $day }.** The tables of the study page of 2025-03-06, filled from the day's boards. The models that the page names are kept, with their ranks of the day; to watch are the top { $attention } of the attention board and the top { $adoption } of the adoption board.
document-menu = Menu
document-description = Description
document-main-model = Main models
document-main-dataset = Main datasets
document-now-model = Models to watch
document-now-dataset = Datasets to watch
document-nobody = No repo of it is on a board today.
document-rank-downloads = #{ $rank } by downloads
document-rank-likes = #{ $rank } by likes
document-rank-attention = #{ $rank } by attention
document-no-member = not observed in this category today
document-attention = #{ $rank } by attention
document-adoption = #{ $rank } by adoption
document-likes = { $likes } likes a day
document-few-likes = fewer than 0.1 likes a day
document-downloads = { $downloads } downloads a day
document-missing = not found on the Hub (deleted or private)
document-reading = Attention: by likes gained a day. Adoption: by downloads a day. Ranks of the main models by downloads and likes are among the repos observed in the category.
document-origin = Built every day by Hub Almanac from the Hub's public metadata. Names and numbers are of the snapshot of { $day }.

## notes of boards (ranking/board_status.py, the boards' modules, marts/anomalies.py)

note-cut-short = Every list was cut short by --limit.
note-leaders-only = Covers the leaders of each list, not the whole category.
note-day-before-missing = The day before was not observed: the last snapshot is of { $last }.
note-few-whole-weeks = Likes of a day and of 7 days were observed of { $whole } of its { $kept } repos; see basis for the others.
note-scores-unsound = The Hub's trending scores are not believed and not used: 0 for most repos, or a total that fell or rose as on no day before.
note-likes-unsound = The Hub's likes are not believed: 0 for most repos, or a total that fell or rose as on no day before.
note-downloads-unsound = The Hub's counters of all downloads are not believed: 0 for most repos, or a total that fell or rose as on no day before.
note-downloads-frozen = The download counters of { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the repos stood still.
note-downloads-fallen = The download counters of { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the repos are below their previous high; counting resumes once they pass it.
note-rates-end-earlier = Rates of these repos end with the last day that was counted.
note-few-snapshots = Based on { $snapshots } of the { $needed } snapshots of a whole week.
note-few-growth-days = Needs { $needed } days of growing download counters within a week; { $observed } of its days were observed.
note-young-history =
    Needs likes of a week and of { $needed } days before it; the first snapshot is { $days ->
        [one] 1 day
       *[other] { $days } days
    } old.
note-no-scores = The answers had no trending scores.
note-no-likes = The answers had no likes.
note-not-computed = Left out: it could not be computed ({ $fault }).
note-check-failed = Left out: it failed its check ({ $check }).
note-library-step = On { $date } the downloads of { $repos } repos of the library { $name } stepped together to { NUMBER($ratio, minimumFractionDigits: 1, maximumFractionDigits: 1) } times their rate, unlike the rest of the Hub; that step is left out.
note-author-step = On { $date } the downloads of { $repos } repos by { $name } stepped together to { NUMBER($ratio, minimumFractionDigits: 1, maximumFractionDigits: 1) } times their rate, unlike the rest of the Hub; that step is left out.
note-known-change = Known of the Hub on { $date }: { WORD($change, group: "known-change") }.
note-known-change-of-days = Known of the Hub from { $first } to { $last }: { WORD($change, group: "known-change") }.
note-earlier-release = { $text }

## days on which the Hub's counters changed for other reasons than use (hub_api/known_changes.toml)

known-change-farmed-likes-removed = the Hub removed farmed likes from many repos
known-change-totals-rolled-back = counters of all downloads were rolled back for many repos, and came back a day later
known-change-counters-disagree = downloads of 30 days sum up to 3 to 9% less than the growth of the counters of all downloads: the two do not count the same
known-change-downloads-stood-still = all download counters stood still
known-change-totals-stood-still = counters of all downloads stood still while those of 30 days moved
known-change-wednesdays-late = on one Wednesday in three the download counters of about half of the Hub stood still, of newer repos first, and caught up on Thursday
known-change-modular-index-counted = requests for modular_model_index.json count as downloads of diffusers models from this day on

## notes of featured models (sql/marts/featured.sql), and why their changes are not known (featured_changes.sql)

featured-note-name-reused = The name now belongs to another repo ({ $oid }).
featured-note-old-name-reused = Its old name now belongs to another repo ({ $oid }).
featured-note-earlier-release = { $text }
change-unknown-corrected =
    { $counter ->
        [likes] likes
       *[downloads] downloads
    } of { $days }d: the counter was corrected in between
change-unknown-not-refreshed =
    { $counter ->
        [likes] likes
       *[downloads] downloads
    } of { $days }d: not counted anew on this day
change-unknown-not-observed =
    { $counter ->
        [likes] likes
       *[downloads] downloads
    } of { $days }d: not observed then
change-unknown-earlier-release = { $text }

## why a day or a gain is missing: days_of.reason, growth.reason, almanac compare

missing-no-snapshot = no snapshot was taken
missing-not-on-hub = the whole Hub was listed, and it was not there
missing-not-in-categories = it was in no category, or not there
missing-not-listed = it was not among those that were listed
missing-frozen = its counter stood still on that day
missing-rolled-back = its counter is below its previous high on that day
missing-corrected = its counter was corrected in between
missing-unsound = the Hub's counters had collapsed on that day
missing-no-counter = the answer held no counter of all downloads
missing-not-observed = not observed so many days before
missing-not-counted = not counted on both days
missing-no-common-days = there are no two days on which all of them were counted

## why a row of a crawl was set aside

reject-not-json = not JSON
reject-not-an-object = not an object
reject-no-oid = no _id
reject-invalid-oid = _id is not 24 lower-case hexadecimal digits
reject-no-name = no id
reject-invalid-name = id is not a name

## the example questions of sql/examples, by file

question-attention-concentration = How much of a category's likes of the week goes to its top 10?
question-attention-vs-hub-by-day = On which days did the attention board predict the likes of the next day better than the Hub's own order?
question-best-predicting-board = Which board predicts best what people will like or download?
question-biggest-climbers = Which models climbed most ranks in text generation within 7 days?
question-biggest-single-days = Which repos gained most likes in a single day?
question-board-stability = How much do the boards change from one day to the next?
question-breakouts-of-the-week = What broke out in the last 7 days, and how likely is it chance?
question-deepseek-r1-rank-explained = What is DeepSeek-R1's rank on the attention board based on?
question-deepseek-r1-ranks = Which ranks does DeepSeek-R1 have on all boards?
question-deepseek-r1-vs-v3 = How does DeepSeek-R1 compare with DeepSeek-V3, day by day since the first day?
question-deepseek-r1-week-by-week = How many likes and downloads did DeepSeek-R1 gain, week by week?
question-downloads-after-license-changes = Which models changed their license, gating or task, and what did their downloads do before and after?
question-downloads-per-like = Which models are downloaded most for each like they have?
question-fastest-growing-text-datasets = Which text datasets gained most downloads in the last 7 days?
question-featured-by-weekday = On which weekdays are the featured models downloaded most?
question-featured-shares = How did the featured models' shares of their categories change?
question-first-place-certainty = How certain is the first rank of each category?
question-frozen-days = On which days were the Hub's counters frozen?
question-growing-categories = Which categories grow, and which shrink?
question-how-often-attention-leads = How often did a repo reach the attention board before the Hub's own order?
question-korean-models = Which models tagged as Korean get most attention?
question-largest-families = Which base models have most derivatives on the boards?
question-libraries-of-the-top-100 = Which libraries do the models of each category's top 100 use?
question-licenses-of-the-top-100 = Which licenses do the models of the top 100 have?
question-liked-more-than-downloaded = What is liked far more than it is downloaded?
question-longest-top-10-streaks = Which repos stayed longest in a top 10 without a break?
question-most-days-in-first-place = Which repos were first in their category on most days?
question-most-liked-new-repos = Which repos that appeared in the last 7 days have most likes?
question-most-used-base-models = Which base models do the models of the last 30 days use most?
question-new-repos-by-category = Which categories get most new repos, and do they get more than before?
question-owners-in-the-top-100 = Which owners have most ranks in the top 100 of all categories?
question-quantized-share-of-top-100 = How many of the top 100 in text generation are quantized models?
question-quantized-share-over-time = Is the share of quantized models in the top 100 of text generation growing?
question-recent-changes = What changed on the Hub in the last 30 days, and how often?
question-renamed-or-disappeared = Which repos were renamed, disappeared, returned or changed their task?
question-repos-attention-ranked-first = Which repos reached attention's top 20 days before the Hub's own top 20?
question-rising-in-translation = What is rising in translation this week?
question-snapshot-quality = How complete is each day's snapshot: scope, duplicates, rejected rows, missing days?
question-top-10-within-3-days = Which new models entered a top 10 within 3 days of their creation?
question-top-small-models = Which models with fewer than 4 billion parameters rank high?

### Every user-facing text, in English. Ids are in kebab case and contain the codes of tables (`status-frozen`). Keep a text on one line
### unless a plural or a choice needs more: messages.py formats single lines without a parser.


## on every page

site = Hub Almanac
tagline = A daily record of what is trending on the Hugging Face Hub
skip = Skip to content
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
footer = Built from the snapshot of { $day }. Hub Almanac is not affiliated with Hugging Face; names and numbers are public Hub metadata of that day.
feed-all = Hub Almanac: movers
feed-of = Hub Almanac: { $category }

## tables and charts

rank = Rank
change-1d = Rank ±1d
change-7d = Rank ±7d
likes-a-day = Likes/day since creation
change-1d-long = Rank change over 1 day
change-7d-long = Rank change over 7 days
entry-new = new
entry-first-observed = first seen
entry-returned = back
entry-entered = in
repo = Repo
repos = Repos
model = Model
dataset = Dataset
models = Models
datasets = Datasets
category = Category
board = Board
interval = 90% interval
trend = Trend
top10-since = In top 10 since
top10-days = Days in top 10
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
best = Best rank
basis = Basis
record-says = Days in the top 10 and best rank count the ranks kept since { $since }. Ranks kept for this day: { $n }.
date = Date
status = Status
chart-says = { $what }, { $first } to { $last }: lowest { $low }, highest { $high }.
chart-marked =
    Counter frozen or unreliable on { $days ->
        [one] 1 day
       *[other] { $days } days
    }.
chart-missing =
    Not observed on { $days ->
        [one] 1 day
       *[other] { $days } days
    }.
shaded = Shaded: counter frozen or unreliable
removed-likes = Excludes likes that the Hub removed later
broken = Gaps in the line: not observed
span = { $first } to { $last }

## boards

board-attention-name = Attention
board-adoption-name = Adoption
board-breakout-name = Breakout
board-hub-name = Hub's own order
board-attention-unit = Likes per day
board-attention-heading = likes/day
board-adoption-unit = Downloads per day
board-adoption-heading = downloads/day
board-breakout-unit = Standard errors
board-breakout-heading = standard errors
board-hub-unit = Trending score
board-hub-heading = trending score
board-attention-measure = likes
board-adoption-measure = downloads
board-breakout-measure = standard errors
board-hub-measure = trending score
board-attention-description = Ranked by likes per day: the last day, smoothed with the rates of the week, the month and the repo's lifetime.
board-adoption-description = Ranked by downloads per day, from the all-time counter and the exact time between observations.
board-breakout-description = Ranked by how far this week's likes beat what the previous weeks predict, in standard errors.
board-hub-description = Ranked by the Hub's own trending score.
ranked =
    { $n ->
        [one] 1 repo ranked.
       *[other] { $n } repos ranked.
    }
breakouts-confirmed =
    { $n ->
        [one] 1 confirmed breakout ({ $rate } false discovery rate).
       *[other] { $n } confirmed breakouts ({ $rate } false discovery rate).
    }
empty-board = No repo in this category is on this board today.
board-rows-on = from { $day }
board-whole-on = whole from { $day }
views = Models shown
view-all = All
view-originals = Originals
view-derivatives = Derivatives
view-families = Families
bump = Today's top { $n } over time
bump-says = Ranks of today's top { $n } since { $since }; the list beside the chart shows today's order.

## overview

overview-lead = Hub Almanac observed { $models } models and { $datasets } datasets; { $moved } of the models' download counters changed since the previous snapshot.
overview-lead-imported = This day is imported from { $source }, with { $models } models and { $datasets } datasets.
overview-lead-first = Hub Almanac observed { $models } models and { $datasets } datasets.
moved-today = Today's movers
moved-none = No notable changes today.
milestone-attention = attention
milestone-there = here
first-days-says = What is here so far, and what comes when, with a snapshot every day.
first-days-gap = After a gap
first-days = Day { $number }
expected-on = Expected on { $day }.
moved-first = First snapshot: changes follow with the second.
moved-gap = The day before has no snapshot, so today's rank changes are unknown.
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
say-place-before = { $board }: rank { $before } → { $rank }
say-place-lost = { $board }: rank { $before } → off the board
say-place-gone = { $board }: left the top { $n }
say-changed = { $old } → { $new }
leaders-now = Attention leaders
leaders-says-first = The top of each category by likes per day.
leaders-says = The top of each category by likes per day, with rank changes since the previous day.
featured-short = Featured models
featured-more = Compare over time
coverage-leaders =
    { $n ->
        [one] 1 category covers
       *[other] { $n } categories cover
    } the leaders only: the top of each list by trending score, downloads, likes and newest. Totals count these repos, not the whole category.
coverage-complete =
    { $n ->
        [one] 1 category is
       *[other] { $n } categories are
    } covered completely.
coverage = Coverage
coverage-of-leaders = leaders only
coverage-of-complete = complete
coverage-of-series = repos of a series
coverage-series =
    { $n ->
        [one] 1 category covers
       *[other] { $n } categories cover
    } the repos of an imported series only.
coverage-of-unlisted = repos in other lists
coverage-unlisted =
    { $n ->
        [one] 1 category was
       *[other] { $n } categories were
    } added to the catalogue after the day's crawl: only repos in other lists are counted.
more-quality = Data quality details

## category

on-hub = View on the Hub
documented = The category is from a study page of { $day }.
observed-since = Observed since { $day }.
feed = Feed
course = Category over time
course-first = Today's figures
course-says-first = Charts over time begin with the second snapshot.
course-says = Repos observed each day, and those of them created in the 24 hours before. On leaders-only days these are counts of leaders.
repos-observed = Repos observed
new-repos = Created in the last 24 hours
likes-total = Total likes
downloads-total = Total 30-day downloads

## featured

featured-lead = The models named on the study page of 2025-03-06, tracked even if they are renamed, gated or removed.
gains-first = Charts of likes and downloads gained begin with the second snapshot.
counters-today = Likes and downloads
counters-today-says = Counters of the first day; downloads are of all time.
gains = Growth since the first observed day of the last { $days } days, so that large and small models can be compared.
gained-likes = Likes gained
gained-downloads = Downloads gained
changes = Changes over 1, 7 and 30 days
changes-says = Changes over exactly 1, 7 and 30 days; – where a day was not observed. Downloads use the all-time counter.
places = Ranks by category
places-says = Ranks and shares among the repos observed in the category. Derivatives: observed models that name this one as their base model.
availability = Availability
notes = Notes
rank-downloads = Rank by downloads
rank-likes = Rank by likes
rank-trending = Rank by trending score
rank-attention = Rank by attention
share = Share of downloads
derivatives = Derivatives
renamed-to = renamed to { $name }
unknown-not-observed = { $columns }: unknown, because the model was not observed on { $day }.
unknown-not-refreshed = { $columns }: unknown, because the Hub did not refresh the counter on this day.
unknown-corrected = { $columns }: unknown, because the Hub corrected the counter in between.
no-featured = No featured model has been tracked yet.

## repo

facts = Facts
task = Task
library = Library
license = License
gating = Access
access-false = open
access-auto = gated with automatic approval
access-manual = gated with manual approval
access-unknown = unknown
disabled = disabled
created = Created
parameters = Parameters
based-on = Based on
observed-span = Observed
standing = Ranks and reasons
standing-none = Not on any board today.
place = #{ $rank }
over-time = Over time
days-table =
    { $n ->
        [one] Last day as a table
       *[other] Last { $n } days as a table
    }
events = Events
event = Event
before = Before
after = After
no-events = No changes of name, license, access or task observed.
badge-says = A badge with this repo's rank. To embed it in Markdown, use this site's address:
badge-alt = Hub Almanac: rank in { $category }
as-json = This page as JSON

## scorecard

scorecard-lead = How well each board predicts which repos gain likes in the next { $days } days, evaluated daily on Hub Almanac's own history.
scorecard-none = No board has been evaluated yet: an evaluation needs the likes of the next { $days } days.
order = Order
kind-board = board
kind-baseline = baseline
order-likes = Total likes
order-likes-1d = Likes since the previous snapshot
order-likes-7d = Likes in the last 7 days
metric-ndcg-20 = NDCG@20
metric-ndcg-20-log = NDCG@20 (log)
metric-ndcg-50 = NDCG@50
metric-precision-20 = Precision@20
metric-capture-20 = Capture@20
scorecard-caption = Mean over categories and evaluated days, { $first } to { $last }; 1 is perfect
scorecard-caption-day = Mean over categories for the boards of { $day }; 1 is perfect
scorecard-chart = NDCG@20 by board date, mean over categories
coverage-title = Inside the 90% interval
coverage-90 = All
coverage-90-below-1 = Below 1/day
coverage-90-1-to-10 = 1 to 10/day
coverage-90-above-10 = 10/day or more
cases = Cases
read-coverage = Share of each category's top { $ranks } whose gain on the next day fell inside their 90% interval, by size of score, over the last { $days } days. 90% is ideal; below 1/day the share is higher because such repos gain nothing on most days.
how-to-read = How to read it
read-ndcg = NDCG: likes gained by the top 20 or 50, weighted toward the first ranks, as a share of the best possible order.
read-precision = Precision: share of the 20 largest gainers, or of all gainers if they are fewer, that are in the top 20.
read-capture = Capture: likes gained by the top 20, as a share of the likes gained by the 20 largest gainers.
read-baselines = A board is worth reading where it beats the Hub's own order and plain like counts. Adoption ranks by downloads, so it is not meant to predict likes.
read-days = The last { $days } days are missing because they cannot be evaluated yet.

## quality

quality-lead = What Hub Almanac observed on each of the last { $n } days. Unknown values appear as –, never as 0.
calendar = Calendar
calendar-says = { $kind }, last { $days } days: { $good } normal, { $frozen } with frozen counters, { $short } with truncated lists, { $gaps } without a snapshot.
state-good = normal
state-frozen = counters frozen
state-short = lists truncated
state-gap = no snapshot
gaps-none = Every day has a snapshot.
gaps-some = Days without a snapshot: { $days }
excluded-counters = excluding { $counters }
unsound-some = Days with unreliable Hub-wide counters, which no figure uses: { $days }
by-day = Day by day
scope = Scope
scope-leaders = leaders
scope-categories = categories
scope-hub = whole Hub
scope-archive = archive of the whole Hub
scope-series = series of some repos
limited = truncated
moved-share = Counters changed
usual-share = usual
frozen-quarters = Frozen (quarter of creation)
quarters-all = all
quarters-unknown = unknown
quality-caption-first = Repos observed; the share of counters that changed follows from the second snapshot
quality-caption = Repos observed, and the share of download counters that changed since the previous snapshot (usual share in parentheses)
coverage-today = Today's boards
coverage-caption = How much of each category was observed, and whether each board's inputs were complete
legend = Status definitions
legend-partial = The crawl listed only the leaders or the documented categories, not the whole Hub; for a board: not the whole category. Totals cover what was listed.
legend-frozen = The Hub's daily refresh skipped many repos created in the same quarter, so this counter did not move. That day's downloads are counted with the next day's.
legend-rolled-back = The all-time download counter is below its previous high; counting resumes once it passes that high.
legend-corrected = The counter was below its previous high eight times in a row. Almanac treats this as a correction by the Hub and counts from here.
legend-unsound = Downloads or likes were 0 for most repos of the Hub, or their total fell or rose more than on any day before. No figure uses these counters.
legend-unobserved = No snapshot was taken; past days cannot be crawled.
legend-early = The history is still too young for the whole board; its notes say when it is complete.
legend-degraded = The board was computed from incomplete inputs; its notes say which.
legend-withheld = The board could not be computed or failed its check; its notes say why.

## about

about-lead = The Hub shows what is popular now and keeps no public history. Hub Almanac records it every day and shows here what it observed.
boards = Boards
read-interval = The 90% interval of a rate ({ $boards }): the likes or downloads of the next day fall inside it nine times out of ten. If two intervals overlap widely, the order of the two repos may be chance.
read-change = Rank ±1d and rank ±7d show ranks gained or lost over 1 day and 7 days. A repo without a kept rank on the earlier day is marked: “new” if it was created and first observed since, “first seen” if it is older but first observed since, “back” if it had a rank before that day, “in” if this is its first rank. – means there was no board to compare with.
read-views = Originals name no base model; derivatives are finetunes, quantizations, adapters and merges.
read-basis = The observations that a score rests on, by code in the Basis column:
feeds = Feeds
feeds-says = Daily movers as feeds: one for all categories and one for each.
all-categories = All categories
api = JSON API
api-says = The same numbers as static files: the index lists them, the schema describes them.
api-index = Index
api-schema = Schema
api-categories = Categories
api-movers = Movers
badges = Badges
badges-says = Each repo on a board has a rank badge; its page on this site shows the badge and the code to embed it.
living = Living document
living-says = The study page that this project is based on, filled from today's boards, as Markdown:
rights = Data and rights
rights-says = Names and numbers are public metadata of the Hugging Face Hub. Hub Almanac claims no rights to them or to the models and datasets; their licenses are on their Hub pages.
privacy = These pages load nothing from other servers and do not track visitors. Your choice of theme is stored only in this browser.

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

basis-24h-7d = likes of 1 day and 7 days
basis-24h-hub = likes of 1 day, the Hub's trending score
basis-24h-part = likes of 1 day and fewer than 7 days
basis-7d = 7 days
basis-part = fewer than 7 days
basis-merged = some days merged
basis-hub = the Hub's trending score
basis-trending-score = the Hub's trending score
basis-total = total likes divided by age
basis-7d-against-weeks = 7 days against the previous weeks

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
event-name-reused = reused the name of another repo
event-identified = identified by its _id
event-renamed = renamed
event-license = license changed
event-gated = access changed
event-disabled = disabled or enabled
event-pipeline-tag = task changed
event-library-name = library changed
event-base-models = base models changed

## statuses: of repos and days, boards, availability, categories

status-observed = observed
status-partial = partial
status-frozen = counter frozen
status-rolled-back = counter rolled back
status-corrected = counter corrected
status-unsound = counter unreliable
status-unobserved = not observed
status-ok = ok
status-early = early
status-degraded = degraded
status-withheld = withheld
status-renamed = renamed
status-gated = gated
status-disabled = disabled
status-missing = missing
status-active = active
status-discontinued = discontinued

## reasons for a rank (ranking/explanations.py)

reason-first-day = { $date }: rank { $rank }, on the first day of this board.
reason-first-time = { $date }: rank { $rank }, its first on this board, which began on { $since }.
reason-same-rank = { $date }: rank { $rank }, same as on { $date_before }.
reason-other-rank = { $date }: rank { $rank }; on { $date_before }: rank { $rank_before }.
reason-likes =
    { $likes ->
        [one] 1 like
       *[other] { $likes } likes
    } in the last { SPAN($span) }.
reason-likes-compared =
    { $likes ->
        [one] 1 like
       *[other] { $likes } likes
    } in the last { SPAN($span) }, compared with { $likes_before } in the { SPAN($span_before) } up to { $date_before }.
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
reason-week-by-hub = The Hub's trending score replaces the week's likes because fewer than 7 days were observed.
reason-attention = Combined: about { RATE($score) } likes per day.
reason-attention-interval = Combined: about { RATE($score) } likes per day (90% interval { RATE($low) } to { RATE($high) }).
reason-downloads =
    { $downloads ->
        [one] 1 download
       *[other] { $downloads } downloads
    } in { SPAN($span) }.
reason-downloads-compared =
    { $downloads ->
        [one] 1 download
       *[other] { $downloads } downloads
    } in { SPAN($span) }, compared with { $downloads_before } in the { SPAN($span_before) } up to { $date_before }.
reason-merged-days = Days on which the counter froze or fell are merged with the days after them.
reason-adoption = { RATE($score) } downloads per day, with each day capped at { $cap } times the median of the others.
reason-adoption-interval = { RATE($score) } downloads per day, with each day capped at { $cap } times the median of the others (90% interval { RATE($low) } to { RATE($high) }).
reason-week-predicted =
    { $week ->
        [one] 1 like
       *[other] { NUMBER($week, maximumFractionDigits: 0) } likes
    } in 7 days; the previous weeks predict { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) }.
reason-breakout = { NUMBER($score, minimumFractionDigits: 1, maximumFractionDigits: 1) } standard errors above the prediction: a confirmed breakout. About { NUMBER($chance, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } of jumps this clear in its category are noise.
reason-no-breakout = { NUMBER($score, minimumFractionDigits: 1, maximumFractionDigits: 1) } standard errors above the prediction: not a confirmed breakout. About { NUMBER($chance, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } of jumps this clear in its category are noise.
reason-hub = The Hub's trending score is { NUMBER($score, maximumFractionDigits: 6) }, roughly the likes of the last 7 days.
reason-hub-compared = The Hub's trending score is { NUMBER($score, maximumFractionDigits: 6) } (on { $date_before }: { NUMBER($score_before, maximumFractionDigits: 6) }), roughly the likes of the last 7 days.
reason-burst =
    Burst: { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the week's { $counter ->
        [downloads] downloads
       *[likes] likes
    } came between two consecutive observations.
reason-derivative = Derived from another model ({ WORD($relation, group: "relation") }).

## the terminal

heading-rank-number = #
heading-1d = rank ±1d
heading-7d = rank ±7d
heading-likes-1d = likes +1d
heading-likes-7d = likes +7d
heading-likes-30d = likes +30d
heading-likes-gained = likes gained
heading-likes-since-previous = likes since previous
heading-likes-trend = likes trend 30d
heading-interval = 90% interval
heading-a-day = per day
heading-age = age
heading-all-categories = all categories
heading-all-time = downloads all time
heading-availability = availability
heading-basis = basis
heading-board = board
heading-by-likes = rank by likes
heading-by-trend = rank by trending score
heading-cases = cases
heading-category = category
heading-checks = checks
heading-daemon = daemon
heading-coverage = coverage
heading-coverage-90 = inside 90% interval
heading-coverage-below-1 = below 1/day
heading-coverage-1-to-10 = 1 to 10/day
heading-coverage-above-10 = 10/day or more
heading-dataset = dataset
heading-datasets = datasets
heading-date = date
heading-derivatives = derivatives
heading-description = description
heading-downloads = downloads
heading-downloads-1d = downloads +1d
heading-downloads-7d = downloads +7d
heading-downloads-gained = downloads gained
heading-downloads-since-previous = downloads since previous
heading-downloads-trend = downloads trend 30d
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
heading-new-trend = new repos trend 30d
heading-note = note
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
heading-steady-burst = share with one-day burst
heading-steady-new = share new in top 20
heading-steady-overlap = overlap with previous day
heading-to = to
heading-score-days = score, { $days } days
heading-top10-since = top 10 since
heading-top10-days = days in top 10
heading-created = created
heading-likes-a-day-of-life = likes per day of age
heading-trending-score = Hub's trending score
heading-parameters = parameters
heading-license = license
heading-trend = trend
sample-note = SAMPLE DATA: made-up repos and numbers of the sample Hub, not the real Hub.
history-observed =
    { $days ->
        [one] 1 day observed
       *[other] { $days } days observed
    }
history-unobserved = { " " }({ $days } not observed)
history-created = ; created { $date }
cli-reading-demo = { $home } has no snapshots yet; this is the demo in { $demo }. `almanac run` takes a snapshot of the real Hub.
cli-ui-demo = Its runs take days of the sample Hub, never of the real one; a new day repeats the counters of the demo's last. The daily schedule is off.
cli-ui-empty = There are no snapshots yet. `almanac run` takes the first one; `almanac demo` creates sample data.
cli-next = Next:
cli-next-ui = the Dagster UI; while it runs, it takes a snapshot every day at 09:00 UTC
cli-next-demo-ui = the Dagster UI with these days
cli-next-show = the top of every category
cli-next-featured = the featured models, with their changes
cli-next-history = one repo, day by day
cli-next-sql = SQL; `almanac sql --list-examples` lists questions
cli-next-site = the site in your browser
cli-next-tomorrow = Changes and trends begin with tomorrow's snapshot: keep `almanac ui` running, or run `almanac run` again.
count-models =
    { $n ->
        [one] 1 model
       *[other] { $n } models
    }
count-datasets =
    { $n ->
        [one] 1 dataset
       *[other] { $n } datasets
    }
cli-run-start = Snapshot of { $day } (Hub time, UTC), scope { $scope }
cli-run-clock = This machine's clock differs from the Hub's ({ $time } UTC) by { $hours } hours; Almanac uses the Hub's.
cli-run-fields = The Hub sends unknown fields ({ $fields }); the spooled pages keep them.
cli-run-outcome =
    { $repos } from { $requests ->
        [one] 1 request
       *[other] { $requests } requests
    }; { $ranks ->
        [one] 1 rank
       *[other] { $ranks } ranks
    } in { $categories } categories; { $featured ->
        [one] 1 featured model
       *[other] { $featured } featured models
    }
cli-run-published = Published { $path } ({ $size } MB) in { $seconds } s; run { $run }
cli-rebuilt =
    Rebuilt { $date } from { $pages ->
        [one] 1 spooled page
       *[other] { $pages } spooled pages
    }: { $repos }; published { $path }; run { $run }
cli-demo-start =
    The sample Hub serves { $first } to { $last }; the last { $runs ->
        [one] 1 day
       *[other] { $runs } days
    } are Dagster runs.
cli-demo-days =
    { $path } has { $days ->
        [one] 1 day
       *[other] { $days } days
    }.
progress-resuming =
    Resuming from { $pages ->
        [one] 1 page
       *[other] { $pages } pages
    } of an earlier run.
progress-after-crawl = load, rank, publish
progress-pages =
    { $n ->
        [one] 1 page
       *[other] { $n } pages
    }
progress-rows =
    { $n ->
        [one] 1 row
       *[other] { $n } rows
    }
progress-rate = { $n }/s
progress-waiting = waiting { $seconds } s: { $reason }
progress-quota = quota left { $n }
progress-left = about { $minutes } min left
cli-site-building = building the site
cli-site =
    Site of { $day } in { $path }: { $files ->
        [one] 1 file
       *[other] { $files } files
    }, { $written } new or changed.
cli-site-removed =
    Removed { $files ->
        [one] 1 file
       *[other] { $files } files
    } of the earlier site.
cli-site-skipped =
    Skipped { $rows ->
        [one] 1 row
       *[other] { $rows } rows
    } with an invalid day, category or _id.
cli-site-served = { $url }  (Ctrl-C stops)
cli-backed-up =
    Backed up { $days ->
        [one] 1 day
       *[other] { $days } days
    } ({ $size } MB) to { $path }.
cli-restored =
    Restored { $days ->
        [one] 1 day
       *[other] { $days } days
    } ({ $first } to { $last }) from { $source } to { $path }.
cli-restored-no-days = Restored no days from { $source } to { $path }.
cli-restored-replaced = Kept the replaced warehouse as { $path }.
cli-forget-confirm = Delete the rows and spooled pages of { $date } from { $path }?
cli-forgot =
    Deleted { $date } and rebuilt the boards of { $days ->
        [one] 1 later day
       *[other] { $days } later days
    }; published { $path }.
cli-forgot-with-site =
    Deleted { $date } and rebuilt the boards of { $days ->
        [one] 1 later day
       *[other] { $days } later days
    }; published { $path } and its site.
heading-verify-rows = rows
heading-verify-check = check
heading-verify-difference = first difference
cli-verifying = verifying
cli-passes = passes
cli-fails = fails
cli-all-checks-passed = All checks passed.
cli-daemon = Starting the daemon of { $path }: schedule, sensors, queued runs. Ctrl-C stops it.
cli-ui-prepared = Prepared { $path }.
cli-ui-address = The Dagster UI of { $path } is at { $url }; Ctrl-C stops it.
cli-exported = Exported to { $path }.
cli-exported-in-full = Exported in full, because they have no date: { $names }.
cli-export-removed =
    Removed { $files ->
        [one] 1 file
       *[other] { $files } files
    } of days that no longer have rows.
cli-export-later-days = Kept files of days after { $last }, the last day of this home; export with --to { $day } to remove them.
cli-export-sample = This export is SAMPLE DATA; its card says so in the title, a banner and a tag.
cli-export-files = { $n }, { $size } MB; publishing uploads only changed files
cli-export-preview = Nothing was uploaded; publish with --yes.
cli-export-same = { $url } already has all { $files } files; nothing was uploaded.
cli-export-published = Published { $done } of { $all } files ({ $size } MB, { $visibility }, { $commits ->
    [one] 1 commit
   *[other] { $commits } commits
}): { $url }
cli-publishing = publishing
cli-public = public
cli-private = private
export-hub = Hub
export-repo = dataset
export-files = files
export-relations = relations
export-days = days
export-token = token
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
cli-status-all-passing = all passing
cli-status-failing = FAILING: { $checks }
cli-status-check = { $check }: expected { $expected }, got { $actual }
cli-status-more = { " " }(and { $count } more)
cli-status-unreadable = { $path } is unreadable
cli-status-sizes = { $published } published; { $whole } total in { $home }
cli-status-daemon-none = No daemon has run on this home.
cli-status-daemon-alive = alive; last heartbeat at { $time } UTC
cli-status-daemon-failing = alive, with errors in { $daemons }; last heartbeat at { $time } UTC
cli-status-daemon-stopped = stopped ({ $daemons }); last heartbeat at { $time } UTC
health-no-snapshot = There is no snapshot yet; take today's with `almanac run`.
health-snapshot-overdue = The last snapshot is that of { $date }; the next was due by { $due } UTC. Take today's with `almanac run`.
health-days-ahead = { $date } is ahead of this machine's clock: one of them is wrong. Set the clock, or if a wrong clock recorded that day, delete it with `almanac forget --date { $date }`.
health-checks-failing = { $count ->
    [one] 1 check fails: { $checks }.
   *[other] { $count } checks fail: { $checks }.
}
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
show-history-of-repo = { $id } is a repo, not a category: its history.
gain-hours = { " " }/ { $hours } h
gain-days = { " " }/ { $days } d
sql-no-rows = No rows.
sql-first-rows = Showing the first { $rows } rows; use --rows N for more or --format csv for all.
sql-stopped = Stopped after { $rows } rows; the result has more. Omit --rows for all.
sql-row-number = row { $number }
sql-help = SHOW TABLES lists the relations, .examples the example questions; .example NAME runs one. Enter runs, Tab completes, Ctrl-C cancels, Ctrl-D exits.
show-record = Days in the top 10 count the ranks kept since { $since }.
show-empty-view = None of the repos on this board that day belongs to this view.
show-empty = No repo in this category was on this board that day.
featured-changes = +1d, +7d, +30d: gains over exactly 1, 7 and 30 days, downloads by the all-time counter; – where a day was not observed.
featured-ranks = Rank and share of downloads: by 30-day downloads among the repos observed in the category. Derivatives: models that name this one as their base model.
scorecard-orders = Boards: { $boards }. Baselines: { $baselines }. 90% interval: bootstrap over days. Inside 90% interval: share of repos whose daily gain fell inside the 90% interval of their score (a prediction for the next day).

## errors (pipeline/errors.py): sentences, in the order of a day's work; the command line prints them after `almanac:`

error-no-database = No database at { $path }. Take a snapshot with `almanac run`, { $cause }.
error-no-database-link = No database at { $path }: { $cause }.
error-no-boards = This home has no boards yet; `almanac run` builds today's.
error-no-boards-on = No boards on { $date }; the nearest days with boards: { $nearest }.
error-no-featured = No featured models yet; `almanac run` records the first day.
error-not-evaluated =
    No board is evaluated yet for { $target } { $ahead ->
        [one] 1 day
       *[other] { $ahead } days
    } ahead: this needs { $days } days of snapshots.
error-invalid-date = Invalid date '{ $date }'.
error-date-forms = Write it as 2026-03-06, or as today or yesterday.
error-date-forms-from-last = Write it as 2026-03-06, or as yesterday, latest or -1 (the day before the last one).
error-unknown-category = Unknown category '{ $name }'.
error-ambiguous-category = '{ $name }' may mean { $names }; write one of these.
error-unknown-section = Unknown section '{ $name }'.
error-unknown-preset = Unknown preset '{ $name }'.
error-include-not-on-top = 'include' belongs at the top of the file, above the first [[…]].
error-unknown-board = Unknown board '{ $name }'.
error-unknown-view = Unknown view '{ $name }'.
error-unknown-target = Unknown target '{ $name }'.
error-unknown-example = Unknown example '{ $name }'.
error-unknown-relation = Unknown relation '{ $name }'.
error-unknown-repo = Repo '{ $name }' was never observed.
error-repo-form = Write it as owner/name; Almanac knows only the repos that it observed.
error-ambiguous-repo = Several repos differ from '{ $name }' only in case: { $names }. Write one of these.
error-did-you-mean =
    { $count ->
        [one] Did you mean { $names }?
       *[other] Did you mean one of { $names }?
    }
error-meaning = Did you mean { $words }?
error-unknown-command = Unknown command '{ $name }'.
error-unknown-option = Unknown option '{ $name }'.
error-see-help = See { $command }.
error-missing-argument = Argument { $name } is missing.
error-missing-option = Option { $name } is missing.
error-too-many-arguments = Too many arguments: { $names }.
error-option-needs-value = Option { $name } needs a value.
error-option-of-choices = { $name } must be one of { $names }.
error-option-in-range = { $name } must be a number from { $least } to { $most }.
error-option-at-least = { $name } must be a number, { $least } or more.
error-invalid-option = { $name } is invalid: { $reason }.
error-invalid-usage = { $reason }.
error-known-names = Known: { $names }.
error-options-excluded = { $names } cannot be used with { $use }.
error-options-of-repo = { $names } cannot be used with a repo, of which `almanac show` shows the history.
error-options-need-query = { $names } cannot be used without a query.
error-port-needs-serve = --port requires --serve.
error-why-needs-category = --why needs a category: almanac show translation --why owner/name.
error-not-on-board = '{ $repo }' is not on the { $board } board of { $category }.
error-compare-count = Name 2 to { $most } different repos: almanac compare owner/one owner/other.
error-same-repo = { $first } and { $second } are the same repo; name another repo.
error-invalid-ahead = Invalid --ahead { $ahead }; boards are evaluated 1, 3 and 7 days ahead.
error-empty-query = The query is empty. Try: almanac sql "FROM categories".
error-several-queries = Got more than one query; use an argument, --file or --example.
error-nul-in-query = The query contains a NUL character; check the file or input.
error-several-statements = Got { $count } statements; run one at a time.
error-forbidden-statement = { $statement } is not allowed: the database is read-only, and settings, files and extensions need --trust. Allowed: SELECT, FROM, DESCRIBE, SUMMARIZE, PIVOT and EXPLAIN.
error-query-failed = { $reason }
error-query-timeout = Query timed out after { $seconds } s; { $hint }.
error-query-out-of-memory = Query exceeded its memory limit; select fewer rows or columns, or add a LIMIT.
error-query-too-large = The query exceeds { $mib } MiB; check the input.
error-too-many-rows = The query returns more than { $rows } rows, the limit of this command; narrow it, or use `almanac sql`.
error-invalid-seconds = --seconds must be a number from 0 to 86400.
error-invalid-read-seconds = ALMANAC_READ_SECONDS must be a number of seconds (0 = no limit), not '{ $value }'.
error-parquet-needs-output = Parquet is a binary format; add --output FILE.
error-parquet-type = Parquet does not support the type of a column ({ $reason }); cast it, for example CAST(x AS VARCHAR).
error-spreadsheet-safe-needs-csv = --spreadsheet-safe requires --format csv.
error-file-not-utf8 = { $path } is not UTF-8 text.
error-input-not-utf8 = The query on standard input is not UTF-8 text.
error-arguments-not-utf8 = The command line is not UTF-8 text.
error-arguments-not-encoded = The command line is not valid { $encoding }, this locale's encoding; set PYTHONUTF8=1 or a UTF-8 locale.
error-empty-home = --home is empty; name a folder.
error-out-of-memory = Out of memory; narrow the query or free memory.
error-out-of-memory-reading = Out of memory while reading { $path }; narrow the query.
error-interrupted = Interrupted.
error-data-is-kept = Published data and spooled pages are kept.
error-status-of-command = The exit status is that of the command.
error-unchanged = Nothing was changed.
error-unchanged-run-later = Nothing was changed; run again later.
error-nothing-written = Nothing was written.
error-not-verified = Nothing was verified.
error-file-truncated = { $path } is truncated. Run `almanac run` to publish it again.
error-unreadable-database = Cannot read { $path } as a Hub Almanac database: { $reason }.
error-other-columns = { $path } does not match this version of Hub Almanac: { $reason }. If another version published it, run `almanac run` to publish it again.
error-newer-schema = A newer version of Hub Almanac published { $path } (schema { $version }; this version reads schema { $supported }). Upgrade Hub Almanac to read it.
error-earlier-schema = An earlier version of Hub Almanac published { $path } (schema { $version }; this version reads schema { $supported }). Run `almanac run` to publish it again; until then, `almanac sql` can query it.
error-cannot-read = Cannot read { $path }: { $cause }.
error-cannot-write = Cannot write { $path }: { $cause }.
error-cannot-write-output = Cannot write the output: { $cause }.
error-cannot-use = Cannot use { $path }: { $cause }.
error-cannot-lock = Cannot lock { $path }: { $cause }.
error-locked = { $path } is locked by another process.
error-no-locks = { $folder } is on a file system without file locks ({ $cause }), such as some network disks and shared folders, so two processes could corrupt each other's files. Nothing was changed; use a disk with file locks, such as a local one.
error-no-user-folder = { $path }: HOME is not set to a folder; use an absolute path.
error-no-such-user = { $path }: user { $user } does not exist; use an absolute path.
error-no-working-folder = { $path }: the working folder no longer exists; use an absolute path.
error-path-not-utf8 = { $path } is not UTF-8 text, which DuckDB requires of a path.
error-rename-path = Rename it.
error-locale-encoding = This locale uses { $encoding }; set PYTHONUTF8=1 or a UTF-8 locale.
error-home-characters = { $path } contains { $characters }, which DuckDB, SQLite or Dagster would misread; choose another home.
error-home-too-long = { $path }… is too long: a home's path may have up to { $bytes } bytes, and each name in it up to { $name_bytes }. Choose another home.
error-home-unusable = Cannot use { $path } as a home: { $cause }.
error-file-of-home = { $path } belongs to the home itself; choose another path.
error-folder-of-home = { $path } belongs to the home itself; choose another folder.
error-folder-is-link = { $path } is a link; Almanac does not write through links. Replace it with a folder.
error-unsafe-name = '{ $path }' is not a valid file name; nothing was written there.
error-path-too-long = '{ $path }' is too long for a file name; nothing was written there.
error-invalid-asset-prefix = { $name } must be up to 63 letters of a to z, digits and underscores, and begin with a letter, not '{ $value }'.
error-invalid-switch = { $name } must be { $on } or { $off }, not '{ $value }'.
error-invalid-minutes = { $name } must be comma-separated minutes, each from 0 to 1440, not '{ $value }'.
error-number-too-small = { $name } must be a number of at least { $least }, not '{ $value }'.
error-number-out-of-range = { $name } must be a number from { $least } to { $most }, not '{ $value }'.
error-invalid-endpoint = HF_ENDPOINT is not a valid address.
error-bad-endpoint = HF_ENDPOINT { $cause }: '{ $url }'.
error-endpoint-example = Use one like { $example }.
error-catalogue-entry = { $path }, line { $line } ({ $entry }):
error-appears-twice = '{ $name }' appears twice.
error-invalid-entry = { $reason }.
error-unknown-key = Unknown key '{ $name }'.
error-key-missing = '{ $name }' is missing.
error-value-not-one-of = '{ $name }' must be one of { $names }.
error-invalid-slug = Invalid slug: { $cause }.
error-repo-id-form = A repo id is owner/name.
error-selector-empty = The selector is empty; leave it out to select every repo of this kind.
error-selector-key = Unknown key '{ $name }' in the selector; use { $names }.
error-selector-value-missing = { $name } has no value in the selector.
error-selector-repeats-key = Only filter may appear more than once in the selector.
error-invalid-toml = { $path } is not valid TOML: { $reason }.
error-hub-unreachable =
    Cannot reach the Hub at { $endpoint } after { $attempts ->
        [one] 1 attempt
       *[other] { $attempts } attempts
    }: { $reason }.
error-hub-failed =
    The Hub at { $endpoint } failed after { $attempts ->
        [one] 1 attempt
       *[other] { $attempts } attempts
    }: { $reason }.
error-wrong-clock = The clocks of the Hub at { $endpoint } and of this machine differ too much ({ $reason }). The Hub's date decides a snapshot's day, so no snapshot was taken. Set this machine's clock; if it is right, a proxy or mirror serves stale responses. ALMANAC_TRUST_HUB_CLOCK=1 accepts the Hub's clock (for a test Hub that simulates other days).
error-endpoint-refused = HF_ENDPOINT is not a valid address: { $reason }.
error-redirect-loop = The Hub at { $endpoint } redirects in a loop: { $path }. Run again later.
error-offline-mode = huggingface_hub is in offline mode; unset HF_HUB_OFFLINE to reach the Hub.
error-proxy-login = The proxy in front of { $endpoint } answered { $status }: add the proxy's user and password to its address.
error-own-login = The server at { $endpoint } answered { $status }, but not as the Hub does: it requires its own login. Check HF_ENDPOINT, and HF_TOKEN if it accepts one.
error-token-refused = The Hub at { $endpoint } answered { $status }{ $message }: check HF_TOKEN (or unset it).
error-token-needed = The Hub at { $endpoint } answered { $status }{ $message }: set HF_TOKEN to a token with read access.
error-request-rejected = The Hub at { $endpoint } answered { $status }{ $message } to { $path }: it rejected this request.
error-check-endpoint = Check HF_ENDPOINT and its path.
error-hub-answered = The Hub at { $endpoint } answered { $status }{ $message }.
error-malformed-link = The Hub sent a malformed Link header ({ $header }); Almanac did not follow it.
error-link-refused = The Hub at { $endpoint } linked to { $cause }; Almanac did not follow it.
error-redirect-refused = The Hub at { $endpoint } redirected to { $cause }; Almanac did not follow it.
error-link-to-other-list = The Hub at { $endpoint } linked to '{ $path }' as the next page of { $page }; Almanac did not follow it.
error-link-of-mirror = A mirror's Link header must point to the mirror's own address of that list, or at least to the same route with a cursor.
error-trust-host = If you trust that host, set HF_ENDPOINT to its address.
error-long-quota-wait = The Hub's quota resets in { $seconds } s; a page waits at most { $most } s.
error-proxy-scheme = { $variable } names a proxy with the unsupported scheme '{ $scheme }'; use { $names }.
error-proxy-needs-socks = { $variable } names a SOCKS proxy, which needs another package: run `pip install 'httpx2[socks]'` in Almanac's environment, or use an HTTP proxy.
error-proxy-address = { $variable } is not a valid proxy address; use one like http://proxy.example:3128 (percent-encode special characters in a password, such as @ as %40).
error-no-certificates = { $variable } names { $path }: { $cause }. Correct or unset it.
error-system-certificates = Cannot use the system's certificates: { $cause }.
error-library-variable = huggingface_hub cannot start ({ $reason }): one of its variables (HF_…) has an invalid value; correct or unset it.
error-no-exchanged-token = HF_OIDC_RESOURCE yields no token: { $reason }.
error-no-token-found = huggingface_hub finds no token: { $reason }.
error-nothing-sent = Nothing was sent.
error-token-characters = { $source } is not a valid token: it has characters that are invalid in a header.
error-token-length = { $source } is not a valid token: it has { $length } characters.
error-token-file = The token file { $path } is unusable: { $cause }. Put the token there, set HF_TOKEN, or use no token with HF_HUB_DISABLE_IMPLICIT_TOKEN=1.
error-untrusted-certificate = This machine does not trust the certificate of the Hub at { $endpoint } ({ $reason }). If a proxy or mirror uses its own certificate authority, set SSL_CERT_FILE to a file with that authority's certificate.
error-variables-without-effect = No effect: { $names }.
# in failures that earlier releases recorded
error-check-failed = The check { $check } of { $asset } failed: expected { $expected }, found { $actual }.
error-day-not-published = The day was not published.
error-publish-again = Materialize `published` again.
error-step-failed = The step { $step } failed: { $reason }
error-run-failed = The run failed without an error message; see its log in the Dagster UI (`almanac ui`).
error-before-first-day = { $date } is before { $first }, the first partition.
error-past-day = The Hub's day is { $today }: past days cannot be crawled, and { $date } has no spooled pages.
error-no-finished-crawl = { $path } has no finished crawl of { $date }, so that day cannot be rebuilt.
error-day-before-last = The Hub's clock says { $date }, but the warehouse already has { $last }; a crawl never loads a day before the last one. Nothing was changed. Run again once the Hub's clock is right; if { $last } is wrong, remove it with `almanac forget --date { $last }`.
error-sample-home = This home has data of a sample Hub, and { $hub } is a real Hub; a home cannot mix the two.
error-real-home = This home has data of a real Hub, and { $hub } is a sample Hub; a home cannot mix the two.
error-use-another-home = Use another --home.
error-nothing-to-crawl = The catalogue has no categories or featured repos to crawl.
error-too-large-page = The Hub sent { $rows } rows of { $list }, more than the { $most } requested; the page was discarded. Run again later.
error-repeated-cursor = The Hub repeated a page's cursor in { $list }, so the list would never end.
error-too-many-empty-pages = The Hub sent more than { $most } empty pages of { $list }, so the list may never end.
error-too-many-pages = The Hub sent more than { $most } pages of { $list }, so the list may never end.
error-pages-kept-run-later = The pages so far were kept; run again later.
error-list-ended-early = The Hub's list { $list } ended early, after { $rows } rows and before its newest repo; the day was not loaded. Run again; if this persists, use another --scope.
error-clock-jumped = The Hub's clock jumped from { $first } to { $last } UTC during the crawl, so the rows' day is unknown. The pages so far were kept; run again.
error-hub-changed-type = { $endpoint } answered both as a sample Hub and as a real one; { $date } was not loaded. Run again; if this persists, check which server answers there.
error-not-a-spool-folder = { $path } is not a spool folder. Nothing was changed; move it away and run again.
error-damaged-page = The spooled page { $file } of { $date } is missing or damaged; nothing was loaded. If that day is today, run again to crawl it again.
error-unfinished-crawl = The crawl of { $date } is not finished; nothing was loaded. Run `almanac run` to finish it.
error-invalid-value-in-pages = A value in the pages of { $date } is invalid ({ $reason }); the day was not loaded.
error-next-run-crawls-again = The next run crawls the day again.
error-next-run-resumes = Spooled pages are kept; the next run resumes from there.
error-pages-kept-in = The pages are kept in { $path }.
error-day-rolled-back = { $date } was rolled back.
error-day-kept-unpublished = The rows of { $date } are kept and will be published with the next good day.
error-check-failed-for = The check { $check } of { $asset } failed for { $subject }: expected { $expected }, found { $actual }.
error-filter-ignored = The Hub ignored the filter of { $list }: { $stray } of { $rows } rows do not match it. { $date } was not loaded; run again later.
error-pages-of-two-hubs = The pages of { $date } mix the sample Hub and a real one; the day was not loaded. Run again to crawl it again.
error-unreadable-rows = Only { $rows } of { $all } spooled rows of { $date } are readable; nothing was loaded.
error-invalid-rows = { $rejects } of { $rows } rows of { $date } are invalid (mostly: { WORD($reason, group: "reject") }); the day was not loaded.
error-no-snapshot = The warehouse has no snapshot of { $date }.
error-materialize-first = If the day is today or its pages are kept, materialize its `crawl`, `models` and `datasets` first.
error-materialize-crawl = { $date } has no finished crawl; materialize `crawl` first.
error-other-almanac = { $path } and the warehouse { $warehouse } belong to different almanacs.
error-lost-days = The warehouse { $path } lacks { $lost } of the { $days } published days ({ $span }).
error-lost-warehouse = { $warehouse } does not exist, but { $path } has days.
error-restore-or-start-over = Run `{ $command }` to rebuild the warehouse from { $path } (it keeps the current one), or move that file away to start over.
error-forget-interrupted = `almanac forget --date { $date }` was interrupted; run it again.
error-no-repos-listed = The Hub listed no repos on { $date }; the day was not loaded. Run again later.
error-limit-over-complete = { $date } already has a complete snapshot (scope { $scope }); one cut by --limit does not replace it. Use another --home, or --accept-shrink to replace the day.
error-narrower-scope = { $date } already has a snapshot of scope { $stored }; scope { $scope } would drop rows and was not loaded. To replace the day: almanac run --scope { $scope }.
error-too-few-repos = The Hub listed { $rows } { $kinds } on { $date }, { $share } of the { $last_rows } of { $last_date }; the day was not loaded. Run again; if the Hub did shrink, accept the day with `almanac run --scope { $scope } --accept-shrink`.
error-no-warehouse = No warehouse at { $path }; `almanac run` creates one.
error-no-warehouse-link = No warehouse at { $path }: { $cause }.
error-warehouse-unusable = Cannot open the warehouse { $path }: { $cause }.
error-warehouse-maybe-damaged = If it is damaged, `almanac restore` rebuilds it from the published file and keeps this one.
error-warehouse-damaged = It is damaged or from another DuckDB version; the published file is unchanged. `almanac restore` rebuilds the warehouse from it.
error-warehouse-out-of-memory = The warehouse ran out of memory: { $reason }. Nothing was changed; free memory and run again.
error-warehouse-failed = The warehouse { $path } failed: { $reason }. Committed data is kept; run again.
error-warehouse-locked = The warehouse { $path } is locked by another process; timed out waiting.
error-warehouse-locked-by = The warehouse { $path } is locked by process { $process }; timed out waiting.
error-warehouse-open = Another process has the warehouse { $path } open. Stop it first.
error-newer-warehouse = A newer Hub Almanac wrote the warehouse { $path } (schema { $version }; this version supports { $supported }). Nothing was changed; upgrade Hub Almanac.
error-another-crawl = Another crawl has held { $path } for more than { $minutes } minutes.
error-spool-unusable = Cannot use { $path } for the spool: { $cause }.
error-published-unchanged = The published file { $path } is unchanged.
error-published-kept = The published file is unchanged.
error-last-day-incomplete = The last day in the warehouse is incomplete: { $cause }.
error-verify-for-details = Run `almanac verify` for details.
error-published-unreadable = Cannot read { $path }, so Almanac did not replace it: { $reason }. Nothing was changed. Close the program that has it open, or move the file away if it is damaged.
error-nothing-published = Nothing is published yet.
error-day-is-published = The day is published in { $path }; only a later step failed.
error-records-damaged = Dagster's records in { $path } are damaged: { $reason }.
error-records-set-aside = Moved them to { $path } and created new ones; no snapshot data is lost. Restart the Dagster UI if it is open.
error-daemon-unreadable = Cannot read the daemon's heartbeats in { $path }: { $reason }.
error-records-unusable = Cannot write Dagster's records in { $path }: { $reason }.
error-invalid-configuration = Invalid configuration in { $path }: { $reason }
error-storage-needs-package = Dagster's storage needs { $name }, which is not installed. Install the extra `postgres` (`make install-server` does) and write the address as postgresql+psycopg2://….
error-no-dagster-configuration = dagster.yaml is missing from this installation (expected at { $path }). Reinstall Hub Almanac, or create { $own }.
error-invalid-dagster-configuration = { $path } is not a Dagster configuration with a `storage` section: { $cause }.
error-invalid-host-name = Invalid host name '{ $name }'; use one like almanac.example.org or 10.0.0.5:3000.
error-cannot-listen = Cannot listen on { $host }, port { $port }: { $cause }. Choose another port with --port, or stop the process that uses it.
error-daemon-running = Another daemon already serves the Dagster instance of { $path }.
error-one-daemon = An instance has one daemon: `almanac ui --no-daemon` starts only the UI.
error-daemon-exited = Dagster's daemon ended unexpectedly, so Almanac stopped. Run the command again.
error-invalid-site-address = Invalid site address; use one like https://owner.github.io/almanac/, without user, query or fragment.
error-site-file-collides = '{ $path }' collides with another file of the site; the first one was kept.
error-reported = { $text }
error-future-day = { $date } is too far in the future; name a recorded day.
error-nothing-to-forget = No warehouse at { $path }; nothing to delete.
error-forget-needs-yes = This deletes the rows and spooled pages of { $date }; confirm with --yes.
error-forget-pages-remain = Deleted the rows of { $date } and published, but cannot delete its pages in { $path }: { $cause }. Delete them yourself, or `almanac rebuild` will load them again.
error-backup-is-folder = { $path } is a folder; name a file in it.
error-backup-not-a-file = { $path } is not a regular file; choose another path.
error-backup-exists = { $path } already exists; replace it with --force.
error-backup-no-folder = Folder { $path } does not exist; create it or choose another path.
error-copy-to-warehouse-link = { $path } is a link to the warehouse itself. Remove the link.
error-copy-failed = Cannot copy the database to { $path }: { $reason }.
error-copy-unreadable = Cannot open the copy of the database ({ $reason }).
error-copy-differs = The copy of the database has different row counts than the original.
error-verify-failed =
    { $failed } of { $checks ->
        [one] 1 check
       *[other] { $checks } checks
    } failed. Nothing was changed.
error-rebuild-or-restore = Rebuild a day from its spooled pages with `almanac rebuild --date D`, or restore a backup.
error-rank-again = Rank the days again with `almanac rank --from { $date }`; an earlier version may have ranked them differently.
error-name-a-backup = Name a backup to restore from.
error-not-a-database = { $path } is not a Hub Almanac database ({ $reason }).
error-restore-from-warehouse = { $path } is the warehouse itself. Pass the published file or a backup.
error-restore-to-link = { $path } is a symbolic link. Restore to its target, or remove the link first.
error-restore-over-days =
    The warehouse { $path } has { $days ->
        [one] 1 day
       *[other] { $days } days
    }. Replace it with --force, which keeps it beside the new one.
error-restore-incomplete-day = The last day in { $path } is incomplete, so Almanac did not restore it.
error-restore-loses-days =
    { $path } lacks { $days ->
        [one] 1 day
       *[other] { $days } days
    } of { $published }.
error-restore-other-almanac = { $path } belongs to another almanac than { $published }.
error-no-export = { $source } is no export of an almanac: it has no almanac-export.json.
error-export-no-manifest = { $source } has no state/manifest.json: only an export of all relations as Parquet can be imported.
error-export-not-whole = { $source } is not whole: { $file } is not as state/manifest.json says. Export it again.
error-export-damaged = The state of { $source } is damaged. Export it again.
error-export-newer = { $source } was exported by Hub Almanac { $version }, which is newer. Upgrade Almanac.
error-export-of-sample = { $source } has sample data; only an empty home can be restored from it.
error-repo-of-other-almanac = { $url } has another almanac. Nothing was uploaded. Name another repo, or import that one into an empty home: almanac import hf://datasets/{ $repo }
error-repo-has-later-days = { $url } has days to { $last }, this export only to { $own }. Nothing was uploaded. Import them into an empty home first: almanac import hf://datasets/{ $repo }
error-repo-has-month = { $url } has the month of these days as one file ({ $path }), so it would have them twice. Nothing was uploaded. Export the whole month: --from { $first } --to { $last }
error-restore-anyway = Use --force to restore and publish it anyway.
error-export-no-days = No days in this span; this home has days from { $first } to { $last }.
error-reversed-span = --from { $first } is after --to { $last }.
error-export-needs-repo = --public and --yes require --to-hub owner/name.
error-export-spreadsheet-safe = --spreadsheet-safe requires --format csv and cannot be combined with --to-hub: published files have exact values.
error-export-incomplete = { $done } of { $all } files are complete; the others are unchanged. Run the command again to finish.
error-export-kept = The export in { $path } is complete; the Hub commits all of it or none.
error-invalid-day-published = The published database has an invalid day '{ $day }'.
error-export-failed = DuckDB could not export { $path } to { $folder }: { $reason }.
error-another-export = Another export is writing to { $path }.
error-choose-another-folder = Choose another folder, such as a new one.
error-not-a-folder = { $path } is not a folder.
error-link-in-export = { $path } is a link, which exports never create.
error-no-earlier-export = { $path } is neither empty nor an earlier export (no { $file }).
error-damaged-export-mark = { $path } is damaged or not from an export.
error-export-of-other-layout = { $path } has an export of another layout version.
error-sample-export = { $path } has sample data, which cannot be mixed with real data.
error-real-export = { $path } has real data, which cannot be mixed with sample data.
error-invalid-repo-name = Invalid repo name '{ $name }'; write owner/name with letters, digits, '-', '_' and '.', at most 96 characters.
error-no-token = No token for the Hub; set HF_TOKEN to a token with write access, or log in with `hf auth login`.
error-nothing-uploaded = Nothing was uploaded.
error-invalid-proxy = Invalid proxy in HTTP_PROXY, HTTPS_PROXY or ALL_PROXY: { $reason }.
error-repo-is-public = { $url } is public; publish to it with --public.
error-foreign-card = Publishing would replace a { $file } in { $url } that no export wrote; name another repo or remove the file.
error-upload-rejected = The Hub at { $endpoint } rejected { $repo }: { $reason }.
error-no-write-access = The token has no write access to { $repo }.
error-repo-not-creatable = { $repo } does not exist and cannot be created, or the token has no access to it.
error-another-commit = Another commit to { $repo } is in progress; run again.
error-repo-changed = { $repo } changed during the upload; run again.
error-commit-too-large = The commit is too large; publish in several exports.
error-too-many-requests = Too many requests; run again later.
error-run-later = Run again later.
error-site-rows-invalid = Cannot build a site from the rows in { $path } ({ $reason }). The other pages are unchanged; publish the database again with `almanac run`.
error-site-mark-not-a-file = { $path } is not a regular file; nothing was written. Choose another folder.
error-site-folder-taken = { $path } contains files that are not a site; nothing was written. Choose an empty folder.
error-site-others-intact = The site's other files are intact; build it again.
error-build-site-again = Build the site again.
error-port-taken = Cannot listen on port { $port }: { $cause }. Choose another with --port.
error-demo-home-is-file = { $path } is a file, not a folder; use another --home.
error-demo-of-another-version = { $path } has the demo of another version; run `almanac demo` again.
error-demo-folder-taken = { $path } contains something other than an earlier demo; move it away or use another --home.

## causes in errors: the ends of sentences; the first are errors of the system

cause-eacces = Permission denied
cause-eperm = Operation not permitted
cause-enoent = No such file or directory
cause-enospc = No space left on device
cause-edquot = Disk quota exceeded
cause-erofs = Read-only file system
cause-eisdir = Is a directory
cause-enotdir = Not a directory
cause-eexist = File exists
cause-enotempty = Directory not empty
cause-eio = Input/output error
cause-eloop = Too many levels of symbolic links
cause-enametoolong = File name too long
cause-ebusy = Device or resource busy
cause-emfile = Too many open files
cause-enfile = Too many open files in system
cause-efbig = File too large
cause-etxtbsy = Text file busy
cause-enodev = No such device
cause-estale = Stale file handle
cause-eaddrinuse = Address already in use
cause-eaddrnotavail = Cannot assign requested address
cause-system = { $text }
cause-link = it is a link
cause-link-loop = the link { $link } leads in a loop
cause-broken-link = the link { $link } leads to { $target }, which does not exist (is its disk mounted?)
cause-mount-point = it is a mount point and cannot be replaced (mount its folder instead)
cause-invalid-file-name = invalid file name
cause-read-demo = or read the demo with --home { $demo }
cause-make-demo = or create sample data with `almanac demo`
cause-make-demo-elsewhere = or create sample data with `almanac demo`, then add --home { $demo }
cause-raise-seconds = raise the limit with --seconds N (0 = no limit)
cause-raise-read-seconds = raise the limit with ALMANAC_READ_SECONDS=N (0 = no limit)
cause-no-address = is not the address of a Hub
cause-has-password = must not contain a user or a password (put a token into HF_TOKEN)
cause-has-query = must not have a query or a fragment
cause-has-invalid-characters = has characters that are invalid in an address
cause-too-long = has more than { $most } characters
cause-slug-form = a slug has 1 to 64 characters of a-z, 0-9, '.', '_' and '-', and begins with a letter or digit
cause-slug-reserved = { $name } is reserved; choose another name
cause-slug-dots = a slug must not contain two dots in a row or end with a dot
cause-slug-of-device = { $name } is a device name on Windows; choose another name
cause-invalid-address = an invalid address
cause-long-address = an address of more than { $most } characters
cause-secret-address = an address that contains a secret
cause-other-host = another host ({ $host })
cause-unknown-storage = its records are in a storage that Almanac does not read, `{ $name }`
cause-unreadable = it cannot be read ({ $cause })
cause-not-regular-file = not a regular file
cause-no-pem-certificate = no certificate in PEM format
cause-no-hashed-certificate = no certificate named by its hash (run `openssl rehash` on it)
cause-folder-of-docker = it is a folder (Docker creates one if a file to mount is missing)
cause-not-utf8 = it is not UTF-8 text

## almanac doctor (hub_api/contract_checks.py): assumptions about the Hub, and what it showed

heading-assumption = assumption
heading-actual = observed
heading-known-days = days
heading-known-counters = counters
heading-known-library = library
heading-known-change = change
doctor-checking = checking the Hub
doctor-hub =
    { $endpoint }, { $requests ->
        [one] 1 request
       *[other] { $requests } requests
    }
doctor-held = held
doctor-changed = changed
doctor-changed-minor = changed, minor
doctor-not-seen = not seen
doctor-fails = { $failed } of { $all } assumptions fail; check for a newer version of Hub Almanac.
doctor-passes = All assumptions that the crawl depends on pass.
doctor-known-changes = Known changes of the Hub's counters on recorded days, not caused by use:
assumption-fields-of-kind = { $kind } rows have the requested fields, with the expected types
assumption-ascending = the Hub accepts createdAt ascending, and rows ascend
assumption-full-page = a page has { $rows } rows and an absolute link to the next
assumption-next-page = the next page repeats no row
assumption-quota-headers = RateLimit and RateLimit-Policy give the remaining requests and the limit
assumption-category = category { $category }: { $selector }
assumption-category-of-all = category { $category }: every { $kind }
assumption-sorted-lists = lists sorted by { $sorts } start with the largest value
assumption-redirect = an old repo name redirects to the new one
assumption-missing-repo = a request for a missing repo returns 401 or 404
assumption-featured-models = every featured model exists
finding-reported = { $text }
finding-unreadable = unreadable response ({ $reason })
finding-no-rows = no rows
finding-no-rows-as-expected = no rows, as expected
finding-fields = of another type: { $wrong }; absent: { $absent }; not requested: { $extra }
finding-fields-in-rows = { $fields } fields in { $rows } rows
finding-other-order = rows are in another order
finding-span = from { $first } to { $last }
finding-rows-and-link = { $rows } rows and a link
finding-short-page = { $rows } rows and a link; the crawl also follows short pages
finding-small-hub = { $rows } rows and no link; the Hub is small
finding-no-link = no link after { $rows } rows
finding-self-link = a page links to itself
finding-repeated-rows = { $rows } repeated rows
finding-empty-page = an empty page
finding-new-rows = { $rows } new rows
finding-no-quota-headers = no such headers; Almanac does not pace requests but waits after a 429
finding-no-quota-policy = { $remaining } of { $limit } remaining, but no policy
finding-quota = { $remaining } of { $limit } remaining in { $seconds } s
finding-stray-rows = { $stray } of { $rows } rows do not match the selector
finding-rows = { $rows } rows
finding-rows-discontinued = { $rows } rows, discontinued
finding-unsorted-lists = not in order by { $lists } rows
finding-too-few-rows = too few rows by { $sorts }
finding-in-category-lists = in the lists of categories
finding-answered = a response from { $url }
finding-reported-missing = reported as missing
finding-redirects =
    { $old } is { $id }, { $redirects ->
        [one] 1 redirect
       *[other] { $redirects } redirects
    }
finding-no-such-repo = { $id } does not exist
finding-missing-models = missing: { $ids }
finding-all-found = { $models } of { $models }

## the data card of an export (export/card.py)

card-title-sample = Hub Almanac (SAMPLE DATA)
card-what = Daily metadata of the Hugging Face Hub, recorded by Hub Almanac: which models and datasets existed, their downloads and likes as observed, and what was trending in each documented category. Metadata only; it contains no repo files. The Hub itself shows what is popular now and keeps no public history.
card-source = Source: { $hub }
card-made = Built with hub-almanac { $version }. Each Parquet file carries the same descriptions as key-value metadata.
card-observed = How it was observed
card-observed-days = A day is a UTC day, as on the Hub. All times are UTC.
card-observed-unknown = Unknown values are NULL, never 0. A counter that was not observed has a status, not an imputed value.
card-observed-status = `status` of a repo's day: `observed`; `partial`: the response lacked a counter; `unsound`: downloads or likes of the whole Hub are unreliable (0 for most repos, or a total that fell or rose more than on any day before); `frozen`: the Hub's daily refresh skipped the repo, so its counters are those of the day before; `rolled_back`: its all-time counter is below its previous high; `corrected`: it was below that high eight times in a row, and counting restarts from here.
card-observed-days-as-a-whole = `days` says how each day was observed as a whole: `observed`, `partial` (only the leaders or the documented categories were listed), `frozen` or `unobserved` (no snapshot: a permanent gap).
card-observed-coverage = `coverage` and `scope` say how much of the Hub was listed. With `leaders`, a missing repo says nothing about the Hub.
card-observed-downloads = `downloads` is the Hub's counter of the trailing 30 days, so its differences are not daily downloads. Differences of `downloads_all_time` are.
card-observed-names = Names change and get reused; `oid` (the Hub's `_id`) identifies a repo.
card-observed-order = Rows are sorted by their columns from left to right, NULL last.
card-observed-csv = In CSV files an empty field is NULL, `""` is an empty string, and lists look like `[a, b]`. Text values are exact: a spreadsheet treats one that begins with `=`, `+`, `-` or `@` as a formula, so import text columns as text.
card-reading = How to read it
card-paths = Paths are relative to this folder.
card-columns-in-files = Files contain every column, including the date. Without `hive_partitioning = false`, DuckDB reads columns from folder names instead, including folders above this one: below a folder `date=2020-01-01` every row would get that date.
card-state = Restoring the almanac
card-state-what = The folder `state` has the tables from which Hub Almanac restores a home; its format is not for other readers. `almanac import { $source }` restores an empty home; into any other home it imports this almanac's own days.
card-contents = Contents
card-heading-relation = relation
card-heading-files = files
card-heading-rows = rows
card-heading-days = days
card-heading-first-day = first day
card-heading-last-day = last day
card-heading-column = column
card-heading-type = type
card-heading-meaning = description

## previews in Dagster's UI (orchestration/previews): headings, contents, charts

preview-category = category
preview-repos = repos
preview-new-repos = new repos
preview-downloads = downloads, 30 days
preview-likes = likes
preview-coverage = coverage
preview-model = model
preview-availability = availability
preview-downloads-gained-1d = downloads +1d
preview-likes-1d = likes +1d
preview-likes-7d = likes +7d
preview-rank-downloads = rank by downloads
preview-rank-attention = rank by attention
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
preview-holds = content
preview-n = count
preview-board-date = board date
preview-categories = categories
preview-ndcg-20 = NDCG@20
preview-value-low = 90% interval, low
preview-value-high = 90% interval, high
preview-likes-per-day = likes per day
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
preview-holds-featured = rows of featured models
chart-nothing = Nothing to draw yet.
chart-ranks = { $category }, ranks of today's top 10 over 30 days: { $ranks }
chart-movers = Likes that the movers gained in one day: { $moves }
chart-mover = { $repo } in { $category }: { $likes }
chart-featured = Featured models, gained since { $date } or the model's first snapshot: { $models }
chart-featured-downloads = All-time downloads gained since { $date } or the model's first snapshot
chart-featured-likes = Likes gained since { $date } or the model's first snapshot
chart-featured-model = { $model }: { $downloads } downloads, { $likes } likes
chart-moved = Share of download counters that changed
chart-moved-days = Days on which few download counters changed: { $days }
chart-no-days = none
chart-scorecard = NDCG@20 for the likes of the next 3 days, mean over categories
chart-scorecard-last = { $title }; latest: { $values }

## alerts (orchestration/notifications.py, missed_days.py, counter_alerts.py)

failed-day-title = Hub Almanac: snapshot of { $day } failed
failed-day-next = Almanac retries at { $time }.
failed-day-last = Almanac does not retry this day automatically.
failed-part-title = Hub Almanac: { $day } is published, but not its { $step }
failed-part-last = The next day's run brings what is missing.
failed-day-step = step { $step }, attempt { $attempt }, run { $run }, home { $home }
failed-day-run = attempt { $attempt }, run { $run }, home { $home }
notice-home = home { $home }
notice-days-lost-title =
    Hub Almanac: { $count ->
        [one] 1 day
       *[other] { $count } days
    } lost
notice-days-lost = No snapshot was taken on { $days }. Past days cannot be crawled, so the history keeps this gap.
notice-days-waiting-title =
    Hub Almanac: { $count ->
        [one] 1 crawled day
       *[other] { $count } crawled days
    } not loaded
notice-days-waiting = The pages of { $days } are kept but not published; load them with { $load }.
notice-lake-maintenance-failed-title = Hub Almanac: the lake was not maintained
notice-lake-maintenance-failed = The maintenance of the lake failed: { $reason } Readers and loads go on; the lake keeps replaced rows and small files until a later maintenance, next Sunday's or `almanac lake maintain`.
notice-counters-doubted-title = Hub Almanac: unreliable counters on { $day }
notice-counters-doubted = Unreliable counters on { $day }: { $counters }. They were 0 or lower than before for many repos, or their total fell or rose more than on any day before. Almanac published the day without them: no growth, board or total uses them. No action is needed; `almanac status` shows when the counters recover.

## feeds of movers (site/feeds.py): titles, then sentences with figures

feed-subtitle = Movers on the boards of the Hugging Face Hub in the last { $days } days.
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
        [new] new repo,{ " " }
        [first_observed] first observed,{ " " }
       *[other] { "" }
    }rank { $rank })
feed-move-left-top-10 =
    { $name } left the top 10 of { $category }{ $board ->
        [main] { "" }
       *[other] { " " }by { $measure }
    }{ $rank ->
        [0] { "" }
       *[other] { " " }(now rank { $rank })
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
        [new] new repo,{ " " }
        [first_observed] first observed,{ " " }
       *[other] { "" }
    }rank { $rank })
feed-also-left-top-10 =
    left the top 10{ $board ->
        [main] { "" }
       *[other] { " " }by { $measure }
    }{ $rank ->
        [0] { "" }
       *[other] { " " }(now rank { $rank })
    }
feed-also-license-changed = changed its license from { $old } to { $new }
feed-also-gated-changed = changed its access from { $old } to { $new }
feed-no-license = none
feed-says-breakout =
    { $likes ->
        [one] 1 like
       *[other] { $likes } likes
    } in 7 days; the previous weeks predicted { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) }. Of breakouts this clear in its category, { $odds ->
        [0] fewer than 1 in 1,000 are
       *[other] about 1 in { $odds } is
    } noise.
feed-says-record-day =
    { $likes ->
        [one] 1 like
       *[other] { $likes } likes
    } in one day; previous best in { $days ->
        [one] 1 day
       *[other] { $days } days
    }: { $record }.
feed-says-license-changed = License: { $old } → { $new }.
feed-says-gated-changed = Access to the files: { $old } → { $new }.
feed-says-rank =
    { $rank ->
        [0] { $kept ->
            [0] No longer on the board
           *[other] No longer in the top { $kept }
        }
       *[other] Rank { $rank }
    } by { $measure } per day ({ $before ->
        [unobserved] not observed before
        [ranked] rank { $rank_before } the day before
       *[other] { $kept_before ->
            [0] not on the board
           *[other] not in the top { $kept_before }
        } the day before
    }).
feed-says-downloads = { $downloads } downloads in about a week, { $rate } per day.
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
document-dated = **As of { $day }.** The tables of the study page of 2025-03-06, filled from today's boards. The page's own models stay, with their ranks of that day; models to watch are the top { $attention } by attention and the top { $adoption } by adoption.
document-menu = Category
document-description = Description
document-main-model = Featured models
document-main-dataset = Featured datasets
document-now-model = Models to watch
document-now-dataset = Datasets to watch
document-empty = No repo in this category is on a board today.
document-rank-downloads = #{ $rank } by downloads
document-rank-likes = #{ $rank } by likes
document-rank-attention = #{ $rank } by attention
document-no-member = not observed in this category today
document-attention = #{ $rank } by attention
document-adoption = #{ $rank } by adoption
document-likes = { $likes } likes per day
document-few-likes = fewer than 0.1 likes per day
document-downloads = { $downloads } downloads per day
document-missing = not found on the Hub (deleted or private)
document-reading = Attention ranks by likes gained per day, adoption by downloads per day. Featured models are ranked by downloads and likes among the repos observed in the category.
document-origin = Built daily by Hub Almanac from the Hub's public metadata. Names and numbers are from the snapshot of { $day }.

## notes of boards (ranking/board_status.py, the boards' modules, marts/anomalies.py)

note-cut-short = --limit truncated every list.
note-archive-cut-short = The archive has only a part of this day.
note-leaders-only = Covers the leaders of each list, not the whole category.
note-series-only = Covers the repos of an imported series, not the whole category.
note-day-before-missing = The previous day was not observed; the last snapshot is from { $last }.
note-few-whole-weeks =
    { $whole ->
        [0] None of the { $kept } ranked repos has likes for both 1 day and 7 days; see basis.
        [one] Only 1 of the { $kept } ranked repos has likes for both 1 day and 7 days; see basis for the others.
       *[other] Only { $whole } of the { $kept } ranked repos have likes for both 1 day and 7 days; see basis for the others.
    }
note-few-whole-weeks-expected = Likes of 7 days are expected on { DAY($expected) }; until then, the Hub's trending score fills in.
note-few-snapshots-expected = Based on { $snapshots } of the { $needed } snapshots of a full week; expected on { DAY($expected) }.
note-few-growth-days-expected = Needs { $needed } days of growing download counters; expected on { DAY($expected) }.
note-young-history-expected = Needs the likes of a week and of the { $needed } days before it; expected on { DAY($expected) }.
note-only-young-repos = Ranks only repos created in the last { $days } days so far.
note-only-young-repos-expected = Ranks only repos created in the last { $days } days so far; all others are expected on { DAY($expected) }.
note-scores-unsound = The Hub's trending scores are unreliable and not used: 0 for most repos, or a total that fell or rose more than on any day before.
note-likes-unsound = The Hub's likes are unreliable: 0 for most repos, or a total that fell or rose more than on any day before.
note-downloads-unsound = The Hub's all-time download counters are unreliable: 0 for most repos, or a total that fell or rose more than on any day before.
note-downloads-frozen = The download counters of { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the repos are frozen.
note-downloads-fallen = The download counters of { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the repos are below their previous high; counting resumes once they pass it.
note-rates-end-earlier = The rates of these repos end on the last day that could be counted.
note-few-snapshots = Based on { $snapshots } of the { $needed } snapshots of a full week.
note-few-growth-days =
    Needs { $needed } days of growing download counters within a week; { $observed ->
        [one] 1 day was observed
       *[other] { $observed } days were observed
    }.
note-young-history =
    Needs the likes of a week and of the { $needed } days before it; the first snapshot is { $days ->
        [one] 1 day
       *[other] { $days } days
    } old.
note-no-rise = No repo's week exceeds what its earlier weeks predict.
note-no-scores = The Hub's responses had no trending scores.
note-no-all-time-downloads = The day's source has no all-time download counters.
note-no-likes = The Hub's responses had no likes.
note-not-computed = Withheld: the computation failed ({ $fault }).
note-check-failed = Withheld: it failed its check ({ $check }).
note-library-step = On { $date } the downloads of { $repos } repos of the library { $name } changed together to { NUMBER($ratio, minimumFractionDigits: 1, maximumFractionDigits: 1) } times their usual rate, unlike the rest of the Hub; this step is excluded.
note-author-step = On { $date } the downloads of { $repos } repos by { $name } changed together to { NUMBER($ratio, minimumFractionDigits: 1, maximumFractionDigits: 1) } times their usual rate, unlike the rest of the Hub; this step is excluded.
note-known-change = Known change on the Hub ({ $date }): { WORD($change, group: "known-change") }.
note-known-change-of-days = Known change on the Hub ({ $first } to { $last }): { WORD($change, group: "known-change") }.
note-earlier-release = { $text }

## known changes of the Hub's counters (hub_api/known_changes.toml)

known-change-farmed-likes-removed = the Hub removed farmed likes from many repos
known-change-totals-rolled-back = the Hub rolled back the all-time download counters of many repos and restored them a day later
known-change-counters-disagree = 30-day downloads add up to 3 to 9% less than the growth of the all-time counters: the two count different things
known-change-downloads-stalled = all download counters were frozen
known-change-totals-stalled = all-time download counters were frozen while the 30-day counters moved
known-change-wednesdays-late = on one Wednesday in three, the download counters of about half of the Hub froze, newer repos first, and caught up on Thursday
known-change-modular-index-counted = from this day on, requests for modular_model_index.json count as downloads of diffusers models

## notes of featured models (sql/marts/featured.sql), and reasons for unknown changes (featured_changes.sql)

featured-note-name-reused = The name now belongs to another repo ({ $oid }).
featured-note-old-name-reused = Its old name now belongs to another repo ({ $oid }).
featured-note-earlier-release = { $text }
change-unknown-corrected =
    { $counter ->
        [likes] likes
       *[downloads] downloads
    } +{ $days }d: counter corrected in between
change-unknown-not-refreshed =
    { $counter ->
        [likes] likes
       *[downloads] downloads
    } +{ $days }d: counter not refreshed on this day
change-unknown-not-observed =
    { $counter ->
        [likes] likes
       *[downloads] downloads
    } +{ $days }d: not observed on the earlier day
change-unknown-earlier-release = { $text }

## reasons for a missing day or gain: days_of.reason, growth.reason, almanac compare

missing-no-snapshot = no snapshot was taken
missing-not-on-hub = not on the Hub: the whole Hub was listed without it
missing-not-in-categories = in no documented category, or not on the Hub
missing-not-listed = not in the crawled lists
missing-frozen = counter frozen on that day
missing-rolled-back = counter below its previous high on that day
missing-corrected = counter corrected in between
missing-unsound = the Hub's counters were unreliable on that day
missing-no-counter = the response had no all-time download counter
missing-not-observed = not observed that many days earlier
missing-not-counted = not counted on both days
missing-no-common-days = no two days on which all repos were counted

## reasons for a rejected row of a crawl

reject-not-json = invalid JSON
reject-not-an-object = not a JSON object
reject-no-oid = missing _id
reject-invalid-oid = _id is not 24 lowercase hexadecimal digits
reject-no-name = missing id
reject-invalid-name = id is not a valid repo name

## example questions of sql/examples, by file

question-attention-concentration = What share of each category's weekly likes goes to its top 10?
question-attention-vs-hub-by-day = On which days did the attention board predict the next day's likes better than the Hub's own order?
question-best-predicting-board = Which board best predicts future likes and downloads?
question-biggest-climbers = Which text generation models climbed the most ranks within 7 days?
question-biggest-single-days = Which repos gained the most likes in a single day?
question-board-stability = How much do the boards change from one day to the next?
question-breakouts-of-the-week = What broke out in the last 7 days, and how likely is it to be noise?
question-deepseek-r1-rank-explained = What is DeepSeek-R1's rank on the attention board based on?
question-deepseek-r1-ranks = How does DeepSeek-R1 rank on each board?
question-deepseek-r1-vs-v3 = How do DeepSeek-R1 and DeepSeek-V3 compare, day by day?
question-deepseek-r1-week-by-week = How many likes and downloads did DeepSeek-R1 gain, week by week?
question-downloads-after-license-changes = Which models changed their license, gating or task, and how did their downloads change?
question-downloads-per-like = Which models have the most downloads per like?
question-fastest-growing-text-datasets = Which text datasets gained the most downloads in the last 7 days?
question-featured-by-weekday = On which weekdays do the featured models get the most downloads?
question-featured-shares = How did the featured models' shares of their categories change?
question-first-place-certainty = How certain is the first rank in each category?
question-frozen-days = On which days were the Hub's counters frozen?
question-growing-categories = Which categories are growing, and which are shrinking?
question-how-often-attention-leads = How often did a repo reach the attention board before the Hub's own order?
question-korean-models = Which models tagged as Korean get the most attention?
question-largest-families = Which base models have the most derivatives on the boards?
question-libraries-of-the-top-100 = Which libraries do the models in each category's top 100 use?
question-licenses-of-the-top-100 = Which licenses do the top 100 models have?
question-liked-more-than-downloaded = Which repos rank much higher by likes than by downloads?
question-longest-top-10-streaks = Which repos have the longest unbroken streak in a top 10?
question-most-days-in-first-place = Which repos ranked first in their category on the most days?
question-most-liked-new-repos = Which repos that appeared in the last 7 days have the most likes?
question-most-used-base-models = Which base models are most used by models created in the last 30 days?
question-new-repos-by-category = Which categories get the most new repos, and is that more than before?
question-owners-in-the-top-100 = Which owners have the most ranks in the top 100 across all categories?
question-quantized-share-of-top-100 = How many of the text generation top 100 are quantized models?
question-quantized-share-over-time = Is the share of quantized models in the text generation top 100 growing?
question-recent-changes = What changed on the Hub in the last 30 days, and how often?
question-renamed-or-disappeared = Which repos were renamed, disappeared, returned or changed their task?
question-repos-attention-ranked-first = Which repos were in the attention top 20 days before they reached the Hub's own top 20?
question-rising-in-translation = What is trending in translation this week?
question-snapshot-quality = How complete is each day's snapshot: scope, duplicates, rejected rows, missing days?
question-top-10-within-3-days = Which new models entered a top 10 within 3 days of their creation?
question-top-small-models = Which models with fewer than 4 billion parameters rank highest?

## `almanac import`
error-import-outside-inbox = From the UI, Almanac imports datasets of the Hub (hf://datasets/owner/name), https:// addresses and files in { $inbox }, not { $source }. Put the file there, or use `almanac import`.
error-import-day-invalid = { $day } is not a day; write it as 2026-03-06.
calendar-title = Which source covers which day
calendar-own = this almanac
calendar-gap = no snapshot
calendar-empty = No days yet.
error-json-needs-list = Add --list to --json: `almanac import --list --json`.
heading-format = format
heading-used-days = days in use
sources-none = Nothing is imported.
sources-marks = { $own } this almanac; { $gap } no snapshot; letters as above. Where several sources have a day, the best one is in use.
sources-no-days = no snapshot
sources-without-files = { $source }: the files of { $n ->
    [one] 1 day
   *[other] { $n } days
} are not in imports/, as after a restore. If a better source of such a day is removed, it has no data until you import { $source } again from { $address }
site-history = History since { $first }: { $days ->
    [one] 1 day
   *[other] { $days } days
}, of which { $imported } imported from { $sources }.
site-board-days = Of the { $days ->
    [one] day
   *[other] { $days } days
} on which these boards rest, { $imported } { $imported ->
    [one] is
   *[other] are
} imported from { $sources }.
site-repo-days = Of the { $days ->
    [one] day
   *[other] { $days } days
} observed in the last year, { $imported } { $imported ->
    [one] is
   *[other] are
} imported from { $sources }.
cli-status-days-of = ; { $days } imported from { $source }
import-phase-read = Read the source
import-phase-wait = Wait for other commands
import-phase-load = Load days
import-phase-compare = Compare days and identify repos
import-phase-rank = Rank days
import-phase-evaluate = Movers and scorecard
import-phase-compact = Compact past months
import-phase-publish = Publish
import-license = License: { $license }; attribution: { $attribution }
import-nothing = No days to import.
import-plan = { $pieces ->
    [one] 1 file
   *[other] { $pieces } files
} to write, { $first } to { $last }: { $rows } rows, { $bytes } to read.
import-more-pieces = … and { $n } more
import-skipped = { $n ->
    [one] 1 day
   *[other] { $n } days
} skipped, { $reason }: { $days }
import-done = Imported { $rows } rows of { $days ->
    [one] 1 day
   *[other] { $days } days
}. { $changed ->
    [one] 1 day
   *[other] { $changed } days
} changed; { $boards ->
    [one] 1 day
   *[other] { $boards } days
} ranked and published.
import-removed = Removed { $source } and its { $days ->
    [one] day
   *[other] { $days } days
}; what was there before counts again.
import-unshelved = { $n ->
    [one] 1 day
   *[other] { $n } days
} of { $source } would count, but their files are not in imports/, as after a restore: { $days }. To have them, import { $source } again from { $address }
import-duplicates = Dropped { $rows } duplicate rows.
import-rejects = Rejected { $rows } rows: { $reason }.
import-partial = { $n ->
    [one] 1 day is
   *[other] { $n } days are
} known to be cut short: { $days }
import-unknown-columns = Ignored columns: { $columns }
import-missing = Nothing to restore yet: { $reason }
import-restore-plan = { $address }: an almanac of { $days ->
    [one] 1 day
   *[other] { $days } days
} ({ $first } to { $last }), { $bytes } to read. This home is empty; it gets all of it.
import-has-all = { $path } is the almanac of { $address } and has all of its days.
import-restored = Restored { $days ->
    [one] 1 day
   *[other] { $days } days
} into { $path }.
import-provisional = Known by name only: { $repos } repos; { $ambiguous } of them have a name that another repo had as well, and stay apart.
heading-kind = kind
heading-days = days
heading-rows = rows
heading-bytes = to read
error-import-source-or-remove = Name a source to import, or one to take out with --remove, or use --list. Example: almanac import archive/2025-01.parquet --dry-run
error-import-into-sample = This home has sample data; nothing was imported into it. Use another --home.
error-source-name-invalid = The source's name { $name } cannot name a folder: { $fault }. Nothing was changed.
error-source-name-taken = { $address } has the same name as { $first }, imported as { $name }, and would replace its days. Nothing was imported. Give it another name in a mapping (--mapping FILE, [source] name), or take the first one out: almanac import --remove { $name }
error-another-import = Another import has used { $path } for more than { $minutes } minutes.
error-shelf-unusable = Cannot use { $path } for imported days: { $cause }.
error-unknown-kind = Unknown kind { $name }; choose from { $kinds }.
error-unknown-source = No source { $name } was imported.
error-nothing-imported = Nothing was imported.
error-unknown-format = Unknown format '{ $name }'.
error-no-known-format = { $source } is in no format that Almanac recognizes; use --format ({ $formats }).
error-nothing-in-format = { $source } has nothing in the format { $format }.
error-nothing-in-format-with = { $source } has nothing in the format { $format } with { $options }.
error-mapping-of-other-format = A mapping is for the format { $format }, not { $name }.
error-use-mapping = A mapping (--mapping FILE) says which column is what.
error-kind-differs-from-mapping = --kind { $kind } differs from the kind of the mapping.
error-unknown-kind-of-source = { $source } does not say whether it has models or datasets; use --kind.
error-no-data-files = { $source } has no Parquet, CSV or JSON file.
error-too-many-files = { $source } has more than { $most } files; name a folder or a pattern.
error-too-many-columns = { $source } has more than { $most } columns, the limit of one import.
error-too-many-groups = { $source } has more than { $most } groups of rows, the limit of one import. Write it with larger groups.
error-too-many-chunks = { $source } has more than { $most } columns across its groups of rows, the limit of one import. Write it with larger groups.
error-too-many-rows-to-import = { $source } has more than { $most } rows, the limit of one import.
error-too-large-to-import = Memory or disk is too small to import { $source }: { $reason }.
error-file-changed = { $file } changed while it was read. Nothing of it was imported; run again.
error-no-such-file = { $path } does not exist.
error-not-a-regular-file = { $path } is not a regular file.
error-parquet-damaged = { $file } is not a valid Parquet file (its end is damaged).
error-parquet-is-html = { $file } is a web page (HTML), not a Parquet file.
error-parquet-is-lfs-pointer = { $file } is a Git LFS pointer, not the file itself.
error-parquet-cut = { $file } is cut: the end of the Parquet file is missing.
error-parquet-empty = { $file } is empty.
error-not-parquet = { $file } is not a Parquet file.
error-not-json = { $path } of { $source } is not JSON ({ $reason }).
error-no-day-in-file = { $file } does not say its day: no repo has a lastModified between 2016 and today.
error-series-name-not-a-month = { $source }: the name of a series is its month, such as 2025-06.parquet.
error-missing-columns = { $file } is not a file of the format { $format }: it has no column { $columns }.
error-no-such-column = { $file } has no column '{ $column }'.
error-no-obvious-columns = { $source } has no column that is obviously a repo's name, or none that counts something.
error-no-day-column = { $file } has no column of days or times, nor a date in its name.
error-no-time-in-column = { $file } has no time between 2016 and today in column '{ $column }'.
error-column-not-a-time = Column '{ $column }' has type { $type }, not a time.
error-column-of-wrong-type = Column '{ $column }' has type { $type }, which cannot be { $name }.
error-unusable-rows = { $unusable } of { $rows } rows of { $source } are unusable.
error-unusable-rows-of-reason = { $rows } rows: { WORD($reason, group: "skip") }.
error-check-format-or-mapping = Check the format or the mapping.
error-invalid-address = '{ $address }' is not a valid address.
error-not-a-dataset-address = '{ $address }' is not an address of a dataset; use hf://datasets/owner/name[@revision]/path.
error-not-an-import-address = { $address } is not an address that Almanac imports from; use https://, hf:// or a path.
error-file-address = Import a local file by its path, without file://.
error-address-has-login = The address of a source must not contain a user or a password.
error-no-dataset = The Hub has no dataset { $name } at revision '{ $revision }', or the token has no access to it.
error-no-such-file-in-repo = { $address } has no such file or folder.
error-no-commit = The Hub names no commit of { $name }.
error-endless-list = The Hub lists { $name } without an end.
error-unknown-description = The Hub describes { $name } in an unknown form ({ $reason }).
error-server-unreachable =
    Cannot reach { $url } after { $attempts ->
        [one] 1 attempt
       *[other] { $attempts } attempts
    }: { $reason }.
error-server-failed =
    { $url } failed after { $attempts ->
        [one] 1 attempt
       *[other] { $attempts } attempts
    }: { $reason }.
error-untrusted-server = This machine does not trust the certificate of { $url } ({ $reason }); set SSL_CERT_FILE.
error-no-such-address = { $url } does not exist{ $message }.
error-address-needs-access = { $url } requires access{ $message }.
error-address-answered = { $url } answered { $status }{ $message }.
error-address-redirects-in-loop = { $url } redirects in a loop.
error-redirects-to-invalid-address = { $url } redirects to an invalid address.
error-redirect-not-followed = { $url } redirects to { $target }, which Almanac does not follow.
error-not-served-in-ranges = { $url } is not served in ranges as requested.
error-too-large-without-ranges = { $url } is large, and its server does not serve ranges. Download it and import the file.
error-check-token = Check HF_TOKEN.
error-set-token = Set HF_TOKEN to a token with read access.
error-line-of-file = { $path }, line { $line }:
error-toml-too-large = { $path } is too large for a TOML file of settings.
error-unknown-column = Unknown column '{ $name }'.
error-column-not-a-name = { $name } must be the name of a column, in quotes.
error-mapping-without-id = `id` is missing: the column of the repo's name.
error-invalid-hour = `hour` must be a time such as 13:50, in UTC, not '{ $value }'.
error-known-days-span = `to` must be a day from { $first } on, at most { $most } days later.
error-known-days-share = `share` must be between 0 and 1.
error-known-days-counters = `counters` is missing for the state { $state }.

card-imported = Imported days
card-heading-source = source
card-heading-license = license
card-heading-attribution = attribution
card-heading-address = address
export-left-out = Left out { $n ->
    [one] 1 day
   *[other] { $n } days
} of share-alike sources; --with-share-alike includes them, and then the export must have their license.
cli-status-imported = , imported from { $source }
## what a young home will show (published/milestones.py)

milestones-day = Day { $number }.
milestones-gap = After a gap.
milestones-tomorrow = Tomorrow: { $what }.
milestones-on = { $date }: { $what }.
milestone-changes-1d = changes
milestone-changes-7d = changes over 7 days
milestone-changes-30d = changes over 30 days
milestone-adoption = adoption
milestone-breakout = breakouts
milestone-scorecard = scorecard
list-last = { $first } and { $last }
changes-expected = Changes are expected on { $date }: they need a second day.
scorecard-expected =
    Boards are evaluated { $days ->
        [one] 1 day
       *[other] { $days } days
    } ahead for the first time on { $date }.

## days and rows of archives that are not imported (pipeline/imports)
skip-no-upload = the archive has no such day
skip-stale = the file repeats the one before
skip-distrusted = the archive itself distrusts them
skip-known-bad = known to be bad
skip-truncated = cut short
skip-low = far fewer repos than usual
skip-no-oid = without an _id
skip-invalid-oid = with an invalid _id
skip-no-name = without a name
skip-invalid-name = with an invalid name
skip-invalid-day = without a day between 2016 and today
skip-outside = of another month than their file

cli-ranked = Ranked { $n ->
    [one] 1 day
   *[other] { $n } days
}, { $first } to { $last }; published { $path }.
error-no-days-to-rank-since = No recorded day since { $first }; nothing was changed.
error-no-days-to-rank = No recorded day from { $first } to { $last }; nothing was changed.
error-forget-imported = { $date } comes from the imported source { $source }. Nothing was changed; take the source out with almanac import --remove { $source }.

## `almanac accuracy`
accuracy-title =
    Adoption board and true downloads · { $repos ->
        [one] 1 repo
       *[other] { $repos } repos
    } · { $cases ->
        [one] 1 board day
       *[other] { $cases } board days
    } of repos, { $first } to { $last }
accuracy-all = all
accuracy-more = … and { $n } more; -n N shows more, --json all.
accuracy-explanation = Truth and estimate: downloads a day, over the same days. Bias: mean difference. Ratio: estimates by truth; counter: the same for the growth of the Hub's all-time counter, which counts other downloads than the truth does. Error: median relative error. Inside: share of board days whose 90% interval has the true mean; next day: whose interval has the true downloads of the next day, which it predicts (90% would be right).
accuracy-note-no-true-downloads = No true downloads were imported. Export the Publisher Analytics of your organization as CSV, then: almanac import FILE.csv
accuracy-note-no-adoption-board = Nothing to compare: there are true downloads from { $first } to { $last }, but no adoption board yet; it needs 4 days of snapshots.
accuracy-note-no-common-days = Nothing to compare: true downloads are known from { $first } to { $last }, adoption boards from { $first_board } to { $last_board }, but no repo of both is on a board with true downloads of all its days.
heading-accuracy-cases = board days
heading-accuracy-truth = truth
heading-accuracy-estimate = estimate
heading-accuracy-bias = bias
heading-accuracy-ratio = ratio
heading-accuracy-counter = counter
heading-accuracy-error = error
heading-accuracy-inside = inside
heading-accuracy-next-day = next day
import-compare = Compare them with the adoption board: almanac accuracy
error-no-csv-file = { $source } has no CSV file.
skip-invalid-count = without a valid number of downloads

## checks (sql/checks, warehouse/quality_checks.py, orchestration/asset_checks.py): what they expect and find
check-as-expected = { $results } of { $all } as expected
check-computed-and-sound = computed and sound
check-left-out = left out: { $reason }
check-left-out-by-check = left out: { $check } expected { $expected }, found { $actual }
check-some-result = a result
check-reported = { $text }
check-day = { $day }
check-first-response = first response { $time } UTC
check-no-response = no response
check-entries = { $entries }
check-entries-without = { $entries }, without { $names }
check-any-rows = any
check-some-rows = at least 1 row
check-no-rows = no rows
check-rows =
    { $rows ->
        [one] 1 row
       *[other] { $rows } rows
    }
check-broken-links = { $links } broken
check-file-of-site = a file of the site
check-differing =
    { $rows ->
        [one] 1 differs
       *[other] { $rows } differ
    }
check-differing-like =
    { $rows ->
        [one] 1 differs
       *[other] { $rows } differ
    } ({ $example })
check-complete-lists = complete lists
check-complete-lists-like = complete lists, at least { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the { $rows } repos of { $date }
check-some-repos = at least 1 repo
check-repos =
    { $repos ->
        [one] 1 repo
       *[other] { $repos } repos
    }
check-repos-of-cut-lists =
    { $repos ->
        [one] 1 repo
       *[other] { $repos } repos
    }, lists cut by a limit
check-compared-repos =
    { $repos ->
        [one] 1 repo
       *[other] { $repos } repos
    } ({ NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) })
check-compared-repos-of-cut-lists =
    { $repos ->
        [one] 1 repo
       *[other] { $repos } repos
    } ({ NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }), lists cut by a limit
check-unique-rows = { $rows } rows, each with its own _id
check-rows-of-repos = { $rows } rows of { $repos } repos
check-nulls-at-most = at most { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } NULL
check-nulls = { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } NULL ({ $nulls } of { $rows })
check-changed-at-least = at least { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the counters changed
check-changed = { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } changed
check-no-earlier-day = no earlier day to compare with
check-some-positive = above 0 for some
check-about-as-positive = above 0 for about { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }, total about { NUMBER($total, maximumFractionDigits: 0) } ({ $date })
check-positive = above 0 for { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } of { $known }, total { NUMBER($total, maximumFractionDigits: 0) }
check-unsound = above 0 for { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } of { $known }, total { NUMBER($total, maximumFractionDigits: 0) }; unsound, left out of growth, boards and totals
check-below-highest-at-most = below its highest value for at most { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the repos
check-below-highest = below its highest value for { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } of { $rows }
check-no-board = no board
check-ranks-to = ranks 1 to { $last }, falling scores
check-ranks-to-at-most = ranks 1 to at most { $last }, falling scores
check-ranked-rows =
    { $rows ->
        [one] 1 row
       *[other] { $rows } rows
    }, last rank { $last }{ $rises ->
        [0] { "" }
       *[other] , scores rise
    }{ $duplicates ->
        [0] { "" }
       *[other] , duplicate repos
    }
check-ranked-board = rows on the { WORD($board, group: "board", form: "name") } board
check-no-listed-repos = none: the Hub lists no repos in it
check-possible-totals = 0 to { $repos } repos, no more new than total, sums of at least 0
check-totals = { $repos } repos, { $new_repos } new, { $likes } likes
check-no-totals = no totals
check-all-in-top-10 = all in the top 10 of their boards
check-none-in-top-10 = none in the top 10 of their boards
check-in-top-10 = { $repos } of { $all }
check-shares-in-order = 0 to 1, low at most high
check-figures = { NUMBER($least, minimumFractionDigits: 3, maximumFractionDigits: 3) } to { NUMBER($most, minimumFractionDigits: 3, maximumFractionDigits: 3) }
check-figures-not-finite = a figure that is no number
check-figures-out-of-order = { NUMBER($least, minimumFractionDigits: 3, maximumFractionDigits: 3) } to { NUMBER($most, minimumFractionDigits: 3, maximumFractionDigits: 3) }, an interval with low above high
check-shown-by-hub = shown by the Hub
check-availability = { WORD($availability, group: "status") }

## `almanac lake`, and errors of the lake (pipeline/lake)
lake-comparing = Comparing with hub.duckdb…
lake-loading = Loading: { $rows } of { $all } rows
lake-loaded = Load { $number }: { $rows } rows of { $days } days are in the lake.
lake-up-to-date = The lake already has everything of hub.duckdb; `almanac lake verify` checks its files.
lake-undamaged = No file of the lake is lost or damaged.
lake-repaired = Restored { $rows } rows of { $tables } from hub.duckdb.
lake-states-lost = Lost are { $rows } rows of earlier states, which hub.duckdb no longer has: time travel now begins on { $first }.
lake-equal = The lake equals hub.duckdb row for row.
lake-maintained = Deleted { $parts } replaced parts with { $rows } rows, and { $files } files that nothing refers to.
lake-status-catalog = catalog
lake-status-data = data
lake-status-last-load = last load
lake-status-day = last day in the lake
lake-status-published-day = last day of hub.duckdb
lake-status-loads = loads
lake-status-rows = rows
lake-status-bytes = bytes, with replaced rows
lake-status-files = files
lake-verify-table = table
lake-verify-published = rows in hub.duckdb
lake-verify-lake = rows in the lake
lake-verify-different = different parts
lake-verify-damaged = damaged parts
error-lake-not-configured = No lake is configured; set ALMANAC_LAKE to its catalog, such as postgresql://db.example/lake or a file lake.ducklake, and ALMANAC_LAKE_DATA to its folder or s3:// address.
error-lake-without-data = ALMANAC_LAKE is set, but not ALMANAC_LAKE_DATA, the folder or s3:// address of the lake's files.
error-lake-invalid-days = { $name } must be a number of days from 0 to 99999, not { $value }.
error-lake-invalid-catalog = ALMANAC_LAKE must be an address such as postgresql://db.example:5432/lake, or a file whose name ends in .ducklake.
error-lake-password-in-address = ALMANAC_LAKE contains a password ({ $address }); put it into ALMANAC_LAKE_PASSWORD, or into a file that ALMANAC_LAKE_PASSWORD_FILE names.
error-lake-invalid-data = ALMANAC_LAKE_DATA must be a folder or an address such as s3://bucket/prefix, not { $address }.
error-lake-invalid-endpoint = ALMANAC_LAKE_ENDPOINT must be an address such as https://s3.example, not { $address }.
error-lake-attach-only = --exec and --as-of are for `almanac lake attach`.
error-lake-without-published = There is no { $path } yet to bring into the lake; run `almanac run` first.
error-lake-extension-missing = DuckDB { $version } has no extension { $name } here; install Almanac with its extra `lake` (`make install-server` does), or run INSTALL { $name } in DuckDB where the network allows it.
error-lake-catalog-unreachable = The lake's catalog { $catalog } cannot be attached: { $reason }.
error-lake-missing = There is no lake at { $catalog } yet; run `almanac lake init` first.
error-lake-storage-failed = The lake's storage { $place } fails: { $reason }.
error-lake-failed = The lake { $catalog } fails: { $reason }.
error-lake-unchanged = Readers of the lake still see its last published load, and hub.duckdb is not affected; `almanac lake init` or the next run goes on.
error-lake-empty = The lake has no published load yet; run `almanac lake init` first.
error-lake-without-state = The lake keeps no state as published on { $date }; the first is of { $first }.
error-lake-busy = A load or maintenance of the lake is under way; wait until it ends.
error-lake-of-another-almanac = The lake belongs to another almanac, whose days this one would mix with its own; give each almanac a catalog and a data path of its own.
error-lake-foreign-files = { $place } has Parquet files that are not this lake's, such as { $file }. Maintenance deletes files that the lake's catalog does not know, so a lake needs a place of its own: move the other files, or choose another ALMANAC_LAKE_DATA for a new lake.
error-lake-file-damaged = A file of the lake in { $place } is lost or damaged: { $reason }. Run `almanac lake repair`, which restores its rows from hub.duckdb.
error-lake-unreadable-file = A file of the lake is lost or damaged: { $reason }.
error-lake-damaged = Rows of { $tables } are not as the lake loaded them; run `almanac lake repair`, which restores them from hub.duckdb.
error-lake-records-damaged = A file with the lake's own records in { $place } is lost or damaged: { $reason }. If you have a copy of the file, put it back. Otherwise build the lake again, without the earlier states that only it had: delete its catalog { $catalog } (in PostgreSQL, the schema hub_almanac) and its files, then run `almanac lake init`.
error-lake-differs = The lake differs from hub.duckdb in { $tables }; run `almanac lake init`, and again `almanac lake verify`.

## what `almanac verify` compares (publishing/verify.py)
comparison-rows-of-days = each day has the rows that its crawl counted, each repo once
comparison-days-without-a-crawl = each day's rows belong to a recorded crawl
comparison-rows-without-a-second = each row has an observation time
comparison-rows-undescribed = each row has its repo and its description
comparison-descriptions-unused = each description is unique and in use
comparison-repos-of-one-id = each repo has one _id and correct first and last days
comparison-names-indexed = each name is in the index
comparison-rebuilt-members = rebuilt category members are the same
comparison-rebuilt-history = cohorts, marks and events
comparison-rebuilt-table = { $table } rebuilt from all days is the same
comparison-rebuilt-day = boards, totals and featured models of { $date }
comparison-rebuilt-trends =
    rebuilt boards of { $days ->
        [one] 1 day
       *[other] { $days } days
    } are the same
comparison-rebuilt-category-daily =
    rebuilt category totals of { $days ->
        [one] 1 day
       *[other] { $days } days
    } are the same
comparison-rebuilt-featured =
    rebuilt featured models of { $days ->
        [one] 1 day
       *[other] { $days } days
    } are the same
comparison-rebuilt-boards =
    rebuilt board statuses and notes of { $days ->
        [one] 1 day
       *[other] { $days } days
    } are the same
comparison-spooled-pages =
    { $pages ->
        [one] the only spooled page matches its manifest
       *[other] each of { $pages } spooled pages matches its manifest
    }
comparison-published-exists = the published database exists
comparison-published-opens = the published database opens
comparison-published-days-and-boards = the published database has the same days and boards
cause-wrong-row-count = { $kinds } has { $rows } rows, its crawl counted { $expected_rows }
cause-duplicate-repos = { $kinds } has a repo twice
cause-rows-without-description = { $kinds } has rows without a description

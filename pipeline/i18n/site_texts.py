"""Every text of the pages, in English and Korean; what tables are coded in is told by pipeline/i18n/korean.py.

Texts are plain: the templates escape them. Figures go in by name, as `str.format` has it.
"""

import datetime as dt
from collections.abc import Mapping

LANGS = ("en", "ko")
WORDS: Mapping[str, tuple[str, str]] = {
    # on every page
    "site": ("Hub Almanac", "Hub Almanac"),
    "tagline": (
        "A daily record of what is rising on the Hugging Face Hub",
        "허깅페이스 허브에서 무엇이 떠오르는지 날마다 적는 기록",
    ),
    "skip": ("Skip to the content", "본문으로 건너뛰기"),
    "sample": (
        "Sample data: made-up repos and numbers of the sample Hub, not the real Hub.",
        "샘플 데이터: 샘플 허브의 가상 저장소와 숫자이며, 실제 허브가 아닙니다.",
    ),
    "pages": ("Pages", "페이지"),
    "overview": ("Overview", "개요"),
    "categories": ("Categories", "분야"),
    "featured": ("Featured", "주요 모델"),
    "scorecard": ("Scorecard", "스코어카드"),
    "quality": ("Data quality", "데이터 품질"),
    "about": ("About", "안내"),
    "language": ("한국어", "English"),
    "theme": ("Dark colours", "어두운 화면"),
    "footer": (
        "Made from the snapshot of {day}. The Almanac is no part of the Hugging Face Hub; names and numbers are the Hub's public metadata of that day.",
        "{day} 스냅샷으로 만들었습니다. 이 연감은 허깅페이스 허브에 속하지 않으며, 이름과 숫자는 그날 허브에 공개된 메타데이터입니다.",
    ),
    "feed_all": ("Hub Almanac: what moved", "Hub Almanac: 오늘의 변동"),
    "feed_of": ("Hub Almanac: {category}", "Hub Almanac: {category}"),
    # words of tables and charts
    "rank": ("Rank", "순위"),
    "change_1d": ("1d", "1일"),
    "change_7d": ("7d", "7일"),
    "change_1d_long": ("Places won or lost in a day", "하루 순위 변화"),
    "change_7d_long": ("Places won or lost in 7 days", "7일 순위 변화"),
    "entry_new": ("new", "신규"),
    "entry_first_observed": ("first seen", "첫 관측"),
    "entry_returned": ("back", "재진입"),
    "entry_entered": ("in", "진입"),
    "repo": ("Repo", "저장소"),
    "model": ("Model", "모델"),
    "dataset": ("Dataset", "데이터셋"),
    "models": ("Models", "모델"),
    "datasets": ("Datasets", "데이터셋"),
    "category": ("Category", "분야"),
    "board": ("Board", "순위표"),
    "interval": ("90% interval", "90% 구간"),
    "trend": ("Trend", "추이"),
    "trend_says": ("{days} days: {first} to {last}", "{days}일: {first} → {last}"),
    "likes": ("Likes", "좋아요"),
    "likes_1d": ("Likes +1d", "좋아요 +1일"),
    "likes_7d": ("Likes +7d", "좋아요 +7일"),
    "likes_30d": ("Likes +30d", "좋아요 +30일"),
    "downloads": ("Downloads", "다운로드"),
    "downloads_30d": ("Downloads, 30 days", "30일 다운로드"),
    "downloads_all": ("Downloads, all time", "누적 다운로드"),
    "down_1d": ("Downloads +1d", "다운로드 +1일"),
    "down_7d": ("Downloads +7d", "다운로드 +7일"),
    "down_30d": ("Downloads +30d", "다운로드 +30일"),
    "days_on": ("Days on board", "순위에 든 일수"),
    "best": ("Best rank", "최고 순위"),
    "days_short": ("Days", "일수"),
    "best_short": ("Best", "최고"),
    "basis": ("Basis", "근거"),
    "record_says": (
        "Days on board and best rank count the places kept on this board since {since}; the first {n} are kept of this day.",
        "순위에 든 일수와 최고 순위는 이 순위표의 {since} 이후 남긴 순위에서 셉니다. 이날은 {n}위까지 남겼습니다.",
    ),
    "date": ("Date", "날짜"),
    "status": ("Status", "상태"),
    "chart_says": (
        "{what} from {first} to {last}: {low} to {high}.",
        "{what}, {first}부터 {last}까지: {low}에서 {high}.",
    ),
    "chart_marked": (" Counters stood still on {days} days.", " 카운터가 멈춘 날 {days}일."),
    "chart_missing": (" Not observed on {days} days.", " 관측되지 않은 날 {days}일."),
    "shaded": ("Shaded: counters stood still", "음영: 카운터가 멈춘 날"),
    "likes_taken": ("Without likes that the Hub took away later", "Hub가 나중에 없앤 좋아요는 제외"),
    "broken": ("Broken line: not observed", "끊긴 선: 관측되지 않은 날"),
    "span": ("{first} to {last}", "{first}부터 {last}까지"),
    # boards
    "attention": ("Attention", "관심"),
    "adoption": ("Adoption", "도입"),
    "breakout": ("Breakout", "급부상"),
    "hub": ("The Hub's order", "허브 자체 순서"),
    "attention_unit": ("Likes a day", "하루 좋아요"),
    "adoption_unit": ("Downloads a day", "하루 다운로드"),
    "breakout_unit": ("Standard errors", "표준오차 배수"),
    "hub_unit": ("Trending score", "트렌딩 점수"),
    "attention_says": (
        "Ranked by likes a day: the last day, shrunken towards the rate of the week, the month and the repo's life.",
        "하루에 늘어나는 좋아요 순입니다. 마지막 하루의 값을 한 주, 한 달, 저장소 전체 기간의 속도 쪽으로 당겨 계산합니다.",
    ),
    "adoption_says": (
        "Ranked by downloads a day, from the counter of all downloads over the true time between observations.",
        "하루 다운로드 순입니다. 누적 다운로드 카운터의 증가분을 관측 사이의 실제 시간으로 나눕니다.",
    ),
    "breakout_says": (
        "Ranked by how far the likes of a week exceed what the weeks before foretold, in standard errors.",
        "한 주의 좋아요가 앞선 몇 주로 미루어 예상한 값을 표준오차의 몇 배나 웃도는지의 순위입니다.",
    ),
    "ranked": ("{n} repos ranked.", "저장소 {n}개를 비교했습니다."),
    "breakouts_sure": (
        "Sure breakouts: {n} (about one in twenty is chance).",
        "확실한 급부상은 {n}개입니다(스무 개에 한 개쯤은 우연).",
    ),
    "nobody": (
        "No repo of this category stands on this board today.",
        "오늘 이 분야의 저장소는 이 순위표에 없습니다.",
    ),
    "views": ("Models shown", "보기"),
    "view_all": ("All", "전체"),
    "view_originals": ("Originals", "원본"),
    "view_derivatives": ("Derivatives", "파생"),
    "bump": ("Today's first ten, day by day", "오늘의 상위 10위, 날짜별 순위"),
    "bump_says": (
        "Ranks since {since} of the ten that lead today; the list beside it names them in today's order.",
        "오늘 상위 10위의 {since} 이후 순위입니다. 옆의 목록이 오늘의 순서입니다.",
    ),
    # overview
    "overview_lead": (
        "{models} models and {datasets} datasets were observed; counters of {moved} of the models moved since the snapshot before.",
        "모델 {models}개와 데이터셋 {datasets}개를 관측했습니다. 지난 스냅샷 이후 모델 {moved}의 카운터가 움직였습니다.",
    ),
    "overview_lead_first": (
        "{models} models and {datasets} datasets were observed.",
        "모델 {models}개와 데이터셋 {datasets}개를 관측했습니다.",
    ),
    "moved_today": ("What moved today", "오늘의 변동"),
    "moved_none": (
        "Nothing moved today that a reader would want to hear of, or there was no day before to compare with.",
        "오늘은 알릴 만한 변동이 없거나, 비교할 전날이 없습니다.",
    ),
    "say_breakout": (
        "{likes} likes in 7 days, {expected} foretold",
        "7일 좋아요 {likes}개 (예상 {expected}개)",
    ),
    "say_record_day": (
        "{likes} likes in a day; most before, in {days} days: {record}",
        "하루 좋아요 {likes}개 (지난 {days}일의 최고는 {record}개)",
    ),
    "say_place": ("{board}: place {rank}", "{board} {rank}위"),
    "say_place_before": ("{board}: from {before} to {rank}", "{board} {before}위 → {rank}위"),
    "say_place_lost": ("{board}: from {before} out of the places kept", "{board} {before}위 → 순위 밖"),
    "say_place_gone": ("{board}: left the first ten", "{board}: 상위 10위 이탈"),
    "say_changed": ("{old} → {new}", "{old} → {new}"),
    "leaders_now": ("Leading in attention", "분야별 관심 상위"),
    "leaders_says": (
        "The first of each category by likes a day, with the places won or lost since the day before.",
        "분야마다 하루 좋아요가 가장 많은 저장소와 전날 이후의 순위 변화입니다.",
    ),
    "featured_short": ("Featured models", "주요 모델"),
    "featured_more": ("Compare them over time", "시간에 따라 비교하기"),
    "coverage_leaders": (
        "Only leaders were observed in {n} categories: the first of each list by trending score, downloads, likes and age. Totals are of these, not of the whole category.",
        "분야 {n}곳은 상위만 관측했습니다. 트렌딩 점수, 다운로드, 좋아요, 최신순 목록의 앞부분이며, 합계도 분야 전체가 아니라 이들의 합계입니다.",
    ),
    "coverage_complete": (
        "{n} categories were listed completely.",
        "분야 {n}곳은 전체를 관측했습니다.",
    ),
    "coverage": ("Coverage", "관측 범위"),
    "coverage_of_leaders": ("leaders only", "상위만"),
    "coverage_of_complete": ("complete", "전체"),
    "more_quality": ("How the data was observed", "데이터가 어떻게 관측되었는지"),
    # category
    "on_hub": ("On the Hub", "허브에서 보기"),
    "documented": ("Documented since {day}", "{day}부터 기록"),
    "discontinued": ("discontinued", "폐지됨"),
    "feed": ("Feed", "피드"),
    "course": ("The category over time", "분야의 추이"),
    "course_says": (
        "Repos observed in the category each day, and those among them created in the 24 hours before. Where only leaders are listed, these are counts of leaders.",
        "날마다 이 분야에서 관측한 저장소 수와, 그 가운데 관측 전 24시간 안에 만들어진 저장소 수입니다. 상위만 관측한 날은 상위의 수입니다.",
    ),
    "repos_observed": ("Repos observed", "관측한 저장소"),
    "new_repos": ("New repos", "새 저장소"),
    "likes_total": ("Likes in all", "좋아요 합계"),
    "downloads_total": ("Downloads of 30 days in all", "30일 다운로드 합계"),
    # featured
    "featured_lead": (
        "The models that the study page of 2025-03-06 names, followed by name whatever becomes of them.",
        "2025-03-06 학습 페이지가 소개한 모델들로, 이후 어떻게 되든 이름으로 계속 따라갑니다.",
    ),
    "gains": (
        "Gained since the first day observed in the last 90 days, so that large and small can be compared.",
        "지난 90일 가운데 처음 관측된 날부터 늘어난 수입니다. 큰 모델과 작은 모델을 나란히 볼 수 있습니다.",
    ),
    "gained_likes": ("Likes gained", "늘어난 좋아요"),
    "gained_downloads": ("Downloads gained", "늘어난 다운로드"),
    "changes": ("Changes of 1, 7 and 30 days", "1일·7일·30일 변화"),
    "changes_says": (
        "True changes in exactly so many days; – where a day was not observed. Downloads are those of all time.",
        "정확히 그 기간의 실제 변화이며, 관측되지 않은 날은 –입니다. 다운로드는 누적 기준입니다.",
    ),
    "places": ("Places in the category", "분야 안의 순위"),
    "places_says": (
        "Among the repos observed in the category; made from it: models observed that name it as their base.",
        "분야에서 관측된 저장소 가운데의 순위와 비중입니다. 파생은 이 모델을 기반으로 밝힌 모델 수입니다.",
    ),
    "availability": ("Availability", "이용 가능 여부"),
    "notes": ("Notes", "비고"),
    "rank_downloads": ("By downloads", "다운로드 순위"),
    "rank_likes": ("By likes", "좋아요 순위"),
    "rank_trending": ("By trending score", "트렌딩 순위"),
    "rank_attention": ("By attention", "관심 순위"),
    "share": ("Share of downloads", "다운로드 비중"),
    "made_from": ("Made from it", "파생 모델"),
    "now_called": ("now {name}", "현재 이름 {name}"),
    "not_known": ("Not known: {what}", "알 수 없음: {what}"),
    "no_featured": (
        "No featured model was followed yet.",
        "아직 따라간 주요 모델이 없습니다.",
    ),
    # repo
    "facts": ("Facts", "기본 정보"),
    "task": ("Task", "과제"),
    "library": ("Library", "라이브러리"),
    "licence": ("Licence", "라이선스"),
    "gating": ("Access", "접근"),
    "gating_false": ("open", "공개"),
    "gating_auto": ("gated, granted at once", "제한, 자동 승인"),
    "gating_manual": ("gated, granted by hand", "제한, 수동 승인"),
    "disabled": ("disabled", "비활성화됨"),
    "created": ("Made on", "만든 날"),
    "parameters": ("Parameters", "매개변수"),
    "made_of": ("Made from", "기반 모델"),
    "seen": ("Observed", "관측 기간"),
    "standing": ("Where it stands, and why", "현재 순위와 그 까닭"),
    "standing_none": (
        "It stands on no board today.",
        "오늘은 어느 순위표에도 없습니다.",
    ),
    "place": ("#{rank}", "{rank}위"),
    "over_time": ("Over time", "추이"),
    "days_table": ("The last {n} days as a table", "최근 {n}일을 표로 보기"),
    "events": ("Events", "사건"),
    "event": ("Event", "사건"),
    "before": ("Before", "이전"),
    "after": ("After", "이후"),
    "no_events": (
        "No change of name, licence, access or task was observed.",
        "이름, 라이선스, 접근, 과제의 변경은 관측되지 않았습니다.",
    ),
    "badge_says": (
        "A badge that tells its place. In Markdown, with the address of this site in front:",
        "순위를 알리는 배지입니다. 마크다운에서는 이 사이트의 주소를 앞에 붙여 씁니다.",
    ),
    "badge_alt": ("Hub Almanac: place in {category}", "Hub Almanac: {category} 순위"),
    "as_json": ("All of this as JSON", "이 내용을 JSON으로"),
    # scorecard
    "scorecard_lead": (
        "How well each board foresaw which repos would gain likes in the next 3 days, judged every day on the Almanac's own history.",
        "각 순위표가 다음 3일 동안 좋아요가 늘 저장소를 얼마나 잘 내다보았는지, 연감의 기록으로 날마다 평가합니다.",
    ),
    "scorecard_none": (
        "No board could be judged yet: that takes the likes of three days after it.",
        "아직 평가할 수 있는 순위표가 없습니다. 순위표 이후 3일의 좋아요가 있어야 합니다.",
    ),
    "order": ("Order", "순서"),
    "kind_board": ("board", "순위표"),
    "kind_baseline": ("to compare with", "비교 대상"),
    "order_likes": ("All likes", "전체 좋아요"),
    "order_likes_1d": ("Likes of the last day", "지난 하루의 좋아요"),
    "order_likes_7d": ("Likes of the last week", "지난 한 주의 좋아요"),
    "metric_ndcg_20": ("NDCG@20", "NDCG@20"),
    "metric_ndcg_50": ("NDCG@50", "NDCG@50"),
    "metric_precision_20": ("Precision@20", "정밀도@20"),
    "metric_capture_20": ("Capture@20", "포착률@20"),
    "scorecard_caption": (
        "Mean of the categories and of the days judged from {first} to {last}; 1 is perfect",
        "{first}부터 {last}까지 평가한 날과 분야의 평균이며, 1이 완벽한 값입니다",
    ),
    "scorecard_chart": ("NDCG@20 by day of the board, mean of the categories", "순위표 날짜별 NDCG@20, 분야 평균"),
    "coverage_title": ("Inside the 90% interval", "90% 구간 적중률"),
    "coverage_90": ("All", "전체"),
    "coverage_90_below_1": ("Below 1 a day", "하루 1 미만"),
    "coverage_90_1_to_10": ("1 to 10", "1 이상 10 미만"),
    "coverage_90_above_10": ("10 or more", "10 이상"),
    "cases": ("Cases", "사례 수"),
    "read_coverage": (
        "How many of the first 50 places of each category gained as much on the next day as their 90% interval said, by the size of the score, "
        "over the last 90 days. 90% is right; below 1 a day it is more, since most such days bring nothing at all.",
        "분야마다 상위 50개 저장소 가운데 다음 날의 증가량이 90% 구간 안에 든 비율입니다. 점수의 크기별로, 지난 90일을 합친 값입니다. 90%가 알맞은 값이며, "
        "하루 1 미만인 저장소는 아무것도 늘지 않는 날이 대부분이라 더 높게 나옵니다.",
    ),
    "how_to_read": ("How to read it", "읽는 법"),
    "read_ndcg": (
        "NDCG: the likes that the first 20 or 50 places brought, the first counting most, as a share of the best order possible.",
        "NDCG: 상위 20개나 50개가 얻은 좋아요를 순위가 높을수록 무겁게 세어, 가능한 가장 좋은 순서와 비교한 값입니다.",
    ),
    "read_precision": (
        "Precision: the share of the first 20 that were among the 20 that gained most.",
        "정밀도: 상위 20개 가운데 실제로 가장 많이 늘어난 20개에 든 비율입니다.",
    ),
    "read_capture": (
        "Capture: what the first 20 gained, as a share of what the 20 best gained.",
        "포착률: 상위 20개가 얻은 좋아요가, 가장 많이 늘어난 20개가 얻은 좋아요에서 차지하는 비율입니다.",
    ),
    "read_baselines": (
        "A board is worth reading where it stands above the Hub's own order and plain likes. Adoption ranks downloads, so it is not expected to foresee likes.",
        "허브 자체 순서나 단순한 좋아요 수보다 높은 순위표라야 볼 가치가 있습니다. 도입 순위표는 다운로드 순이므로 좋아요를 내다보지 않습니다.",
    ),
    "read_days": (
        "The last three days are missing: they cannot be judged yet.",
        "마지막 사흘은 아직 평가할 수 없어 빠져 있습니다.",
    ),
    # quality
    "quality_lead": (
        "What was observed on each of the last {n} days. Unknown is shown as –, never as 0.",
        "지난 {n}일 동안 날마다 무엇을 관측했는지 보여 줍니다. 모르는 값은 0이 아니라 –로 적습니다.",
    ),
    "calendar": ("Calendar", "달력"),
    "calendar_says": (
        "{kind}: of {days} days, {good} with counters that moved as usual, {frozen} on which counters stood still, {short} cut short, {gaps} without a snapshot.",
        "{kind}: {days}일 가운데 평소처럼 움직인 날 {good}일, 카운터가 멈춘 날 {frozen}일, 잘린 날 {short}일, 스냅샷이 없는 날 {gaps}일.",
    ),
    "state_good": ("moved as usual", "평소처럼 움직임"),
    "state_frozen": ("counters stood still", "카운터 멈춤"),
    "state_short": ("lists cut short", "목록이 잘림"),
    "state_gap": ("no snapshot", "스냅샷 없음"),
    "gaps_none": ("Every day has its snapshot.", "스냅샷이 없는 날은 없습니다."),
    "gaps_some": ("Days without a snapshot: {days}", "스냅샷이 없는 날: {days}"),
    "not_believed": ("without {counters}", "{counters} 제외"),
    "unsound_some": (
        "Days on which counters of the whole Hub are not believed, and are in no figure: {days}",
        "허브 전체의 카운터를 믿을 수 없어 어떤 수치에도 쓰지 않은 날: {days}",
    ),
    "by_day": ("Day by day", "날마다"),
    "scope": ("Scope", "범위"),
    "scope_leaders": ("leaders", "상위"),
    "scope_categories": ("categories", "분야 전체"),
    "scope_hub": ("whole Hub", "허브 전체"),
    "limited": ("cut short", "잘림"),
    "moved_share": ("Moved", "움직임"),
    "usual_share": ("Usual", "평소"),
    "frozen_quarters": ("Quarters of creation left out", "갱신되지 않은 생성 분기"),
    "quality_caption": (
        "Repos observed, share of download counters that moved since the snapshot before, and what is usual",
        "관측한 저장소 수, 지난 스냅샷 이후 움직인 다운로드 카운터의 비율, 평소의 비율",
    ),
    "coverage_today": ("Boards of the day", "그날의 순위표"),
    "coverage_caption": (
        "How much of each category was observed, and whether the boards' inputs were whole",
        "분야마다 얼마나 관측했는지, 순위표의 재료가 온전했는지",
    ),
    "legend": ("What the words mean", "용어 설명"),
    "legend_partial": (
        "Only leaders or the documented categories were listed, not the whole Hub; or, of a board, not the whole category. Totals then are of what was listed.",
        "허브 전체가 아니라 상위나 기록하는 분야만 관측한 날입니다. 순위표라면 분야 전체를 보지 못한 것입니다. 합계는 관측한 것의 합계입니다.",
    ),
    "legend_frozen": (
        "The Hub's daily refresh left out many repos of some quarter of creation, as few of their counters moved; the counter stood still, and its downloads are counted with the next day's.",
        "허브의 일일 갱신이 어느 분기에 만들어진 저장소를 많이 빠뜨려 카운터가 멈춘 날로, 그날의 다운로드는 다음 날과 함께 셉니다.",
    ),
    "legend_rolled_back": (
        "The repo's counter of all downloads is below its highest; it counts again when that is made up for.",
        "누적 다운로드 카운터가 최고치 아래에 있는 날이며, 회복된 뒤에 다시 셉니다.",
    ),
    "legend_corrected": (
        "The counter was below its highest for the eighth time in a row: the Hub corrected it, and it counts from here.",
        "카운터가 여덟 번 연속으로 최고치 아래였으므로 허브가 정정한 것으로 보고, 여기서부터 셉니다.",
    ),
    "legend_unsound": (
        "Downloads or likes were 0 for most repos of the Hub, or their total fell or rose as on no day before: no figure is made of them.",
        "허브의 저장소 대부분에서 다운로드나 좋아요가 0이거나 합계가 전례 없이 오르내린 날로, 어떤 수치에도 쓰지 않습니다.",
    ),
    "legend_unobserved": (
        "There was no snapshot: the Hub cannot be asked about a past day.",
        "스냅샷이 없는 날입니다. 허브에는 지난날을 물을 수 없습니다.",
    ),
    "legend_degraded": (
        "The board was made, but its inputs were not what they should be; its note says how.",
        "순위표를 만들었으나 재료가 온전하지 않은 경우이며, 비고에 까닭이 있습니다.",
    ),
    "legend_withheld": (
        "There is nothing yet that the board could be made from.",
        "아직 순위표를 만들 재료가 없는 경우입니다.",
    ),
    # about
    "about_lead": (
        "The Hub shows what is popular now and keeps no public history. The Almanac writes it down every day, and shows here what it saw.",
        "허브는 지금 인기 있는 것만 보여 줄 뿐, 지난 기록을 공개하지 않습니다. 이 연감은 그것을 날마다 적어 두고, 본 것을 여기에 보여 줍니다.",
    ),
    "boards": ("The boards", "순위표"),
    "read_interval": (
        "The 90% interval of attention and adoption: the likes or downloads of the next day lie inside nine times in ten. Where two intervals overlap much, the order of the two may be chance.",
        "관심과 도입 순위표의 90% 구간: 다음 날의 좋아요나 다운로드가 열에 아홉 번은 이 안에 듭니다. 두 구간이 많이 겹치면 둘의 순서는 우연일 수 있습니다.",
    ),
    "read_change": (
        "1d and 7d are places won or lost since then. Where a repo had no kept place then: “new” was created and first observed since, “first seen” is older, “back” had a place earlier still, “in” took its first one since; – means there was no board to compare with.",
        "1일과 7일은 그동안 오르내린 순위입니다. 그때 남긴 순위가 없던 저장소는, 그 뒤에 만들어져 처음 관측되었으면 ‘신규’, 더 오래되었으나 처음 관측되었으면 ‘첫 관측’, 더 전에 순위가 있었으면 ‘재진입’, 없었으면 ‘진입’입니다. –는 비교할 순위표가 없었다는 뜻입니다.",
    ),
    "read_views": (
        "Originals are models that name no base model; derivatives are finetunes, quantized versions, adapters and merges.",
        "원본은 기반 모델을 밝히지 않은 모델이고, 파생은 파인튜닝·양자화·어댑터·병합으로 만든 모델입니다.",
    ),
    "read_basis": ("What a score was made of, by the word in the column Basis:", "근거 열의 낱말이 뜻하는 것:"),
    "feeds": ("Feeds", "피드"),
    "feeds_says": (
        "Each day's movers, to subscribe to: one feed of all, and one of each category.",
        "날마다의 변동을 구독할 수 있습니다. 전체 피드와 분야별 피드가 있습니다.",
    ),
    "all_categories": ("All categories", "모든 분야"),
    "api": ("JSON API", "JSON API"),
    "api_says": (
        "The same numbers as static files; the index lists them, the schema describes them.",
        "같은 숫자를 정적 파일로 제공합니다. 색인이 목록을, 스키마가 형식을 알려 줍니다.",
    ),
    "api_index": ("Index", "색인"),
    "api_schema": ("Schema", "스키마"),
    "api_categories": ("Categories", "분야"),
    "api_movers": ("Movers", "변동"),
    "badges": ("Badges", "배지"),
    "badges_says": (
        "Each repo on a board has a badge with its place; its page here shows it and the lines to copy.",
        "순위표에 오른 저장소마다 순위 배지가 있습니다. 저장소 페이지에서 배지와 복사할 코드를 볼 수 있습니다.",
    ),
    "living": ("The living document", "살아 있는 문서"),
    "living_says": (
        "The study page that the project came from, filled from today's boards, as Markdown:",
        "이 프로젝트의 출발점인 학습 페이지를 오늘의 순위표로 채운 마크다운 문서입니다.",
    ),
    "in_korean": ("in Korean", "한국어"),
    "in_english": ("in English", "영어"),
    "rights": ("Data and rights", "데이터와 권리"),
    "rights_says": (
        "Names and numbers are public metadata of the Hugging Face Hub. The Almanac claims no licence over them, and none over the models and datasets: these bear their own, which their pages on the Hub tell.",
        "이름과 숫자는 허깅페이스 허브에 공개된 메타데이터입니다. 이 연감은 이에 대해 어떤 권리도 주장하지 않습니다. 모델과 데이터셋에는 저마다의 라이선스가 있으며 허브의 페이지에 적혀 있습니다.",
    ),
    "privacy": (
        "These pages ask nothing of any other server and count no visitors. The choice of colours is kept in this browser alone.",
        "이 페이지는 다른 서버에 아무것도 요청하지 않고 방문자를 세지 않습니다. 화면 색 선택은 이 브라우저에만 저장됩니다.",
    ),
}  # fmt: skip
WEEKDAYS = (
    ("Monday", "월"), ("Tuesday", "화"), ("Wednesday", "수"), ("Thursday", "목"), ("Friday", "금"), ("Saturday", "토"), ("Sunday", "일"),
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def said(lang: str, key: str, **figures: object) -> str:
    """The text of that key in the language, with the figures in their places. Raises KeyError for one that there is not."""
    text = WORDS[key][LANGS.index(lang)]
    return text.format(**figures) if figures else text


def day_in_full(lang: str, day: dt.date) -> str:
    """Thursday, 26 November 2026."""
    weekday = WEEKDAYS[day.weekday()][LANGS.index(lang)]
    if lang == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일 ({weekday})"
    return f"{weekday}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def day_in_short(lang: str, day: dt.date) -> str:
    """26 Nov."""
    return f"{day.month}월 {day.day}일" if lang == "ko" else f"{day.day} {MONTHS[day.month - 1][:3]}"


def in_short(lang: str, value: float) -> str:
    """A figure in about four characters, as an axis bears it: 1.2M, or 120만."""
    scales = [(1e8, "억"), (1e4, "만")] if lang == "ko" else [(1e9, "B"), (1e6, "M"), (1e4, "k")]
    for size, name in scales:
        if abs(value) >= size:
            return f"{value / (1e3 if name == 'k' else size):,.4g}{name}"
    return f"{value:,.10g}"

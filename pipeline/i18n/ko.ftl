### 사람이 읽는 모든 글, 한국어. 이름과 매개변수는 en.ftl과 같다. 변수 바로 뒤에는 받침에 따라 달라지는 조사를 쓰지 않는다.


## on every page

site = Hub Almanac
tagline = 허깅페이스 허브에서 무엇이 떠오르는지 날마다 적는 기록
skip = 본문으로 건너뛰기
sample = 샘플 데이터: 샘플 허브의 가상 저장소와 숫자이며, 실제 허브가 아닙니다.
pages = 페이지
overview = 개요
categories = 분야
featured = 주요 모델
scorecard = 스코어카드
quality = 데이터 품질
about = 안내
language-name = 한국어
theme = 어두운 화면
footer = { $day } 스냅샷으로 만들었습니다. 이 연감은 허깅페이스 허브에 속하지 않으며, 이름과 숫자는 그날 허브에 공개된 메타데이터입니다.
feed-all = Hub Almanac: 오늘의 변동
feed-of = Hub Almanac: { $category }

## words of tables and charts

rank = 순위
change-1d = 순위 ±1일
change-7d = 순위 ±7일
change-1d-long = 하루 순위 변화
change-7d-long = 7일 순위 변화
entry-new = 신규
entry-first-observed = 첫 관측
entry-returned = 재진입
entry-entered = 진입
repo = 저장소
model = 모델
dataset = 데이터셋
models = 모델
datasets = 데이터셋
category = 분야
board = 순위표
interval = 90% 구간
trend = 추이
trend-says = { $days }일: { $first } → { $last }
likes = 좋아요
likes-1d = 좋아요 +1일
likes-7d = 좋아요 +7일
likes-30d = 좋아요 +30일
downloads = 다운로드
downloads-30d = 30일 다운로드
downloads-all = 누적 다운로드
down-1d = 다운로드 +1일
down-7d = 다운로드 +7일
down-30d = 다운로드 +30일
days-on = 순위에 든 일수
best = 최고 순위
days-short = 순위에 든 일수
best-short = 최고 순위
basis = 근거
record-says = 순위에 든 일수와 최고 순위는 이 순위표의 { $since } 이후 남긴 순위에서 셉니다. 이날은 { $n }위까지 남겼습니다.
date = 날짜
status = 상태
chart-says = { $what }, { $first }부터 { $last }까지: { $low }에서 { $high }.
chart-marked = 카운터가 멈춘 날 { $days }일.
chart-missing = 관측되지 않은 날 { $days }일.
shaded = 음영: 카운터가 멈춘 날
likes-taken = 허브가 나중에 없앤 좋아요는 제외
broken = 끊긴 선: 관측되지 않은 날
span = { $first }부터 { $last }까지

## boards

board-attention-name = 관심
board-adoption-name = 도입
board-breakout-name = 급부상
board-hub-name = 허브 자체 순서
board-attention-unit = 하루 좋아요
board-attention-heading = 좋아요/일
board-adoption-unit = 하루 다운로드
board-adoption-heading = 다운로드/일
board-breakout-unit = 표준오차 배수
board-breakout-heading = 표준오차
board-hub-unit = 트렌딩 점수
board-hub-heading = 트렌딩 점수
board-attention-measure = 좋아요
board-adoption-measure = 다운로드
board-breakout-measure = 표준오차 배수
board-hub-measure = 트렌딩 점수
board-attention-description = 하루에 늘어나는 좋아요 순입니다. 마지막 하루의 값을 한 주, 한 달, 저장소 전체 기간의 속도 쪽으로 당겨 계산합니다.
board-adoption-description = 하루 다운로드 순입니다. 누적 다운로드 카운터의 증가분을 관측 사이의 실제 시간으로 나눕니다.
board-breakout-description = 한 주의 좋아요가 앞선 몇 주로 미루어 예상한 값을 표준오차의 몇 배나 웃도는지의 순위입니다.
board-hub-description = 허브 자체의 트렌딩 점수 순입니다.
ranked = 저장소 { $n }개를 비교했습니다.
breakouts-sure = 확인된 급부상은 { $n }개입니다(거짓 발견율 { $rate }).
nobody = 오늘 이 분야의 저장소는 이 순위표에 없습니다.
views = 보기
view-all = 전체
view-originals = 원본
view-derivatives = 파생
bump = 오늘의 상위 { $n }위, 날짜별 순위
bump-says = 오늘 상위 { $n }위의 { $since } 이후 순위입니다. 옆의 목록이 오늘의 순서입니다.

## overview

overview-lead = 모델 { $models }개와 데이터셋 { $datasets }개를 관측했습니다. 지난 스냅샷 이후 모델 { $moved }의 카운터가 움직였습니다.
overview-lead-first = 모델 { $models }개와 데이터셋 { $datasets }개를 관측했습니다.
moved-today = 오늘의 변동
moved-none = 오늘은 알릴 만한 변동이 없습니다.
moved-first = 첫 스냅샷입니다. 변동은 내일부터 보입니다.
say-breakout = 7일 좋아요 { $likes }개 (예상 { $expected }개)
say-record-day = 하루 좋아요 { $likes }개 (지난 { $days }일의 최고는 { $record }개)
say-place = { $board } { $rank }위
say-place-before = { $board } { $before }위 → { $rank }위
say-place-lost = { $board } { $before }위 → 순위 밖
say-place-gone = { $board }: 상위 { $n }위 이탈
say-changed = { $old } → { $new }
leaders-now = 분야별 관심 상위
leaders-says = 분야마다 하루 좋아요가 가장 많은 저장소와 전날 이후의 순위 변화입니다.
featured-short = 주요 모델
featured-more = 시간에 따라 비교하기
coverage-leaders = 분야 { $n }곳은 상위만 관측했습니다. 트렌딩 점수, 다운로드, 좋아요, 최신순 목록의 앞부분이며, 합계도 분야 전체가 아니라 이들의 합계입니다.
coverage-complete = 분야 { $n }곳은 전체를 관측했습니다.
coverage = 관측 범위
coverage-of-leaders = 상위만
coverage-of-complete = 전체
more-quality = 데이터가 어떻게 관측되었는지

## category

on-hub = 허브에서 보기
documented = 분류 출처: { $day } 문서
feed = 피드
course = 분야의 추이
course-says = 날마다 이 분야에서 관측한 저장소 수와, 그 가운데 관측 전 24시간 안에 만들어진 저장소 수입니다. 상위만 관측한 날은 상위의 수입니다.
repos-observed = 관측한 저장소
new-repos = 새 저장소
likes-total = 좋아요 합계
downloads-total = 30일 다운로드 합계

## featured

featured-lead = 2025-03-06 학습 페이지가 소개한 모델들로, 이후 어떻게 되든 이름으로 계속 따라갑니다.
gains = 지난 { $days }일 가운데 처음 관측된 날부터 늘어난 수입니다. 큰 모델과 작은 모델을 나란히 볼 수 있습니다.
gained-likes = 늘어난 좋아요
gained-downloads = 늘어난 다운로드
changes = 1일·7일·30일 변화
changes-says = 정확히 그 기간의 실제 변화이며, 관측되지 않은 날은 –입니다. 다운로드는 누적 기준입니다.
places = 분야 안의 순위
places-says = 분야에서 관측된 저장소 가운데의 순위와 비중입니다. 파생은 이 모델을 기반으로 밝힌 모델 수입니다.
availability = 이용 가능 여부
notes = 비고
rank-downloads = 다운로드 순위
rank-likes = 좋아요 순위
rank-trending = 트렌딩 순위
rank-attention = 관심 순위
share = 다운로드 비중
made-from = 파생 모델
now-called = 현재 이름 { $name }
not-known = 알 수 없음: { $what }
no-featured = 아직 따라간 주요 모델이 없습니다.

## repo

facts = 기본 정보
task = 과제
library = 라이브러리
licence = 라이선스
gating = 접근
access-false = 공개
access-auto = 제한(자동 승인)
access-manual = 제한(수동 승인)
access-unknown = 알 수 없음
disabled = 비활성화됨
created = 만든 날
parameters = 매개변수
made-of = 기반 모델
seen = 관측 기간
standing = 현재 순위와 그 까닭
standing-none = 오늘은 어느 순위표에도 없습니다.
place = { $rank }위
over-time = 추이
days-table = 최근 { $n }일을 표로 보기
events = 사건
event = 사건
before = 이전
after = 이후
no-events = 이름, 라이선스, 접근, 과제의 변경은 관측되지 않았습니다.
badge-says = 순위를 알리는 배지입니다. 마크다운에서는 이 사이트의 주소를 앞에 붙여 씁니다.
badge-alt = Hub Almanac: { $category } 순위
as-json = 이 내용을 JSON으로

## scorecard

scorecard-lead = 각 순위표가 다음 { $days }일 동안 좋아요가 늘 저장소를 얼마나 잘 내다보았는지, 연감의 기록으로 날마다 평가합니다.
scorecard-none = 아직 평가할 수 있는 순위표가 없습니다. 순위표 이후 { $days }일의 좋아요가 있어야 합니다.
order = 순서
kind-board = 순위표
kind-baseline = 비교 대상
order-likes = 전체 좋아요
order-likes-1d = 지난 하루의 좋아요
order-likes-7d = 지난 한 주의 좋아요
metric-ndcg-20 = NDCG@20
metric-ndcg-50 = NDCG@50
metric-precision-20 = 정밀도@20
metric-capture-20 = 포착률@20
scorecard-caption = { $first }부터 { $last }까지 평가한 날과 분야의 평균이며, 1이 완벽한 값입니다
scorecard-chart = 순위표 날짜별 NDCG@20, 분야 평균
coverage-title = 90% 구간 적중률
coverage-90 = 전체
coverage-90-below-1 = 하루 1 미만
coverage-90-1-to-10 = 1 이상 10 미만
coverage-90-above-10 = 10 이상
cases = 사례 수
read-coverage = 분야마다 상위 { $ranks }개 저장소 가운데 다음 날의 증가량이 90% 구간 안에 든 비율입니다. 점수의 크기별로, 지난 { $days }일을 합친 값입니다. 90%가 알맞은 값이며, 하루 1 미만인 저장소는 아무것도 늘지 않는 날이 대부분이라 더 높게 나옵니다.
how-to-read = 읽는 법
read-ndcg = NDCG: 상위 20개나 50개가 얻은 좋아요를 순위가 높을수록 무겁게 세어, 가능한 가장 좋은 순서와 비교한 값입니다.
read-precision = 정밀도: 상위 20개 가운데 실제로 가장 많이 늘어난 20개에 든 비율입니다.
read-capture = 포착률: 상위 20개가 얻은 좋아요가, 가장 많이 늘어난 20개가 얻은 좋아요에서 차지하는 비율입니다.
read-baselines = 허브 자체 순서나 단순한 좋아요 수보다 높은 순위표라야 볼 가치가 있습니다. 도입 순위표는 다운로드 순이므로 좋아요를 내다보지 않습니다.
read-days = 마지막 { $days }일은 아직 평가할 수 없어 빠져 있습니다.

## quality

quality-lead = 지난 { $n }일 동안 날마다 무엇을 관측했는지 보여 줍니다. 모르는 값은 0이 아니라 –로 적습니다.
calendar = 달력
calendar-says = { $kind }: { $days }일 가운데 평소처럼 움직인 날 { $good }일, 카운터가 멈춘 날 { $frozen }일, 잘린 날 { $short }일, 스냅샷이 없는 날 { $gaps }일.
state-good = 평소처럼 움직임
state-frozen = 카운터 멈춤
state-short = 목록이 잘림
state-gap = 스냅샷 없음
gaps-none = 스냅샷이 없는 날은 없습니다.
gaps-some = 스냅샷이 없는 날: { $days }
not-believed = { $counters } 제외
unsound-some = 허브 전체의 카운터를 믿을 수 없어 어떤 수치에도 쓰지 않은 날: { $days }
by-day = 날마다
scope = 범위
scope-leaders = 상위
scope-categories = 분야 전체
scope-hub = 허브 전체
limited = 잘림
moved-share = 변한 카운터
usual-share = 평소
frozen-quarters = 갱신되지 않은 생성 분기
quality-caption = 관측한 저장소 수와 지난 스냅샷 이후 변한 다운로드 카운터의 비율(괄호 안은 평소 비율)
coverage-today = 그날의 순위표
coverage-caption = 분야마다 얼마나 관측했는지, 순위표의 재료가 온전했는지
legend = 용어 설명
legend-partial = 허브 전체가 아니라 상위나 기록하는 분야만 관측한 날입니다. 순위표라면 분야 전체를 보지 못한 것입니다. 합계는 관측한 것의 합계입니다.
legend-frozen = 허브의 일일 갱신이 어느 분기에 만들어진 저장소를 많이 빠뜨려 카운터가 멈춘 날로, 그날의 다운로드는 다음 날과 함께 셉니다.
legend-rolled-back = 누적 다운로드 카운터가 최고치 아래에 있는 날이며, 회복된 뒤에 다시 셉니다.
legend-corrected = 카운터가 여덟 번 연속으로 최고치 아래였으므로 허브가 정정한 것으로 보고, 여기서부터 셉니다.
legend-unsound = 허브의 저장소 대부분에서 다운로드나 좋아요가 0이거나 합계가 전례 없이 오르내린 날로, 어떤 수치에도 쓰지 않습니다.
legend-unobserved = 스냅샷이 없는 날입니다. 허브에는 지난날을 물을 수 없습니다.
legend-degraded = 순위표를 만들었으나 재료가 온전하지 않은 경우이며, 비고에 까닭이 있습니다.
legend-withheld = 아직 순위표를 만들 재료가 없는 경우입니다.

## about

about-lead = 허브는 지금 인기 있는 것만 보여 줄 뿐, 지난 기록을 공개하지 않습니다. 이 연감은 그것을 날마다 적어 두고, 본 것을 여기에 보여 줍니다.
boards = 순위표
read-interval = 하루 단위 순위표({ $boards })의 90% 구간: 다음 날의 좋아요나 다운로드가 열에 아홉 번은 이 안에 듭니다. 두 구간이 많이 겹치면 둘의 순서는 우연일 수 있습니다.
read-change = 순위 ±1일과 ±7일은 그동안 오르내린 순위입니다. 그때 남긴 순위가 없던 저장소는, 그 뒤에 만들어져 처음 관측되었으면 ‘신규’, 더 오래되었으나 처음 관측되었으면 ‘첫 관측’, 더 전에 순위가 있었으면 ‘재진입’, 없었으면 ‘진입’입니다. –는 비교할 순위표가 없었다는 뜻입니다.
read-views = 원본은 기반 모델을 밝히지 않은 모델이고, 파생은 파인튜닝·양자화·어댑터·병합으로 만든 모델입니다.
read-basis = 근거 열의 낱말이 뜻하는 것:
feeds = 피드
feeds-says = 날마다의 변동을 구독할 수 있습니다. 전체 피드와 분야별 피드가 있습니다.
all-categories = 모든 분야
api = JSON API
api-says = 같은 숫자를 정적 파일로 제공합니다. 색인이 목록을, 스키마가 형식을 알려 줍니다.
api-index = 색인
api-schema = 스키마
api-categories = 분야
api-movers = 변동
badges = 배지
badges-says = 순위표에 오른 저장소마다 순위 배지가 있습니다. 저장소 페이지에서 배지와 복사할 코드를 볼 수 있습니다.
living = 살아 있는 문서
living-says = 이 프로젝트의 출발점인 학습 페이지를 오늘의 순위표로 채운 마크다운 문서입니다.
rights = 데이터와 권리
rights-says = 이름과 숫자는 허깅페이스 허브에 공개된 메타데이터입니다. 이 연감은 이에 대해 어떤 권리도 주장하지 않습니다. 모델과 데이터셋에는 저마다의 라이선스가 있으며 허브의 페이지에 적혀 있습니다.
privacy = 이 페이지는 다른 서버에 아무것도 요청하지 않고 방문자를 세지 않습니다. 화면 색 선택은 이 브라우저에만 저장됩니다.

## 날짜와 숫자

weekday-1 = 월
weekday-2 = 화
weekday-3 = 수
weekday-4 = 목
weekday-5 = 금
weekday-6 = 토
weekday-7 = 일
month-1 = 1월
month-2 = 2월
month-3 = 3월
month-4 = 4월
month-5 = 5월
month-6 = 6월
month-7 = 7월
month-8 = 8월
month-9 = 9월
month-10 = 10월
month-11 = 11월
month-12 = 12월
month-short-1 = 1월
month-short-2 = 2월
month-short-3 = 3월
month-short-4 = 4월
month-short-5 = 5월
month-short-6 = 6월
month-short-7 = 7월
month-short-8 = 8월
month-short-9 = 9월
month-short-10 = 10월
month-short-11 = 11월
month-short-12 = 12월
day-full = { $year }년 { $month } { $day }일 ({ $weekday })
day-short = { $month } { $day }일
span-hours = { $hours }시간
span-days = { NUMBER($days, maximumFractionDigits: 1) }일
rate-small = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) }
rate-large = { NUMBER($value, maximumFractionDigits: 0) }

## 표의 부호: trends.basis

basis-24h-7d = 하루와 7일의 좋아요
basis-24h-hub = 하루의 좋아요와 허브 트렌딩 점수
basis-24h-part = 하루와 7일 미만의 좋아요
basis-7d = 7일
basis-part = 7일 미만
basis-merged = 일부 날을 합쳐서 계산
basis-hub = 허브 트렌딩 점수
basis-trending-score = 허브 트렌딩 점수
basis-total = 전체 좋아요를 나이로 나눈 값
basis-7d-against-weeks = 앞선 몇 주와 비교한 7일

## trends.relation

relation-finetune = 파인튜닝
relation-quantized = 양자화
relation-adapter = 어댑터
relation-merge = 병합
relation-derivative = 파생

## movers.move

move-entered-top-10 = 상위 10위 진입
move-left-top-10 = 상위 10위 이탈
move-breakout = 급부상
move-record-day = 기록적인 하루
move-license-changed = 라이선스 변경
move-gated-changed = 접근 제한 변경

## events.event

event-appeared = 등장
event-disappeared = 사라짐
event-returned = 돌아옴
event-name-reused = 다른 저장소가 쓰던 이름을 사용
event-renamed = 이름 변경
event-license = 라이선스 변경
event-gated = 접근 제한 변경
event-disabled = 비활성화 여부 변경
event-pipeline-tag = 과제 변경
event-library-name = 라이브러리 변경
event-base-models = 기반 모델 변경

## status: 저장소와 날, 순위표, 이용 가능 여부, 분야

status-observed = 관측됨
status-partial = 일부만 관측
status-frozen = 카운터 멈춤
status-rolled-back = 카운터가 최고치 아래
status-corrected = 카운터 정정
status-unsound = 믿을 수 없는 카운터
status-unobserved = 관측 없음
status-ok = 정상
status-degraded = 불완전
status-withheld = 보류
status-renamed = 이름 변경
status-gated = 접근 제한
status-disabled = 비활성화
status-missing = 찾을 수 없음
status-active = 사용 중
status-discontinued = 폐지됨

## 그 순위인 까닭 (ranking/explanations.py)

reason-first-day = { $date }: { $rank }위입니다(이 순위표의 첫날).
reason-first-time = { $date }: { $rank }위로, { $since } 이후 남긴 순위에 처음 올랐습니다.
reason-same-rank = { $date }: { $rank }위입니다({ $date_before }에도 같은 순위).
reason-other-rank = { $date }: { $rank }위입니다({ $date_before }에는 { $rank_before }위).
reason-likes = 최근 { SPAN($span) } 동안 늘어난 좋아요는 { $likes }개입니다.
reason-likes-compared = 최근 { SPAN($span) } 동안 늘어난 좋아요는 { $likes }개입니다({ $date_before }까지 { SPAN($span_before) } 동안에는 { $likes_before }개).
reason-week = { SPAN($span) } 동안 늘어난 좋아요는 { NUMBER($week, maximumFractionDigits: 0) }개이며, 전체 좋아요는 { $likes }개입니다.
reason-week-and-month = { SPAN($span) } 동안 늘어난 좋아요는 { NUMBER($week, maximumFractionDigits: 0) }개, { SPAN($span_month) } 동안은 { NUMBER($month, maximumFractionDigits: 0) }개이며, 전체 좋아요는 { $likes }개입니다.
reason-week-by-hub = 7일이 관측되지 않아 한 주의 좋아요를 허브의 트렌딩 점수로 대신했습니다.
reason-attention = 종합하면 좋아요는 하루 약 { RATE($score) }개입니다.
reason-attention-interval = 종합하면 좋아요는 하루 약 { RATE($score) }개입니다(90% 구간 { RATE($low) }–{ RATE($high) }).
reason-downloads = { SPAN($span) } 동안 늘어난 다운로드는 { $downloads }회입니다.
reason-downloads-compared = { SPAN($span) } 동안 늘어난 다운로드는 { $downloads }회입니다({ $date_before }까지 { SPAN($span_before) } 동안에는 { $downloads_before }회).
reason-merged-days = 카운터가 멈추거나 줄어든 날은 그 뒤의 날과 합쳐서 셉니다.
reason-adoption = 하루치를 나머지 날 중앙값의 { $cap }배까지만 인정하면, 다운로드는 하루 { RATE($score) }회입니다.
reason-adoption-interval = 하루치를 나머지 날 중앙값의 { $cap }배까지만 인정하면, 다운로드는 하루 { RATE($score) }회입니다(90% 구간 { RATE($low) }–{ RATE($high) }).
reason-week-predicted = 7일 동안 늘어난 좋아요는 { NUMBER($week, maximumFractionDigits: 0) }개로, 앞선 몇 주로 미루어 예상한 값은 { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) }개였습니다.
reason-breakout = 예상을 표준오차의 { NUMBER($score, minimumFractionDigits: 1, maximumFractionDigits: 1) }배만큼 웃도는 확실한 급부상입니다. 분야 안에서 이만큼 뚜렷한 것 가운데 약 { NUMBER($chance, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }는 우연입니다.
reason-no-breakout = 예상을 표준오차의 { NUMBER($score, minimumFractionDigits: 1, maximumFractionDigits: 1) }배만큼 웃돌지만 확실한 급부상은 아닙니다. 분야 안에서 이만큼 뚜렷한 것 가운데 약 { NUMBER($chance, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }는 우연입니다.
reason-hub = 허브의 트렌딩 점수는 { NUMBER($score, maximumFractionDigits: 6) }점입니다. 대략 최근 7일의 좋아요 수에 해당합니다.
reason-hub-compared = 허브의 트렌딩 점수는 { NUMBER($score, maximumFractionDigits: 6) }점입니다({ $date_before }에는 { NUMBER($score_before, maximumFractionDigits: 6) }점). 대략 최근 7일의 좋아요 수에 해당합니다.
reason-burst =
    급등: 한 주 동안 늘어난 { $counter ->
        [downloads] 다운로드의
       *[likes] 좋아요의
    } { NUMBER($share, style: "percent", maximumFractionDigits: 0) }가 연속된 두 관측 사이에 몰렸습니다.
reason-derivative = 다른 모델을 바탕으로 만들어졌습니다({ WORD($relation, group: "relation") }).

## 터미널

heading-rank-number = #
heading-1d = 순위 ±1일
heading-7d = 순위 ±7일
heading-likes-1d = 좋아요 +1일
heading-likes-7d = 좋아요 +7일
heading-likes-30d = 좋아요 +30일
heading-likes-gained = 늘어난 좋아요
heading-likes-since-previous = 직전 이후 좋아요
heading-likes-trend = 30일 좋아요 추이
heading-interval = 90% 구간
heading-a-day = 하루
heading-age = 나이
heading-all-categories = 모든 분야
heading-all-time = 누적 다운로드
heading-availability = 상태
heading-basis = 근거
heading-best-rank = 최고 순위
heading-board = 순위표
heading-by-likes = 좋아요 순위
heading-by-trend = 트렌딩 순위
heading-cases = 사례 수
heading-category = 분야
heading-checks = 검사
heading-coverage = 관측 범위
heading-coverage-90 = 90% 구간 적중
heading-coverage-below-1 = 1 미만
heading-coverage-1-to-10 = 1 이상 10 미만
heading-coverage-above-10 = 하루 10 이상
heading-dataset = 데이터셋
heading-datasets = 데이터셋
heading-date = 날짜
heading-days-on-board = 순위에 든 일수
heading-derivatives = 파생
heading-description = 설명
heading-downloads = 다운로드
heading-downloads-1d = 다운로드 +1일
heading-downloads-7d = 다운로드 +7일
heading-downloads-gained = 늘어난 다운로드
heading-downloads-since-previous = 직전 이후 다운로드
heading-downloads-trend = 30일 다운로드 추이
heading-downloads-30d = 30일 다운로드
heading-downloads-gained-30d = 다운로드 +30일
heading-downloads-a-day = 다운로드/일
heading-event = 사건
heading-family = 계열
heading-featured = 주요 모델
heading-from = 이전
heading-history = 기록
heading-last-run-failed = 마지막 실행 실패
heading-last-snapshot = 마지막 스냅샷
heading-likes = 좋아요
heading-likes-a-day = 좋아요/일
heading-model = 모델
heading-models = 모델
heading-name = 이름
heading-new = 새 저장소
heading-new-trend = 새 저장소 30일 추이
heading-note = 비고
heading-observed-days = 일 관측
heading-order = 순서
heading-overall-rank = 전체 순위
heading-question = 질문
heading-rank = 순위
heading-rank-by-downloads = 다운로드 순위
heading-repo = 저장소
heading-repos = 저장소 수
heading-section = 구분
heading-share = 다운로드 비중
heading-size-on-disk = 디스크 사용량
heading-status = 상태
heading-steady-burst = 하루 급등 비율
heading-steady-new = 상위 20위 중 새로 든 비율
heading-steady-overlap = 전날과 겹침
heading-to = 이후
heading-trend = 추이
heading-score-trend = 14일 점수 추이
sample-note = 샘플 데이터: 샘플 허브의 가상 저장소와 숫자이며, 실제 허브가 아닙니다.
cli-status-none = 없음
cli-status-age-unknown = 시각을 알 수 없음
cli-status-age-hours = { $hours }시간 전
cli-status-age-days = { $days }일 전
cli-status-first-day = { $first } 하루
cli-status-history = { $first }부터 { $last }까지 { $days }일, { $gaps }
cli-status-no-gaps = 빠진 날 없음
cli-status-missing = 빠진 날: { $days }
cli-status-snapshot = { $repos }개 관측(범위 { $scope }{ $state })
cli-status-moved = , 지난 스냅샷 이후 변한 카운터 { $share }
cli-status-all-hold = 모두 통과
cli-status-failing = 실패: { $checks }
cli-status-check = { $check } (기대 { $expected }, 실제 { $seen })
cli-status-more = { " " }외 { $count }건
cli-status-sizes = 게시 파일 { $published }, 홈 전체 { $whole } ({ $home })
cli-status-ahead = { $day } 스냅샷이 이 컴퓨터의 시계({ $today }, UTC)보다 앞서 있습니다. 둘 중 하나가 틀렸습니다. 시계를 바로잡거나, 틀린 시계로 기록된 날이라면 `almanac forget --date { $day }` 명령으로 지우십시오.
cli-status-overdue = { $time } UTC가 지났는데 오늘({ $day }) 스냅샷이 없습니다. `almanac run` 명령으로 받을 수 있습니다.
cli-scorecard-title =
    스코어카드 · { $category } · { $ahead }일 동안 늘어난 { $counter ->
        [downloads] 다운로드
       *[likes] 좋아요
    } · { $days }일 평균
days-counted = { NUMBER($days, maximumFractionDigits: 1) }일
show-record = 순위에 든 일수와 최고 순위: 이 순위표에 남긴 순위에서 셉니다(첫 순위표 { $since }).
show-nobody = 그날 이 순위표에는 이 분야의 저장소가 없습니다.
featured-changes = +1일, +7일, +30일: 정확히 1·7·30일 동안 늘어난 수(다운로드는 누적 카운터 기준). 관측되지 않은 날은 –.
featured-ranks = 순위와 다운로드 비중: 분야에서 관측된 저장소 가운데 30일 다운로드 기준. 파생: 이 모델을 기반 모델로 밝힌 모델 수.
scorecard-orders = 순위표: { $boards }. 비교 대상: hub(허브 자체의 순서), likes, likes_1d, likes_7d. 90% 구간: 날짜 단위 부트스트랩. 90% 구간 적중: 하루 증가량이 점수의 90% 구간(다음 날 기준) 안에 든 저장소의 비율.

## 내보낸 데이터의 카드 (export/card.py)

card-title-sample = Hub Almanac (샘플 데이터)
card-what = Hub Almanac이 날마다 적은 허깅페이스 허브의 메타데이터입니다. 어떤 모델과 데이터셋이 있었는지, 관측된 다운로드와 좋아요는 얼마였는지, 분야마다 무엇이 떠올랐는지 담았습니다. 메타데이터뿐이며 저장소의 파일은 들어 있지 않습니다. 허브는 지금 인기 있는 것만 보여 줄 뿐, 지난 기록을 공개하지 않습니다.
card-source = 관측한 허브: { $hub }
card-made = hub-almanac { $version } 버전으로 만들었습니다. Parquet 파일마다 같은 설명이 키-값 메타데이터로 들어 있습니다.
card-observed = 관측 방법
card-observed-days = 하루는 허브의 날짜(UTC)입니다. 모든 시각은 UTC입니다.
card-observed-unknown = 모르는 값은 0이 아니라 NULL입니다. 관측되지 않은 카운터는 지어낸 값 대신 상태로 적습니다.
card-observed-status = 저장소의 그날 `status`: `observed`는 관측됨, `partial`은 응답에 카운터가 빠진 경우, `unsound`는 허브 전체의 다운로드나 좋아요를 믿을 수 없는 경우(저장소 대부분에서 0이거나 합계가 전례 없이 오르내림), `frozen`은 허브의 일일 갱신에서 빠져 카운터가 전날 그대로인 경우, `rolled_back`은 누적 카운터가 최고치 아래인 경우, `corrected`는 여덟 번 연속으로 그러하여 여기서부터 다시 세는 경우입니다.
card-observed-days-as-a-whole = `days`는 날마다 전체가 어떻게 관측되었는지 알려 줍니다. `observed`, `partial`(상위나 기록하는 분야만 관측), `frozen`, `unobserved`가 있으며, 아무도 적어 두지 않은 날은 빈 채로 남습니다.
card-observed-coverage = `coverage`와 `scope`는 허브를 얼마나 관측했는지 알려 줍니다. `leaders`에서는 어떤 저장소가 없다고 해서 허브에도 없다는 뜻은 아닙니다.
card-observed-downloads = `downloads`는 최근 30일을 세는 허브의 카운터이므로, 그 차이는 하루 다운로드가 아닙니다. `downloads_all_time`의 차이가 하루 다운로드입니다.
card-observed-names = 이름은 바뀌기도 하고 다시 쓰이기도 합니다. 저장소의 정체는 `oid`(허브의 `_id`)입니다.
card-observed-order = 행은 열의 왼쪽부터 오른쪽 순서로 정렬되며, NULL은 맨 뒤에 옵니다.
card-observed-csv = CSV 파일에서 빈 칸은 NULL, `""`는 빈 글이며, 목록은 `[a, b]`처럼 적습니다. 글은 원래 그대로입니다. 스프레드시트는 `=`, `+`, `-`, `@`로 시작하는 글을 수식으로 여기므로 그런 열은 텍스트로 가져오십시오.
card-reading = 읽는 방법
card-paths = 경로는 이 폴더를 기준으로 합니다.
card-columns-in-files = 날짜를 포함하여 모든 열이 파일 안에 있습니다. `hive_partitioning = false`를 쓰지 않으면 DuckDB는 폴더 이름에서 열을 읽으며, 이 폴더보다 위에 있는 폴더도 마찬가지입니다. 가령 `date=2020-01-01` 폴더 아래에서는 모든 행이 그날의 것이 됩니다.
card-contents = 들어 있는 것
card-heading-relation = 테이블
card-heading-files = 파일
card-heading-rows = 행
card-heading-days = 일수
card-heading-first-day = 첫날
card-heading-last-day = 마지막 날
card-heading-column = 열
card-heading-type = 형식
card-heading-meaning = 뜻

## Dagster 화면의 미리보기 (orchestration/previews): 표의 머리글, 내용, 그림

preview-category = 분야
preview-repos = 저장소
preview-new-repos = 새 저장소
preview-downloads = 30일 다운로드
preview-likes = 좋아요
preview-coverage = 관측 범위
preview-model = 모델
preview-availability = 이용 가능 여부
preview-downloads-gained-1d = 하루 다운로드
preview-likes-1d = 하루 좋아요
preview-likes-7d = 한 주 좋아요
preview-rank-downloads = 다운로드 순위
preview-rank-attention = 관심 순위
preview-featured-notes = 비고
preview-id = 이름
preview-pipeline-tag = 과제
preview-license = 라이선스
preview-downloads-all-time = 누적 다운로드
preview-trending-score = 트렌딩 점수
preview-move = 변동
preview-board = 순위표
preview-repo = 저장소
preview-rank = 순위
preview-rank-1d-ago = 1일 전 순위
preview-holds = 내용
preview-n = 개수
preview-board-date = 순위표 날짜
preview-categories = 분야 수
preview-ndcg-20 = NDCG@20
preview-value-low = 90% 구간 하한
preview-value-high = 90% 구간 상한
preview-likes-per-day = 하루 좋아요
preview-interval-90 = 90% 구간
preview-rank-7d-ago = 7일 전 순위
preview-basis = 근거
preview-status = 상태
preview-notes = 비고
preview-holds-days = 일
preview-holds-models = 모델
preview-holds-datasets = 데이터셋
preview-holds-ranks = 순위표의 순위
preview-holds-events = 사건
preview-holds-featured = 주요 모델의 행
chart-nothing = 아직 그릴 것이 없습니다.
chart-ranks = { $category }, 오늘의 상위 10위의 30일 순위: { $ranks }
chart-movers = 변동이 있는 저장소의 하루 좋아요: { $moves }
chart-mover = { $repo } ({ $category }): { $likes }
chart-featured = 주요 모델, { $date }부터 저마다 첫 스냅샷 이후 늘어난 수: { $models }
chart-featured-downloads = { $date }부터 저마다 첫 스냅샷 이후 늘어난 누적 다운로드
chart-featured-likes = { $date }부터 저마다 첫 스냅샷 이후 늘어난 좋아요
chart-featured-model = { $model }: 다운로드 { $downloads }회, 좋아요 { $likes }개
chart-moved = 변한 다운로드 카운터의 비율
chart-moved-days = 카운터가 거의 변하지 않은 날: { $days }
chart-no-days = 없음
chart-scorecard = 다음 3일 좋아요의 NDCG@20, 분야 평균
chart-scorecard-last = { $title }, 마지막 값: { $values }

## 알림 (orchestration/notifications.py, missed_days.py, counter_alerts.py)

failed-day-title = Hub Almanac: { $day } 스냅샷에 실패했습니다
failed-day-next = { $time }에 다시 시도합니다.
failed-day-last = 자동으로는 다시 시도하지 않습니다.
failed-day-step = 단계 { $step }, 시도 { $attempt }회째, 실행 { $run }, 홈 { $home }
failed-day-run = 시도 { $attempt }회째, 실행 { $run }, 홈 { $home }
notice-home = 홈 { $home }
notice-days-lost-title = Hub Almanac: { $count }일의 기록을 잃었습니다
notice-days-lost = 스냅샷이 없는 날: { $days }. 허브에는 지난날을 물을 수 없으므로 이 기간의 기록은 빈 채로 남습니다.
notice-days-waiting-title = Hub Almanac: 아직 적재하지 않은 날이 { $count }일 있습니다
notice-days-waiting = 받아 두었으나 게시하지 않은 날: { $days }. 다음 명령으로 게시합니다: { $load }
notice-counters-doubted-title = Hub Almanac: { $day }의 카운터를 믿을 수 없습니다
notice-counters-doubted = 허브의 { $day } 카운터({ $counters }) 값이 많은 저장소에서 0이거나 전보다 낮았거나, 합계가 전례 없이 오르내렸습니다. 이 값은 빼고 게시하였으며 증가량, 순위표, 합계 어디에도 쓰지 않습니다. 따로 할 일은 없고, 언제 끝나는지는 `almanac status` 명령이 알려 줍니다.

## 변동 피드 (site/feeds.py): 제목, 이어서 숫자를 담은 문장

feed-subtitle = 최근 { $days }일 동안 허깅페이스 허브의 순위표에서 움직인 것.
feed-sample = [샘플 데이터] { $title }
feed-and = { $first }, { $last }
feed-move-breakout = { $name } ({ $category }): 급부상
feed-move-record-day = { $name } ({ $category }): 기록적인 하루 (좋아요 { $likes }개)
feed-move-entered-top-10 =
    { $name } ({ $category }): { $board ->
        [main] { "" }
       *[other] { $measure }{ " " }
    }상위 10위 { $entry ->
        [returned] 재진입
       *[other] 진입
    } ({ $entry ->
        [new] 새 저장소,{ " " }
        [first_observed] 첫 관측,{ " " }
       *[other] { "" }
    }{ $rank }위)
feed-move-left-top-10 =
    { $name } ({ $category }): { $board ->
        [main] { "" }
       *[other] { $measure }{ " " }
    }상위 10위 이탈{ $rank ->
        [0] { "" }
       *[other] { " " }(현재 { $rank }위)
    }
feed-move-license-changed = { $name } ({ $category }): 라이선스 변경 ({ $old } → { $new })
feed-move-gated-changed = { $name } ({ $category }): 접근 제한 변경 ({ $old } → { $new })
feed-also-breakout = 급부상
feed-also-record-day = 기록적인 하루 (좋아요 { $likes }개)
feed-also-entered-top-10 =
    { $board ->
        [main] { "" }
       *[other] { $measure }{ " " }
    }상위 10위 { $entry ->
        [returned] 재진입
       *[other] 진입
    } ({ $entry ->
        [new] 새 저장소,{ " " }
        [first_observed] 첫 관측,{ " " }
       *[other] { "" }
    }{ $rank }위)
feed-also-left-top-10 =
    { $board ->
        [main] { "" }
       *[other] { $measure }{ " " }
    }상위 10위 이탈{ $rank ->
        [0] { "" }
       *[other] { " " }(현재 { $rank }위)
    }
feed-also-license-changed = 라이선스 변경 ({ $old } → { $new })
feed-also-gated-changed = 접근 제한 변경 ({ $old } → { $new })
feed-no-license = 없음
feed-says-breakout =
    7일 동안 좋아요 { $likes }개, 그 전 몇 주로 예상한 수는 { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) }개. 같은 분야에서 이만큼 뚜렷한 급부상 가운데 우연은 { $odds ->
        [0] 1,000건 중 1건 미만
       *[other] 약 { $odds }건 중 1건
    }.
feed-says-record-day = 전날 이후 좋아요 { $likes }개. 그 전에 관측한 { $days }일 가운데 가장 많았던 날은 { $record }개.
feed-says-license-changed = 이전 라이선스: { $old }, 현재: { $new }.
feed-says-gated-changed = 파일 접근: 이전 { $old }, 현재 { $new }.
feed-says-rank =
    하루 { $measure } 기준 { $rank ->
        [0] { $kept ->
            [0] 순위 밖
           *[other] { $kept }위 밖
        }
       *[other] { $rank }위
    } ({ $before ->
        [unobserved] 그 전에는 관측되지 않음
        [ranked] 전날 { $rank_before }위
       *[other] 전날 { $kept_before ->
            [0] 순위 밖
           *[other] { $kept_before }위 밖
        }
    }).
feed-says-downloads = 약 일주일 동안 다운로드 { $downloads }회, 하루 { $rate }회.
feed-says-likes = 좋아요 { $counts }.
feed-likes-1d = 최근 하루 { $likes }개
feed-likes-7d = 7일 { $likes }개
feed-likes = 모두 { $likes }개

## 살아 있는 문서 (site/markdown_page.py)

document-title = 허깅페이스 허브의 모델과 데이터셋
document-dated = **{ $day } 기준.** 2025-03-06 학습 페이지의 표에 오늘의 순위를 채웠습니다. 그 페이지가 소개한 모델은 그대로 두고 오늘의 순위를 붙였으며, 지금 볼 것은 관심 순위표의 상위 { $attention }위와 도입 순위표의 상위 { $adoption }위입니다.
document-menu = 세부 메뉴
document-description = 설명
document-main-model = 주요 모델
document-main-dataset = 주요 데이터셋
document-now-model = 지금 볼 모델
document-now-dataset = 지금 볼 데이터셋
document-nobody = 오늘은 순위표에 오른 저장소가 없습니다.
document-rank-downloads = 다운로드 { $rank }위
document-rank-likes = 좋아요 { $rank }위
document-rank-attention = 관심 { $rank }위
document-no-member = 오늘 이 분야에서 관측되지 않음
document-attention = 관심 { $rank }위
document-adoption = 도입 { $rank }위
document-likes = 하루 좋아요 { $likes }개
document-few-likes = 하루 좋아요 0.1개 미만
document-downloads = 하루 다운로드 { $downloads }회
document-missing = 허브에서 찾을 수 없음(삭제되었거나 비공개)
document-reading = 관심: 하루에 늘어나는 좋아요 순. 도입: 하루 다운로드 순. 주요 모델의 다운로드·좋아요 순위는 그 분야에서 관측한 저장소 가운데의 순위입니다.
document-origin = Hub Almanac이 허브의 공개 메타데이터로 날마다 만듭니다. 이름과 숫자는 { $day } 스냅샷의 것입니다.

## 순위표의 비고

note-cut-short = --limit 옵션 때문에 모든 목록이 잘렸습니다.
note-leaders-only = 분야 전체가 아니라 각 목록의 상위만 관측했습니다.
note-day-before-missing = 전날은 관측되지 않았습니다(마지막 스냅샷은 { $last }).
note-few-whole-weeks = 저장소 { $kept }곳 가운데 { $whole }곳만 하루와 7일의 좋아요가 모두 관측되었습니다. 나머지는 근거를 참고하세요.
note-scores-unsound = 허브의 트렌딩 점수를 믿을 수 없어 쓰지 않았습니다: 대부분의 저장소에서 0이거나 합계가 전례 없이 오르내렸습니다.
note-likes-unsound = 허브의 좋아요를 믿을 수 없습니다: 대부분의 저장소에서 0이거나 합계가 전례 없이 오르내렸습니다.
note-downloads-unsound = 허브의 누적 다운로드를 믿을 수 없습니다: 대부분의 저장소에서 0이거나 합계가 전례 없이 오르내렸습니다.
note-downloads-frozen = 저장소의 { NUMBER($share, style: "percent", maximumFractionDigits: 0) }에서 다운로드 카운터가 멈췄습니다.
note-downloads-fallen = 저장소의 { NUMBER($share, style: "percent", maximumFractionDigits: 0) }에서 다운로드 카운터가 줄었으며, 이전 최고치를 넘은 뒤부터 다시 셉니다.
note-rates-end-earlier = 이들의 속도는 마지막으로 센 날까지의 값입니다.
note-few-snapshots = 온전한 한 주의 스냅샷 { $needed }개가 아니라 { $snapshots }개로 계산했습니다.
note-few-growth-days = 한 주 안에 누적 다운로드 카운터가 늘어난 날이 { $needed }일은 있어야 합니다. 그 주에 관측된 날은 { $observed }일입니다.
note-young-history = 한 주의 좋아요와 그 앞 { $needed }일의 좋아요가 있어야 합니다. 첫 스냅샷 이후 { $days }일이 지났습니다.
note-no-scores = 응답에 트렌딩 점수가 없었습니다.
note-no-likes = 응답에 좋아요가 없었습니다.
note-not-computed = 계산할 수 없어 제외했습니다({ $fault }).
note-check-failed = 검사를 통과하지 못해 제외했습니다({ $check }).
note-library-step = { $date }에 { $name } 라이브러리 저장소 { $repos }곳의 다운로드가 허브의 나머지와 달리 한꺼번에 평소의 { NUMBER($ratio, minimumFractionDigits: 1, maximumFractionDigits: 1) }배로 바뀌어, 그 변화는 계산에서 제외했습니다.
note-author-step = { $date }에 { $name }의 저장소 { $repos }곳의 다운로드가 허브의 나머지와 달리 한꺼번에 평소의 { NUMBER($ratio, minimumFractionDigits: 1, maximumFractionDigits: 1) }배로 바뀌어, 그 변화는 계산에서 제외했습니다.
note-known-change = 허브에서 알려진 일({ $date }): { WORD($change, group: "known-change") }.
note-known-change-of-days = 허브에서 알려진 일({ $first } ~ { $last }): { WORD($change, group: "known-change") }.
note-earlier-release = { $text }

## 사용과 상관없이 허브의 카운터가 바뀐 날 (hub_api/known_changes.toml)

known-change-farmed-likes-removed = 허브가 많은 저장소에서 부정하게 늘린 좋아요를 지웠습니다
known-change-totals-rolled-back = 많은 저장소에서 누적 다운로드 카운터가 되돌려졌다가 하루 뒤 회복되었습니다
known-change-counters-disagree = 30일 다운로드의 합이 누적 다운로드 카운터의 증가분보다 3~9% 적습니다. 두 카운터가 세는 대상이 다릅니다
known-change-downloads-stood-still = 모든 다운로드 카운터가 멈췄습니다
known-change-totals-stood-still = 30일 다운로드 카운터는 움직였지만 누적 다운로드 카운터는 멈췄습니다
known-change-wednesdays-late = 수요일 세 번 가운데 한 번꼴로 허브의 약 절반에서 다운로드 카운터가 최근 저장소부터 멈췄다가 목요일에 따라잡았습니다
known-change-modular-index-counted = 이날부터 modular_model_index.json 요청이 diffusers 모델의 다운로드로 집계됩니다

## 주요 모델의 비고와 변화를 알 수 없는 까닭

featured-note-name-reused = 이 이름은 이제 다른 저장소의 것입니다({ $oid }).
featured-note-old-name-reused = 예전 이름은 이제 다른 저장소의 것입니다({ $oid }).
featured-note-earlier-release = { $text }
change-unknown-corrected =
    { $days }일 { $counter ->
        [likes] 좋아요
       *[downloads] 다운로드
    }: 그 사이에 카운터가 정정됨
change-unknown-not-refreshed =
    { $days }일 { $counter ->
        [likes] 좋아요
       *[downloads] 다운로드
    }: 이날 새로 집계되지 않음
change-unknown-not-observed =
    { $days }일 { $counter ->
        [likes] 좋아요
       *[downloads] 다운로드
    }: 그때 관측되지 않음
change-unknown-earlier-release = { $text }

## 날이나 증가량이 없는 까닭

missing-no-snapshot = 스냅샷이 없음
missing-not-on-hub = 허브 전체를 관측했으나 없었음
missing-not-in-categories = 어느 분야에도 없었거나 사라짐
missing-not-listed = 관측한 목록에 없었음
missing-frozen = 그날 카운터가 멈춤
missing-rolled-back = 그날 카운터가 이전 최고치보다 낮음
missing-corrected = 그 사이에 카운터가 정정됨
missing-unsound = 그날 허브의 카운터를 믿을 수 없음
missing-no-counter = 응답에 누적 다운로드 카운터가 없었음
missing-not-observed = 그만큼 전에는 관측되지 않음
missing-not-counted = 두 날 가운데 세지 못한 날이 있음
missing-no-common-days = 모두 함께 센 날이 이틀이 되지 않음

## why a row of a crawl was set aside

reject-not-json = JSON이 아님
reject-not-an-object = 객체가 아님
reject-no-oid = _id 없음
reject-invalid-oid = _id가 24자리 소문자 16진수가 아님
reject-no-name = id 없음
reject-invalid-name = id가 저장소 이름이 아님

## the example questions of sql/examples, by file

question-attention-concentration = 한 주 동안의 좋아요 가운데 상위 10위가 차지하는 몫은 얼마나 되는가?
question-attention-vs-hub-by-day = attention 순위표가 허브의 자체 순서보다 다음 날의 좋아요를 더 잘 예측한 날은 언제인가?
question-best-predicting-board = 어느 순위표가 앞으로의 좋아요와 다운로드를 가장 잘 예측하는가?
question-biggest-climbers = 텍스트 생성 분야에서 일주일 사이 순위가 가장 많이 오른 모델은?
question-biggest-single-days = 이 기록에서 하루에 좋아요를 가장 많이 받은 저장소는 무엇이며 언제인가?
question-board-stability = 순위표는 하루 사이에 얼마나 바뀌는가?
question-breakouts-of-the-week = 지난 7일 사이 갑자기 뜬 저장소는 무엇이고, 우연일 가능성은 얼마나 되는가?
question-deepseek-r1-rank-explained = DeepSeek-R1의 attention 순위는 무엇에 근거하는가?
question-deepseek-r1-ranks = DeepSeek-R1은 각 순위표에서 몇 위인가?
question-deepseek-r1-vs-v3 = DeepSeek-R1과 DeepSeek-V3를 첫날부터 하루하루 비교하면 어떻게 다른가?
question-deepseek-r1-week-by-week = DeepSeek-R1은 매주 좋아요와 다운로드를 얼마나 얻었는가?
question-downloads-after-license-changes = 라이선스, 접근 제한(gated), 과제(task)를 바꾼 모델은 무엇이고, 그 전과 후의 다운로드는 어떻게 달라졌는가?
question-downloads-per-like = 좋아요 하나당 다운로드가 가장 많은 모델은?
question-fastest-growing-text-datasets = 지난 7일 동안 다운로드가 가장 많이 늘어난 텍스트 데이터셋은?
question-featured-by-weekday = 주요 모델은 어느 요일에 가장 많이 다운로드되는가?
question-featured-shares = 주요 모델이 자기 분야에서 차지하는 비중은 어떻게 변했는가?
question-first-place-certainty = 분야별 1위는 얼마나 확실한가?
question-frozen-days = 허브의 카운터가 멈춰 있던 날은 언제인가?
question-growing-categories = 어떤 분야가 커지고 어떤 분야가 줄어드는가?
question-how-often-attention-leads = attention 순위표가 허브의 자체 순서보다 먼저 알아본 경우는 얼마나 잦은가?
question-korean-models = 한국어 태그가 붙은 모델 가운데 가장 관심을 받는 것은?
question-largest-families = 파생 모델이 순위표에 가장 많이 올라 있는 기반 모델은?
question-libraries-of-the-top-100 = 분야별 상위 100위 모델들은 어떤 라이브러리를 쓰는가?
question-licenses-of-the-top-100 = 상위 100위 모델들은 어떤 라이선스를 쓰는가?
question-liked-more-than-downloaded = 관심은 많이 받지만 실제로는 덜 내려받는 것은?
question-longest-top-10-streaks = 10위 안에 끊김 없이 가장 오래 머문 저장소는?
question-most-days-in-first-place = 분야별로 1위 자리를 가장 오래 지킨 것은?
question-most-liked-new-repos = 지난 7일 사이 처음 나타난 저장소 가운데 좋아요가 가장 많은 것은?
question-most-used-base-models = 최근 30일 동안 만들어진 모델들이 가장 많이 기반으로 삼은 모델은?
question-new-repos-by-category = 새 저장소가 가장 많이 생기는 분야는 어디이고, 전보다 늘었는가?
question-owners-in-the-top-100 = 전체 분야의 상위 100위에 가장 많은 자리를 차지한 계정은?
question-quantized-share-of-top-100 = 텍스트 생성 상위 100위 가운데 양자화 모델은 얼마나 되는가?
question-quantized-share-over-time = 텍스트 생성 상위 100위에서 양자화 모델의 비중은 늘고 있는가?
question-recent-changes = 지난 30일 동안 허브에서 무엇이 얼마나 자주 바뀌었는가?
question-renamed-or-disappeared = 이름이 바뀌었거나, 사라졌거나, 돌아왔거나, 과제(task)를 바꾼 저장소는?
question-repos-attention-ranked-first = 허브 자체 순위 20위에 들기 며칠 전부터 이미 attention 20위 안에 있던 저장소는?
question-rising-in-translation = 이번 주 번역 분야에서 떠오르는 모델은 무엇인가?
question-snapshot-quality = 날마다 얼마나 온전히 기록되었는가: 범위, 중복, 버린 행, 그리고 빠진 날은?
question-top-10-within-3-days = 만들어진 지 3일 안에 어느 분야든 10위 안에 든 새 모델은?
question-top-small-models = 매개변수 40억 미만인데도 순위가 높은 모델은?

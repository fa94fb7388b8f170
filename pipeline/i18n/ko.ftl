### 사용자에게 보이는 모든 텍스트의 한국어판. id와 매개변수는 en.ftl과 같다. 문장은 합니다체, 레이블은 명사형으로 쓴다.
### 변수 바로 뒤에는 받침에 따라 달라지는 조사를 쓰지 않는다.


## on every page

site = Hub Almanac
tagline = 매일 기록하는 허깅페이스 허브 트렌드
skip = 본문으로 건너뛰기
sample = 샘플 데이터: 저장소와 수치는 샘플 허브의 가상 데이터이며, 실제 허브와 무관합니다.
pages = 페이지
overview = 개요
categories = 분야
featured = 주요 모델
scorecard = 스코어카드
quality = 데이터 품질
about = 안내
language-name = 한국어
theme = 다크 모드
footer = { $day } 스냅샷을 바탕으로 만들었습니다. Hub Almanac은 허깅페이스와 제휴 관계가 없으며, 이름과 수치는 그날 허브에 공개된 메타데이터입니다.
feed-all = Hub Almanac: 변동
feed-of = Hub Almanac: { $category }

## tables and charts

rank = 순위
change-1d = 순위 ±1일
change-7d = 순위 ±7일
likes-a-day = 생성 후 하루 좋아요
change-1d-long = 전일 대비 순위 변동
change-7d-long = 7일 전 대비 순위 변동
entry-new = 신규
entry-first-observed = 첫 관측
entry-returned = 재진입
entry-entered = 진입
repo = 저장소
repos = 저장소
model = 모델
dataset = 데이터셋
models = 모델
datasets = 데이터셋
category = 분야
board = 순위표
interval = 90% 구간
trend = 추이
top10-since = 10위 진입일
top10-days = 10위 안 일수
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
best = 최고 순위
basis = 근거
record-says = 10위 안 일수와 최고 순위는 { $since }부터 보관한 순위를 기준으로 합니다. 이날은 { $n }위까지 보관했습니다.
date = 날짜
status = 상태
chart-says = { $what }, { $first } ~ { $last }: 최저 { $low }, 최고 { $high }.
chart-marked = 카운터가 멈췄거나 신뢰할 수 없는 날: { $days }일.
chart-missing = 관측되지 않은 날: { $days }일.
shaded = 음영: 카운터가 멈췄거나 신뢰할 수 없는 날
removed-likes = 허브가 나중에 삭제한 좋아요는 제외
broken = 끊긴 선: 관측되지 않은 날
span = { $first } ~ { $last }

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
board-breakout-heading = 표준오차 배수
board-hub-unit = 트렌딩 점수
board-hub-heading = 트렌딩 점수
board-attention-measure = 좋아요
board-adoption-measure = 다운로드
board-breakout-measure = 표준오차 배수
board-hub-measure = 트렌딩 점수
board-attention-description = 하루에 받는 좋아요가 많은 순입니다. 최근 하루의 값을 일주일, 한 달, 전체 기간의 증가 속도로 보정합니다.
board-adoption-description = 하루 다운로드가 많은 순입니다. 누적 카운터의 증가분을 실제 관측 간격으로 나누어 계산합니다.
board-breakout-description = 이번 주 좋아요가 지난 몇 주를 바탕으로 예측한 값을 크게 넘은 순입니다. 초과한 정도는 표준오차의 배수로 나타냅니다.
board-hub-description = 허브 자체 트렌딩 점수가 높은 순입니다.
ranked = 저장소 { $n }개의 순위를 매겼습니다.
breakouts-confirmed = 확인된 급부상 { $n }건(거짓 발견율 { $rate }).
empty-board = 오늘 이 분야의 순위표에 든 저장소가 없습니다.
board-rows-on = { $day }부터
board-whole-on = { $day }부터 완전
views = 모델 구분
view-all = 전체
view-originals = 원본
view-derivatives = 파생 모델
view-families = 계열
bump = 오늘 상위 { $n }위의 순위 추이
bump-says = 오늘 상위 { $n }위에 든 저장소의 { $since } 이후 순위입니다. 차트 옆 목록은 오늘의 순위입니다.

## overview

overview-lead = 모델 { $models }개와 데이터셋 { $datasets }개를 관측했습니다. 직전 스냅샷 이후 모델의 { $moved }에서 다운로드 카운터가 바뀌었습니다.
overview-lead-imported = 이날의 기록은 { $source }에서 가져왔습니다. 모델 { $models }개와 데이터셋 { $datasets }개가 있습니다.
overview-lead-first = 모델 { $models }개와 데이터셋 { $datasets }개를 관측했습니다.
moved-today = 오늘의 변동
moved-none = 오늘은 눈에 띄는 변동이 없습니다.
milestone-attention = 관심
milestone-there = 제공 중
first-days-says = 지금까지 갖춰진 것과 앞으로 갖춰질 날짜입니다. 날마다 스냅샷을 남길 때를 기준으로 합니다.
first-days-gap = 관측 공백 이후
first-days = { $number }일째
expected-on = { $day } 예정입니다.
moved-first = 첫 스냅샷입니다. 변동은 두 번째 스냅샷부터 표시됩니다.
moved-gap = 전날 스냅샷이 없어 오늘의 순위 변동은 알 수 없습니다.
say-breakout = 7일 좋아요 { $likes }개(예측 { $expected }개)
say-record-day = 하루 좋아요 { $likes }개(지난 { $days }일 최고 { $record }개)
say-place = { $board } { $rank }위
say-place-before = { $board } { $before }위 → { $rank }위
say-place-lost = { $board } { $before }위 → 순위 밖
say-place-gone = { $board } 상위 { $n }위 이탈
say-changed = { $old } → { $new }
leaders-now = 분야별 관심 상위 저장소
leaders-says-first = 분야마다 하루 좋아요가 가장 많은 저장소입니다.
leaders-says = 분야마다 하루 좋아요가 가장 많은 저장소와 전일 대비 순위 변동입니다.
featured-short = 주요 모델
featured-more = 추이 비교하기
coverage-leaders = 분야 { $n }개는 상위 저장소만 수집했습니다. 트렌딩 점수순, 다운로드순, 좋아요순, 최신순 목록의 상위 항목이며, 합계도 이 저장소만 집계한 값입니다.
coverage-complete = 분야 { $n }개는 전체를 수집했습니다.
coverage = 수집 범위
coverage-of-leaders = 상위 저장소만
coverage-of-complete = 전체
coverage-of-series = 일부 저장소만
coverage-of-unlisted = 다른 목록에 있는 저장소만
coverage-unlisted = 분야 { $n }개는 이날 수집한 뒤에 추가되어, 다른 분야 목록에 있던 저장소만 집계합니다.
coverage-series = 분야 { $n }개는 가져온 시계열에 있는 저장소만 포함합니다.
more-quality = 데이터 품질 자세히 보기

## category

on-hub = 허브에서 보기
documented = 분야 구분은 { $day } 학습 페이지를 따릅니다.
observed-since = { $day }부터 관측했습니다.
feed = 피드
course = 분야 추이
course-first = 오늘의 수치
course-says-first = 추이 차트는 두 번째 스냅샷부터 표시됩니다.
course-says = 날짜별로 관측한 저장소 수와, 그중 관측 전 24시간 이내에 생성된 저장소 수입니다. 상위 저장소만 수집한 날은 상위 저장소만 집계한 값입니다.
repos-observed = 관측한 저장소
new-repos = 최근 24시간 내 생성
likes-total = 좋아요 합계
downloads-total = 30일 다운로드 합계

## featured

featured-lead = 2025-03-06 학습 페이지에서 소개한 모델입니다. 이름이 바뀌거나 접근이 제한되거나 삭제되어도 계속 추적합니다.
gains-first = 좋아요·다운로드 증가량 차트는 두 번째 스냅샷부터 표시됩니다.
counters-today = 좋아요와 다운로드
counters-today-says = 첫날의 카운터입니다. 다운로드는 누적 기준입니다.
gains = 최근 { $days }일 중 처음 관측된 날 이후의 증가량이므로, 규모가 다른 모델끼리도 비교할 수 있습니다.
gained-likes = 좋아요 증가량
gained-downloads = 다운로드 증가량
changes = 1일·7일·30일 변화
changes-says = 정확히 1일, 7일, 30일간의 변화량입니다. 관측되지 않은 날은 ‘–’로 표시하며, 다운로드는 누적 카운터 기준입니다.
places = 분야 내 순위
places-says = 해당 분야에서 관측된 저장소를 기준으로 한 순위와 비중입니다. 파생 모델은 관측된 모델 중 이 모델을 기준 모델로 명시한 모델의 수입니다.
availability = 이용 상태
notes = 비고
rank-downloads = 다운로드 순위
rank-likes = 좋아요 순위
rank-trending = 트렌딩 점수 순위
rank-attention = 관심 순위
share = 다운로드 비중
derivatives = 파생 모델
renamed-to = 이름 변경 → { $name }
unknown-not-observed = { $columns }: { $day }에 관측되지 않아 알 수 없습니다.
unknown-not-refreshed = { $columns }: 이날 허브가 카운터를 갱신하지 않아 알 수 없습니다.
unknown-corrected = { $columns }: 그 사이 허브가 카운터를 정정하여 알 수 없습니다.
no-featured = 아직 추적 중인 주요 모델이 없습니다.

## repo

facts = 기본 정보
task = 태스크
library = 라이브러리
license = 라이선스
gating = 접근 권한
access-false = 제한 없음
access-auto = 자동 승인 후 접근
access-manual = 수동 승인 후 접근
access-unknown = 알 수 없음
disabled = 비활성화됨
created = 생성일
parameters = 파라미터 수
based-on = 기준 모델
observed-span = 관측 기간
standing = 순위와 근거
standing-none = 오늘은 어느 순위표에도 들지 않았습니다.
place = { $rank }위
over-time = 추이
days-table = 최근 { $n }일을 표로 보기
events = 이벤트
event = 이벤트
before = 변경 전
after = 변경 후
no-events = 이름, 라이선스, 접근 권한, 태스크가 변경된 기록이 없습니다.
badge-says = 이 저장소의 순위 배지입니다. 마크다운에 넣을 때는 이 사이트의 주소를 사용하세요.
badge-alt = Hub Almanac: { $category } 순위
as-json = JSON으로 보기

## scorecard

scorecard-lead = 각 순위표가 다음 { $days }일간 좋아요가 늘어날 저장소를 얼마나 잘 예측하는지, Hub Almanac의 기록으로 매일 평가합니다.
scorecard-none = 아직 평가한 순위표가 없습니다. 평가하려면 순위표 날짜 이후 { $days }일간의 좋아요가 필요합니다.
order = 정렬 기준
kind-board = 순위표
kind-baseline = 비교 기준
order-likes = 누적 좋아요
order-likes-1d = 직전 스냅샷 이후 좋아요
order-likes-7d = 최근 7일 좋아요
metric-ndcg-20 = NDCG@20
metric-ndcg-20-log = NDCG@20(로그)
metric-ndcg-50 = NDCG@50
metric-precision-20 = 정밀도@20
metric-capture-20 = 포착률@20
scorecard-caption = { $first } ~ { $last } 평가 결과의 분야·날짜 평균(1이면 완벽한 예측)
scorecard-caption-day = { $day } 순위표의 평가 결과(분야 평균, 1이면 완벽한 예측)
scorecard-chart = 순위표 날짜별 NDCG@20(분야 평균)
coverage-title = 90% 구간 적중률
coverage-90 = 전체
coverage-90-below-1 = 하루 1 미만
coverage-90-1-to-10 = 하루 1~10
coverage-90-above-10 = 하루 10 이상
cases = 표본 수
read-coverage = 분야별 상위 { $ranks }위 저장소 중 다음 날 증가량이 90% 구간에 든 저장소의 비율입니다. 최근 { $days }일을 점수 크기별로 집계했습니다. 90%에 가까울수록 좋습니다. 점수가 하루 1 미만인 저장소는 증가가 없는 날이 대부분이라 비율이 더 높게 나옵니다.
how-to-read = 읽는 법
read-ndcg = NDCG: 상위 20개 또는 50개가 얻은 좋아요를 순위가 높을수록 큰 가중치를 주어 더한 뒤, 이상적인 순서일 때의 값으로 나눈 비율입니다.
read-precision = 정밀도: 실제로 가장 많이 늘어난 20개(늘어난 저장소가 더 적으면 그 전부) 가운데 상위 20개에 든 비율입니다.
read-capture = 포착률: 상위 20개가 얻은 좋아요를 실제 증가량 상위 20개가 얻은 좋아요로 나눈 비율입니다.
read-baselines = 허브 자체 순서와 단순 좋아요 순보다 점수가 높은 순위표만 참고할 가치가 있습니다. 도입 순위표는 다운로드를 기준으로 하므로 좋아요를 예측하기 위한 것이 아닙니다.
read-days = 최근 { $days }일은 아직 평가할 수 없어 제외했습니다.

## quality

quality-lead = 최근 { $n }일 동안 날짜별로 무엇을 관측했는지 보여 줍니다. 알 수 없는 값은 0이 아니라 ‘–’로 표시합니다.
calendar = 달력
calendar-says = { $kind }, 최근 { $days }일: 정상 { $good }일, 카운터 멈춤 { $frozen }일, 목록 잘림 { $short }일, 스냅샷 없음 { $gaps }일.
state-good = 정상
state-frozen = 카운터 멈춤
state-short = 목록 잘림
state-gap = 스냅샷 없음
gaps-none = 스냅샷이 누락된 날이 없습니다.
gaps-some = 스냅샷이 누락된 날: { $days }
excluded-counters = { $counters } 제외
unsound-some = 허브 전체의 카운터를 신뢰할 수 없었던 날(해당 카운터는 어떤 수치에도 쓰지 않음): { $days }
by-day = 날짜별
scope = 범위
scope-leaders = 상위 저장소
scope-categories = 분야 전체
scope-hub = 허브 전체
scope-archive = 허브 전체 기록
scope-series = 일부 저장소의 기록
limited = 잘림
moved-share = 변경된 카운터
usual-share = 평소
frozen-quarters = 갱신 누락(생성 분기)
quarters-all = 전체
quarters-unknown = 알 수 없음
quality-caption-first = 관측한 저장소 수. 변경된 카운터의 비율은 두 번째 스냅샷부터 표시합니다.
quality-caption = 관측한 저장소 수와, 직전 스냅샷 이후 변경된 다운로드 카운터의 비율(괄호 안은 평소 비율)
coverage-today = 오늘의 순위표
coverage-caption = 분야별 수집 범위와 순위표 입력 데이터의 상태
legend = 상태 설명
legend-partial = 허브 전체가 아니라 상위 저장소나 등록된 분야만 수집했습니다. 순위표에서는 분야 전체를 다루지 않는다는 뜻입니다. 합계는 수집한 범위만 집계합니다.
legend-frozen = 허브의 일일 갱신에서 같은 분기에 생성된 저장소가 대거 누락되어 카운터가 멈췄습니다. 그날의 다운로드는 다음 날 값에 합산합니다.
legend-rolled-back = 누적 다운로드 카운터가 이전 최고치보다 낮습니다. 최고치를 넘으면 집계를 재개합니다.
legend-corrected = 카운터가 여덟 번 연속으로 이전 최고치보다 낮았습니다. 허브가 정정한 것으로 보고 이 값부터 다시 집계합니다.
legend-unsound = 허브의 저장소 대부분에서 다운로드나 좋아요가 0이었거나, 합계가 전례 없이 급등하거나 급락했습니다. 이 카운터는 어떤 수치에도 쓰지 않습니다.
legend-unobserved = 스냅샷이 없습니다. 과거 날짜는 수집할 수 없습니다.
legend-early = 관측 기간이 아직 짧아 완전하지 않은 순위표입니다. 언제 완전해지는지는 비고에 있습니다.
legend-degraded = 불완전한 입력 데이터로 계산한 순위표입니다. 자세한 내용은 비고에 있습니다.
legend-withheld = 계산할 수 없거나 검사를 통과하지 못한 순위표입니다. 이유는 비고에 있습니다.

## about

about-lead = 허브는 지금 인기 있는 것만 보여 주고 과거 기록은 공개하지 않습니다. Hub Almanac은 그 기록을 매일 남기고, 관측한 결과를 여기에 보여 줍니다.
boards = 순위표
read-interval = 하루 단위 점수({ $boards })의 90% 구간은 다음 날의 좋아요나 다운로드가 열 번 중 아홉 번 드는 범위입니다. 두 저장소의 구간이 많이 겹치면 순위 차이는 우연일 수 있습니다.
read-change = ‘순위 ±1일’과 ‘순위 ±7일’은 하루 전, 7일 전과 비교한 순위 변동입니다. 그날 보관된 순위가 없는 저장소는 다음과 같이 표시합니다. ‘신규’는 그 뒤에 생성되어 처음 관측된 저장소, ‘첫 관측’은 더 일찍 생성되었으나 그 뒤에야 처음 관측된 저장소, ‘재진입’은 그보다 전에 순위에 든 적이 있는 저장소, ‘진입’은 처음 순위에 든 저장소입니다. –는 비교할 순위표가 없다는 뜻입니다.
read-views = 원본은 기준 모델을 명시하지 않은 모델이고, 파생 모델은 파인튜닝, 양자화, 어댑터, 병합으로 만든 모델입니다.
read-basis = 근거 열의 코드는 점수의 바탕이 된 관측을 나타냅니다.
feeds = 피드
feeds-says = 매일의 변동을 피드로 구독할 수 있습니다. 전체 피드와 분야별 피드가 있습니다.
all-categories = 모든 분야
api = JSON API
api-says = 같은 수치를 정적 파일로 제공합니다. 인덱스에는 파일 목록이, 스키마에는 형식이 있습니다.
api-index = 인덱스
api-schema = 스키마
api-categories = 분야
api-movers = 변동
badges = 배지
badges-says = 순위표에 든 저장소에는 순위 배지가 있습니다. 배지와 삽입 코드는 저장소 페이지에서 확인하세요.
living = 매일 갱신되는 문서
living-says = 이 프로젝트의 바탕이 된 학습 페이지를 오늘의 순위표로 채운 마크다운 문서입니다.
rights = 데이터와 권리
rights-says = 이름과 수치는 허깅페이스 허브에 공개된 메타데이터입니다. Hub Almanac은 이 메타데이터나 모델, 데이터셋에 대해 어떤 권리도 주장하지 않습니다. 모델과 데이터셋의 라이선스는 각각의 허브 페이지에 있습니다.
privacy = 이 사이트는 다른 서버에서 아무것도 불러오지 않으며 방문자를 추적하지 않습니다. 화면 모드 설정은 이 브라우저에만 저장됩니다.

## days and figures

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
day-full = { $year }년 { $month } { $day }일({ $weekday })
day-short = { $month } { $day }일
span-hours = { $hours }시간
span-days = { NUMBER($days, maximumFractionDigits: 1) }일
rate-small = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) }
rate-large = { NUMBER($value, maximumFractionDigits: 0) }

## codes of tables: trends.basis

basis-24h-7d = 1일·7일 좋아요
basis-24h-hub = 1일 좋아요, 허브 트렌딩 점수
basis-24h-part = 1일 및 7일 미만 좋아요
basis-7d = 7일
basis-part = 7일 미만
basis-merged = 일부 날짜 합산
basis-hub = 허브 트렌딩 점수
basis-trending-score = 허브 트렌딩 점수
basis-total = 누적 좋아요 ÷ 생성 후 기간
basis-7d-against-weeks = 지난 몇 주 대비 최근 7일

## trends.relation

relation-finetune = 파인튜닝
relation-quantized = 양자화
relation-adapter = 어댑터
relation-merge = 병합
relation-derivative = 파생 모델

## movers.move

move-entered-top-10 = 상위 10위 진입
move-left-top-10 = 상위 10위 이탈
move-breakout = 급부상
move-record-day = 하루 최고 기록
move-license-changed = 라이선스 변경
move-gated-changed = 접근 권한 변경

## events.event

event-appeared = 나타남
event-disappeared = 사라짐
event-returned = 다시 나타남
event-name-reused = 다른 저장소의 이름을 재사용
event-identified = _id로 식별됨
event-renamed = 이름 변경
event-license = 라이선스 변경
event-gated = 접근 권한 변경
event-disabled = 활성화 상태 변경
event-pipeline-tag = 태스크 변경
event-library-name = 라이브러리 변경
event-base-models = 기준 모델 변경

## statuses: of repos and days, boards, availability, categories

status-observed = 관측됨
status-partial = 일부만 관측
status-frozen = 카운터 멈춤
status-rolled-back = 카운터 되돌림
status-corrected = 카운터 정정
status-unsound = 카운터 신뢰 불가
status-unobserved = 미관측
status-ok = 정상
status-early = 초기
status-degraded = 불완전
status-withheld = 보류
status-renamed = 이름 변경
status-gated = 접근 제한
status-disabled = 비활성화
status-missing = 찾을 수 없음
status-active = 사용 중
status-discontinued = 지원 중단

## reasons for a rank (ranking/explanations.py)

reason-first-day = { $date }: { $rank }위(이 순위표의 첫날).
reason-first-time = { $date }: { $rank }위({ $since }부터 집계한 이 순위표에 첫 진입).
reason-same-rank = { $date }: { $rank }위({ $date_before }에도 같은 순위).
reason-other-rank = { $date }: { $rank }위({ $date_before }에는 { $rank_before }위).
reason-likes = 최근 { SPAN($span) } 동안 좋아요 { $likes }개.
reason-likes-compared = 최근 { SPAN($span) } 동안 좋아요 { $likes }개({ $date_before }까지 { SPAN($span_before) } 동안에는 { $likes_before }개).
reason-week = { SPAN($span) } 동안 좋아요 { NUMBER($week, maximumFractionDigits: 0) }개, 누적 { $likes }개.
reason-week-and-month = { SPAN($span) } 동안 좋아요 { NUMBER($week, maximumFractionDigits: 0) }개, { SPAN($span_month) } 동안 { NUMBER($month, maximumFractionDigits: 0) }개, 누적 { $likes }개.
reason-week-by-hub = 관측된 기간이 7일보다 짧아 한 주의 좋아요 대신 허브의 트렌딩 점수를 사용했습니다.
reason-attention = 종합하면 하루 좋아요 약 { RATE($score) }개입니다.
reason-attention-interval = 종합하면 하루 좋아요 약 { RATE($score) }개입니다(90% 구간 { RATE($low) }~{ RATE($high) }).
reason-downloads = { SPAN($span) } 동안 다운로드 { $downloads }회.
reason-downloads-compared = { SPAN($span) } 동안 다운로드 { $downloads }회({ $date_before }까지 { SPAN($span_before) } 동안에는 { $downloads_before }회).
reason-merged-days = 카운터가 멈추거나 감소한 날은 그다음 날과 합산했습니다.
reason-adoption = 하루 다운로드 { RATE($score) }회입니다. 하루치 값은 나머지 날 중앙값의 { $cap }배까지만 반영합니다.
reason-adoption-interval = 하루 다운로드 { RATE($score) }회입니다(90% 구간 { RATE($low) }~{ RATE($high) }). 하루치 값은 나머지 날 중앙값의 { $cap }배까지만 반영합니다.
reason-week-predicted = 7일 동안 좋아요 { NUMBER($week, maximumFractionDigits: 0) }개(지난 몇 주를 바탕으로 예측한 값 { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) }개).
reason-breakout = 예측값보다 표준오차의 { NUMBER($score, minimumFractionDigits: 1, maximumFractionDigits: 1) }배만큼 많아 급부상으로 확인되었습니다. 같은 분야에서 이 정도로 뚜렷한 급증 중 약 { NUMBER($chance, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }는 우연입니다.
reason-no-breakout = 예측값보다 표준오차의 { NUMBER($score, minimumFractionDigits: 1, maximumFractionDigits: 1) }배만큼 많지만 급부상으로 확인되지는 않았습니다. 같은 분야에서 이 정도로 뚜렷한 급증 중 약 { NUMBER($chance, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }는 우연입니다.
reason-hub = 허브의 트렌딩 점수는 { NUMBER($score, maximumFractionDigits: 6) }점이며, 대략 최근 7일의 좋아요 수에 해당합니다.
reason-hub-compared = 허브의 트렌딩 점수는 { NUMBER($score, maximumFractionDigits: 6) }점({ $date_before }에는 { NUMBER($score_before, maximumFractionDigits: 6) }점)이며, 대략 최근 7일의 좋아요 수에 해당합니다.
reason-burst =
    급등: 한 주 동안 늘어난 { $counter ->
        [downloads] 다운로드의
       *[likes] 좋아요의
    } { NUMBER($share, style: "percent", maximumFractionDigits: 0) }가 연속된 두 관측 사이에 집중되었습니다.
reason-derivative = 다른 모델에서 파생되었습니다({ WORD($relation, group: "relation") }).

## the terminal

heading-rank-number = #
heading-1d = 전일 대비
heading-7d = 7일 전 대비
heading-likes-1d = 좋아요 +1일
heading-likes-7d = 좋아요 +7일
heading-likes-30d = 좋아요 +30일
heading-likes-gained = 좋아요 증가량
heading-likes-since-previous = 직전 대비 좋아요
heading-likes-trend = 30일 좋아요 추이
heading-interval = 90% 구간
heading-a-day = 하루 평균
heading-age = 생성 후 기간
heading-all-categories = 모든 분야
heading-all-time = 누적 다운로드
heading-availability = 이용 상태
heading-basis = 근거
heading-board = 순위표
heading-by-likes = 좋아요 순위
heading-by-trend = 트렌딩 점수 순위
heading-cases = 표본 수
heading-category = 분야
heading-checks = 검사
heading-daemon = 데몬
heading-coverage = 수집 범위
heading-coverage-90 = 90% 구간 적중률
heading-coverage-below-1 = 하루 1 미만
heading-coverage-1-to-10 = 하루 1~10
heading-coverage-above-10 = 하루 10 이상
heading-dataset = 데이터셋
heading-datasets = 데이터셋
heading-date = 날짜
heading-derivatives = 파생 모델
heading-description = 설명
heading-downloads = 다운로드
heading-downloads-1d = 다운로드 +1일
heading-downloads-7d = 다운로드 +7일
heading-downloads-gained = 다운로드 증가량
heading-downloads-since-previous = 직전 대비 다운로드
heading-downloads-trend = 30일 다운로드 추이
heading-downloads-30d = 30일 다운로드
heading-downloads-gained-30d = 다운로드 +30일
heading-downloads-a-day = 다운로드/일
heading-event = 이벤트
heading-family = 계열
heading-featured = 주요 모델
heading-from = 변경 전
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
heading-order = 정렬 기준
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
heading-steady-new = 상위 20위 신규 비율
heading-steady-overlap = 전일 대비 일치율
heading-to = 변경 후
heading-score-days = { $days }일 점수 추이
heading-top10-since = 10위 안 시작일
heading-top10-days = 10위 안 일수
heading-created = 생성일
heading-likes-a-day-of-life = 생성 후 하루 평균 좋아요
heading-trending-score = 허브 트렌딩 점수
heading-parameters = 매개변수
heading-license = 라이선스
heading-trend = 추이
sample-note = 샘플 데이터: 저장소와 수치는 샘플 허브의 가상 데이터이며, 실제 허브와 무관합니다.
history-observed = { $days }일 관측
history-unobserved = (미관측 { $days }일)
history-created = , { $date } 생성
cli-reading-demo = { $home }에 아직 스냅샷이 없어 데모({ $demo })를 사용합니다. 실제 허브의 스냅샷은 `almanac run` 명령으로 찍습니다.
cli-ui-demo = 여기서 실행하면 실제 허브가 아니라 샘플 허브의 데이터를 가져옵니다. 새 날짜에는 데모 마지막 날의 카운터가 그대로 나옵니다. 매일 실행 스케줄은 꺼져 있습니다.
cli-ui-empty = 아직 스냅샷이 없습니다. 첫 스냅샷은 `almanac run`, 샘플 데이터는 `almanac demo` 명령으로 만듭니다.
cli-next = 다음에 해 볼 명령:
cli-next-ui = Dagster UI. 실행해 두면 매일 09:00 UTC에 스냅샷을 찍습니다
cli-next-demo-ui = 이 데이터가 들어 있는 Dagster UI
cli-next-show = 모든 분야의 상위 저장소
cli-next-featured = 주요 모델과 변화
cli-next-history = 저장소 하나의 일별 기록
cli-next-sql = SQL. 예제는 `almanac sql --list-examples`로 볼 수 있습니다
cli-next-site = 브라우저로 보는 사이트
cli-next-tomorrow = 변화와 추세는 내일 스냅샷부터 나옵니다. `almanac ui`를 실행해 두거나 내일 `almanac run`을 다시 실행하세요.
count-models = 모델 { $n }개
count-datasets = 데이터셋 { $n }개
cli-run-start = { $day } 스냅샷(허브 시각, UTC), 범위 { $scope }
cli-run-clock = 이 컴퓨터의 시계가 허브의 시계({ $time } UTC)와 { $hours }시간 다릅니다. 허브의 시계를 기준으로 합니다.
cli-run-fields = 허브의 응답에 알 수 없는 필드가 있습니다({ $fields }). 수집한 페이지에는 보관합니다.
cli-run-outcome = 요청 { $requests }회로 { $repos } 수집, 분야 { $categories }개에서 순위 { $ranks }개, 주요 모델 { $featured }개
cli-run-published = 게시 완료: { $path } ({ $size } MB), { $seconds }초, 실행 { $run }
cli-rebuilt = { $date } 재구축 완료(수집한 페이지 { $pages }개): { $repos }, 게시 { $path }, 실행 { $run }
cli-demo-start = 샘플 허브의 { $first } ~ { $last } 데이터를 사용합니다. 마지막 { $runs }일은 Dagster로 실행합니다.
cli-demo-days = { $path }에 { $days }일이 기록되었습니다.
progress-resuming = 이전 실행에서 수집한 페이지 { $pages }개에 이어서 수집합니다.
progress-after-crawl = 적재, 순위 계산, 게시
progress-pages = { $n }페이지
progress-rows = { $n }행
progress-rate = 초당 { $n }행
progress-waiting = { $seconds }초 대기: { $reason }
progress-quota = 남은 요청 한도 { $n }
progress-left = 약 { $minutes }분 남음
cli-site-building = 사이트 만드는 중
cli-site = { $day } 사이트: { $path }, 파일 { $files }개 중 { $written }개를 새로 쓰거나 변경했습니다.
cli-site-removed = 이전 사이트의 파일 { $files }개를 삭제했습니다.
cli-site-skipped = 날짜, 분야, _id가 올바르지 않은 { $rows }행을 제외했습니다.
cli-site-served = { $url }  (Ctrl-C: 종료)
cli-backed-up = { $days }일을 백업했습니다({ $size } MB): { $path }
cli-restored = { $days }일({ $first } ~ { $last })을 복원했습니다: { $source } → { $path }
cli-restored-no-days = 기록된 날이 없는 데이터베이스를 복원했습니다: { $source } → { $path }
cli-restored-replaced = 이전 웨어하우스는 { $path }에 보관했습니다.
cli-forget-confirm = { $path }에서 { $date }의 행과 수집한 페이지를 삭제할까요?
cli-forgot = { $date } 기록을 삭제하고 이후 { $days }일의 순위표를 다시 만들어 게시했습니다: { $path }
cli-forgot-with-site = { $date } 기록을 삭제하고 이후 { $days }일의 순위표를 다시 만들어 사이트와 함께 게시했습니다: { $path }
heading-verify-rows = 행 수
heading-verify-check = 검사
heading-verify-difference = 첫 차이
cli-verifying = 검증 중
cli-passes = 통과
cli-fails = 실패
cli-all-checks-passed = 모든 검사를 통과했습니다.
cli-daemon = { $path } 홈의 데몬을 시작합니다: 스케줄, 센서, 대기 중인 실행 (Ctrl-C: 종료)
cli-ui-prepared = 준비했습니다: { $path }
cli-ui-address = { $path } 홈의 Dagster UI: { $url } (Ctrl-C: 종료)
cli-exported = 내보냈습니다: { $path }
cli-exported-in-full = 날짜가 없어 전체를 내보낸 테이블: { $names }
cli-export-removed = 더 이상 행이 없는 날의 파일 { $files }개를 삭제했습니다.
cli-export-later-days = 이 홈의 마지막 날({ $last })보다 뒤인 날의 파일은 그대로 두었습니다. 삭제하려면 --to { $day } 옵션을 붙여 내보내세요.
cli-export-sample = 샘플 데이터입니다. 데이터 카드의 제목, 배너, 태그에 표시됩니다.
cli-export-files = { $n }개, { $size } MB. 게시할 때는 변경된 파일만 업로드합니다
cli-export-preview = 업로드하지 않았습니다. 게시하려면 --yes 옵션을 붙이세요.
cli-export-same = { $url }: 파일 { $files }개가 이미 모두 있어 업로드하지 않았습니다.
cli-export-published = 파일 { $all }개 중 { $done }개를 게시했습니다({ $size } MB, { $visibility }, 커밋 { $commits }개): { $url }
cli-publishing = 게시 중
cli-public = 공개
cli-private = 비공개
export-hub = 허브
export-repo = 데이터셋
export-files = 파일
export-relations = 테이블
export-days = 날짜
export-token = 토큰
cli-status-none = 없음
cli-status-age-unknown = 시각 알 수 없음
cli-status-age-hours = { $hours }시간 전
cli-status-age-days = { $days }일 전
cli-status-first-day = { $first }: 1일
cli-status-history = { $first } ~ { $last }: { $days }일, { $gaps }
cli-status-no-gaps = 누락 없음
cli-status-missing = 누락: { $days }
cli-status-snapshot = { $repos }개 관측(범위 { $scope }{ $state })
cli-status-moved = , 직전 스냅샷 이후 카운터의 { $share } 변경
cli-status-all-passing = 모두 통과
cli-status-failing = 실패: { $checks }
cli-status-check = { $check }(예상 { $expected }, 실제 { $actual })
cli-status-more = { " " }외 { $count }건
cli-status-unreadable = { $path }: 읽을 수 없음
cli-status-sizes = 게시 파일 { $published }, { $home } 전체 { $whole }
cli-status-daemon-none = 이 홈에서 실행된 데몬이 없습니다.
cli-status-daemon-alive = 실행 중, 마지막 하트비트 { $time } UTC
cli-status-daemon-failing = 실행 중, { $daemons }에서 오류 발생, 마지막 하트비트 { $time } UTC
cli-status-daemon-stopped = 중지됨({ $daemons }), 마지막 하트비트 { $time } UTC
health-no-snapshot = 아직 스냅샷이 없습니다. `almanac run` 명령으로 오늘 스냅샷을 수집하세요.
health-snapshot-overdue = 마지막 스냅샷은 { $date } 것이고 다음 스냅샷은 { $due } UTC까지 수집해야 했습니다. `almanac run` 명령으로 오늘 스냅샷을 수집하세요.
health-days-ahead = { $date } 스냅샷이 이 컴퓨터의 날짜보다 앞서 있습니다. 둘 중 하나가 잘못되었습니다. 컴퓨터의 시계를 맞추세요. 시계가 틀렸을 때 기록된 날이라면 `almanac forget --date { $date }` 명령으로 삭제하세요.
health-checks-failing = 검사 { $count }개 실패: { $checks }
cli-scorecard-title =
    스코어카드 · { $category } · { $ahead }일간 { $counter ->
        [downloads] 다운로드
       *[likes] 좋아요
    } 증가량 · { $days }일 평균
days-counted = { NUMBER($days, maximumFractionDigits: 1) }일
show-history-of-repo = { $id }: 분야가 아닌 저장소이므로 이력을 보여 줍니다.
gain-hours = { " " }/ { $hours }시간
gain-days = { " " }/ { $days }일
sql-no-rows = 결과가 없습니다.
sql-first-rows = 처음 { $rows }행만 표시했습니다. 더 보려면 --rows N, 전부 보려면 --format csv 옵션을 사용하세요.
sql-stopped = { $rows }행까지만 출력했습니다. 전부 출력하려면 --rows 옵션을 빼세요.
sql-row-number = { $number }행
sql-help = SHOW TABLES는 테이블, .examples는 예제 질문을 나열하고, .example NAME은 예제를 실행합니다. Enter: 실행, Tab: 자동 완성, Ctrl-C: 취소, Ctrl-D: 종료.
show-record = 10위 안 일수는 { $since }부터 보관한 순위를 기준으로 합니다.
show-empty-view = 그날 이 순위표에 든 저장소 가운데 이 보기에 해당하는 저장소가 없습니다.
show-empty = 그날 이 분야의 순위표에 든 저장소가 없습니다.
featured-changes = +1일, +7일, +30일: 정확히 1일, 7일, 30일간의 증가량. 다운로드는 누적 카운터 기준이며, 관측되지 않은 날은 –로 표시합니다.
featured-ranks = 순위와 다운로드 비중: 해당 분야에서 관측된 저장소 중 30일 다운로드 기준. 파생 모델: 이 모델을 기준 모델로 명시한 모델의 수.
scorecard-orders = 순위표: { $boards }. 비교 기준: { $baselines }. 90% 구간: 날짜 단위 부트스트랩. 90% 구간 적중률: 하루 증가량이 점수의 90% 구간(다음 날에 대한 예측)에 든 저장소의 비율.

## 오류(pipeline/errors.py): 터미널에서는 `almanac:` 뒤에 출력한다

error-no-database = { $path }: 데이터베이스가 없습니다. `almanac run` 명령으로 스냅샷을 수집하거나 { $cause }.
error-no-database-link = { $path }: 데이터베이스가 없습니다({ $cause }).
error-no-boards = 이 홈에는 아직 순위표가 없습니다. `almanac run` 명령을 실행하면 오늘의 순위표가 만들어집니다.
error-no-boards-on = { $date }에는 순위표가 없습니다. 순위표가 있는 가장 가까운 날: { $nearest }.
error-no-featured = 아직 추적 중인 주요 모델이 없습니다. `almanac run` 명령으로 첫날을 기록하세요.
error-not-evaluated =
    { $target ->
        [downloads] 다운로드
       *[likes] 좋아요
    } { $ahead }일 예측은 아직 평가한 순위표가 없습니다. 평가하려면 { $days }일간의 스냅샷이 필요합니다.
error-invalid-date = ‘{ $date }’: 잘못된 날짜입니다.
error-date-forms = 2026-03-06 형식이나 오늘, 어제로 쓰세요.
error-date-forms-from-last = 2026-03-06 형식이나 어제, 마지막, -1(마지막 날의 전날)로 쓰세요.
error-unknown-category = ‘{ $name }’: 없는 분야입니다.
error-ambiguous-category = ‘{ $name }’: { $names } 중 하나를 쓰세요.
error-unknown-section = ‘{ $name }’: 없는 구분입니다.
error-unknown-preset = ‘{ $name }’: 없는 프리셋입니다.
error-include-not-on-top = ‘include’는 파일 맨 위, 첫 [[…]]보다 앞에 적어야 합니다.
error-unknown-board = ‘{ $name }’: 없는 순위표입니다.
error-unknown-view = ‘{ $name }’: 없는 보기입니다.
error-unknown-target = ‘{ $name }’: 예측할 수 없는 항목입니다.
error-unknown-example = ‘{ $name }’: 없는 예제입니다.
error-unknown-relation = ‘{ $name }’: 없는 테이블입니다.
error-unknown-repo = ‘{ $name }’ 저장소는 관측된 적이 없습니다.
error-repo-form = owner/name 형식으로 쓰세요. Almanac이 관측한 저장소만 조회할 수 있습니다.
error-ambiguous-repo = ‘{ $name }’: 대소문자만 다른 저장소가 여러 개입니다: { $names }. 이 중 하나로 쓰세요.
error-did-you-mean =
    { $count ->
       *[other] 비슷한 이름: { $names }.
    }
error-meaning = 이렇게 써 보세요: { $words }
error-unknown-command = ‘{ $name }’: 없는 명령입니다.
error-unknown-option = ‘{ $name }’: 없는 옵션입니다.
error-see-help = 도움말: { $command }
error-missing-argument = { $name } 인자가 필요합니다.
error-missing-option = { $name } 옵션이 필요합니다.
error-too-many-arguments = 인자가 너무 많습니다: { $names }.
error-option-needs-value = { $name } 옵션에는 값이 필요합니다.
error-option-of-choices = { $name } 값은 다음 중 하나여야 합니다: { $names }.
error-option-in-range = { $name } 값은 { $least }~{ $most } 사이의 숫자여야 합니다.
error-option-at-least = { $name } 값은 { $least } 이상의 숫자여야 합니다.
error-invalid-option = { $name } 값이 올바르지 않습니다({ $reason }).
error-invalid-usage = 명령을 잘못 썼습니다({ $reason }).
error-known-names = 사용할 수 있는 이름: { $names }.
error-options-excluded = { $use } 옵션과 함께 쓸 수 없습니다: { $names }
error-options-of-repo = 저장소를 지정하면 기록을 보여 주므로 다음은 쓸 수 없습니다: { $names }
error-options-need-query = 쿼리 없이는 쓸 수 없습니다: { $names }
error-port-needs-serve = --port 옵션에는 --serve 옵션이 필요합니다.
error-why-needs-category = --why 옵션에는 분야가 필요합니다. 예: almanac show translation --why owner/name
error-not-on-board = { $category } 분야의 { WORD($board, group: "board", form: "name") } 순위표에 ‘{ $repo }’ 저장소가 없습니다.
error-compare-count = 서로 다른 저장소를 2~{ $most }개 지정하세요. 예: almanac compare owner/one owner/other
error-same-repo = { $first }, { $second }: 같은 저장소입니다. 다른 저장소를 지정하세요.
error-invalid-ahead = --ahead { $ahead }: 1, 3, 7 중 하나를 지정하세요. 순위표는 1일, 3일, 7일 뒤까지 평가합니다.
error-empty-query = 쿼리가 비어 있습니다. 예: almanac sql "FROM categories"
error-several-queries = 쿼리가 둘 이상입니다. 인수, --file, --example 중 하나만 사용하세요.
error-nul-in-query = 쿼리에 NUL 문자가 있습니다. 파일이나 입력을 확인하세요.
error-several-statements = 문장이 { $count }개입니다. 한 번에 하나씩 실행하세요.
error-forbidden-statement = { $statement } 문은 실행할 수 없습니다. 데이터베이스는 읽기 전용이며, 설정·파일·확장을 쓰려면 --trust 옵션이 필요합니다. 사용할 수 있는 문: SELECT, FROM, DESCRIBE, SUMMARIZE, PIVOT, EXPLAIN.
error-query-failed = 쿼리 오류: { $reason }
error-query-timeout = { $seconds }초 안에 쿼리가 끝나지 않아 중단했습니다. { $hint }.
error-query-out-of-memory = 쿼리가 메모리 한도를 넘었습니다. 행이나 열을 줄이거나 LIMIT을 추가하세요.
error-query-too-large = 쿼리가 { $mib } MiB를 넘습니다. 입력을 확인하세요.
error-too-many-rows = 쿼리 결과가 이 명령의 한도인 { $rows }행을 넘습니다. 범위를 좁히거나 `almanac sql` 명령을 사용하세요.
error-invalid-seconds = --seconds 값은 0~86400 사이의 숫자여야 합니다.
error-invalid-read-seconds = ALMANAC_READ_SECONDS 값은 초 단위 숫자여야 합니다(0: 제한 없음). 현재 값: ‘{ $value }’
error-parquet-needs-output = Parquet은 이진 형식입니다. --output FILE 옵션을 추가하세요.
error-parquet-type = Parquet이 지원하지 않는 타입의 열이 있습니다({ $reason }). CAST(x AS VARCHAR)처럼 변환하세요.
error-spreadsheet-safe-needs-csv = --spreadsheet-safe 옵션에는 --format csv가 필요합니다.
error-file-not-utf8 = { $path }: UTF-8 텍스트가 아닙니다.
error-input-not-utf8 = 표준 입력의 쿼리가 UTF-8 텍스트가 아닙니다.
error-arguments-not-utf8 = 명령줄이 UTF-8 텍스트가 아닙니다.
error-arguments-not-encoded = 명령줄이 이 로캘의 인코딩({ $encoding })과 맞지 않습니다. PYTHONUTF8=1을 설정하거나 UTF-8 로캘을 사용하세요.
error-empty-home = --home 값이 비어 있습니다. 폴더를 지정하세요.
error-out-of-memory = 메모리가 부족합니다. 쿼리 범위를 좁히거나 메모리를 확보하세요.
error-out-of-memory-reading = { $path }: 읽는 중 메모리가 부족합니다. 쿼리 범위를 좁히세요.
error-interrupted = 중단했습니다.
error-data-is-kept = 게시된 데이터와 수집한 페이지는 그대로 있습니다.
error-status-of-command = 종료 상태는 명령의 결과를 따릅니다.
error-unchanged = 변경된 것은 없습니다.
error-unchanged-run-later = 변경된 것은 없습니다. 나중에 다시 실행하세요.
error-nothing-written = 아무것도 쓰지 않았습니다.
error-not-verified = 검증하지 못했습니다.
error-file-truncated = { $path }: 파일이 잘려 있습니다. `almanac run` 명령으로 다시 게시하세요.
error-unreadable-database = { $path }: Hub Almanac 데이터베이스로 읽을 수 없습니다({ $reason }).
error-other-columns = { $path }: 이 버전의 Hub Almanac과 맞지 않습니다({ $reason }). 다른 버전으로 게시했다면 `almanac run` 명령으로 다시 게시하세요.
error-newer-schema = { $path }: 더 새로운 버전의 Hub Almanac으로 게시한 파일입니다(스키마 { $version }, 이 버전은 { $supported }). Hub Almanac을 업그레이드하세요.
error-earlier-schema = { $path }: 이전 버전의 Hub Almanac으로 게시한 파일입니다(스키마 { $version }, 이 버전은 { $supported }). `almanac run` 명령으로 다시 게시하세요. 그전에도 `almanac sql` 명령으로는 조회할 수 있습니다.
error-cannot-read = { $path }: 읽을 수 없습니다({ $cause }).
error-cannot-write = { $path }: 쓸 수 없습니다({ $cause }).
error-cannot-write-output = 출력할 수 없습니다({ $cause }).
error-cannot-use = { $path }: 사용할 수 없습니다({ $cause }).
error-cannot-lock = { $path }: 잠글 수 없습니다({ $cause }).
error-locked = { $path }: 다른 프로세스가 잠그고 있습니다.
error-no-locks = { $folder }: 일부 네트워크 디스크나 공유 폴더처럼 파일 잠금이 없는 파일 시스템입니다({ $cause }). 두 프로세스가 서로의 파일을 손상시킬 수 있으므로 아무것도 변경하지 않았습니다. 로컬 디스크처럼 파일 잠금이 있는 디스크를 사용하세요.
error-no-user-folder = { $path }: HOME이 폴더로 설정되어 있지 않습니다. 절대 경로를 쓰세요.
error-no-such-user = { $path }: { $user } 사용자가 없습니다. 절대 경로를 쓰세요.
error-no-working-folder = { $path }: 현재 작업 폴더가 더 이상 없습니다. 절대 경로를 쓰세요.
error-path-not-utf8 = { $path }: DuckDB에서 쓰는 경로는 UTF-8 텍스트여야 합니다.
error-rename-path = 이름을 바꾸세요.
error-locale-encoding = 이 로캘의 인코딩: { $encoding }. PYTHONUTF8=1을 설정하거나 UTF-8 로캘을 사용하세요.
error-home-characters = { $path }: DuckDB, SQLite, Dagster가 잘못 해석하는 문자({ $characters })가 있습니다. 다른 홈을 지정하세요.
error-home-too-long = { $path }…: 경로가 너무 깁니다. 홈 경로는 { $bytes }바이트까지, 그 안의 이름은 각각 { $name_bytes }바이트까지 쓸 수 있습니다. 다른 홈을 지정하세요.
error-home-unusable = { $path }: 홈으로 사용할 수 없습니다({ $cause }).
error-file-of-home = { $path }: 홈에서 쓰는 파일입니다. 다른 경로를 지정하세요.
error-folder-of-home = { $path }: 홈에서 쓰는 폴더입니다. 다른 폴더를 지정하세요.
error-folder-is-link = { $path }: 링크입니다. 링크를 거쳐서는 쓰지 않으므로 폴더로 바꾸세요.
error-unsafe-name = ‘{ $path }’: 올바른 파일 이름이 아니어서 쓰지 않았습니다.
error-path-too-long = ‘{ $path }’: 파일 이름이 너무 길어서 쓰지 않았습니다.
error-invalid-asset-prefix = { $name } 값은 영문자로 시작하고 영문자, 숫자, 밑줄만 써서 63자를 넘지 않아야 합니다. 현재 값: ‘{ $value }’
error-invalid-switch = { $name } 값은 { $on } 또는 { $off } 중 하나여야 합니다. 현재 값: ‘{ $value }’
error-invalid-minutes = { $name } 값은 0~1440 사이의 분을 쉼표로 구분해 쓰세요. 현재 값: ‘{ $value }’
error-number-too-small = { $name } 값은 { $least } 이상의 숫자여야 합니다. 현재 값: ‘{ $value }’
error-number-out-of-range = { $name } 값은 { $least }~{ $most } 사이의 숫자여야 합니다. 현재 값: ‘{ $value }’
error-invalid-endpoint = HF_ENDPOINT: 올바른 주소가 아닙니다.
error-bad-endpoint = HF_ENDPOINT 값 ‘{ $url }’: { $cause }.
error-endpoint-example = 올바른 예: { $example }
error-catalogue-entry = { $path } { $line }행({ $entry }):
error-appears-twice = ‘{ $name }’: 두 번 나옵니다.
error-invalid-entry = 올바르지 않은 값입니다({ $reason }).
error-unknown-key = ‘{ $name }’: 알 수 없는 키입니다.
error-key-missing = ‘{ $name }’: 빠져 있습니다.
error-value-not-one-of = ‘{ $name }’: 다음 중 하나여야 합니다: { $names }.
error-invalid-slug = 올바르지 않은 슬러그입니다: { $cause }.
error-repo-id-form = 저장소 이름은 owner/name 형식입니다.
error-selector-empty = selector가 비어 있습니다. 이 종류의 저장소를 모두 선택하려면 selector를 빼세요.
error-selector-key = selector의 ‘{ $name }’: 알 수 없는 키입니다. 쓸 수 있는 키: { $names }.
error-selector-value-missing = selector의 { $name }: 값이 없습니다.
error-selector-repeats-key = selector에서는 filter만 여러 번 쓸 수 있습니다.
error-invalid-toml = { $path }: 올바른 TOML이 아닙니다({ $reason }).
error-hub-unreachable = 허브({ $endpoint })에 { $attempts }번 시도했지만 연결할 수 없습니다: { $reason }.
error-hub-failed = 허브({ $endpoint })에 { $attempts }번 요청했지만 정상 응답을 받지 못했습니다: { $reason }.
error-wrong-clock = 허브({ $endpoint })와 이 컴퓨터의 시계 차이가 너무 큽니다({ $reason }). 스냅샷의 날짜는 허브의 시각으로 정하므로 수집하지 않았습니다. 이 컴퓨터의 시계를 맞추세요. 시계가 맞다면 프록시나 미러가 오래된 응답을 보내는 것입니다. 다른 날짜를 흉내 내는 테스트용 허브라면 ALMANAC_TRUST_HUB_CLOCK=1을 설정하세요.
error-endpoint-refused = HF_ENDPOINT: 올바른 주소가 아닙니다({ $reason }).
error-redirect-loop = 허브({ $endpoint })의 리디렉션이 끝나지 않습니다({ $path }). 나중에 다시 실행하세요.
error-offline-mode = huggingface_hub가 오프라인 모드입니다. 허브에 연결하려면 HF_HUB_OFFLINE 설정을 해제하세요.
error-proxy-login = { $endpoint } 앞의 프록시가 { $status } 상태로 응답했습니다. 프록시 주소에 사용자와 비밀번호를 넣으세요.
error-own-login = { $endpoint } 서버가 { $status } 상태로 응답했지만 허브의 응답이 아닙니다. 자체 로그인이 필요한 서버입니다. HF_ENDPOINT를 확인하고, 토큰을 받는 서버라면 HF_TOKEN도 확인하세요.
error-token-refused = 허브({ $endpoint })가 { $status } 상태로 응답했습니다{ $message }. HF_TOKEN 값을 확인하거나 설정을 해제하세요.
error-token-needed = 허브({ $endpoint })가 { $status } 상태로 응답했습니다{ $message }. 읽기 권한이 있는 토큰을 HF_TOKEN에 설정하세요.
error-request-rejected = 허브({ $endpoint })가 { $path } 요청을 거절했습니다(상태 { $status }){ $message }.
error-check-endpoint = HF_ENDPOINT와 그 경로를 확인하세요.
error-hub-answered = 허브({ $endpoint })가 { $status } 상태로 응답했습니다{ $message }.
error-malformed-link = 허브가 잘못된 Link 헤더를 보내 따르지 않았습니다({ $header }).
error-link-refused = 허브({ $endpoint })가 알려 준 다음 페이지 주소를 따르지 않았습니다({ $cause }).
error-redirect-refused = 허브({ $endpoint })가 리디렉션한 주소를 따르지 않았습니다({ $cause }).
error-link-to-other-list = 허브({ $endpoint })가 { $page } 목록의 다음 페이지로 ‘{ $path }’ 주소를 알려 주어 따르지 않았습니다.
error-link-of-mirror = 미러의 Link 헤더는 그 목록의 미러 자체 주소이거나, 적어도 커서가 있는 같은 경로여야 합니다.
error-trust-host = 그 호스트를 신뢰한다면 HF_ENDPOINT에 그 주소를 설정하세요.
error-long-quota-wait = 허브의 요청 한도는 { $seconds }초 뒤에 초기화되는데, 한 페이지는 { $most }초까지만 기다립니다.
error-proxy-scheme = { $variable }: 지원하지 않는 프록시 스킴 ‘{ $scheme }’입니다. 쓸 수 있는 스킴: { $names }.
error-proxy-needs-socks = { $variable }: SOCKS 프록시에는 다른 패키지가 필요합니다. Almanac의 환경에서 `pip install 'httpx2[socks]'` 명령을 실행하거나 HTTP 프록시를 쓰세요.
error-proxy-address = { $variable }: 올바른 프록시 주소가 아닙니다. http://proxy.example:3128 형식으로 쓰세요. 비밀번호의 특수 문자는 @를 %40으로 쓰듯 퍼센트 인코딩하세요.
error-no-certificates = { $variable } 값 { $path }: { $cause }. 고치거나 설정을 해제하세요.
error-system-certificates = 시스템의 인증서를 쓸 수 없습니다({ $cause }).
error-library-variable = huggingface_hub를 시작할 수 없습니다({ $reason }). HF_… 변수 중 하나의 값이 올바르지 않으니 고치거나 설정을 해제하세요.
error-no-exchanged-token = HF_OIDC_RESOURCE로 토큰을 받지 못했습니다({ $reason }).
error-no-token-found = huggingface_hub가 토큰을 찾지 못했습니다({ $reason }).
error-nothing-sent = 아무것도 보내지 않았습니다.
error-token-characters = { $source }: 올바른 토큰이 아닙니다. 헤더에 쓸 수 없는 문자가 있습니다.
error-token-length = { $source }: 올바른 토큰이 아닙니다. { $length }자나 됩니다.
error-token-file = 토큰 파일 { $path }: 사용할 수 없습니다({ $cause }). 토큰을 이 파일에 넣거나 HF_TOKEN을 설정하세요. 토큰 없이 쓰려면 HF_HUB_DISABLE_IMPLICIT_TOKEN=1을 설정하세요.
error-untrusted-certificate = 이 컴퓨터는 허브({ $endpoint })의 인증서를 신뢰하지 않습니다({ $reason }). 프록시나 미러가 자체 인증 기관을 사용한다면 그 인증서 파일을 SSL_CERT_FILE에 설정하세요.
error-variables-without-effect = 효과가 없는 변수: { $names }.
# in failures that earlier releases recorded
error-check-failed = { $asset } 검사 { $check }: 통과하지 못했습니다(예상 { $expected }, 실제 { $actual }).
error-day-not-published = 이날의 데이터는 게시하지 않았습니다.
error-publish-again = `published`를 다시 구체화하세요.
error-step-failed = { $step } 단계에서 실패했습니다: { $reason }
error-run-failed = 오류 메시지 없이 실행이 실패했습니다. Dagster UI(`almanac ui`)에서 로그를 확인하세요.
error-before-first-day = { $date }: 첫 파티션({ $first })보다 앞선 날짜입니다.
error-past-day = 허브의 날짜는 { $today }. 과거 날짜는 수집할 수 없고, { $date }에 수집한 페이지도 없습니다.
error-no-finished-crawl = { $path }: { $date }의 완료된 수집이 없어 그날을 다시 만들 수 없습니다.
error-day-before-last = 허브의 시각은 { $date }인데 웨어하우스에는 이미 { $last } 기록이 있습니다. 마지막 날보다 앞선 날은 적재하지 않으므로 변경된 것은 없습니다. 허브의 시각이 맞은 뒤 다시 실행하세요. { $last } 기록이 잘못되었다면 `almanac forget --date { $last }` 명령으로 지우세요.
error-sample-home = 이 홈에는 샘플 허브의 데이터가 있는데 { $hub } 서버는 실제 허브입니다. 한 홈에 두 가지를 섞을 수 없습니다.
error-real-home = 이 홈에는 실제 허브의 데이터가 있는데 { $hub } 서버는 샘플 허브입니다. 한 홈에 두 가지를 섞을 수 없습니다.
error-use-another-home = 다른 --home을 지정하세요.
error-nothing-to-crawl = 카탈로그에 수집할 분야나 주요 저장소가 없습니다.
error-too-large-page = 허브가 { $list } 목록의 { $rows }행을 보냈습니다. 요청한 { $most }행보다 많아 이 페이지를 버렸습니다. 나중에 다시 실행하세요.
error-repeated-cursor = 허브가 { $list } 목록에서 같은 페이지의 커서를 다시 보내 목록이 끝나지 않습니다.
error-too-many-empty-pages = 허브가 { $list } 목록에서 빈 페이지를 { $most }개 넘게 보내 목록이 끝나지 않을 수 있습니다.
error-too-many-pages = 허브가 { $list } 목록의 페이지를 { $most }개 넘게 보내 목록이 끝나지 않을 수 있습니다.
error-pages-kept-run-later = 지금까지 수집한 페이지는 그대로 있습니다. 나중에 다시 실행하세요.
error-list-ended-early = 허브의 { $list } 목록이 { $rows }행에서 끝났고 가장 새로운 저장소가 빠져 있어 그날을 적재하지 않았습니다. 다시 실행하고, 계속되면 다른 --scope를 쓰세요.
error-clock-jumped = 수집하는 동안 허브의 시각이 { $first }에서 { $last }(UTC)로 바뀌어 행의 날짜를 알 수 없습니다. 지금까지 수집한 페이지는 그대로 있습니다. 다시 실행하세요.
error-hub-changed-type = { $endpoint } 서버가 샘플 허브로도, 실제 허브로도 응답해 { $date }의 데이터를 적재하지 않았습니다. 다시 실행하고, 계속되면 어떤 서버인지 확인하세요.
error-not-a-spool-folder = { $path }: 스풀 폴더가 아닙니다. 변경된 것은 없습니다. 다른 곳으로 옮기고 다시 실행하세요.
error-damaged-page = { $date }에 수집한 페이지 { $file }: 없거나 손상되어 적재하지 않았습니다. 오늘이라면 다시 실행해 다시 수집하세요.
error-unfinished-crawl = { $date }의 수집이 끝나지 않아 적재하지 않았습니다. `almanac run` 명령으로 마치세요.
error-invalid-value-in-pages = { $date }에 수집한 페이지에 올바르지 않은 값이 있어({ $reason }) 적재하지 않았습니다.
error-next-run-crawls-again = 다음에 실행할 때 그날을 다시 수집합니다.
error-next-run-resumes = 수집한 페이지는 그대로 있으며 다음에 실행하면 이어서 합니다.
error-pages-kept-in = 페이지는 { $path } 폴더에 있습니다.
error-day-rolled-back = { $date }의 데이터는 되돌렸습니다.
error-day-kept-unpublished = { $date }의 행은 남아 있고, 다음 정상인 날과 함께 게시합니다.
error-check-failed-for = { $asset } 검사 { $check }: { $subject } 항목이 통과하지 못했습니다(예상 { $expected }, 실제 { $actual }).
error-filter-ignored = 허브가 { $list } 목록의 조건을 무시했습니다({ $rows }행 중 { $stray }행이 맞지 않음). { $date }의 데이터는 적재하지 않았습니다. 나중에 다시 실행하세요.
error-pages-of-two-hubs = { $date }의 페이지에 샘플 허브와 실제 허브가 섞여 있어 적재하지 않았습니다. 다시 실행해 다시 수집하세요.
error-unreadable-rows = { $date }에 수집한 { $all }행 중 { $rows }행만 읽을 수 있어 적재하지 않았습니다.
error-invalid-rows = { $date }의 { $rows }행 중 { $rejects }행이 올바르지 않아(주로 { WORD($reason, group: "reject") }) 적재하지 않았습니다.
error-no-snapshot = 웨어하우스에 { $date }의 스냅샷이 없습니다.
error-materialize-first = 오늘이거나 수집한 페이지가 있으면 먼저 그날의 `crawl`, `models`, `datasets`를 구체화하세요.
error-materialize-crawl = { $date }의 완료된 수집이 없습니다. 먼저 `crawl`을 구체화하세요.
error-other-almanac = { $path }: 웨어하우스({ $warehouse })와는 다른 기록입니다.
error-lost-days = { $path }: 게시된 { $days }일 중 { $lost }일({ $span })이 웨어하우스에 없습니다.
error-lost-warehouse = { $warehouse }: 웨어하우스가 없는데 게시 파일({ $path })에는 기록이 있습니다.
error-restore-or-start-over = 게시 파일({ $path })에서 웨어하우스를 다시 만들려면 `{ $command }` 명령을 실행하세요. 지금 웨어하우스는 보관됩니다. 처음부터 시작하려면 게시 파일을 다른 곳으로 옮기세요.
error-forget-interrupted = `almanac forget --date { $date }` 명령이 중단되었습니다. 다시 실행하세요.
error-no-repos-listed = { $date }: 허브의 목록에 저장소가 하나도 없어 적재하지 않았습니다. 나중에 다시 실행하세요.
error-limit-over-complete = { $date }: 이미 완전한 스냅샷이 있어(범위 { $scope }) --limit 옵션으로 자른 스냅샷으로는 교체하지 않습니다. 다른 --home을 지정하거나, 교체하려면 --accept-shrink 옵션을 붙이세요.
error-narrower-scope = { $date }: 이미 { $stored } 범위의 스냅샷이 있습니다. { $scope } 범위로 교체하면 행이 줄어들므로 적재하지 않았습니다. 교체하려면: almanac run --scope { $scope }
error-too-few-repos = { $date }: 허브의 { $kinds } 목록이 { $rows }개뿐이어서({ $last_date }의 { $last_rows }개 대비 { $share }) 적재하지 않았습니다. 다시 실행하세요. 허브가 실제로 줄었다면 `almanac run --scope { $scope } --accept-shrink` 명령으로 받아들이세요.
error-no-warehouse = { $path }: 웨어하우스가 없습니다. `almanac run` 명령을 실행하면 만들어집니다.
error-no-warehouse-link = { $path }: 웨어하우스가 없습니다({ $cause }).
error-warehouse-unusable = { $path }: 웨어하우스를 열 수 없습니다({ $cause }).
error-warehouse-maybe-damaged = 파일이 손상되었다면 `almanac restore` 명령으로 게시 파일에서 다시 만드세요. 지금 파일은 보관됩니다.
error-warehouse-damaged = 파일이 손상되었거나 다른 버전의 DuckDB로 만든 것입니다. 게시 파일은 그대로이며, `almanac restore` 명령으로 웨어하우스를 다시 만들 수 있습니다.
error-warehouse-out-of-memory = 웨어하우스에서 메모리가 부족합니다({ $reason }). 변경된 것은 없습니다. 메모리를 확보하고 다시 실행하세요.
error-warehouse-failed = { $path }: 웨어하우스에서 오류가 발생했습니다({ $reason }). 커밋된 데이터는 그대로입니다. 다시 실행하세요.
error-warehouse-locked = { $path }: 다른 프로세스가 웨어하우스를 잠그고 있어 기다리다 중단했습니다.
error-warehouse-locked-by = { $path }: 프로세스 { $process }번이 웨어하우스를 잠그고 있어 기다리다 중단했습니다.
error-warehouse-open = { $path }: 다른 프로세스가 웨어하우스를 열고 있습니다. 먼저 종료하세요.
error-newer-warehouse = { $path }: 더 새로운 버전의 Hub Almanac으로 만든 웨어하우스입니다(스키마 { $version }, 이 버전은 { $supported }). 변경된 것은 없습니다. Hub Almanac을 업그레이드하세요.
error-another-crawl = { $path }: 다른 수집 작업이 { $minutes }분 넘게 사용하고 있습니다.
error-spool-unusable = { $path }: 스풀로 사용할 수 없습니다({ $cause }).
error-published-unchanged = 게시 파일({ $path })은 그대로입니다.
error-published-kept = 게시 파일은 그대로입니다.
error-last-day-incomplete = 웨어하우스의 마지막 날이 불완전합니다({ $cause }).
error-verify-for-details = 자세한 내용은 `almanac verify` 명령으로 확인하세요.
error-published-unreadable = { $path }: 읽을 수 없어 교체하지 않았습니다({ $reason }). 변경된 것은 없습니다. 파일을 열고 있는 프로그램을 닫거나, 손상된 파일이라면 다른 곳으로 옮기세요.
error-nothing-published = 아직 게시된 데이터가 없습니다.
error-day-is-published = 이날의 데이터는 게시했고({ $path }), 이후 단계만 실패했습니다.
error-records-damaged = { $path }: Dagster 기록이 손상되었습니다({ $reason }).
error-records-set-aside = 기록을 { $path } 폴더로 옮기고 새로 만들었습니다. 스냅샷 데이터는 그대로입니다. Dagster UI가 열려 있으면 다시 시작하세요.
error-daemon-unreadable = { $path }: 데몬의 하트비트를 읽을 수 없습니다({ $reason }).
error-records-unusable = { $path }: Dagster 기록을 쓸 수 없습니다({ $reason }).
error-invalid-configuration = { $path }: 설정이 잘못되었습니다({ $reason }).
error-storage-needs-package = Dagster의 저장소에 필요한 { $name } 패키지가 없습니다. `postgres` 추가 기능을 설치하고(`make install-server`에 포함) 주소를 postgresql+psycopg2://… 형식으로 쓰세요.
error-no-dagster-configuration = 설치된 dagster.yaml이 없습니다({ $path }). Hub Almanac을 다시 설치하거나 { $own } 파일을 만드세요.
error-invalid-dagster-configuration = { $path }: `storage` 항목이 있는 Dagster 설정이 아닙니다({ $cause }).
error-invalid-host-name = ‘{ $name }’: 올바른 호스트 이름이 아닙니다. almanac.example.org나 10.0.0.5:3000처럼 쓰세요.
error-cannot-listen = { $host }의 포트 { $port }번을 사용할 수 없습니다({ $cause }). --port 옵션으로 다른 포트를 지정하거나 그 포트를 쓰는 프로세스를 종료하세요.
error-daemon-running = { $path } 홈의 Dagster 인스턴스에서 다른 데몬이 이미 실행 중입니다.
error-one-daemon = 인스턴스에는 데몬이 하나만 있어야 합니다. UI만 시작하려면 `almanac ui --no-daemon` 명령을 쓰세요.
error-daemon-exited = Dagster 데몬이 예기치 않게 종료되어 Almanac도 멈췄습니다. 명령을 다시 실행하세요.
error-invalid-site-address = 사이트 주소가 올바르지 않습니다. https://owner.github.io/almanac/처럼 사용자, 쿼리, 프래그먼트 없이 쓰세요.
error-site-file-collides = ‘{ $path }’: 사이트의 다른 파일과 이름이 겹쳐 먼저 쓴 파일을 남겼습니다.
error-reported = { $text }
error-future-day = { $date }: 너무 먼 미래입니다. 기록된 날을 지정하세요.
error-nothing-to-forget = { $path }: 웨어하우스가 없어 삭제할 것이 없습니다.
error-forget-needs-yes = { $date }의 행과 수집한 페이지를 삭제합니다. 진행하려면 --yes 옵션을 붙이세요.
error-forget-pages-remain = { $date }의 행을 삭제하고 게시했지만 페이지({ $path })는 삭제하지 못했습니다({ $cause }). 직접 삭제하지 않으면 `almanac rebuild` 명령이 다시 적재합니다.
error-backup-is-folder = { $path }: 폴더입니다. 그 안의 파일 이름까지 지정하세요.
error-backup-not-a-file = { $path }: 일반 파일이 아닙니다. 다른 경로를 지정하세요.
error-backup-exists = { $path }: 이미 있는 파일입니다. 교체하려면 --force 옵션을 붙이세요.
error-backup-no-folder = { $path }: 없는 폴더입니다. 폴더를 만들거나 다른 경로를 지정하세요.
error-copy-to-warehouse-link = { $path }: 웨어하우스를 가리키는 링크입니다. 링크를 지우세요.
error-copy-failed = { $path }: 데이터베이스를 복사할 수 없습니다({ $reason }).
error-copy-unreadable = 데이터베이스 사본을 열 수 없습니다({ $reason }).
error-copy-differs = 데이터베이스 사본의 행 수가 원본과 다릅니다.
error-verify-failed = 검사 { $checks }개 중 { $failed }개를 통과하지 못했습니다. 변경된 것은 없습니다.
error-rebuild-or-restore = `almanac rebuild --date D` 명령으로 수집한 페이지에서 그날을 다시 만들거나 백업을 복원하세요.
error-rank-again = `almanac rank --from { $date }` 명령으로 순위를 다시 매기세요. 이전 버전에서는 순위를 다르게 매겼을 수 있습니다.
error-name-a-backup = 복원할 백업 파일을 지정하세요.
error-not-a-database = { $path }: Hub Almanac 데이터베이스가 아닙니다({ $reason }).
error-restore-from-warehouse = { $path }: 웨어하우스 자체입니다. 게시 파일이나 백업을 지정하세요.
error-restore-to-link = { $path }: 심볼릭 링크입니다. 링크의 대상에 복원하거나 먼저 링크를 지우세요.
error-restore-over-days = { $path }: 웨어하우스에 { $days }일이 기록되어 있습니다. 교체하려면 --force 옵션을 붙이세요. 지금 파일은 옆에 보관됩니다.
error-restore-incomplete-day = { $path }: 마지막 날이 불완전하여 복원하지 않았습니다.
error-restore-loses-days = { $path }: { $published }에 있는 { $days }일이 빠져 있습니다.
error-restore-other-almanac = { $path }: { $published }와는 다른 기록입니다.
error-no-export = { $source }: 내보낸 기록이 아닙니다(almanac-export.json이 없습니다).
error-export-no-manifest = { $source }: state/manifest.json이 없습니다. 모든 테이블을 Parquet로 내보낸 폴더만 가져올 수 있습니다.
error-export-not-whole = { $source }: { $file } 파일이 state/manifest.json의 내용과 다릅니다. 다시 내보내세요.
error-export-damaged = { $source }: state 폴더가 손상되었습니다. 다시 내보내세요.
error-export-newer = { $source }: 더 새로운 Hub Almanac { $version }에서 내보냈습니다. Almanac을 업그레이드하세요.
error-export-of-sample = { $source }: 샘플 데이터라서 빈 홈에만 복원할 수 있습니다.
error-repo-of-other-almanac = { $url }에는 다른 기록이 있어 아무것도 올리지 않았습니다. 다른 저장소를 쓰거나, 빈 홈에서 그 기록을 가져오세요: almanac import hf://datasets/{ $repo }
error-repo-has-later-days = { $url }에는 { $last }까지 있지만 내보낸 기록은 { $own }까지라서 아무것도 올리지 않았습니다. 먼저 빈 홈에서 가져오세요: almanac import hf://datasets/{ $repo }
error-repo-has-month = { $url }에는 이날들이 속한 달이 한 파일({ $path })로 있어, 올리면 같은 날이 두 번 들어갑니다. 아무것도 올리지 않았습니다. 한 달 전체를 내보내세요: --from { $first } --to { $last }
error-restore-anyway = 그래도 복원하고 게시하려면 --force 옵션을 붙이세요.
error-export-no-days = 이 기간에는 기록된 날이 없습니다. 이 홈에는 { $first } ~ { $last } 기록이 있습니다.
error-reversed-span = --from { $first } 날짜가 --to { $last } 날짜보다 늦습니다.
error-export-needs-repo = --public, --yes 옵션에는 --to-hub owner/name이 필요합니다.
error-export-spreadsheet-safe = --spreadsheet-safe 옵션은 --format csv와 함께만 쓸 수 있고, --to-hub와는 함께 쓸 수 없습니다. 게시하는 파일의 값은 원본과 같아야 합니다.
error-export-incomplete = 파일 { $all }개 중 { $done }개를 완성했고 나머지는 그대로입니다. 다시 실행하면 이어서 끝냅니다.
error-export-kept = { $path }: 내보내기는 끝났습니다. 허브는 전부 커밋하거나 전혀 커밋하지 않습니다.
error-invalid-day-published = 게시 파일에 올바르지 않은 날짜가 있습니다: ‘{ $day }’.
error-export-failed = { $path }: { $folder } 폴더로 내보내지 못했습니다({ $reason }).
error-another-export = { $path }: 다른 내보내기가 이 폴더에 쓰고 있습니다.
error-choose-another-folder = 새 폴더처럼 다른 폴더를 지정하세요.
error-not-a-folder = { $path }: 폴더가 아닙니다.
error-link-in-export = { $path }: 링크입니다. 내보내기는 링크를 만들지 않습니다.
error-no-earlier-export = { $path }: 빈 폴더도, 이전 내보내기도 아닙니다({ $file } 없음).
error-damaged-export-mark = { $path }: 손상되었거나 내보내기로 만든 파일이 아닙니다.
error-export-of-other-layout = { $path }: 다른 레이아웃 버전의 내보내기가 있습니다.
error-sample-export = { $path }: 샘플 데이터가 있어 실제 데이터와 섞을 수 없습니다.
error-real-export = { $path }: 실제 데이터가 있어 샘플 데이터와 섞을 수 없습니다.
error-invalid-repo-name = ‘{ $name }’: 올바른 저장소 이름이 아닙니다. owner/name 형식으로 영문, 숫자, ‘-’, ‘_’, ‘.’만 써서 96자까지 쓰세요.
error-no-token = 허브의 토큰이 없습니다. 쓰기 권한이 있는 토큰을 HF_TOKEN에 설정하거나 `hf auth login` 명령으로 로그인하세요.
error-nothing-uploaded = 아무것도 올리지 않았습니다.
error-invalid-proxy = HTTP_PROXY, HTTPS_PROXY, ALL_PROXY의 프록시가 올바르지 않습니다({ $reason }).
error-repo-is-public = { $url }: 공개 저장소입니다. 여기에 게시하려면 --public 옵션을 붙이세요.
error-foreign-card = { $url }: 내보내기로 만들지 않은 { $file } 파일을 덮어쓰게 됩니다. 다른 저장소를 지정하거나 그 파일을 지우세요.
error-upload-rejected = 허브({ $endpoint })가 { $repo } 저장소에 올리기를 거절했습니다({ $reason }).
error-no-write-access = 토큰에 { $repo } 저장소의 쓰기 권한이 없습니다.
error-repo-not-creatable = { $repo } 저장소가 없는데 만들 수도 없거나, 토큰에 접근 권한이 없습니다.
error-another-commit = { $repo } 저장소에 다른 커밋이 진행 중입니다. 다시 실행하세요.
error-repo-changed = 올리는 동안 { $repo } 저장소가 바뀌었습니다. 다시 실행하세요.
error-commit-too-large = 커밋이 너무 큽니다. 여러 번에 나누어 내보내세요.
error-too-many-requests = 요청이 너무 많습니다. 나중에 다시 실행하세요.
error-run-later = 나중에 다시 실행하세요.
error-site-rows-invalid = { $path }: 이 데이터로는 사이트를 만들 수 없습니다({ $reason }). 다른 페이지는 그대로입니다. `almanac run` 명령으로 데이터베이스를 다시 게시하세요.
error-site-mark-not-a-file = { $path }: 일반 파일이 아니어서 아무것도 쓰지 않았습니다. 다른 폴더를 지정하세요.
error-site-folder-taken = { $path }: 사이트가 아닌 파일이 있어 아무것도 쓰지 않았습니다. 빈 폴더를 지정하세요.
error-site-others-intact = 사이트의 다른 파일은 그대로입니다. 사이트를 다시 만드세요.
error-build-site-again = 사이트를 다시 만드세요.
error-port-taken = 포트 { $port }번을 사용할 수 없습니다({ $cause }). --port 옵션으로 다른 포트를 지정하세요.
error-demo-home-is-file = { $path }: 폴더가 아니라 파일입니다. 다른 --home을 지정하세요.
error-demo-of-another-version = { $path }: 다른 버전의 데모입니다. `almanac demo` 명령을 다시 실행하세요.
error-demo-folder-taken = { $path }: 이전 데모가 아닌 것이 들어 있습니다. 다른 곳으로 옮기거나 다른 --home을 지정하세요.

## 오류의 원인: 괄호 안에 명사형으로 쓴다. 앞부분은 시스템 오류

cause-eacces = 권한 없음
cause-eperm = 허용되지 않는 작업
cause-enoent = 파일이나 폴더가 없음
cause-enospc = 디스크 공간 부족
cause-edquot = 디스크 할당량 초과
cause-erofs = 읽기 전용 파일 시스템
cause-eisdir = 폴더임
cause-enotdir = 폴더가 아님
cause-eexist = 이미 있음
cause-enotempty = 비어 있지 않은 폴더
cause-eio = 입출력 오류
cause-eloop = 심볼릭 링크가 너무 많음
cause-enametoolong = 파일 이름이 너무 김
cause-ebusy = 장치나 자원이 사용 중
cause-emfile = 열린 파일이 너무 많음
cause-enfile = 시스템에 열린 파일이 너무 많음
cause-efbig = 파일이 너무 큼
cause-etxtbsy = 실행 중인 파일
cause-enodev = 장치가 없음
cause-estale = 유효하지 않은 파일 핸들
cause-eaddrinuse = 이미 사용 중인 주소
cause-eaddrnotavail = 이 컴퓨터의 주소가 아님
cause-system = { $text }
cause-link = 링크임
cause-link-loop = 순환하는 링크: { $link }
cause-broken-link = { $link } 링크의 대상인 { $target } 없음. 디스크가 마운트되어 있는지 확인하세요
cause-mount-point = 마운트 지점이라 교체할 수 없음. 대신 그 상위 폴더를 마운트하세요
cause-invalid-file-name = 올바르지 않은 파일 이름
cause-read-demo = --home { $demo } 옵션으로 데모를 보세요
cause-make-demo = `almanac demo` 명령으로 샘플 데이터를 만드세요
cause-make-demo-elsewhere = `almanac demo` 명령으로 샘플 데이터를 만든 뒤 --home { $demo } 옵션을 붙이세요
cause-raise-seconds = --seconds N 옵션으로 제한을 늘리세요(0: 제한 없음)
cause-raise-read-seconds = ALMANAC_READ_SECONDS=N으로 제한을 늘리세요(0: 제한 없음)
cause-no-address = 허브의 주소가 아닙니다
cause-has-password = 사용자나 비밀번호를 넣을 수 없습니다(토큰은 HF_TOKEN에 넣으세요)
cause-has-query = 쿼리나 프래그먼트를 넣을 수 없습니다
cause-has-invalid-characters = 주소에 쓸 수 없는 문자가 있습니다
cause-too-long = { $most }자를 넘습니다
cause-slug-form = 영문 소문자, 숫자, ‘.’, ‘_’, ‘-’를 써서 64자까지, 문자나 숫자로 시작해야 합니다
cause-slug-reserved = { $name }: 예약된 이름이므로 다른 이름을 쓰세요
cause-slug-dots = 점을 두 번 이어 쓰거나 점으로 끝낼 수 없습니다
cause-slug-of-device = { $name }: Windows의 장치 이름이므로 다른 이름을 쓰세요
cause-invalid-address = 올바르지 않은 주소
cause-long-address = { $most }자를 넘는 주소
cause-secret-address = 비밀 값이 들어 있는 주소
cause-other-host = 다른 호스트 { $host }
cause-unknown-storage = Almanac이 읽지 못하는 저장소 `{ $name }`
cause-unreadable = 읽을 수 없음({ $cause })
cause-not-regular-file = 일반 파일이 아님
cause-no-pem-certificate = PEM 형식의 인증서가 없음
cause-no-hashed-certificate = 해시로 이름 붙인 인증서가 없음(`openssl rehash` 명령을 실행하세요)
cause-folder-of-docker = 폴더임. 마운트할 파일이 없으면 Docker가 폴더를 만듭니다
cause-not-utf8 = UTF-8 텍스트가 아님

## almanac doctor (hub_api/contract_checks.py): 허브에 대한 가정과 실제로 관측한 것

heading-assumption = 가정
heading-actual = 관측 결과
heading-known-days = 기간
heading-known-counters = 카운터
heading-known-library = 라이브러리
heading-known-change = 변경 내용
doctor-checking = 허브 확인 중
doctor-hub = { $endpoint }, 요청 { $requests }회
doctor-held = 일치
doctor-changed = 변경됨
doctor-changed-minor = 변경됨(경미)
doctor-not-seen = 미확인
doctor-fails = 가정 { $all }개 중 { $failed }개가 실제와 다릅니다. Hub Almanac의 새 버전이 있는지 확인하세요.
doctor-passes = 수집에 필요한 가정이 모두 맞습니다.
doctor-known-changes = 기록된 날에 있었던, 실제 사용과 무관한 허브 카운터 변경:
assumption-fields-of-kind = { $kind } 행에 요청한 필드가 예상한 타입으로 들어 있음
assumption-ascending = createdAt 오름차순 요청을 허용하고 행이 그 순서대로 옴
assumption-full-page = 한 페이지에 { $rows }행과 다음 페이지의 절대 주소 링크가 있음
assumption-next-page = 다음 페이지에 중복된 행이 없음
assumption-quota-headers = RateLimit, RateLimit-Policy 헤더로 남은 요청 수와 한도를 알려 줌
assumption-category = 분야 { $category }: { $selector }
assumption-category-of-all = 분야 { $category }: 모든 { $kind }
assumption-sorted-lists = { $sorts } 정렬 목록은 값이 큰 순서대로 옴
assumption-redirect = 저장소의 이전 이름은 새 이름으로 리디렉션됨
assumption-missing-repo = 없는 저장소를 요청하면 401 또는 404로 응답함
assumption-featured-models = 주요 모델이 모두 있음
finding-reported = { $text }
finding-unreadable = 읽을 수 없는 응답({ $reason })
finding-no-rows = 행 없음
finding-no-rows-as-expected = 예상대로 행 없음
finding-fields = 타입이 다른 필드: { $wrong }, 없는 필드: { $absent }, 요청하지 않은 필드: { $extra }
finding-fields-in-rows = { $rows }행에 필드 { $fields }개
finding-other-order = 행의 순서가 다름
finding-span = { $first } ~ { $last }
finding-rows-and-link = { $rows }행과 링크
finding-short-page = { $rows }행과 링크(짧은 페이지도 이어서 수집함)
finding-small-hub = { $rows }행, 링크 없음(작은 허브)
finding-no-link = { $rows }행 뒤에 링크가 없음
finding-self-link = 페이지의 링크가 자기 자신을 가리킴
finding-repeated-rows = 중복된 행 { $rows }개
finding-empty-page = 빈 페이지
finding-new-rows = 새 행 { $rows }개
finding-no-quota-headers = 헤더 없음(요청 속도를 조절하지 않고 429 응답을 받으면 기다림)
finding-no-quota-policy = 한도 { $limit }회 중 { $remaining }회 남음, 정책 헤더는 없음
finding-quota = { $seconds }초 동안 { $limit }회 중 { $remaining }회 남음
finding-stray-rows = { $rows }행 중 { $stray }행이 조건과 맞지 않음
finding-rows = { $rows }행
finding-rows-discontinued = { $rows }행, 지원이 중단된 분야
finding-unsorted-lists = 순서가 맞지 않는 행: { $lists }
finding-too-few-rows = 행이 너무 적은 정렬: { $sorts }
finding-in-category-lists = 분야별 목록에서 확인
finding-answered = { $url } 응답을 받음
finding-reported-missing = 없는 저장소로 응답함
finding-redirects = { $old } → { $id }, 리디렉션 { $redirects }회
finding-no-such-repo = { $id } 저장소가 없음
finding-missing-models = 없는 모델: { $ids }
finding-all-found = { $models }개 모두 확인

## the data card of an export (export/card.py)

card-title-sample = Hub Almanac (샘플 데이터)
card-what = Hub Almanac이 매일 기록한 허깅페이스 허브의 메타데이터입니다. 어떤 모델과 데이터셋이 있었는지, 관측된 다운로드와 좋아요는 얼마인지, 분야별로 무엇이 떴는지를 담고 있습니다. 메타데이터만 들어 있으며 저장소의 파일은 들어 있지 않습니다. 허브는 지금 인기 있는 것만 보여 주고 과거 기록은 공개하지 않습니다.
card-source = 출처: { $hub }
card-made = hub-almanac { $version } 버전으로 만들었습니다. 각 Parquet 파일의 키-값 메타데이터에도 같은 설명이 있습니다.
card-observed = 관측 방법
card-observed-days = 날짜는 허브와 마찬가지로 UTC 기준이며, 모든 시각도 UTC입니다.
card-observed-unknown = 알 수 없는 값은 0이 아니라 NULL입니다. 관측되지 않은 카운터는 값을 추정하지 않고 상태로 표시합니다.
card-observed-status = 저장소의 일별 `status`: `observed`는 정상 관측, `partial`은 응답에 카운터 누락, `unsound`는 허브 전체의 다운로드나 좋아요를 신뢰할 수 없음(저장소 대부분에서 0이거나 합계가 전례 없이 급등 또는 급락), `frozen`은 허브의 일일 갱신에서 누락되어 카운터가 전날과 같음, `rolled_back`은 누적 카운터가 이전 최고치보다 낮음, `corrected`는 여덟 번 연속으로 낮아 이 값부터 다시 집계함을 뜻합니다.
card-observed-days-as-a-whole = `days`는 날짜별 전체 관측 상태입니다. `observed`, `partial`(상위 저장소나 등록된 분야만 수집), `frozen`, `unobserved`(스냅샷이 없어 영구히 누락된 날)가 있습니다.
card-observed-coverage = `coverage`와 `scope`는 허브를 어디까지 수집했는지 나타냅니다. `leaders`에서는 목록에 없는 저장소가 허브에도 없다고 볼 수 없습니다.
card-observed-downloads = `downloads`는 허브의 최근 30일 카운터이므로 차이를 구해도 하루 다운로드가 되지 않습니다. 하루 다운로드는 `downloads_all_time`의 차이입니다.
card-observed-names = 이름은 바뀌거나 재사용될 수 있습니다. 저장소는 `oid`(허브의 `_id`)로 식별합니다.
card-observed-order = 행은 왼쪽 열부터 차례로 정렬되어 있으며, NULL은 맨 뒤에 옵니다.
card-observed-csv = CSV 파일에서 빈 필드는 NULL, `""`는 빈 문자열이며, 리스트는 `[a, b]` 형식입니다. 문자열은 원본 그대로입니다. 스프레드시트는 `=`, `+`, `-`, `@`로 시작하는 값을 수식으로 처리하므로 문자열 열은 텍스트로 가져오세요.
card-reading = 읽는 법
card-paths = 경로는 이 폴더를 기준으로 합니다.
card-columns-in-files = 날짜를 포함한 모든 열이 파일 안에 있습니다. `hive_partitioning = false`를 지정하지 않으면 DuckDB가 상위 폴더까지 포함해 폴더 이름에서 열을 읽습니다. 예를 들어 `date=2020-01-01` 폴더 아래에 두면 모든 행의 날짜가 그 값이 됩니다.
card-state = 기록 복원
card-state-what = `state` 폴더에는 Hub Almanac이 홈을 복원하는 데 쓰는 테이블이 있습니다. 다른 프로그램에서 읽으라고 만든 형식은 아닙니다. 빈 홈에서 `almanac import { $source }`를 실행하면 전체를 복원하고, 그 밖의 홈에서는 이 기록이 직접 관측한 날을 가져옵니다.
card-contents = 내용
card-heading-relation = 테이블
card-heading-files = 파일
card-heading-rows = 행 수
card-heading-days = 일수
card-heading-first-day = 첫날
card-heading-last-day = 마지막 날
card-heading-column = 열
card-heading-type = 타입
card-heading-meaning = 설명

## previews in Dagster's UI (orchestration/previews): headings, contents, charts

preview-category = 분야
preview-repos = 저장소 수
preview-new-repos = 새 저장소
preview-downloads = 30일 다운로드
preview-likes = 좋아요
preview-coverage = 수집 범위
preview-model = 모델
preview-availability = 이용 상태
preview-downloads-gained-1d = 다운로드 +1일
preview-likes-1d = 좋아요 +1일
preview-likes-7d = 좋아요 +7일
preview-rank-downloads = 다운로드 순위
preview-rank-attention = 관심 순위
preview-featured-notes = 비고
preview-id = 이름
preview-pipeline-tag = 태스크
preview-license = 라이선스
preview-downloads-all-time = 누적 다운로드
preview-trending-score = 트렌딩 점수
preview-move = 변동
preview-board = 순위표
preview-repo = 저장소
preview-rank = 순위
preview-rank-1d-ago = 전일 순위
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
preview-holds-days = 일수
preview-holds-models = 모델
preview-holds-datasets = 데이터셋
preview-holds-ranks = 순위표의 순위
preview-holds-events = 이벤트
preview-holds-featured = 주요 모델 행
chart-nothing = 아직 표시할 데이터가 없습니다.
chart-ranks = { $category }, 오늘 상위 10위의 30일간 순위: { $ranks }
chart-movers = 변동이 있는 저장소가 하루에 얻은 좋아요: { $moves }
chart-mover = { $repo } ({ $category }): { $likes }
chart-featured = 주요 모델, { $date } 또는 모델의 첫 스냅샷 이후 증가량: { $models }
chart-featured-downloads = { $date } 또는 모델의 첫 스냅샷 이후 누적 다운로드 증가량
chart-featured-likes = { $date } 또는 모델의 첫 스냅샷 이후 좋아요 증가량
chart-featured-model = { $model }: 다운로드 { $downloads }회, 좋아요 { $likes }개
chart-moved = 변경된 다운로드 카운터의 비율
chart-moved-days = 다운로드 카운터가 거의 변하지 않은 날: { $days }
chart-no-days = 없음
chart-scorecard = 다음 3일간 좋아요에 대한 NDCG@20(분야 평균)
chart-scorecard-last = { $title }, 최근 값: { $values }

## alerts (orchestration/notifications.py, missed_days.py, counter_alerts.py)

failed-day-title = Hub Almanac: { $day } 스냅샷 실패
failed-day-next = { $time }에 재시도합니다.
failed-day-last = 이날은 자동으로 재시도하지 않습니다.
failed-part-title = Hub Almanac: { $day } 게시됨, { $step } 단계 실패
failed-part-last = 다음 날 실행이 빠진 것을 채웁니다.
failed-day-step = 단계 { $step }, { $attempt }차 시도, 실행 { $run }, 홈 { $home }
failed-day-run = { $attempt }차 시도, 실행 { $run }, 홈 { $home }
notice-home = 홈 { $home }
notice-days-lost-title = Hub Almanac: { $count }일 누락
notice-days-lost = 스냅샷이 없는 날: { $days }. 과거 날짜는 수집할 수 없으므로 기록에 빈 날로 남습니다.
notice-days-waiting-title = Hub Almanac: 수집했지만 적재하지 않은 날 { $count }일
notice-days-waiting = 수집한 페이지는 있지만 아직 게시하지 않은 날: { $days }. 다음 명령으로 적재하세요: { $load }
notice-lake-maintenance-failed-title = Hub Almanac: 레이크를 정리하지 못했습니다
notice-lake-maintenance-failed = 레이크 정리에 실패했습니다: { $reason } 읽기와 적재는 계속됩니다. 다음 정리(다음 일요일 또는 `almanac lake maintain` 명령)까지 교체된 행과 작은 파일이 레이크에 남습니다.
notice-counters-doubted-title = Hub Almanac: { $day } 카운터를 신뢰할 수 없음
notice-counters-doubted = { $day }에 신뢰할 수 없었던 카운터: { $counters }. 많은 저장소에서 0이거나 이전보다 낮았거나, 합계가 전례 없이 급등하거나 급락했습니다. 이 카운터를 제외하고 게시했으며 증가량, 순위표, 합계에 쓰지 않습니다. 따로 조치할 것은 없습니다. 정상으로 돌아왔는지는 `almanac status` 명령으로 확인하세요.

## feeds of movers (site/feeds.py): titles, then sentences with figures

feed-subtitle = 최근 { $days }일간 허깅페이스 허브 순위표의 변동.
feed-sample = [샘플 데이터] { $title }
feed-and = { $first }, { $last }
feed-move-breakout = { $name } ({ $category }): 급부상
feed-move-record-day = { $name } ({ $category }): 하루 최고 기록(좋아요 { $likes }개)
feed-move-entered-top-10 =
    { $name } ({ $category }): { $board ->
        [main] { "" }
       *[other] { $measure }{ " " }
    }상위 10위 { $entry ->
        [returned] 재진입
       *[other] 진입
    }({ $entry ->
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
       *[other] (현재 { $rank }위)
    }
feed-move-license-changed = { $name } ({ $category }): 라이선스 변경({ $old } → { $new })
feed-move-gated-changed = { $name } ({ $category }): 접근 권한 변경({ $old } → { $new })
feed-also-breakout = 급부상
feed-also-record-day = 하루 최고 기록(좋아요 { $likes }개)
feed-also-entered-top-10 =
    { $board ->
        [main] { "" }
       *[other] { $measure }{ " " }
    }상위 10위 { $entry ->
        [returned] 재진입
       *[other] 진입
    }({ $entry ->
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
       *[other] (현재 { $rank }위)
    }
feed-also-license-changed = 라이선스 변경({ $old } → { $new })
feed-also-gated-changed = 접근 권한 변경({ $old } → { $new })
feed-no-license = 없음
feed-says-breakout =
    7일 동안 좋아요 { $likes }개(지난 몇 주를 바탕으로 예측한 값 { NUMBER($expected, minimumFractionDigits: 1, maximumFractionDigits: 1) }개). 같은 분야에서 이 정도로 뚜렷한 급부상 중 우연인 것은 { $odds ->
        [0] 1,000건에 1건도 되지 않습니다
       *[other] 약 { $odds }건에 1건꼴입니다
    }.
feed-says-record-day = 하루 좋아요 { $likes }개(지난 { $days }일 최고 { $record }개).
feed-says-license-changed = 라이선스: { $old } → { $new }.
feed-says-gated-changed = 파일 접근 권한: { $old } → { $new }.
feed-says-rank =
    하루 { $measure } 기준 { $rank ->
        [0] { $kept ->
            [0] 순위 밖
           *[other] { $kept }위 밖
        }
       *[other] { $rank }위
    }({ $before ->
        [unobserved] 이전 관측 없음
        [ranked] 전일 { $rank_before }위
       *[other] 전일 { $kept_before ->
            [0] 순위 밖
           *[other] { $kept_before }위 밖
        }
    }).
feed-says-downloads = 약 일주일간 다운로드 { $downloads }회, 하루 { $rate }회.
feed-says-likes = 좋아요 { $counts }.
feed-likes-1d = 최근 하루 { $likes }개
feed-likes-7d = 7일 { $likes }개
feed-likes = 누적 { $likes }개

## the living document (site/markdown_page.py)

document-title = 허깅페이스 허브의 모델과 데이터셋
document-dated = **{ $day } 기준.** 2025-03-06 학습 페이지의 표를 오늘의 순위표로 채웠습니다. 원래 소개된 모델에는 오늘의 순위를 표시하고, 관심 순위표에서 상위 { $attention }개, 도입 순위표에서 상위 { $adoption }개를 주목할 모델로 추가했습니다.
document-menu = 세부 메뉴
document-description = 설명
document-main-model = 주요 모델
document-main-dataset = 주요 데이터셋
document-now-model = 주목할 모델
document-now-dataset = 주목할 데이터셋
document-empty = 오늘 이 분야에는 순위표에 든 저장소가 없습니다.
document-rank-downloads = 다운로드 { $rank }위
document-rank-likes = 좋아요 { $rank }위
document-rank-attention = 관심 { $rank }위
document-no-member = 오늘 이 분야에서 관측되지 않음
document-attention = 관심 { $rank }위
document-adoption = 도입 { $rank }위
document-likes = 하루 좋아요 { $likes }개
document-few-likes = 하루 좋아요 0.1개 미만
document-downloads = 하루 다운로드 { $downloads }회
document-missing = 허브에 없음(삭제 또는 비공개)
document-reading = 관심은 하루에 받는 좋아요, 도입은 하루 다운로드가 많은 순입니다. 주요 모델의 다운로드·좋아요 순위는 해당 분야에서 관측된 저장소 중 순위입니다.
document-origin = Hub Almanac이 허브의 공개 메타데이터로 매일 만드는 문서입니다. 이름과 수치는 { $day } 스냅샷 기준입니다.

## notes of boards (ranking/board_status.py, the boards' modules, marts/anomalies.py)

note-cut-short = --limit 옵션으로 모든 목록이 잘렸습니다.
note-archive-cut-short = 가져온 자료에 이 날짜의 일부만 있습니다.
note-leaders-only = 분야 전체가 아니라 각 목록의 상위 저장소만 포함합니다.
note-series-only = 분야 전체가 아니라 가져온 시계열에 있는 저장소만 포함합니다.
note-day-before-missing = 전일이 관측되지 않았습니다. 마지막 스냅샷: { $last }.
note-few-whole-weeks =
    { $whole ->
        [0] 순위에 든 저장소 { $kept }개 중 1일·7일 좋아요가 모두 있는 것이 없습니다. 근거 열을 참고하세요.
       *[other] 순위에 든 저장소 { $kept }개 중 { $whole }개만 1일·7일 좋아요가 모두 있습니다. 나머지는 근거 열을 참고하세요.
    }
note-few-whole-weeks-expected = 7일 좋아요는 { DAY($expected) }부터 나옵니다. 그때까지는 허브의 트렌딩 점수로 보완합니다.
note-few-snapshots-expected = 한 주에 필요한 스냅샷 { $needed }개 중 { $snapshots }개로 계산했습니다. { DAY($expected) }에 모두 갖춰집니다.
note-few-growth-days-expected = 다운로드 카운터가 증가한 날이 { $needed }일 필요합니다. { DAY($expected) }부터 나옵니다.
note-young-history-expected = 한 주의 좋아요와 그 이전 { $needed }일의 좋아요가 필요합니다. { DAY($expected) }부터 나옵니다.
note-only-young-repos = 아직은 최근 { $days }일 안에 생성된 저장소만 순위에 있습니다.
note-only-young-repos-expected = 아직은 최근 { $days }일 안에 생성된 저장소만 순위에 있습니다. 나머지는 { DAY($expected) }부터 나옵니다.
note-scores-unsound = 허브의 트렌딩 점수를 신뢰할 수 없어 사용하지 않았습니다. 저장소 대부분에서 0이거나 합계가 전례 없이 급등하거나 급락했습니다.
note-likes-unsound = 허브의 좋아요를 신뢰할 수 없습니다. 저장소 대부분에서 0이거나 합계가 전례 없이 급등하거나 급락했습니다.
note-downloads-unsound = 허브의 누적 다운로드 카운터를 신뢰할 수 없습니다. 저장소 대부분에서 0이거나 합계가 전례 없이 급등하거나 급락했습니다.
note-downloads-frozen = 저장소의 { NUMBER($share, style: "percent", maximumFractionDigits: 0) }에서 다운로드 카운터가 멈췄습니다.
note-downloads-fallen = 저장소의 { NUMBER($share, style: "percent", maximumFractionDigits: 0) }에서 다운로드 카운터가 이전 최고치보다 낮습니다. 최고치를 넘으면 집계를 재개합니다.
note-rates-end-earlier = 이 저장소들의 점수에는 집계할 수 있었던 마지막 날까지만 반영되어 있습니다.
note-few-snapshots = 한 주에 필요한 스냅샷 { $needed }개 중 { $snapshots }개로 계산했습니다.
note-few-growth-days = 일주일 안에 누적 다운로드 카운터가 증가한 날이 { $needed }일 필요합니다. 관측된 날은 { $observed }일입니다.
note-young-history = 한 주의 좋아요와 그 이전 { $needed }일의 좋아요가 필요합니다. 첫 스냅샷 이후 { $days }일이 지났습니다.
note-no-rise = 이전 몇 주로 예측한 것보다 한 주의 좋아요가 많은 저장소가 없습니다.
note-no-scores = 허브의 응답에 트렌딩 점수가 없었습니다.
note-no-all-time-downloads = 이날의 자료에는 누적 다운로드 카운터가 없습니다.
note-no-likes = 허브의 응답에 좋아요가 없었습니다.
note-not-computed = 보류: 계산에 실패했습니다({ $fault }).
note-check-failed = 보류: 검사를 통과하지 못했습니다({ $check }).
note-library-step = { $date }에 { $name } 라이브러리 저장소 { $repos }개의 다운로드가 허브의 다른 저장소와 달리 일제히 평소의 { NUMBER($ratio, minimumFractionDigits: 1, maximumFractionDigits: 1) }배로 바뀌었습니다. 이 변화는 제외했습니다.
note-author-step = { $date }에 { $name } 계정의 저장소 { $repos }개의 다운로드가 허브의 다른 저장소와 달리 일제히 평소의 { NUMBER($ratio, minimumFractionDigits: 1, maximumFractionDigits: 1) }배로 바뀌었습니다. 이 변화는 제외했습니다.
note-known-change = 허브의 알려진 변경({ $date }): { WORD($change, group: "known-change") }.
note-known-change-of-days = 허브의 알려진 변경({ $first } ~ { $last }): { WORD($change, group: "known-change") }.
note-earlier-release = { $text }

## known changes of the Hub's counters (hub_api/known_changes.toml)

known-change-farmed-likes-removed = 허브가 많은 저장소에서 어뷰징 좋아요를 삭제했습니다
known-change-totals-rolled-back = 허브가 많은 저장소의 누적 다운로드 카운터를 되돌렸다가 다음 날 복구했습니다
known-change-counters-disagree = 30일 다운로드의 합이 누적 카운터의 증가분보다 3~9% 적습니다. 두 카운터는 집계 대상이 다릅니다
known-change-downloads-stalled = 모든 다운로드 카운터가 멈췄습니다
known-change-totals-stalled = 30일 카운터는 변했지만 누적 다운로드 카운터는 멈췄습니다
known-change-wednesdays-late = 수요일 세 번 중 한 번꼴로 허브 저장소 절반가량의 다운로드 카운터가 최근에 생성된 저장소부터 멈췄다가 목요일에 회복되었습니다
known-change-modular-index-counted = 이날부터 modular_model_index.json 요청이 diffusers 모델의 다운로드로 집계됩니다

## notes of featured models (sql/marts/featured.sql), and reasons for unknown changes (featured_changes.sql)

featured-note-name-reused = 이 이름은 이제 다른 저장소가 사용합니다({ $oid }).
featured-note-old-name-reused = 이전 이름은 이제 다른 저장소가 사용합니다({ $oid }).
featured-note-earlier-release = { $text }
change-unknown-corrected =
    { $counter ->
        [likes] 좋아요
       *[downloads] 다운로드
    } +{ $days }일: 중간에 카운터가 정정됨
change-unknown-not-refreshed =
    { $counter ->
        [likes] 좋아요
       *[downloads] 다운로드
    } +{ $days }일: 이날 카운터가 갱신되지 않음
change-unknown-not-observed =
    { $counter ->
        [likes] 좋아요
       *[downloads] 다운로드
    } +{ $days }일: 비교할 날이 관측되지 않음
change-unknown-earlier-release = { $text }

## reasons for a missing day or gain: days_of.reason, growth.reason, almanac compare

missing-no-snapshot = 스냅샷 없음
missing-not-on-hub = 허브에 없음(허브 전체를 수집했으나 목록에 없음)
missing-not-in-categories = 등록된 분야에 없거나 허브에 없음
missing-not-listed = 수집한 목록에 없음
missing-frozen = 그날 카운터가 멈춤
missing-rolled-back = 그날 카운터가 이전 최고치보다 낮음
missing-corrected = 중간에 카운터가 정정됨
missing-unsound = 그날 허브의 카운터를 신뢰할 수 없음
missing-no-counter = 응답에 누적 다운로드 카운터가 없음
missing-not-observed = 비교할 과거 날짜가 관측되지 않음
missing-not-counted = 두 날 중 집계되지 않은 날이 있음
missing-no-common-days = 모든 저장소가 함께 집계된 날이 이틀 미만

## reasons for a rejected row of a crawl

reject-not-json = 잘못된 JSON
reject-not-an-object = JSON 객체가 아님
reject-no-oid = _id 누락
reject-invalid-oid = _id가 24자리 소문자 16진수가 아님
reject-no-name = id 누락
reject-invalid-name = id가 올바른 저장소 이름이 아님

## example questions of sql/examples, by file

question-attention-concentration = 분야별 주간 좋아요 중 상위 10위가 차지하는 비중은?
question-attention-vs-hub-by-day = 관심 순위표가 허브 자체 순서보다 다음 날 좋아요를 더 잘 예측한 날은?
question-best-predicting-board = 앞으로의 좋아요와 다운로드를 가장 잘 예측하는 순위표는?
question-biggest-climbers = 텍스트 생성 분야에서 7일간 순위가 가장 많이 오른 모델은?
question-biggest-single-days = 하루에 좋아요를 가장 많이 받은 저장소는?
question-board-stability = 순위표가 하루 사이에 바뀌는 정도는?
question-breakouts-of-the-week = 최근 7일간 급부상한 저장소와 우연일 가능성은?
question-deepseek-r1-rank-explained = DeepSeek-R1 관심 순위의 근거는?
question-deepseek-r1-ranks = 순위표별 DeepSeek-R1의 순위는?
question-deepseek-r1-vs-v3 = 날짜별로 비교한 DeepSeek-R1과 DeepSeek-V3의 차이는?
question-deepseek-r1-week-by-week = DeepSeek-R1의 주간 좋아요와 다운로드 증가량은?
question-downloads-after-license-changes = 라이선스, 접근 권한, 태스크가 바뀐 모델과 변경 전후의 다운로드는?
question-downloads-per-like = 좋아요 대비 다운로드가 가장 많은 모델은?
question-fastest-growing-text-datasets = 최근 7일간 다운로드가 가장 많이 늘어난 텍스트 데이터셋은?
question-featured-by-weekday = 주요 모델이 가장 많이 다운로드되는 요일은?
question-featured-shares = 분야 안에서 주요 모델이 차지하는 비중의 변화는?
question-first-place-certainty = 분야별 1위의 확실성은?
question-frozen-days = 허브의 카운터가 멈춘 날은?
question-growing-categories = 커지는 분야와 줄어드는 분야는?
question-how-often-attention-leads = 저장소가 허브 자체 순서보다 관심 순위표에 먼저 오른 빈도는?
question-korean-models = 한국어 태그가 붙은 모델 중 가장 관심을 많이 받는 모델은?
question-largest-families = 순위표에 파생 모델이 가장 많은 기준 모델은?
question-libraries-of-the-top-100 = 분야별 상위 100위 모델이 사용하는 라이브러리는?
question-licenses-of-the-top-100 = 상위 100위 모델의 라이선스는?
question-liked-more-than-downloaded = 다운로드 순위에 비해 좋아요 순위가 훨씬 높은 저장소는?
question-longest-top-10-streaks = 상위 10위를 가장 오래 연속으로 지킨 저장소는?
question-most-days-in-first-place = 분야별로 1위였던 날이 가장 많은 저장소는?
question-most-liked-new-repos = 최근 7일 안에 처음 나타난 저장소 중 좋아요가 가장 많은 저장소는?
question-most-used-base-models = 최근 30일 안에 생성된 모델이 가장 많이 사용한 기준 모델은?
question-new-repos-by-category = 새 저장소가 가장 많은 분야와 이전 대비 증감은?
question-owners-in-the-top-100 = 전체 분야의 상위 100위에 가장 많이 오른 계정은?
question-quantized-share-of-top-100 = 텍스트 생성 상위 100위 중 양자화 모델의 수는?
question-quantized-share-over-time = 텍스트 생성 상위 100위에서 양자화 모델 비중의 추이는?
question-recent-changes = 최근 30일간 허브에서 바뀐 내용과 횟수는?
question-renamed-or-disappeared = 이름이 바뀌거나, 사라지거나, 다시 나타나거나, 태스크가 바뀐 저장소는?
question-repos-attention-ranked-first = 허브 자체 상위 20위보다 관심 상위 20위에 며칠 먼저 든 저장소는?
question-rising-in-translation = 이번 주 번역 분야에서 떠오르는 모델은?
question-snapshot-quality = 범위, 중복, 제외된 행, 누락된 날로 본 일별 스냅샷의 완성도는?
question-top-10-within-3-days = 생성 후 3일 안에 상위 10위에 든 새 모델은?
question-top-small-models = 파라미터 40억 개 미만 모델 중 순위가 높은 모델은?

## `almanac import`
error-import-outside-inbox = 화면에서는 허브의 데이터셋(hf://datasets/owner/name), https:// 주소, { $inbox } 안의 파일만 가져옵니다({ $source }: 해당하지 않음). 파일을 그 폴더에 넣거나 `almanac import` 명령을 쓰세요.
error-import-day-invalid = { $day }: 날짜가 아닙니다. 2026-03-06처럼 쓰세요.
calendar-title = 날짜별 출처
calendar-own = 직접 관측
calendar-gap = 관측 없음
calendar-empty = 아직 기록한 날짜가 없습니다.
error-json-needs-list = --json은 --list와 함께 쓰세요: `almanac import --list --json`.
heading-format = 형식
heading-used-days = 쓰는 날짜
sources-none = 가져온 데이터가 없습니다.
sources-marks = { $own } 직접 관측, { $gap } 관측 없음, 글자는 위 표의 출처. 한 날짜에 출처가 여럿이면 가장 나은 것을 씁니다.
sources-no-days = 관측 없음
sources-without-files = { $source }: 복원한 뒤처럼 { $n }일의 파일이 imports/에 없습니다. 더 나은 소스를 빼면 그 날짜는 이 소스를 다시 가져올 때까지 비어 있습니다(주소: { $address }).
site-history = { $first }부터 { $days }일의 기록이 있고, 그중 { $imported }일은 { $sources }에서 가져왔습니다.
site-board-days = 이 순위의 바탕이 되는 { $days }일 중 { $imported }일은 { $sources }에서 가져온 기록입니다.
site-repo-days = 최근 1년 동안 관측한 { $days }일 중 { $imported }일은 { $sources }에서 가져온 기록입니다.
cli-status-days-of = , { $source }에서 가져온 날짜 { $days }일
import-phase-read = 원본 읽기
import-phase-wait = 다른 명령이 끝나기를 기다림
import-phase-load = 날짜별 적재
import-phase-compare = 날짜 비교와 저장소 식별
import-phase-rank = 순위 계산
import-phase-evaluate = 변동과 스코어카드
import-phase-compact = 지난달 압축
import-phase-publish = 게시
import-license = 라이선스: { $license }, 출처 표시: { $attribution }
import-nothing = 가져올 날짜가 없습니다.
import-plan = 파일 { $pieces }개, { $first }~{ $last }: { $rows }행, 읽을 양 { $bytes }
import-more-pieces = … 외 { $n }개
import-skipped = { $n }일을 건너뜀({ $reason }): { $days }
import-done = { $days }일의 { $rows }행을 가져왔습니다. { $changed }일이 바뀌었고, { $boards }일의 순위를 다시 매겨 게시했습니다.
import-removed = { $source }의 { $days }일을 뺐습니다. 그 전에 있던 데이터를 다시 씁니다.
import-unshelved = { $source }의 { $n }일을 써야 하지만, 복원한 뒤처럼 imports/에 파일이 없습니다: { $days }. 이 날짜가 필요하면 소스를 다시 가져오세요(주소: { $address }).
import-duplicates = 중복된 { $rows }행을 버렸습니다.
import-rejects = { $rows }행을 제외했습니다: { $reason }.
import-partial = 일부만 있는 것으로 알려진 날짜 { $n }일: { $days }
import-unknown-columns = 쓰지 않은 열: { $columns }
import-missing = 아직 복원할 기록이 없습니다. { $reason }
import-restore-plan = { $address }: { $days }일({ $first } ~ { $last })의 기록, 읽을 양 { $bytes }. 빈 홈이므로 전부 복원합니다.
import-has-all = { $path }에는 { $address }의 기록이 이미 모두 있습니다.
import-restored = { $days }일의 기록을 { $path }에 복원했습니다.
import-provisional = 이름만 알려진 저장소가 { $repos }개이고, 그중 { $ambiguous }개는 다른 저장소도 쓴 이름이라 따로 둡니다.
heading-kind = 종류
heading-days = 날짜
heading-rows = 행
heading-bytes = 읽을 양
error-import-source-or-remove = 가져올 소스를 적거나, --remove로 뺄 소스를 지정하거나, --list를 쓰세요. 예: almanac import archive/2025-01.parquet --dry-run
error-import-into-sample = 이 홈에는 샘플 데이터가 있어 아무것도 가져오지 않았습니다. 다른 --home을 쓰세요.
error-source-name-invalid = 소스 이름({ $name })을 폴더 이름으로 쓸 수 없습니다: { $fault }. 바뀐 것은 없습니다.
error-source-name-taken = { $address }: 같은 이름의 소스 { $name }({ $first })을 이미 가져왔으므로 가져오면 그 날짜들을 덮어쓰게 됩니다. 아무것도 가져오지 않았습니다. 매핑(--mapping FILE, [source] name)에서 다른 이름을 정하거나 먼저 가져온 소스를 빼세요: almanac import --remove { $name }
error-another-import = { $path }: 다른 가져오기 작업이 { $minutes }분 넘게 사용하고 있습니다.
error-shelf-unusable = { $path }: 가져온 날짜를 둘 폴더로 사용할 수 없습니다({ $cause }).
error-unknown-kind = 알 수 없는 종류: { $name }. { $kinds } 중에서 고르세요.
error-unknown-source = { $name } 소스는 가져온 적이 없습니다.
error-nothing-imported = 아무것도 가져오지 않았습니다.
error-unknown-format = ‘{ $name }’: 알 수 없는 형식입니다.
error-no-known-format = { $source }: 형식을 알아볼 수 없습니다. --format 옵션으로 지정하세요({ $formats }).
error-nothing-in-format = { $source }: { $format } 형식의 데이터가 없습니다.
error-nothing-in-format-with = { $source }: { $format } 형식의 데이터 중 { $options } 조건에 맞는 것이 없습니다.
error-mapping-of-other-format = 매핑은 { $format } 형식에만 쓸 수 있습니다. 지정한 형식: { $name }
error-use-mapping = 어느 열이 무엇인지는 매핑 파일(--mapping FILE)로 지정하세요.
error-kind-differs-from-mapping = --kind { $kind } 값이 매핑의 종류와 다릅니다.
error-unknown-kind-of-source = { $source }: 모델인지 데이터셋인지 알 수 없습니다. --kind 옵션으로 지정하세요.
error-no-data-files = { $source }: Parquet, CSV, JSON 파일이 없습니다.
error-too-many-files = { $source }: 파일이 { $most }개를 넘습니다. 폴더나 패턴을 지정하세요.
error-too-many-columns = { $source }: 한 번에 가져올 수 있는 { $most }열을 넘습니다.
error-too-many-groups = { $source }: 행 그룹이 { $most }개를 넘어 한 번에 가져올 수 없습니다. 행 그룹을 더 크게 해서 저장하세요.
error-too-many-chunks = { $source }: 모든 행 그룹의 열이 모두 { $most }개를 넘어 한 번에 가져올 수 없습니다. 행 그룹을 더 크게 해서 저장하세요.
error-too-many-rows-to-import = { $source }: 한 번에 가져올 수 있는 { $most }행을 넘습니다.
error-too-large-to-import = { $source }: 가져오기에는 메모리나 디스크가 부족합니다({ $reason }).
error-file-changed = { $file }: 읽는 동안 파일이 바뀌어 가져오지 않았습니다. 다시 실행하세요.
error-no-such-file = { $path }: 없는 경로입니다.
error-not-a-regular-file = { $path }: 일반 파일이 아닙니다.
error-parquet-damaged = { $file }: 올바른 Parquet 파일이 아닙니다(끝부분이 손상됨).
error-parquet-is-html = { $file }: Parquet 파일이 아니라 웹 페이지(HTML)입니다.
error-parquet-is-lfs-pointer = { $file }: 파일 자체가 아니라 Git LFS 포인터입니다.
error-parquet-cut = { $file }: Parquet 파일의 끝부분이 잘려 있습니다.
error-parquet-empty = { $file }: 빈 파일입니다.
error-not-parquet = { $file }: Parquet 파일이 아닙니다.
error-not-json = { $source }의 { $path } 파일: 올바른 JSON이 아닙니다({ $reason }).
error-no-day-in-file = { $file }: 날짜를 알 수 없습니다. lastModified가 2016년과 오늘 사이인 저장소가 없습니다.
error-series-name-not-a-month = { $source }: 시계열 파일의 이름은 2025-06.parquet처럼 그 달이어야 합니다.
error-missing-columns = { $file }: { $format } 형식의 파일이 아닙니다. 없는 열: { $columns }.
error-no-such-column = { $file }: ‘{ $column }’ 열이 없습니다.
error-no-obvious-columns = { $source }: 저장소 이름이나 카운터로 볼 만한 열이 없습니다.
error-no-day-column = { $file }: 날짜나 시각 열이 없고 이름에도 날짜가 없습니다.
error-no-time-in-column = { $file }: ‘{ $column }’ 열에 2016년과 오늘 사이의 시각이 없습니다.
error-column-not-a-time = ‘{ $column }’ 열: 시각이 아니라 { $type } 타입입니다.
error-column-of-wrong-type = ‘{ $column }’ 열: { $type } 타입이라 { $name } 값으로 쓸 수 없습니다.
error-unusable-rows = { $source }: { $rows }행 중 { $unusable }행을 쓸 수 없습니다.
error-unusable-rows-of-reason = { $rows }행: { WORD($reason, group: "skip") }.
error-check-format-or-mapping = 형식이나 매핑을 확인하세요.
error-invalid-address = ‘{ $address }’: 올바른 주소가 아닙니다.
error-not-a-dataset-address = ‘{ $address }’: 데이터셋 주소가 아닙니다. hf://datasets/owner/name[@revision]/path 형식으로 쓰세요.
error-not-an-import-address = { $address }: 가져올 수 있는 주소가 아닙니다. https://, hf:// 주소나 경로를 쓰세요.
error-file-address = 로컬 파일은 file:// 없이 경로로 지정하세요.
error-address-has-login = 소스 주소에는 사용자나 비밀번호를 넣을 수 없습니다.
error-no-dataset = 허브에 { $name } 데이터셋의 ‘{ $revision }’ 리비전이 없거나, 토큰에 접근 권한이 없습니다.
error-no-such-file-in-repo = { $address }: 그런 파일이나 폴더가 없습니다.
error-no-commit = 허브가 { $name } 저장소의 커밋을 알려 주지 않습니다.
error-endless-list = 허브의 { $name } 목록이 끝나지 않습니다.
error-unknown-description = 허브가 { $name } 저장소를 알 수 없는 형식으로 설명합니다({ $reason }).
error-server-unreachable = { $url }: { $attempts }번 시도했지만 연결할 수 없습니다({ $reason }).
error-server-failed = { $url }: { $attempts }번 요청했지만 정상 응답을 받지 못했습니다({ $reason }).
error-untrusted-server = { $url }: 이 컴퓨터가 신뢰하지 않는 인증서입니다({ $reason }). SSL_CERT_FILE을 설정하세요.
error-no-such-address = { $url }: 없는 주소입니다{ $message }.
error-address-needs-access = { $url }: 접근 권한이 필요합니다{ $message }.
error-address-answered = { $url }: { $status } 상태로 응답했습니다{ $message }.
error-address-redirects-in-loop = { $url }: 리디렉션이 끝나지 않습니다.
error-redirects-to-invalid-address = { $url }: 올바르지 않은 주소로 리디렉션합니다.
error-redirect-not-followed = { $url }: 허용하지 않는 주소({ $target })로 리디렉션합니다.
error-not-served-in-ranges = { $url }: 서버가 요청한 범위대로 보내지 않았습니다.
error-too-large-without-ranges = { $url }: 파일이 큰데 서버가 범위 요청을 지원하지 않습니다. 내려받아 파일로 가져오세요.
error-check-token = HF_TOKEN 값을 확인하세요.
error-set-token = 읽기 권한이 있는 토큰을 HF_TOKEN에 설정하세요.
error-line-of-file = { $path } { $line }행:
error-toml-too-large = { $path }: 설정용 TOML 파일로는 너무 큽니다.
error-unknown-column = ‘{ $name }’: 알 수 없는 열입니다.
error-column-not-a-name = { $name } 값은 따옴표로 감싼 열 이름이어야 합니다.
error-mapping-without-id = 저장소 이름의 열을 가리키는 `id`가 없습니다.
error-invalid-hour = `hour` 값은 13:50처럼 UTC 시각으로 쓰세요. 현재 값: ‘{ $value }’
error-known-days-span = `to` 값은 { $first }부터 { $most }일 이내의 날짜여야 합니다.
error-known-days-share = `share` 값은 0에서 1 사이여야 합니다.
error-known-days-counters = { $state } 상태에는 `counters`가 필요합니다.

card-imported = 가져온 날짜
card-heading-source = 소스
card-heading-license = 라이선스
card-heading-attribution = 출처 표시
card-heading-address = 주소
export-left-out = 동일조건변경허락 소스의 { $n }일을 뺐습니다. --with-share-alike를 쓰면 넣지만, 그때는 내보낸 데이터도 같은 라이선스를 따라야 합니다.
cli-status-imported = , { $source }에서 가져옴
## what a young home will show (published/milestones.py)

milestones-day = { $number }일째입니다.
milestones-gap = 관측이 빠진 날이 있었습니다.
milestones-tomorrow = 내일: { $what }.
milestones-on = { $date }: { $what }.
milestone-changes-1d = 하루 변화
milestone-changes-7d = 7일 변화
milestone-changes-30d = 30일 변화
milestone-adoption = 도입
milestone-breakout = 급부상
milestone-scorecard = 스코어카드
list-last = { $first }, { $last }
changes-expected = 변화는 둘째 날이 필요하므로 { $date }부터 나옵니다.
scorecard-expected = { $days }일 뒤를 예측한 순위표는 { $date }에 처음 평가됩니다.

## days and rows of archives that are not imported (pipeline/imports)
skip-no-upload = 아카이브에 해당 날짜가 없음
skip-stale = 이전 파일과 같은 내용
skip-distrusted = 아카이브 스스로 신뢰하지 않는 날짜
skip-known-bad = 잘못된 것으로 알려진 날짜
skip-truncated = 일부만 있음
skip-low = 저장소 수가 평소보다 훨씬 적음
skip-no-oid = _id 없음
skip-invalid-oid = 잘못된 _id
skip-no-name = 이름 없음
skip-invalid-name = 잘못된 이름
skip-invalid-day = 2016년부터 오늘 사이의 날짜가 없음
skip-outside = 파일과 다른 달의 날짜

cli-ranked = { $first }~{ $last }의 { $n }일 순위를 다시 매기고 게시했습니다: { $path }
error-no-days-to-rank-since = { $first }부터 기록된 날이 없습니다. 바뀐 것은 없습니다.
error-no-days-to-rank = { $first }~{ $last }에 기록된 날이 없습니다. 바뀐 것은 없습니다.
error-forget-imported = { $date }의 데이터는 { $source } 소스에서 가져온 것입니다. 바뀐 것은 없습니다. 소스를 빼려면 다음 명령을 실행하세요: almanac import --remove { $source }

## `almanac accuracy`
accuracy-title = 도입 순위표와 실제 다운로드 · 저장소 { $repos }개 · 비교 { $cases }건, { $first } ~ { $last }
accuracy-all = 전체
accuracy-more = … 외 { $n }개. 더 보려면 -n N, 전부 보려면 --json 옵션을 사용하세요.
accuracy-explanation = 실제와 추정: 같은 기간의 하루 평균 다운로드. 편향: 차이의 평균. 비율: 추정 ÷ 실제. 카운터: 허브 누적 카운터의 증가량 ÷ 실제(두 값은 세는 다운로드가 다릅니다). 오차: 상대 오차의 중앙값. 평균 적중: 90% 구간에 실제 평균이 든 비율. 다음 날 적중: 구간이 예측하는 다음 날의 실제 다운로드가 구간에 든 비율(90%가 알맞음).
accuracy-note-no-true-downloads = 가져온 실제 다운로드가 없습니다. 조직 설정의 `Publisher Analytics`를 CSV로 내보낸 뒤 `almanac import FILE.csv` 명령으로 가져오세요.
accuracy-note-no-adoption-board = 비교할 수 없습니다. 실제 다운로드는 { $first }부터 { $last }까지 있지만 도입 순위표가 아직 없습니다. 스냅샷이 4일치 필요합니다.
accuracy-note-no-common-days = 비교할 수 없습니다. 실제 다운로드는 { $first }부터 { $last }까지, 도입 순위표는 { $first_board }부터 { $last_board }까지 있지만, 순위표의 모든 날에 실제 다운로드가 있는 저장소가 없습니다.
heading-accuracy-cases = 비교 건수
heading-accuracy-truth = 실제
heading-accuracy-estimate = 추정
heading-accuracy-bias = 편향
heading-accuracy-ratio = 비율
heading-accuracy-counter = 카운터
heading-accuracy-error = 오차
heading-accuracy-inside = 평균 적중
heading-accuracy-next-day = 다음 날 적중
import-compare = 도입 순위표와 비교하려면 `almanac accuracy` 명령을 실행하세요.
error-no-csv-file = { $source }에 CSV 파일이 없습니다.
skip-invalid-count = 다운로드 수가 올바르지 않음

## 검사(sql/checks, warehouse/quality_checks.py, orchestration/asset_checks.py): 예상한 것과 실제로 확인한 것
check-as-expected = { $all }개 중 { $results }개가 예상과 같음
check-computed-and-sound = 계산되었고 이상 없음
check-left-out = 제외됨: { $reason }
check-left-out-by-check = 제외됨: 검사 { $check }(예상 { $expected }, 실제 { $actual })
check-some-result = 결과 있음
check-reported = { $text }
check-day = { $day }
check-first-response = 첫 응답 { $time } UTC
check-no-response = 응답 없음
check-entries = { $entries }
check-entries-without = { $entries }, 누락: { $names }
check-any-rows = 제한 없음
check-some-rows = 1행 이상
check-no-rows = 행 없음
check-rows = { $rows }행
check-broken-links = 끊어진 링크 { $links }개
check-file-of-site = 사이트에 있는 파일
check-differing = 차이 { $rows }건
check-differing-like = 차이 { $rows }건({ $example })
check-complete-lists = 잘리지 않은 목록
check-complete-lists-like = 잘리지 않은 목록, 저장소 수는 { $date }({ $rows }개)의 { NUMBER($share, style: "percent", maximumFractionDigits: 0) } 이상
check-some-repos = 저장소 1개 이상
check-repos = 저장소 { $repos }개
check-repos-of-cut-lists = 저장소 { $repos }개, 개수 제한으로 잘린 목록 있음
check-compared-repos = 저장소 { $repos }개({ NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) })
check-compared-repos-of-cut-lists = 저장소 { $repos }개({ NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }), 개수 제한으로 잘린 목록 있음
check-unique-rows = 서로 다른 _id의 { $rows }행
check-rows-of-repos = 저장소 { $repos }개의 { $rows }행
check-nulls-at-most = NULL { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } 이하
check-nulls = NULL { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }({ $rows }행 중 { $nulls }행)
check-changed-at-least = 카운터의 { NUMBER($share, style: "percent", maximumFractionDigits: 0) } 이상 변경
check-changed = { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) } 변경
check-no-earlier-day = 비교할 이전 날짜 없음
check-some-positive = 일부 저장소에서 0 초과
check-about-as-positive = 약 { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }에서 0 초과, 합계 약 { NUMBER($total, maximumFractionDigits: 0) }({ $date })
check-positive = { $known }개 중 { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }에서 0 초과, 합계 { NUMBER($total, maximumFractionDigits: 0) }
check-unsound = { $known }개 중 { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }에서 0 초과, 합계 { NUMBER($total, maximumFractionDigits: 0) }. 신뢰할 수 없어 증가량, 순위표, 합계에서 제외됨
check-below-highest-at-most = 이전 최고치보다 낮은 저장소 { NUMBER($share, style: "percent", maximumFractionDigits: 0) } 이하
check-below-highest = 저장소 { $rows }개 중 { NUMBER($share, style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1) }가 이전 최고치보다 낮음
check-no-board = 순위표 없음
check-ranks-to = 1위부터 { $last }위까지, 점수 내림차순
check-ranks-to-at-most = 1위부터 최대 { $last }위까지, 점수 내림차순
check-ranked-rows =
    { $rows }행, 마지막 순위 { $last }위{ $rises ->
        [0] { "" }
       *[other] , 점수가 높아지는 곳 있음
    }{ $duplicates ->
        [0] { "" }
       *[other] , 중복된 저장소 있음
    }
check-ranked-board = { WORD($board, group: "board", form: "name") } 순위표에 행 있음
check-no-listed-repos = 없음: 허브의 이 분야 목록에 저장소가 없음
check-possible-totals = 저장소 0개에서 { $repos }개, 신규는 전체 이하, 합계는 0 이상
check-totals = 저장소 { $repos }개, 신규 { $new_repos }개, 좋아요 { $likes }개
check-no-totals = 합계 없음
check-all-in-top-10 = 모두 순위표 10위 안
check-none-in-top-10 = 순위표 10위 안에 없음
check-in-top-10 = { $all }건 중 { $repos }건
check-shares-in-order = 0에서 1 사이, 하한이 상한 이하
check-figures = 최소 { NUMBER($least, minimumFractionDigits: 3, maximumFractionDigits: 3) }, 최대 { NUMBER($most, minimumFractionDigits: 3, maximumFractionDigits: 3) }
check-figures-not-finite = 숫자가 아닌 값 있음
check-figures-out-of-order = 최소 { NUMBER($least, minimumFractionDigits: 3, maximumFractionDigits: 3) }, 최대 { NUMBER($most, minimumFractionDigits: 3, maximumFractionDigits: 3) }, 하한이 상한보다 높은 구간 있음
check-shown-by-hub = 허브에 표시됨
check-availability = { WORD($availability, group: "status") }

## `almanac lake`와 레이크의 오류 (pipeline/lake)
lake-comparing = hub.duckdb와 비교하는 중…
lake-loading = 적재 중: { $all }행 가운데 { $rows }행
lake-loaded = { $number }번째 적재: { $days }일치 { $rows }행을 레이크에 넣었습니다.
lake-up-to-date = 레이크에 이미 hub.duckdb의 모든 내용이 있습니다. 파일은 `almanac lake verify`로 검사할 수 있습니다.
lake-undamaged = 없어지거나 손상된 레이크 파일이 없습니다.
lake-repaired = hub.duckdb에서 { $rows }행을 복구했습니다: { $tables }.
lake-states-lost = hub.duckdb에 더는 없는 이전 상태의 { $rows }행은 복구할 수 없습니다. 이제 시점 조회는 { $first }부터 가능합니다.
lake-equal = 레이크가 hub.duckdb와 모든 행에서 같습니다.
lake-maintained = 교체된 파트 { $parts }개({ $rows }행)와 더는 쓰이지 않는 파일 { $files }개를 지웠습니다.
lake-status-catalog = 카탈로그
lake-status-data = 데이터
lake-status-last-load = 마지막 적재
lake-status-day = 레이크의 마지막 날짜
lake-status-published-day = hub.duckdb의 마지막 날짜
lake-status-loads = 적재 횟수
lake-status-rows = 행
lake-status-bytes = 바이트(교체된 행 포함)
lake-status-files = 파일
lake-verify-table = 테이블
lake-verify-published = hub.duckdb의 행
lake-verify-lake = 레이크의 행
lake-verify-different = 다른 파트
lake-verify-damaged = 손상된 파트
error-lake-not-configured = 설정된 레이크가 없습니다. ALMANAC_LAKE에 카탈로그(postgresql://db.example/lake 같은 주소나 lake.ducklake 같은 파일)를, ALMANAC_LAKE_DATA에 폴더나 s3:// 주소를 지정하세요.
error-lake-without-data = ALMANAC_LAKE는 있지만 레이크의 파일을 둘 폴더나 s3:// 주소인 ALMANAC_LAKE_DATA가 없습니다.
error-lake-invalid-days = { $name }에는 0에서 99999까지의 일수를 지정하세요. 지금 값: { $value }.
error-lake-invalid-catalog = ALMANAC_LAKE는 postgresql://db.example:5432/lake 같은 주소이거나 이름이 .ducklake로 끝나는 파일이어야 합니다.
error-lake-password-in-address = ALMANAC_LAKE에 비밀번호가 들어 있습니다({ $address }). ALMANAC_LAKE_PASSWORD나 ALMANAC_LAKE_PASSWORD_FILE이 가리키는 파일에 넣으세요.
error-lake-invalid-data = ALMANAC_LAKE_DATA는 폴더이거나 s3://bucket/prefix 같은 주소여야 합니다. 지금 값: { $address }.
error-lake-invalid-endpoint = ALMANAC_LAKE_ENDPOINT는 https://s3.example 같은 주소여야 합니다. 지금 값: { $address }.
error-lake-attach-only = --exec와 --as-of는 `almanac lake attach`에만 쓸 수 있습니다.
error-lake-without-published = 레이크에 넣을 파일이 아직 없습니다: { $path }. 먼저 `almanac run`을 실행하세요.
error-lake-extension-missing = 여기에는 DuckDB { $version }의 확장이 없습니다: { $name }. Almanac을 extra `lake`와 함께 설치하거나(`make install-server`), 네트워크가 허용하면 DuckDB에서 INSTALL { $name } 문을 실행하세요.
error-lake-catalog-unreachable = 레이크의 카탈로그 { $catalog }에 연결할 수 없습니다: { $reason }.
error-lake-missing = { $catalog }에 아직 레이크가 없습니다. 먼저 `almanac lake init`을 실행하세요.
error-lake-storage-failed = 레이크의 저장소 { $place }에서 오류가 났습니다: { $reason }.
error-lake-failed = 레이크 { $catalog }에서 오류가 났습니다: { $reason }.
error-lake-unchanged = 레이크를 읽는 사람에게는 마지막으로 공개된 적재가 그대로 보이며, hub.duckdb는 영향을 받지 않습니다. `almanac lake init`이나 다음 실행이 이어서 적재합니다.
error-lake-empty = 레이크에 공개된 적재가 아직 없습니다. 먼저 `almanac lake init`을 실행하세요.
error-lake-without-state = 레이크에 { $date }에 공개된 상태가 남아 있지 않습니다. 가장 이른 날짜: { $first }.
error-lake-busy = 레이크의 적재나 정리가 진행 중입니다. 끝날 때까지 기다리세요.
error-lake-of-another-almanac = 이 레이크는 다른 almanac의 것이라 날짜가 섞일 수 있습니다. almanac마다 따로 카탈로그와 데이터 경로를 지정하세요.
error-lake-foreign-files = { $place }에 이 레이크의 것이 아닌 Parquet 파일이 있습니다(예: { $file }). 정리 작업은 레이크의 카탈로그에 없는 파일을 삭제하므로 레이크에는 전용 위치가 필요합니다. 다른 파일을 옮기거나, 새 레이크라면 ALMANAC_LAKE_DATA를 다른 곳으로 지정하세요.
error-lake-file-damaged = { $place }에 있는 레이크 파일이 없어졌거나 손상되었습니다: { $reason }. `almanac lake repair`를 실행하면 hub.duckdb에서 행을 복구합니다.
error-lake-unreadable-file = 레이크 파일이 없어졌거나 손상되었습니다: { $reason }.
error-lake-damaged = 레이크의 행이 적재했을 때와 다릅니다: { $tables }. `almanac lake repair`를 실행하면 hub.duckdb에서 복구합니다.
error-lake-records-damaged = { $place }에서 레이크 자체의 기록 파일이 없어졌거나 손상되었습니다: { $reason }. 파일의 사본이 있으면 제자리에 되돌려 놓으세요. 없으면 레이크를 새로 만드세요. 카탈로그 { $catalog }(PostgreSQL에서는 hub_almanac 스키마)과 레이크의 파일을 지운 뒤 `almanac lake init`을 실행하면 됩니다. 레이크에만 있던 이전 상태는 사라집니다.
error-lake-differs = 레이크가 hub.duckdb와 다릅니다: { $tables }. `almanac lake init`을 실행한 뒤 `almanac lake verify`를 다시 실행하세요.

## `almanac verify`가 비교하는 것 (publishing/verify.py)
comparison-rows-of-days = 날짜마다 수집이 센 만큼 행이 있고 저장소는 한 번씩만 있음
comparison-days-without-a-crawl = 모든 날짜의 행이 기록된 수집에 속함
comparison-rows-without-a-second = 모든 행에 관측 시각이 있음
comparison-rows-undescribed = 모든 행에 저장소와 설명이 있음
comparison-descriptions-unused = 설명이 중복되지 않고 모두 쓰임
comparison-repos-of-one-id = 저장소마다 _id가 하나이고 첫날과 마지막 날이 맞음
comparison-names-indexed = 모든 이름이 색인에 있음
comparison-rebuilt-members = 다시 만든 카테고리 구성이 같음
comparison-rebuilt-history = 코호트, 표시, 이벤트
comparison-rebuilt-table = 모든 날짜로 다시 만든 { $table } 테이블이 같음
comparison-rebuilt-day = { $date }의 보드, 합계, 주요 모델
comparison-rebuilt-trends = 다시 만든 { $days }일치 보드가 같음
comparison-rebuilt-category-daily = 다시 만든 { $days }일치 카테고리 합계가 같음
comparison-rebuilt-featured = 다시 만든 { $days }일치 주요 모델이 같음
comparison-rebuilt-boards = 다시 만든 { $days }일치 보드 상태와 참고 사항이 같음
comparison-spooled-pages = 보관된 페이지 { $pages }개가 모두 매니페스트와 일치함
comparison-published-exists = 게시된 데이터베이스가 있음
comparison-published-opens = 게시된 데이터베이스가 열림
comparison-published-days-and-boards = 게시된 데이터베이스의 날짜와 보드가 같음
cause-wrong-row-count = { $kinds } 행 { $rows }개, 수집이 센 행은 { $expected_rows }개
cause-duplicate-repos = { $kinds }에 같은 저장소가 두 번 있음
cause-rows-without-description = { $kinds }에 설명 없는 행이 있음

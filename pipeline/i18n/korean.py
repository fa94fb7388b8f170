"""What the Almanac says of boards and featured models, in Korean; and in both languages the words that its tables are coded in.

Reasons are made from the numbers, as in pipeline/ranking/explanations.py. Notes are stored in English: they are told by their patterns, and
one that fits none stays as it is. Nothing is escaped here.
"""

import datetime as dt
import re
from collections.abc import Iterator

from pipeline.hub_api.known_changes import known_changes
from pipeline.ranking.explanations import Row, _span, figure
from pipeline.ranking.registry import board_named
from pipeline.ranking.thresholds import BURST, FALSE_DISCOVERIES

Patterns = list[tuple[re.Pattern[str], str]]
Words = dict[str, tuple[str, str]]  # by code: English, Korean


def _patterns(*pairs: tuple[str, str]) -> Patterns:
    return [(re.compile(english), korean) for english, korean in pairs]


# A note is these parts, joined by semicolons.
BOARDS = _patterns(
    (r"every list was cut short by --limit", r"--limit 옵션 때문에 모든 목록이 잘렸습니다."),
    (r"only the first of each list were observed, not the whole category", r"분야 전체가 아니라 각 목록의 상위만 관측했습니다."),
    (r"the day before was not observed: the last snapshot is of ([\d-]+)", r"전날은 관측되지 않았습니다(마지막 스냅샷은 \1)."),
    (r"likes of a day and of (\d+) days were observed of (\d+) of its (\d+) places", r"\3곳 가운데 \2곳만 하루와 \1일의 좋아요가 모두 관측되었습니다."),
    (r"see basis for what the others rest on", r"나머지가 무엇으로 계산되었는지는 근거를 참고하세요."),
    (r"the download counters of (\d+%) of the repos stood still: their rates end with the last day that was counted", r"저장소의 \1에서 다운로드 카운터가 멈춰, 이들의 속도는 마지막으로 센 날까지의 값으로 계산했습니다."),
    (r"the counters of (\d+%) of the repos are below their highest: they count when that is made up for", r"저장소의 \1에서 카운터가 줄었으며, 줄어든 만큼 회복된 뒤부터 다시 셉니다."),
    (r"rests on (\d+) snapshots, not on the (\d+) of a whole week", r"온전한 한 주의 스냅샷 \2개가 아니라 \1개로 계산했습니다."),
    (r"the Hub's trending scores are not believed: 0 for most repos, or a total that fell or rose as on no day before, and are not used", r"허브의 트렌딩 점수를 믿을 수 없어 쓰지 않았습니다: 대부분의 저장소에서 0이거나 합계가 전례 없이 오르내렸습니다."),
    (r"the Hub's trending scores are not believed: 0 for most repos, or a total that fell or rose as on no day before", r"허브의 트렌딩 점수를 믿을 수 없습니다: 대부분의 저장소에서 0이거나 합계가 전례 없이 오르내렸습니다."),
    (r"the Hub's likes are not believed: 0 for most repos, or a total that fell or rose as on no day before", r"허브의 좋아요를 믿을 수 없습니다: 대부분의 저장소에서 0이거나 합계가 전례 없이 오르내렸습니다."),
    (r"the Hub's counters of all downloads are not believed: 0 for most repos, or a total that fell or rose as on no day before, so rates end with the last day that was counted", r"허브의 누적 다운로드를 믿을 수 없습니다: 대부분의 저장소에서 0이거나 합계가 전례 없이 오르내렸습니다. 속도는 마지막으로 센 날까지의 값입니다."),
    (r"the Hub's counters of all downloads are not believed: 0 for most repos, or a total that fell or rose as on no day before", r"허브의 누적 다운로드를 믿을 수 없습니다: 대부분의 저장소에서 0이거나 합계가 전례 없이 오르내렸습니다."),
    (r"wants (\d+) days on which counters of all downloads grew, within a week", r"한 주 안에 누적 다운로드 카운터가 늘어난 날이 \1일은 있어야 합니다."),
    (r"(\d+) of its days were observed", r"그 주에 관측된 날은 \1일입니다."),
    (r"(\d+) of its days were observed, and the counters of (\d+%) of the repos stood still on this one", r"그 주에 관측된 날은 \1일이며, 이날은 저장소의 \2에서 카운터가 멈춰 있었습니다."),
    (r"wants likes of a week and of (\d+) days before it", r"한 주의 좋아요와 그 앞 \1일의 좋아요가 있어야 합니다."),
    (r"the first snapshot is (\d+) days old", r"첫 스냅샷 이후 \1일이 지났습니다."),
    (r"the answers had no trending scores", r"응답에 트렌딩 점수가 없었습니다."),
    (r"left out, since it could not be made \((.+)\)", r"만들 수 없어 제외했습니다(\1)."),
    (r"left out, since it failed its check \((.+)\)", r"검사를 통과하지 못해 제외했습니다(\1)."),
    (r"the answers had no likes", r"응답에 좋아요가 없었습니다."),
    (r"the downloads of (\d+) repos of library (.+) stepped to ([\d.]+) times their rate together on ([\d-]+), unlike the rest of the Hub: that step is left out",
        r"\4에 \2 라이브러리 저장소 \1곳의 다운로드가 허브의 나머지와 달리 한꺼번에 평소의 \3배로 바뀌어, 그 변화는 계산에서 제외했습니다."),
    (r"the downloads of (\d+) repos by (.+) stepped to ([\d.]+) times their rate together on ([\d-]+), unlike the rest of the Hub: that step is left out",
        r"\4에 \2의 저장소 \1곳의 다운로드가 허브의 나머지와 달리 한꺼번에 평소의 \3배로 바뀌어, 그 변화는 계산에서 제외했습니다."),
    *((re.escape(change.note), change.note_ko) for change in known_changes() if change.is_noted),
)  # fmt: skip
CATEGORIES = {
    "The Hub dropped this pipeline tag on 2025-07-09; the category is followed by the tag that repos kept. Its shrinking is bookkeeping, not a decline.":
        "허브가 2025-07-09에 이 파이프라인 태그를 없앴으므로, 저장소에 남아 있는 태그로 이 분야를 추적합니다. 규모가 줄어드는 것은 분류가 바뀐 결과이며 인기가 식은 것이 아닙니다.",
}  # fmt: skip
FEATURED = _patterns(
    (r"the name now belongs to another repo \((.+)\)", r"이 이름은 이제 다른 저장소의 것입니다(\1)"),
    (r"its old name now belongs to another repo \((.+)\)", r"예전 이름은 이제 다른 저장소의 것입니다(\1)"),
)
UNKNOWN = _patterns(
    *(
        (rf"{counter} of (\d+)d: {why}", rf"\1일 {counter_ko}: {why_ko}")
        for counter, counter_ko in (("downloads", "다운로드"), ("likes", "좋아요"))
        for why, why_ko in (
            ("the counter was corrected in between", "그 사이에 카운터가 정정됨"),
            ("not counted anew on this day", "이날 새로 집계되지 않음"),
            ("not observed then", "그때 관측되지 않음"),
        )
    )
)
RELATIONS = {"finetune": "파인튜닝", "quantized": "양자화", "adapter": "어댑터", "merge": "병합"}
BASES: Words = {
    "24h+7d": ("likes of a day and of 7 days", "하루와 7일의 좋아요"),
    "24h+hub": ("likes of a day, the Hub's trending score", "하루의 좋아요와 허브 트렌딩 점수"),
    "24h+part": ("likes of a day and of fewer than 7 days", "하루와 7일 미만의 좋아요"),
    "7d": ("7 days", "7일"), "part": ("fewer than 7 days", "7일 미만"), "merged": ("some days counted together", "일부 날을 합쳐서 계산"),
    "hub": ("the Hub's trending score", "허브 트렌딩 점수"), "trending_score": ("the Hub's trending score", "허브 트렌딩 점수"),
    "total": ("all likes over its age", "전체 좋아요를 나이로 나눈 값"),
    "7d against the weeks before": ("7 days against the weeks before", "앞선 몇 주와 비교한 7일"),
}  # fmt: skip
MOVES: Words = {
    "entered_top_10": ("entered the top 10", "상위 10위 진입"), "left_top_10": ("left the top 10", "상위 10위 이탈"),
    "breakout": ("breakout", "급부상"), "record_day": ("record day", "기록적인 하루"),
    "license_changed": ("licence changed", "라이선스 변경"), "gated_changed": ("gating changed", "접근 제한 변경"),
}  # fmt: skip
EVENTS: Words = {
    "appeared": ("appeared", "등장"), "disappeared": ("disappeared", "사라짐"), "returned": ("returned", "돌아옴"),
    "name_reused": ("took a name of another repo", "다른 저장소가 쓰던 이름을 사용"), "renamed": ("renamed", "이름 변경"),
    "license": ("licence changed", "라이선스 변경"), "gated": ("gating changed", "접근 제한 변경"),
    "disabled": ("disabled or enabled", "비활성화 여부 변경"), "pipeline_tag": ("task changed", "과제 변경"),
    "library_name": ("library changed", "라이브러리 변경"), "base_models": ("base models changed", "기반 모델 변경"),
}  # fmt: skip
STATUSES: Words = {  # of repo-days, days, boards, availability, categories
    "observed": ("observed", "관측됨"), "partial": ("partial", "일부만 관측"), "frozen": ("counters stood still", "카운터 멈춤"),
    "rolled_back": ("counter below its highest", "카운터가 최고치 아래"), "corrected": ("counter corrected", "카운터 정정"),
    "unsound": ("counters not believed", "믿을 수 없는 카운터"), "unobserved": ("not observed", "관측 없음"),
    "ok": ("ok", "정상"), "degraded": ("degraded", "불완전"), "withheld": ("withheld", "보류"),
    "renamed": ("renamed", "이름 변경"), "gated": ("gated", "접근 제한"), "disabled": ("disabled", "비활성화"), "missing": ("missing", "찾을 수 없음"),
    "active": ("active", "사용 중"), "discontinued": ("discontinued", "폐지"),
}  # fmt: skip


def reasons_ko(now: Row, before: Row | None, since: dt.date | None = None) -> Iterator[str]:
    """`reasons` in Korean: as many texts, with the same figures."""
    yield f"{now['date']}: {now['rank']}위{_earlier(now, before, since)}."
    yield from {"attention": _attention, "adoption": _adoption, "breakout": _breakout, "hub": _hub}[now["board"]](
        now, before
    )
    if (now["burst"] or 0) >= BURST:
        what = "다운로드" if board_named(now["board"]).gains == "downloads" else "좋아요"
        yield f"급등: 한 주 동안 늘어난 {what}의 {now['burst']:.0%}가 연속된 두 관측 사이에 몰렸습니다."
    if now["relation"]:
        yield f"다른 모델을 바탕으로 만들어졌습니다({RELATIONS.get(now['relation'], now['relation'])})."


def note_ko(note: str | None) -> str | None:
    """A note of `boards`."""
    return _told(note, BOARDS, " ")


def category_note_ko(note: str | None) -> str | None:
    """A note of `categories`; a user's own stays as it is."""
    return CATEGORIES.get(note, note) if note else note


def featured_note_ko(note: str | None) -> str | None:
    """A note of `featured`."""
    return _told(note, FEATURED, "; ")


def featured_unknown_ko(text: str | None) -> str | None:
    """What `featured` holds in `unknown`."""
    return _told(text, UNKNOWN, "; ")


def _told(text: str | None, patterns: Patterns, joint: str) -> str | None:
    """The text with all its parts in Korean; as it is where one of them is not known."""
    if not text:
        return text
    found = [next(((m, ko) for p, ko in patterns if (m := p.fullmatch(part))), None) for part in text.split("; ")]
    told = [match.expand(korean) for match, korean in filter(None, found)]
    return joint.join(told) if len(told) == len(found) else text


def _earlier(now: Row, before: Row | None, since: dt.date | None) -> str:
    if before is None and since == now["date"]:
        return "입니다(이 순위표의 첫날)"
    if before is None:
        return f"로, {since}부터 남긴 순위에 처음 올랐습니다" if since else "로, 남긴 순위에 처음 올랐습니다"
    if before["rank"] == now["rank"]:
        return f"입니다({before['date']}에도 같은 순위)"
    return f"입니다({before['date']}에는 {before['rank']}위)"


def _attention(now: Row, before: Row | None) -> Iterator[str]:
    if now["step_likes"] is not None:
        against = ""
        if before is not None and before["step_likes"] is not None:
            against = f"({before['date']}까지 {_days(before['step_days'])} 동안에는 {before['step_likes']:,}개)"
        yield f"최근 {_days(now['step_days'])} 동안 늘어난 좋아요는 {now['step_likes']:,}개입니다{against}."
    if now["likes_7d"] is not None:
        source = "(7일이 관측되지 않아 허브의 트렌딩 점수로 대신함)" if now["basis"].endswith("hub") else ""
        month = "" if now["likes_28d"] is None else f", {_days(now['days_28d'])} 동안은 {now['likes_28d']:,.0f}개"
        yield f"{_days(now['days_7d'])} 동안 늘어난 좋아요는 {now['likes_7d']:,.0f}개{source}{month}이며, 전체 좋아요는 {now['likes']:,}개입니다."
    yield f"종합하면 좋아요는 하루 약 {figure(now['score'])}개입니다{_interval(now)}."


def _adoption(now: Row, before: Row | None) -> Iterator[str]:
    against = ""
    if before is not None and before["downloads_gained"] is not None:
        against = f"({before['date']}까지 {_days(before['downloads_days'])} 동안에는 {before['downloads_gained']:,}회)"
    yield f"{_days(now['downloads_days'])} 동안 늘어난 다운로드는 {now['downloads_gained']:,}회입니다{against}."
    if now["basis"] == "merged":
        yield "카운터가 멈추거나 줄어든 날은 그 뒤의 날과 합쳐서 셉니다."
    yield f"하루치를 나머지 날 중앙값의 3배까지만 인정하면, 다운로드는 하루 {figure(now['score'])}회입니다{_interval(now)}."


def _breakout(now: Row, before: Row | None) -> Iterator[str]:
    yield f"7일 동안 늘어난 좋아요는 {now['likes_7d']:,.0f}개로, 앞선 몇 주로 미루어 예상한 값은 {now['expected_7d']:,.1f}개였습니다."
    verdict = "값으로, 급부상입니다" if now["q"] <= FALSE_DISCOVERIES else "값이지만, 확실한 급부상은 아닙니다"
    yield f"예상을 표준오차의 {now['score']:.1f}배만큼 웃도는 {verdict}. 분야 안에서 이만큼 뚜렷한 것 가운데 약 {now['q']:.1%}는 우연입니다."


def _hub(now: Row, before: Row | None) -> Iterator[str]:
    against = "" if before is None or before["score"] is None else f"({before['date']}에는 {before['score']:g}점)"
    yield f"허브의 트렌딩 점수는 {now['score']:g}점입니다{against}. 대략 최근 7일의 좋아요 수에 해당합니다."


def _days(days: float) -> str:
    return _span(days).replace(" h", "시간").replace(" days", "일")


def _interval(now: Row) -> str:
    return "" if now["score_low"] is None else f"(90% 구간 {figure(now['score_low'])}–{figure(now['score_high'])})"

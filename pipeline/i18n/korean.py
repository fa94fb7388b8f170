"""What the Almanac says of boards and featured models, in Korean; and in both languages the words that its tables are coded in.

Reasons are made from the numbers, as in pipeline/ranking/explanations.py. Notes are stored in English: they are told by their patterns, and
one that fits none stays as it is. Nothing is escaped here.
"""

import re

from pipeline.hub_api.known_changes import known_changes

Patterns = list[tuple[re.Pattern[str], str]]


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

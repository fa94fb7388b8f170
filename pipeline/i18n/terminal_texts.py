"""English and Korean in the terminal: headings, titles and notes. Names of categories come from the catalogue.

The English text is the key; a test holds KO to be complete. What the database says (notes, reasons, events) and what is said
around figures ("2.1 hours ago") stays English.
"""

import os
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer

Say = Callable[[str], str]


class Lang(StrEnum):
    """A language that the tables speak."""

    en = "en"
    ko = "ko"


LANG = Annotated[
    Lang | None,
    typer.Option("--lang", help="Language of headings and categories; the locale's when left out.", show_default=False),
]
RECORD = "days, best: of the places kept on these boards, the first of which is of {}."
NOBODY = "No repo of this category stands on this board that day."
CHANGES = "+1d, +7d, +30d: true changes of the all-time downloads and of likes; – where a day was not observed."
PLACES = (
    "Rank and share: by downloads among the repos observed in the category. Derivatives: models that name it as a base."
)
ORDERS = (
    "attention, adoption and breakout are the boards; hub (the Hub's own order), likes, likes_1d and likes_7d are what "
    "they are compared with. 90%: by bootstrap over the days. Inside the interval: places whose gain a day lay in the 90% "
    "interval of their score, which is about the next day."
)
KO = {
    RECORD: "일수, 최고: 이 순위표에 남긴 순위에서 셉니다(첫 순위표 {}).",
    NOBODY: "그날 이 순위표에는 이 분야의 저장소가 없습니다.",
    CHANGES: "+1일, +7일, +30일: 누적 다운로드와 좋아요의 실제 변화. 관측되지 않은 날은 –.",
    PLACES: "순위와 비중: 분야에서 관측된 저장소 가운데 다운로드 기준. 파생: 이 모델을 기반 모델로 밝힌 모델 수.",
    ORDERS: (
        "attention, adoption, breakout은 순위표이고 hub(허브 자체의 순서), likes, likes_1d, likes_7d는 비교 대상입니다. "
        "90% 구간: 날짜 단위 부트스트랩. 구간 적중: 하루 증가량이 점수의 90% 구간(다음 날 기준) 안에 든 저장소의 비율."
    ),
    "#": "#",
    "{} days": "{}일",
    "+1d": "+1일",
    "+30d": "+30일",
    "+7d": "+7일",
    "1 to 10": "1 이상 10 미만",
    "1d": "1일",
    "7d": "7일",
    "90%": "90%",
    "a day": "하루",
    "10 a day or more": "하루 10 이상",
    "age": "나이",
    "all categories": "모든 분야",
    "all time": "누적",
    "below 1": "1 미만",
    "back": "재진입",
    "best": "최고",
    "board": "순위표",
    "by likes": "좋아요 순위",
    "by trend": "트렌딩 순위",
    "cases": "사례 수",
    "category": "분야",
    "changes": "변화",
    "checks": "검사",
    "coverage": "관측 범위",
    "dataset": "데이터셋",
    "datasets": "데이터셋",
    "date": "날짜",
    "days": "일수",
    "derivatives": "파생",
    "description": "설명",
    "dl 30d": "30일 다운로드",
    "dl/day": "다운로드/일",
    "downloads": "다운로드",
    "event": "사건",
    "family": "계열",
    "featured": "주요 모델",
    "first seen": "첫 관측",
    "from": "이전",
    "gained": "증가",
    "history": "기록",
    "in": "진입",
    "how": "관측",
    "inside the 90% interval": "90% 구간 적중",
    "last days": "최근",
    "last run failed": "마지막 실행 실패",
    "last snapshot": "마지막 스냅샷",
    "likes": "좋아요",
    "likes/day": "좋아요/일",
    "made of": "근거",
    "model": "모델",
    "models": "모델",
    "name": "이름",
    "new": "신규",
    "top 20: not there the day before": "상위 20위 중 전날 없던 비율",
    "note": "비고",
    "observed days": "일 관측",
    "of all": "전체 순위",
    "one-day bursts there": "그중 하루 급등",
    "order": "순서",
    "overlap with the day before": "전날과 겹침",
    "question": "질문",
    "rank": "순위",
    "repo": "저장소",
    "repos": "저장소 수",
    "score": "점수",
    "section": "구분",
    "share": "비중",
    "since previous": "직전 관측 이후",
    "size on disk": "디스크 사용량",
    "state": "상태",
    "status": "상태",
    "to": "이후",
    "trend": "추이",
    "trending": "트렌딩",
    "z": "z",
}


def speaker(lang: Lang | None) -> tuple[Lang, Say]:
    """The language asked for, else the locale's (LC_ALL, LC_MESSAGES, LANG), and what says a text in it."""
    lang = lang or _of_locale()
    return lang, (lambda text: KO[text]) if lang is Lang.ko else str


def _of_locale() -> Lang:
    told = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return Lang.ko if re.split("[_.@]", told.lower())[0] == "ko" else Lang.en

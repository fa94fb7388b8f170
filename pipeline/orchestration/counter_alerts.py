"""An alert when the counters of the whole Hub stop being believed: the day is published, and people should know what it lacks."""

import dagster as dg

from pipeline.orchestration.notifications import Notice, notifiers
from pipeline.orchestration.resources import AlmanacHome
from pipeline.published.rows import published_rows
from pipeline.sql import statement
from pipeline.warehouse.quality_checks import MANY_LOW


@dg.sensor(
    minimum_interval_seconds=300,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells, once for the day on which it begins, that counters of the whole Hub are not believed (the check counters_believed): in the log, "
    "and where ALMANAC_NOTIFY says.",
)
def report_doubted_counters(context: dg.SensorEvaluationContext, almanac: AlmanacHome) -> dg.SensorResult:
    """An alert for counters that are not believed from the last day on. The cursor: what was told last."""
    rows = published_rows(almanac.home.published, statement("orchestration/doubted_counters"), {"many": MANY_LOW})
    began = [counter for _, counter, went_on in rows if not went_on]
    if not began:
        return dg.SensorResult(skip_reason="No counter stopped being believed on the last day.")
    day = rows[0][0]
    told, _, counters = (context.cursor or "").partition(": ")
    before = counters.split(", ") if told == str(day) else []
    fresh = [counter for counter in began if counter not in before]
    if not fresh:
        return dg.SensorResult(skip_reason=f"Of {day} all was told.")
    notice = Notice(
        title=f"Hub Almanac: counters of {day} are not believed",
        sentence=f"The Hub's {', '.join(fresh)} of {day} were 0 or lower than before for many repos, or their total fell or rose as on no day before. The day is published "
        "without them: they are in no growth, board or total. Nothing is to be done; `almanac status` says when it is over.",
        days=[str(day)],
        home=str(almanac.home.root),
    )
    for notifier in notifiers(almanac.settings.notify, context.log):
        notifier.tell(notice)
    return dg.SensorResult(skip_reason=notice.title, cursor=f"{day}: {', '.join([*before, *fresh])}")

"""An alert when the counters of the whole Hub stop being believed: the day is published, and people should know what it lacks."""

import dagster as dg

from pipeline.config import Home
from pipeline.i18n.messages import FIRST, text
from pipeline.orchestration.notifications import Found, Notice, found, nothing_found, send_alert
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
    """An alert for counters that are not believed from the last day on. The cursor: what the last alert named."""
    notice, result = find_doubted_counters(almanac.home, context.cursor)
    if notice is not None:
        send_alert(notice, almanac.settings.notify, context.log)
    return result


def find_doubted_counters(home: Home, cursor: str | None) -> Found:
    """The counters that stopped being believed on the last day, those that the cursor names left out."""
    rows = published_rows(home.published, statement("orchestration/doubted_counters"), {"many": MANY_LOW})
    began = [counter for _, counter, went_on in rows if not went_on]
    if not began:
        return nothing_found("No counter stopped being believed on the last day.", cursor)
    day = rows[0][0]
    last, _, counters = (cursor or "").partition(": ")
    before = counters.split(", ") if last == str(day) else []
    fresh = [counter for counter in began if counter not in before]
    if not fresh:
        return nothing_found(f"An alert named all of {day}.", cursor)
    notice = Notice(
        codes=["counters_doubted"],
        title=text(FIRST, "notice-counters-doubted-title", day=day),
        sentence=text(FIRST, "notice-counters-doubted", counters=", ".join(fresh), day=day),
        days=[str(day)],
        home=str(home.root),
    )
    return found(notice, f"{day}: {', '.join([*before, *fresh])}")

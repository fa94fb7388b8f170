"""An alert when the counters of the whole Hub stop being believed: the day is published, and people should know what it lacks."""

import dagster as dg

from pipeline.config import Home
from pipeline.i18n.messages import DEFAULT_LANGUAGE, text
from pipeline.orchestration.notifications import (
    Notice,
    SensorOutcome,
    build_notice_outcome,
    build_skip_outcome,
    send_alert,
)
from pipeline.orchestration.resources import AlmanacHome
from pipeline.published.rows import query_published
from pipeline.sql import statement
from pipeline.warehouse.quality_checks import MAX_ROLLED_BACK_SHARE


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


def find_doubted_counters(home: Home, cursor: str | None) -> SensorOutcome:
    """The counters that stopped being believed on the last day, those that the cursor names left out."""
    rows = query_published(home.published, statement("orchestration/doubted_counters"), {"many": MAX_ROLLED_BACK_SHARE})
    new_counters = [counter for _, counter, is_ongoing in rows if not is_ongoing]
    if not new_counters:
        return build_skip_outcome("No counter stopped being believed on the last day.", cursor)
    day = rows[0][0]
    last_day, _, counters = (cursor or "").partition(": ")
    reported_counters = counters.split(", ") if last_day == str(day) else []
    unreported_counters = [counter for counter in new_counters if counter not in reported_counters]
    if not unreported_counters:
        return build_skip_outcome(f"An alert named all of {day}.", cursor)
    notice = Notice(
        codes=["counters_doubted"],
        title=text(DEFAULT_LANGUAGE, "notice-counters-doubted-title", day=day),
        sentence=text(DEFAULT_LANGUAGE, "notice-counters-doubted", counters=", ".join(unreported_counters), day=day),
        days=[str(day)],
        home=str(home.root),
    )
    return build_notice_outcome(notice, f"{day}: {', '.join([*reported_counters, *unreported_counters])}")

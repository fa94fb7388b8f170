"""Alert when counters of the whole Hub become unsound: the day is published without them."""

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
    description="Alerts on the first day on which counters of the whole Hub are unsound (check counters_believed): "
    "in the log, and to the addresses in ALMANAC_NOTIFY.",
)
def report_doubted_counters(context: dg.SensorEvaluationContext, almanac: AlmanacHome) -> dg.SensorResult:
    """Alert for newly unsound counters. Cursor: day and counters of the last alert."""
    notice, result = find_doubted_counters(almanac.home, context.cursor)
    if notice is not None:
        send_alert(notice, almanac.settings.notify, context.log)
    return result


def find_doubted_counters(home: Home, cursor: str | None) -> SensorOutcome:
    """Find newly unsound counters that the cursor does not name."""
    rows = query_published(home.published, statement("orchestration/doubted_counters"), {"many": MAX_ROLLED_BACK_SHARE})
    new_counters = [counter for _, counter, is_ongoing in rows if not is_ongoing]
    if not new_counters:
        return build_skip_outcome("No counter became unsound on the last published day.", cursor)
    day = rows[0][0]
    last_day, _, counters = (cursor or "").partition(": ")
    reported_counters = counters.split(", ") if last_day == str(day) else []
    unreported_counters = [counter for counter in new_counters if counter not in reported_counters]
    if not unreported_counters:
        return build_skip_outcome(f"The alert for {day} was already sent.", cursor)
    notice = Notice(
        codes=["counters_doubted"],
        title=text(DEFAULT_LANGUAGE, "notice-counters-doubted-title", day=day),
        sentence=text(DEFAULT_LANGUAGE, "notice-counters-doubted", counters=", ".join(unreported_counters), day=day),
        days=[str(day)],
        home=str(home.root),
    )
    return build_notice_outcome(notice, f"{day}: {', '.join([*reported_counters, *unreported_counters])}")

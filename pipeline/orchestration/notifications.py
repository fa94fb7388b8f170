"""Alerts, sent to the log and the addresses in ALMANAC_NOTIFY.

Sensors decide when to send one (sensors.py, missed_days.py, counter_alerts.py).
"""

import logging
import os
from dataclasses import asdict, dataclass
from typing import Protocol

import dagster as dg

from pipeline.i18n.messages import DEFAULT_LANGUAGE, text
from pipeline.secrets import mask, mask_record, shorten

STEPS_AFTER_PUBLICATION = ("lake", "site")
# Read by apprise's HTTP library.
NETWORK_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")


@dataclass(frozen=True)
class FailureAlert:
    """An alert for a failed day. Webhooks receive the fields, `title`, `message` and `type`."""

    day: str  # the partition, an ISO date
    run_id: str
    step: str  # the failed asset; empty if the process died
    sentence: str  # what happened, what was kept, what to do
    attempt: int  # counts from 1
    next_try: str  # automatic retry: ISO, UTC; or empty
    home: str

    @property
    def title(self) -> str:
        key = "failed-part-title" if self.is_published else "failed-day-title"
        return text(DEFAULT_LANGUAGE, key, day=self.day, step=self.step)

    @property
    def is_published(self) -> bool:
        """Whether the day is in hub.duckdb all the same."""
        return self.step in STEPS_AFTER_PUBLICATION

    @property
    def message(self) -> str:
        key = "failed-part-last" if self.is_published else "failed-day-next" if self.next_try else "failed-day-last"
        next_step = text(DEFAULT_LANGUAGE, key, time=self.next_try)
        origin_key = "failed-day-step" if self.step else "failed-day-run"
        origin = text(
            DEFAULT_LANGUAGE, origin_key, step=self.step, attempt=self.attempt, run=self.run_id, home=self.home
        )
        return f"{self.sentence}\n\n{next_step}\n({origin})"


@dataclass(frozen=True)
class Notice:
    """Another alert. Webhooks receive the fields, `message` and `type`."""

    codes: list[str]  # what happened; texts: `notice-<code>`, `notice-<code>-title`
    title: str
    sentence: str
    days: list[str]  # ISO dates
    home: str

    @property
    def message(self) -> str:
        return f"{self.sentence}\n\n({text(DEFAULT_LANGUAGE, 'notice-home', home=self.home)})"


SensorOutcome = tuple[Notice | None, dg.SensorResult]  # with the next cursor


def build_skip_outcome(reason: str, cursor: str | None) -> SensorOutcome:
    return None, dg.SensorResult(skip_reason=reason, cursor=cursor or "")


def build_notice_outcome(notice: Notice, cursor: str) -> SensorOutcome:
    """Use the alert's title as the skip reason of its tick."""
    return notice, dg.SensorResult(skip_reason=notice.title, cursor=cursor)


class Notifier(Protocol):
    """Sends an alert; False if that failed."""

    def send(self, alert: FailureAlert | Notice) -> bool: ...


@dataclass(frozen=True)
class LogNotifier:
    """Logs an alert; always active."""

    log: logging.Logger

    def send(self, alert: FailureAlert | Notice) -> bool:
        """Log failures as errors, notices as warnings."""
        write_log = self.log.error if isinstance(alert, FailureAlert) else self.log.warning
        write_log("%s\n%s", alert.title, mask(alert.message))
        return True


@dataclass(frozen=True)
class AppriseNotifier:
    """Sends an alert to apprise URLs: `jsons://` (webhook), `mailtos://` (e-mail) and many more."""

    addresses: str
    log: logging.Logger

    def send(self, alert: FailureAlert | Notice) -> bool:
        """Try every address once; log failures without secrets."""
        # apprise takes a second to import
        from apprise import Apprise, NotifyType  # noqa: PLC0415
        from apprise.plugins.custom_json import NotifyJSON  # noqa: PLC0415

        for name in ("apprise", "urllib3.connectionpool"):  # they log full addresses
            logging.getLogger(name).addFilter(mask_record)
        notify_type = NotifyType.FAILURE if isinstance(alert, FailureAlert) else NotifyType.WARNING
        all_accepted = True
        for number, address in enumerate(self.addresses.split(), 1):
            services = Apprise()
            if not services.add(address):
                self.log.warning(
                    "Address %d of ALMANAC_NOTIFY is not a valid apprise URL; no alert was sent to it.", number
                )
                all_accepted = False
                continue
            for service in services:
                if isinstance(service, NotifyJSON):
                    fields = {
                        key: value if isinstance(value, list) else mask(str(value))
                        for key, value in asdict(alert).items()
                    }
                    service.payload_extras.update(fields)
                fault = ""
                try:
                    is_accepted = service.notify(body=mask(alert.message), title=alert.title, notify_type=notify_type)
                except Exception as error:
                    # such as unusable certificates; other addresses may work
                    is_accepted, fault = False, f": {_describe_fault(error)}"
                if not is_accepted:
                    # no URL: apprise's private form shows a webhook's path
                    log_arguments = (number, service.service_name, fault)
                    self.log.warning("Could not send the alert to address %d of ALMANAC_NOTIFY (%s)%s.", *log_arguments)
                    all_accepted = False
        return all_accepted


def _describe_fault(error: Exception) -> str:
    """Describe an error with the network variables that may cause it."""
    variables = [name for name in NETWORK_VARIABLES if os.environ.get(name) or os.environ.get(name.lower())]
    return f"{shorten(str(error)).rstrip('.')} ({', '.join(variables) or type(error).__name__})"


def send_alert(alert: FailureAlert | Notice, addresses: str, log: logging.Logger) -> None:
    """Log an alert and send it to `Settings.notify`."""
    notifiers: list[Notifier] = [LogNotifier(log), *([AppriseNotifier(addresses, log)] if addresses else [])]
    for notifier in notifiers:
        notifier.send(alert)

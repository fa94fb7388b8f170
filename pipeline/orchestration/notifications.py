"""Alerts: always in the log, and wherever ALMANAC_NOTIFY says.

What belongs here: the message and its way out. What does not: when one is due (sensors.py, missed_days.py, counter_alerts.py).
"""

import logging
import os
from dataclasses import asdict, dataclass
from typing import Protocol

import dagster as dg

from pipeline.i18n.messages import DEFAULT_LANGUAGE, text
from pipeline.secrets import mask, mask_record, shorten

# What the HTTP library of apprise reads.
NETWORK_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")


@dataclass(frozen=True)
class FailureAlert:
    """An alert for a failed day. The fields are the payload of a webhook, beside `title`, `message` and `type`."""

    day: str  # the partition, an ISO date
    run_id: str
    step: str  # the asset that failed; empty when the run's process died
    sentence: str  # what happened, what was kept, what to do
    attempt: int  # of the day, from 1
    next_try: str  # when it is tried again without help: ISO, UTC; empty when it is not
    home: str

    @property
    def title(self) -> str:
        """One line."""
        return text(DEFAULT_LANGUAGE, "failed-day-title", day=self.day)

    @property
    def message(self) -> str:
        """The sentence, and what happens next."""
        next_step = text(
            DEFAULT_LANGUAGE, "failed-day-next" if self.next_try else "failed-day-last", time=self.next_try
        )
        origin_key = "failed-day-step" if self.step else "failed-day-run"
        origin = text(
            DEFAULT_LANGUAGE, origin_key, step=self.step, attempt=self.attempt, run=self.run_id, home=self.home
        )
        return f"{self.sentence}\n\n{next_step}\n({origin})"


@dataclass(frozen=True)
class Notice:
    """An alert for days that did not fail. The fields are the payload of a webhook, beside `message` and `type`."""

    codes: list[str]  # what happened; the texts `notice-<code>` and `notice-<code>-title`
    title: str
    sentence: str
    days: list[str]  # ISO dates
    home: str

    @property
    def message(self) -> str:
        """The sentence and the home."""
        return f"{self.sentence}\n\n({text(DEFAULT_LANGUAGE, 'notice-home', home=self.home)})"


SensorOutcome = tuple[Notice | None, dg.SensorResult]  # what a sensor has to say, and its result with the next cursor


def build_skip_outcome(reason: str, cursor: str | None) -> SensorOutcome:
    """No alert, and why."""
    return None, dg.SensorResult(skip_reason=reason, cursor=cursor or "")


def build_notice_outcome(notice: Notice, cursor: str) -> SensorOutcome:
    """An alert, which the sensor's tick names too."""
    return notice, dg.SensorResult(skip_reason=notice.title, cursor=cursor)


class Notifier(Protocol):
    """Anything that can send an alert. False when it could not."""

    def send(self, alert: FailureAlert | Notice) -> bool: ...


@dataclass(frozen=True)
class LogNotifier:
    """Writes it into a log: the default, and always there."""

    log: logging.Logger

    def send(self, alert: FailureAlert | Notice) -> bool:
        """An error, or a warning, of two or three lines."""
        write_log = self.log.error if isinstance(alert, FailureAlert) else self.log.warning
        write_log("%s\n%s", alert.title, mask(alert.message))
        return True


@dataclass(frozen=True)
class AppriseNotifier:
    """Sends it to the addresses of ALMANAC_NOTIFY, as apprise writes them: `json://` or `jsons://` a webhook, `mailto://`
    or `mailtos://` an e-mail, and a hundred services more.
    """

    addresses: str
    log: logging.Logger

    def send(self, alert: FailureAlert | Notice) -> bool:
        """Every address is tried, once; one that fails is named without what is secret in it."""
        # apprise takes a second to import: only who asks for it pays
        from apprise import Apprise, NotifyType  # noqa: PLC0415
        from apprise.plugins.custom_json import NotifyJSON  # noqa: PLC0415

        for name in ("apprise", "urllib3.connectionpool"):  # they log addresses whole
            logging.getLogger(name).addFilter(mask_record)
        notify_type = NotifyType.FAILURE if isinstance(alert, FailureAlert) else NotifyType.WARNING
        all_accepted = True
        for number, address in enumerate(self.addresses.split(), 1):
            services = Apprise()
            if not services.add(address):
                self.log.warning("Address %d of ALMANAC_NOTIFY is not one that apprise knows.", number)
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
                    # certificates or a proxy that requests cannot use; the other addresses are still tried
                    is_accepted, fault = False, f": {_describe_fault(error)}"
                if not is_accepted:
                    # what apprise calls its private form still has a webhook's path
                    log_arguments = (number, service.service_name, fault)
                    self.log.warning("Address %d of ALMANAC_NOTIFY (%s) did not take the message%s.", *log_arguments)
                    all_accepted = False
        return all_accepted


def _describe_fault(error: Exception) -> str:
    """What stopped a notice before it was sent, and the variables that may be why."""
    variables = [name for name in NETWORK_VARIABLES if os.environ.get(name) or os.environ.get(name.lower())]
    return f"{shorten(str(error)).rstrip('.')} ({', '.join(variables) or type(error).__name__})"


def send_alert(alert: FailureAlert | Notice, addresses: str, log: logging.Logger) -> None:
    """Write it into the log, and send it to the addresses (`Settings.notify`)."""
    notifiers: list[Notifier] = [LogNotifier(log), *([AppriseNotifier(addresses, log)] if addresses else [])]
    for notifier in notifiers:
        notifier.send(alert)

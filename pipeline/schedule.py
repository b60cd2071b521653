"""apscheduler's only door: clocks that say a word; what is due is the ledger's to say."""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from config.settings import Schedule

_LOOK_FOR_NIGHTS_EVERY = 600


class Ticker:
    """Says ``work``, ``collect`` and ``reconcile`` when their time has come."""

    def __init__(self, schedule: Schedule, say: Callable[[str], None]) -> None:
        hour, minute = schedule.reconcile_at.split(":")
        zone = schedule.zone
        # A late tick still counts (grace None) and several missed ones are one (coalesce): the
        # library's default drops a job that starts a second late.
        self._scheduler = BackgroundScheduler(
            timezone=zone,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        triggers = (
            ("work", IntervalTrigger(seconds=schedule.work_every, timezone=zone)),
            ("collect", IntervalTrigger(seconds=schedule.collect_every, timezone=zone)),
            ("reconcile", CronTrigger(hour=hour, minute=minute, timezone=zone)),
            # The night is a fact to reach: a daemon that slept through it looks again.
            ("reconcile", IntervalTrigger(seconds=_LOOK_FOR_NIGHTS_EVERY, timezone=zone)),
        )
        for word, trigger in triggers:
            self._scheduler.add_job(say, trigger, args=[word])

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking."""
        self._scheduler.shutdown(wait=False)

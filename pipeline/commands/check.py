"""`bhxh check`: examine one file without keeping anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.settings import Feed
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.options import open_parts
from pipeline.exits import Exit
from pipeline.sweep import feed_for

if TYPE_CHECKING:
    from pipeline.parts import Parts


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@site_option
@json_option
@click.option("--feed", help="judge it as a file of that feed [default: by its name]")
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="write the page there too"
)
def command(file: Path, site: Path, as_json: bool, feed: str | None, html: Path | None) -> int:
    """Say what is wrong in a file, and in what lies beside it; exit 10 if it has errors."""
    with open_parts(site) as parts:
        from pipeline.steps.look import look, write_page  # noqa: PLC0415 - heavy
        from validators.report import summary, to_json  # noqa: PLC0415 - heavy

        looked = look(parts, file, feed_of(parts, file, feed))
        if html is not None:
            write_page(parts, looked, html)
        if as_json:
            facts = json.loads(to_json(looked.report))
            for name, report in looked.beside.items():
                facts.setdefault("beside", {})[name] = json.loads(to_json(report))
            print_json(facts)
        else:
            for report in (looked.report, *looked.beside.values()):
                click.echo(summary(report))
    return Exit.INVALID if looked.report.errors else Exit.FINE


def feed_of(parts: Parts, file: Path, feed_name: str | None) -> Feed:
    """Return the feed that somebody names, or that takes such a name, or the first one."""
    feeds = parts.settings.feeds
    if feed_name:
        named = next((feed for feed in feeds if feed.name == feed_name), None)
        if named is None:
            known = ", ".join(feed.name for feed in feeds)
            raise click.UsageError(f"không có nguồn / no feed {feed_name}: {known}")
        return named
    return feed_for(Path(file.name), feeds) or feeds[0]

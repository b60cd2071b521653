"""`bhxh check`: examine one file without keeping anything."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.mapping import BUILT_IN
from config.mapping_files import known_mappings, load_mapping
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
@click.option("--as", "as_format", metavar="MAPPING", help="a mapping's name or .toml, or a format")
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="write the page there too"
)
def command(
    file: Path,
    site: Path,
    *,
    as_json: bool,
    feed: str | None,
    as_format: str | None,
    html: Path | None,
) -> int:
    """Say what is wrong in a file, and in what lies beside it; exit 10 if it has errors."""
    with open_parts(site) as parts:
        from pipeline.steps.look import look, write_page  # noqa: PLC0415 - heavy
        from validators.report import summary, to_json  # noqa: PLC0415 - heavy

        told, wanted = read_as(parts, feed_of(parts, file, feed), as_format)
        looked = look(told, file, wanted)
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


def read_as(parts: Parts, feed: Feed, name: str | None) -> tuple[Parts, Feed]:
    """Return parts and feed that read a file by a mapping or a format, if one is named."""
    if name is None:
        return parts, feed
    if name in BUILT_IN:
        return parts, feed.model_copy(update={"format": name})
    if Path(name).suffix != ".toml" and name not in known_mappings(parts.settings.site):
        known = ", ".join((*BUILT_IN, *known_mappings(parts.settings.site)))
        raise click.UsageError(f"không có bản ánh xạ / no mapping {name}: {known}")
    mapping = load_mapping(name, parts.settings.site)
    told = replace(parts, mappings={**parts.mappings, mapping.name: mapping})
    return told, feed.model_copy(update={"format": mapping.name})


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

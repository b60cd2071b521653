"""`bhxh check`: examine one file without keeping anything."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.encodings import Encoding
from config.mapping import BUILT_IN, ExportMapping
from config.mapping_files import known_mappings, load_mapping
from config.settings import Feed
from pipeline.commands.encodings import encoding_option
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.options import open_parts
from pipeline.exits import Exit
from pipeline.sweep import feed_for, path_in

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
@encoding_option
def command(
    file: Path,
    site: Path,
    *,
    as_json: bool,
    feed: str | None,
    as_format: str | None,
    html: Path | None,
    encoding: Encoding | None,
) -> int:
    """Say what is wrong in a file, and in what lies beside it; exit 10 if it has errors."""
    with open_parts(site) as parts:
        from pipeline.steps.look import look, write_page  # noqa: PLC0415 - heavy
        from validators.report import summary, to_json  # noqa: PLC0415 - heavy

        told, wanted = read_as(parts, feed_of(parts, file, feed), as_format, encoding)
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


def read_as(
    parts: Parts, feed: Feed, name: str | None, encoding: Encoding | None
) -> tuple[Parts, Feed]:
    """Return parts and feed that read a file as somebody says: by what, and written in what."""
    told = {"format": name, "encoding": encoding}
    feed = feed.model_copy(update={key: value for key, value in told.items() if value})
    if name and name not in BUILT_IN:
        feed, mapping = _mapped(parts, feed, name)
        parts = replace(parts, mappings={**parts.mappings, feed.format: mapping})
    if encoding:
        mappings = {
            key: each.model_copy(update={"encoding": encoding})
            for key, each in parts.mappings.items()
        }
        parts = replace(parts, mappings=mappings)
    return parts, feed


def _mapped(parts: Parts, feed: Feed, name: str) -> tuple[Feed, ExportMapping]:
    """Load a mapping by its name or path."""
    site = parts.settings.site
    if Path(name).suffix != ".toml" and name not in known_mappings(site):
        known = ", ".join((*BUILT_IN, *known_mappings(site)))
        raise click.UsageError(f"không có bản ánh xạ / no mapping {name}: {known}")
    mapping = load_mapping(name, site)
    return feed.model_copy(update={"format": mapping.name}), mapping


def feed_of(parts: Parts, file: Path, feed_name: str | None) -> Feed:
    """Return the feed that somebody names, or that takes such a path, or the first one."""
    feeds = parts.settings.feeds
    if feed_name:
        named = next((feed for feed in feeds if feed.name == feed_name), None)
        if named is None:
            known = ", ".join(feed.name for feed in feeds)
            raise click.UsageError(f"không có nguồn / no feed {feed_name}: {known}")
        return named
    return feed_for(path_in(parts.settings.site / "drop", file), feeds) or feeds[0]

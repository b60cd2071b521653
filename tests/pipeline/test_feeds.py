"""Tests of the order of feeds."""

from __future__ import annotations

import pytest

from config.settings import Feed
from pipeline.feeds import shadowed
from pipeline.sweep import feed_for


def feeds(*patterns):
    return [Feed(name=f"f{at}", pattern=pattern) for at, pattern in enumerate(patterns)]


@pytest.mark.parametrize(
    ("patterns", "never"),
    [
        (("*.csv", "*.csv"), {"f1": "f0"}),
        (("*.csv", "*.CSV"), {"f1": "f0"}),
        (("*", "luong-*.csv"), {"f1": "f0"}),
        (("l*.csv", "luong-*-??.csv"), {"f1": "f0"}),
        (("[ab]*", "[ab]*"), {"f1": "f0"}),
        (("thuduc/*", "thuduc/l*.csv", "*.csv"), {"f1": "f0"}),
        (("luong-*.csv", "*.csv"), {}),
        (("l?.csv", "l*.csv"), {}),
        (("?.csv", "*.csv"), {}),
        (("*.csv", "thuduc/*.csv"), {}),
        (("*", "[ab].csv"), {}),
        (("[!a]*.csv", "?*.csv"), {}),
        (("*/*", "*.csv"), {}),
        (("*.csv", "*.xlsx"), {}),
    ],
)
def test_a_feed_whose_names_all_go_to_one_before_it_never_gets_a_file(patterns, never):
    found = shadowed(feeds(*patterns))

    assert {feed.name: wider.name for feed, wider in found} == never


def test_who_is_shadowed_is_so_for_every_name(tmp_path):
    listed = feeds("l*.csv", "luong-*.csv")

    assert feed_for(tmp_path / "luong-10.csv", listed) is listed[0]

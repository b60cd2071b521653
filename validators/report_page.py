"""The report as a page: one file without scripts or links to outside, that prints well on A4.

Every word of the sender's goes through `_text`; the policy in the page's head lets a browser use
its own style sheet and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator
from string import Template

from validators.groups import SEVERITIES, Group, cut_short, figures, grouped, place_in_words
from validators.mask import visible
from validators.model import Finding, Report

_STYLE = """
:root { color-scheme: light; }
body { font: 10pt/1.4 "Noto Sans", "Segoe UI", "DejaVu Sans", Arial, sans-serif; color: #1a1a1a;
  margin: 1.5em auto; max-width: 70em; padding: 0 1em; }
h1 { font-size: 16pt; margin: 0 0 .6em; }
h2 { font-size: 11.5pt; margin: 1.6em 0 .3em; padding: .25em .5em; break-after: avoid; }
p { margin: .3em 0; }
table { border-collapse: collapse; width: 100%; margin: .5em 0 1em; }
th, td { border: 1px solid #b8b8b8; padding: .25em .45em; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #ececec; overflow-wrap: normal; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
table.figures { width: auto; }
table.figures th { font-weight: normal; white-space: nowrap; }
td.number { text-align: right; white-space: nowrap; }
td.place { white-space: nowrap; }
table.rules { table-layout: fixed; }
table.rules th:nth-child(1) { width: 21%; }
table.rules th:nth-child(2) { width: 8%; }
table.rules th:nth-child(3) { width: 9%; }
table.rules th:nth-child(6) { width: 15%; }
section > p { break-after: avoid; }
i { color: #4a4a4a; }
a { color: inherit; }
.next { border-left: 4px solid #4a6fa5; padding: .2em .7em; break-inside: avoid; }
.error { background: #ffc7ce; }
.warning { background: #ffeb9c; }
.note { background: #bdd7ee; }
h2, th, .error, .warning, .note { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
@page { size: A4; margin: 14mm 12mm 16mm; }
@media print {
  body { font-size: 8pt; margin: 0; max-width: none; padding: 0; }
  h2 { font-size: 9.5pt; }
  a { text-decoration: none; }
}
"""

_PAGE = Template("""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'sha256-$digest'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>$title</title>
<style>$style</style>
</head>
<body>
<h1>Báo cáo kiểm tra / <i>Report</i></h1>
$body
</body>
</html>
""")


def write_page(report: Report) -> bytes:
    """Return the page in UTF-8: figures, what happens next, counts per rule, then each finding."""
    groups = grouped(report)
    parts = [_figures(report), _onward(report), _remarks(report, groups), _counts(groups)]
    parts += [_group(group) for group in groups]
    page = _PAGE.substitute(
        digest=base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode(),
        style=_STYLE,
        title=_text(f"{report.file}: báo cáo kiểm tra / report"),
        body="\n".join(filter(None, parts)),
    )
    return page.encode()


def _text(text: str) -> str:
    """Return any text so that a browser shows it and does nothing else."""
    return html.escape(visible(text))


def _both(vietnamese: str, english: str) -> str:
    return f"{_text(vietnamese)}<br><i>{_text(english)}</i>"


def _figures(report: Report) -> str:
    rows = (
        f"<tr><th>{_text(name)}</th><td>{_text(figure)}</td></tr>"
        for name, figure in figures(report)
        if figure
    )
    return f'<table class="figures"><tbody>{"".join(rows)}</tbody></table>'


def _onward(report: Report) -> str:
    if report.onward is None:
        return ""
    return f'<p class="next">{_both(report.onward.vi, report.onward.en)}</p>'


def _remarks(report: Report, groups: tuple[Group, ...]) -> str:
    if not groups:
        return f"<p>{_both('Không có gì phải sửa.', 'Nothing to mend.')}</p>"
    if not cut_short(groups):
        return ""
    most = f"{report.SHOWN:,}"
    told = _both(
        f"Mỗi quy tắc chỉ hiện nhiều nhất {most} chỗ đầu tiên; Số lần đếm tất cả.",
        f"At most {most} findings of a rule are shown; Count is of all of them.",
    )
    return f"<p>{told}</p>"


def _counts(groups: tuple[Group, ...]) -> str:
    """Return the table of rules: how often, what, how to mend it, and where it is written."""
    if not groups:
        return ""
    heads = ("Mã / Code", "Số lần / Count", "Đầu tiên / First")
    titles = (*heads, "Vấn đề / Problem", "Cách sửa / How to mend", "Căn cứ / Law")
    return _table(titles, map(_counted, groups), "rules")


def _counted(group: Group) -> str:
    first = place_in_words(group.first) if group.first else ""
    severity = " / ".join(SEVERITIES[group.severity])
    return (
        f'<tr class="{group.severity}"><td><a href="#{_text(group.code)}">{_text(group.code)}</a>'
        f"<br>{severity}</td>"
        f'<td class="number">{group.count:,}</td><td class="place">{_text(first)}</td>'
        f"<td>{_both(group.message_vi, group.message_en)}</td>"
        f"<td>{_both(group.advice_vi, group.advice_en)}</td><td>{_text(group.law)}</td></tr>"
    )


def _group(group: Group) -> str:
    """Return the findings of one rule."""
    shown = f"{len(group.findings):,} / {group.count:,}"
    heads = ["Dòng / Row", "Cột / Column", "Tiêu đề / Heading", "Giá trị / Value"]
    proposes = any(finding.proposal for finding in group.findings)
    tells_more = group.tells_more
    heads += ["Đề xuất / Proposal"] if proposes else []
    heads += ["Vấn đề / Problem"] if tells_more else []
    rows = (
        _finding(finding, proposes=proposes, tells_more=tells_more) for finding in group.findings
    )
    return (
        f'<section id="{_text(group.code)}"><h2 class="{group.severity}">'
        f"{_text(group.code)} ({shown}): {_text(group.message_vi)} / "
        f"<i>{_text(group.message_en)}</i></h2>"
        f"<p>→ {_both(group.advice_vi, group.advice_en)}</p>{_table(tuple(heads), rows)}</section>"
    )


def _finding(finding: Finding, *, proposes: bool, tells_more: bool) -> str:
    cells = [
        f'<td class="number">{finding.row or ""}</td>',
        f"<td>{_text(finding.column or '')}</td>",
        f"<td>{_text(finding.heading or finding.field or '')}</td>",
        f"<td>{_text(finding.value)}</td>",
    ]
    if proposes:
        cells.append(f"<td>{_text(finding.proposal or '')}</td>")
    if tells_more:
        cells.append(f"<td>{_both(finding.message_vi, finding.message_en)}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _table(heads: tuple[str, ...], rows: Iterator[str], kind: str = "findings") -> str:
    titles = "".join(f"<th>{_text(head)}</th>" for head in heads)
    body = "".join(rows)
    return f'<table class="{kind}"><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>'

"""The page at `/`: what the sandbox has and what it took. It loads nothing from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape

from ..gateway import Gateway, Received
from ..journal import Family
from ..options import Fault, Pool
from ..panels import PANELS
from ..report import IST

Figures = Mapping[Pool, str] | Mapping[Fault, str] | Mapping[str, str]
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    ),
}
NAMES = {
    Family.SMS: "SMS",
    Family.WHATSAPP: "WhatsApp",
    Family.OTP_V1: "OTP v1",
    Family.OTP_V3: "OTP v3",
}
STYLE = """
:root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --ink: #1c2330; --soft: #5b6577;
  --line: #dfe3ea; --accent: #0b6b62; --alarm: #a03a12; }
@media (prefers-color-scheme: dark) { :root { --page: #12161d; --card: #1b212b; --ink: #e7ebf2;
  --soft: #9aa5b8; --line: #2c3542; --accent: #5fd0c2; --alarm: #ffa07a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
h1 { font-size: 1.35rem; margin: 0; }
h2 { font-size: 1rem; margin: 1.75rem 0 .6rem; }
p { margin: .25rem 0 0; color: var(--soft); }
a { color: var(--accent); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(6.5rem, 1fr)); gap: .6rem;
  margin: 0; }
dl div, li, .none { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .65rem .85rem; }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.counts { grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); }
.faults dd { color: var(--alarm); }
ol { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }
li header { display: flex; flex-wrap: wrap; gap: .1rem .9rem; align-items: baseline; }
li small { color: var(--soft); font-variant-numeric: tabular-nums; }
blockquote { margin: .3rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere;
  max-height: 7.5rem; overflow: auto; }
"""


def render(gateway: Gateway) -> str:
    """Gives the status page as HTML: credits, counts, faults and the last messages."""
    options = gateway.options
    pools = {pool: f"{credits:,}" for pool, credits in gateway.account.balances.items()}
    counts = {NAMES[family]: f"{gateway.recipients[family]:,}" for family in Family}
    faults = {kind: f"{rate:.0%}" for kind, rate in options.faults.items() if rate}
    latency = f", latency {options.latency * 1000:g} ms" if options.latency else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>JETMSG sandbox</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>JETMSG sandbox</h1>
<p>An imitation of the gateway. Nothing sent here reaches a phone.
<a href="/report.csv">Delivery report</a>, also as other panels write it:
{_panels()}</p>
<h2>Credits</h2>
{_figures(pools)}
<h2>Recipients taken since the start</h2>
{_figures(counts, "counts")}
<h2>Faults (seed {options.seed}{latency})</h2>
{_figures(faults, "faults") if faults else '<p class="none">None: every call is answered well.</p>'}
<h2>Last messages</h2>
{_messages(list(gateway.recent)[::-1])}
</main>
</body>
</html>
"""


def _figures(figures: Figures, kind: str = "plain") -> str:
    items = (
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in figures.items()
    )
    return f'<dl class="{kind}">{"".join(items)}</dl>'


def _panels() -> str:
    return " · ".join(
        f'<a href="/report.csv?panel={escape(name)}">{escape(name)}</a>' for name in PANELS
    )


def _messages(recent: list[Received]) -> str:
    if not recent:
        return '<p class="none">Nothing yet. What a campaign sends appears here.</p>'
    return f"<ol>{''.join(map(_message, recent))}</ol>"


def _message(received: Received) -> str:
    sms_id = f"<small>smsId {received.sms_id}</small>" if received.sms_id else ""
    count = "1 part" if received.parts == 1 else f"{received.parts} parts"
    parts = "" if received.family is Family.WHATSAPP else f"<small>{count}</small>"
    return (
        f"<li><header><strong>{escape(received.number)}</strong>"
        f"<small>{NAMES[received.family]}</small>{parts}{sms_id}"
        f"{_time(received.time)}</header>"
        f"<blockquote>{escape(received.text)}</blockquote></li>"
    )


def _time(moment: datetime) -> str:
    local = moment.astimezone(IST)
    return f'<small><time datetime="{moment.isoformat()}">{local:%H:%M:%S} IST</time></small>'

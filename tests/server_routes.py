"""The routes that the dashboard's server has, asked of the server itself: one that is added is
seen. In a process of its own, since it makes the runtime of Streamlit."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from nursery import ROOT, fork


def routes_of_server(environment: Mapping[str, str], folder: Path) -> list[tuple[str, list[str]]]:
    """The path of every route, and its methods; none for a socket."""
    out = folder / "routes.json"
    process = fork(_write_routes, dict(environment), out)
    process.join()
    return [(path, methods) for path, methods in json.loads(out.read_text("utf-8"))]


def _write_routes(environment: dict[str, str], out: Path) -> None:
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    from app import app

    routes = app._build_starlette_app().routes
    rows = [(route.path, sorted(getattr(route, "methods", None) or ())) for route in routes]
    out.write_text(json.dumps(rows), "utf-8")

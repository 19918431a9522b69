"""The settings with what a person changed, which stands in the database."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from jetmsg_core import settings as configured
from jetmsg_core.errors import SettingsError
from jetmsg_core.primitives.numbers import write_with
from jetmsg_core.settings import SECRETS_FILE, Settings, field_of
from jetmsg_core.settings_source import KEPT
from jetmsg_core.store.saved import settings as kept_settings

NO_FILE = Path(os.devnull)


def load(environ: Mapping[str, str] | None = None, secrets_file: Path = SECRETS_FILE) -> Settings:
    """Reads the settings as they are now. Raises SettingsError for a wrong value of the environment
    or of secrets.toml, DatabaseUnusable."""
    return current(configured.load(environ, secrets_file))


def current(settings: Settings) -> Settings:
    """Gives these settings with what a person has changed by now, where neither the environment
    nor secrets.toml says anything; and lets this process write numbers by them. Raises
    DatabaseUnusable."""
    kept = kept_settings.values_at(settings.database_path)
    names = settings.changeable
    chosen = _that_fit({name: kept[name] for name in names if name in kept})
    values = configured.load(chosen, NO_FILE)
    sources = {name: origin for name, origin in settings.sources.items() if name not in names}
    now = replace(
        settings,
        **{field_of(name): values.value_of(name) for name in names},  # type: ignore[arg-type]
        sources=MappingProxyType(sources | dict.fromkeys(chosen, KEPT)),
    )
    write_with(now.grouping, now.part_price)
    return now


def _that_fit(kept: Mapping[str, str]) -> dict[str, str]:
    """What an older version kept and this one does not take is passed over: without it a page
    opens, where it can be put right."""
    return {name: value for name, value in kept.items() if _fits(name, value)}


def _fits(name: str, value: str) -> bool:
    try:
        configured.load({name: value}, NO_FILE)
    except SettingsError:
        return False
    return True

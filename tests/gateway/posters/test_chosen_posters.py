"""Which kind of posters the settings ask for."""

from __future__ import annotations

import contextlib
import os
from types import SimpleNamespace

import pytest

from jetmsg_core.gateway.posters import chosen
from jetmsg_core.gateway.posters.chosen import posters_of
from jetmsg_core.gateway.posters.processes import ProcessPosters
from jetmsg_core.gateway.posters.threads import ThreadPosters
from jetmsg_core.settings import Settings


@pytest.mark.parametrize(
    ("senders", "set_processes", "processes"),
    [
        pytest.param(8, None, 0, id="few are threads of the worker"),
        pytest.param(16, None, 0, id="sixteen still are"),
        pytest.param(17, None, os.cpu_count() or 1, id="more are processes, one for each core"),
        pytest.param(2, 1, 1, id="whoever sets processes gets them"),
        pytest.param(2, 5, 2, id="but none without a call to make"),
    ],
)
def test_calls_are_made_by_threads_or_by_processes(
    senders: int, set_processes: int | None, processes: int
) -> None:
    settings = Settings(senders=senders, sender_processes=set_processes)
    with contextlib.closing(posters_of(settings)) as posters:
        if isinstance(posters, ProcessPosters):
            assert len(posters.pids) == min(processes, senders)
        else:
            assert isinstance(posters, ThreadPosters)
            assert (posters.slots, processes) == (senders, 0)


def test_a_system_without_processes_that_inherit_has_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chosen, "os", SimpleNamespace(name="nt"))
    with contextlib.closing(posters_of(Settings(senders=20))) as posters:
        assert isinstance(posters, ThreadPosters)

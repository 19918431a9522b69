"""How much the reading of one workbook may take."""

from __future__ import annotations

from dataclasses import dataclass

GIGABYTE = 1_000_000_000


@dataclass(frozen=True)
class Bounds:
    """The most that the reading of a workbook may take: `rows` (no program writes more) and
    `columns` of a sheet; `cells` of the grid around all that is filled, since a sheet is laid out
    as one; `characters` in all its cells; `unpacked` bytes of an archive; `entries` in it; `memory`
    in bytes of addresses beyond what a process takes to start; `working_seconds` of the processor
    and `seconds` by the clock."""

    rows: int = 1_048_576
    columns: int = 500
    cells: int = 50_000_000
    characters: int = 200_000_000
    unpacked: int = 2 * GIGABYTE
    entries: int = 10_000
    memory: int = 3 * GIGABYTE
    working_seconds: int = 180
    seconds: int = 300

"""The units of systemd name commands, settings and folders that there are, and are as closed as
they can be."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from streamlit import config

from jetmsg_core.cli.parser import build_parser
from jetmsg_core.settings import GatewayCall, Settings, load
from jetmsg_core.worker import LEAVING_SECONDS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SERVICES = ("jetmsg-dashboard.service", "jetmsg-worker.service", "jetmsg-backup.service")
INSTALLED = "/opt/jetmsg"
MOST_EXPOSED = 1.5
"""Of 10, as `systemd-analyze security` counts. What is left is the network, the host's files and
what limits processes."""
CLOSED = {
    "User": "jetmsg",
    "UMask": "0077",
    "StateDirectory": "jetmsg",
    "StateDirectoryMode": "0700",
    "ProtectSystem": "strict",
    "CapabilityBoundingSet": "",
    **dict.fromkeys(
        ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "PrivateUsers", "ProtectHome"), "yes"
    ),
    **dict.fromkeys(("RestrictNamespaces", "RestrictSUIDSGID", "LockPersonality"), "yes"),
    "SystemCallArchitectures": "native",
}


def unit(name: str) -> dict[str, list[str]]:
    """By key, the values in order."""
    values: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            key, _, value = line.partition("=")
            values.setdefault(key, []).append(value)
    return values


def settings_known() -> set[str]:
    names = {f"JETMSG_{name.upper()}" for name in Settings.__dataclass_fields__}
    return names | {f"JETMSG_{call.name}_URL" for call in GatewayCall}


def environment_of(name: str) -> dict[str, str]:
    words = [word for value in unit(name)["Environment"] for word in shlex.split(value)]
    return dict(word.split("=", 1) for word in words)


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_sets_only_settings_that_exist_to_values_that_are_taken(
    name: str, tmp_path: Path
) -> None:
    given = {k: v for k, v in environment_of(name).items() if k.startswith("JETMSG_")}
    assert given.keys() <= settings_known()
    loaded = load(given, tmp_path / "none.toml")
    assert str(loaded.data_dir) == "/var/lib/jetmsg"
    assert loaded.start_worker is not (name == "jetmsg-dashboard.service")


def test_the_example_of_secrets_names_only_settings_that_exist(tmp_path: Path) -> None:
    text = (DEPLOY / "jetmsg.env.example").read_text("utf-8")
    lines = re.findall(r"^(?:# )?(JETMSG_\w+)=(.*)$", text, re.M)
    assert {name for name, _ in lines} <= settings_known()
    assert not [name for name, value in lines if re.search("KEY|TOKEN", name) and value]
    loaded = load(dict(lines), tmp_path / "none.toml")
    assert loaded.hosts == ("https://sms.example.in",)
    assert loaded.trusted_proxies == ("127.0.0.1",)


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_starts_what_there_is(name: str) -> None:
    (line,) = unit(name)["ExecStart"]
    words = shlex.split(line.replace("'", " ").replace("exec ", "").removeprefix("/bin/sh -c "))
    assert words[0].startswith(f"{INSTALLED}/.venv/bin/")
    if words[0].endswith("/streamlit"):
        assert words[1:3] == ["run", "app.py"]
        assert (ROOT / words[2]).exists()
        for option in words[3::2]:
            config.get_option(option.removeprefix("--"))
        return
    assert words[1:3] == ["-m", "jetmsg_core"]
    build_parser().parse_args(words[3:5] if name == "jetmsg-backup.service" else words[3:])


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_may_do_little(name: str) -> None:
    values = unit(name)
    assert {key: values.get(key, ["missing"])[-1] for key in CLOSED} == CLOSED
    assert "@system-service" in values["SystemCallFilter"]
    assert values["EnvironmentFile"] == ["/etc/jetmsg/jetmsg.env"]
    assert not [line for line in values["Environment"] if re.search("KEY|TOKEN|SECRET", line)]


def test_the_worker_is_given_the_time_that_it_takes_to_end() -> None:
    (seconds,) = unit("jetmsg-worker.service")["TimeoutStopSec"]
    assert int(seconds) >= 2 * Settings.timeout + LEAVING_SECONDS


def test_every_file_is_told_of_and_every_path_is_of_the_same_folder() -> None:
    about = (DEPLOY / "README.md").read_text("utf-8")
    for path in DEPLOY.iterdir():
        assert path.name == "README.md" or path.name in about, path.name
        for folder in re.findall(r"/opt/[\w-]+", path.read_text("utf-8")):
            assert folder == INSTALLED, path.name


@pytest.fixture
def analyze(tmp_path: Path) -> str:
    """Where systemd can be asked, with copies of the units that start what is here."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed")
    for path in DEPLOY.glob("jetmsg-*.*"):
        text = path.read_text("utf-8").replace(INSTALLED, str(ROOT))
        (tmp_path / path.name).write_text(text, "utf-8")
    return program


def test_systemd_has_no_complaint(analyze: str, tmp_path: Path) -> None:
    units = sorted(map(str, tmp_path.glob("jetmsg-*.*")))
    done = subprocess.run(
        [analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stderr.splitlines() if "jetmsg" in line]
    assert (done.returncode, told) == (0, [])


@pytest.mark.parametrize("name", SERVICES)
def test_systemd_calls_a_unit_little_exposed(name: str, analyze: str, tmp_path: Path) -> None:
    command = [analyze, "security", "--offline=true", "--no-pager", str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    score = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert score, done.stderr
    assert float(score[1]) <= MOST_EXPOSED

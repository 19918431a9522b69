"""An identity provider that runs: `oidc-provider-mock`, in a process of its own. It writes the port
it listens on, and ends with its standard input."""

from __future__ import annotations

import sys

from oidc_provider_mock import run_server_in_thread

if __name__ == "__main__":
    with run_server_in_thread() as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        sys.stdin.read()

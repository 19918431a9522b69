#!/usr/bin/env bash
# A click is forgotten when another comes between the start of its run and its callback.
#
# Streamlit hands the clicks of a browser to the thread that runs the page. Each run begins with the
# callback of the click that it was asked for. Guessed: a second click that comes meanwhile waits
# until that callback was called, or is put together with the first, as those that wait are. Seen
# with streamlit 1.67.0: before the first callback Streamlit looks for newer requests, ends the run
# for one, and goes on with the widgets of the newer alone: the first button never acts, and nobody
# is told. On a busy server that moment lasts for tenths of a second. Two clicks that wait together
# both act, but the newer first. Here both come as the run says that it has started, which is when
# a browser's would be taken. The dashboard gives out no request there, and puts them in their order.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet streamlit==1.67.0
"$folder/venv/bin/python" - <<'PYTHON'
import logging
import sys

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner.script_runner import ScriptRunnerEvent
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner


SHOP = """
import streamlit as st

bought = st.session_state.setdefault("bought", [])
for fruit in ("apple", "pear"):
    st.button(fruit, key=fruit, on_click=bought.append, args=(fruit,))
"""


def bought(clicked, as_it_starts):
    page = AppTest.from_string(SHOP).run()
    ids = {fruit: page.button(key=fruit).proto.id for fruit in ("apple", "pear")}
    waiting = list(as_it_starts)

    def come(sender, event, **_):
        while event is ScriptRunnerEvent.SCRIPT_STARTED and waiting:
            pressed = WidgetState(id=ids[waiting.pop(0)], trigger_value=True)
            sender.request_rerun(RerunData(widget_states=WidgetStates(widgets=[pressed])))

    def run(runner, *asked, **how):
        runner.on_event.connect(come, weak=False)
        return run_of_streamlit(runner, *asked, **how)

    LocalScriptRunner.run, run_of_streamlit = run, LocalScriptRunner.run
    try:
        if clicked:
            page.button(key=clicked).click()
        page.run()
    finally:
        LocalScriptRunner.run = run_of_streamlit
    return page.session_state["bought"]


lost = bought("apple", ["pear"])
turned = bought(None, ["apple", "pear"])
print(f"apple's run starts, pear is clicked: {lost}")
print(f"apple, then pear are clicked while neither is served: {turned}")
if lost != ["pear"] or turned != ["pear", "apple"]:
    sys.exit("This has changed: look at it again.")
PYTHON

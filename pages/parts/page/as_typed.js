// Two traps of the browser's side of Streamlit 1.67, mended for every page at once.
//
// What is typed in a box of several lines reaches the server when the box is left, or at Ctrl+Enter:
// a reload loses it before. `st.text_input` has `live` for that, and `st.text_area` has not. So
// Ctrl+Enter is pressed here, after each pause. While an answer is on its way it waits, since the
// box takes no older text from the server as long as it holds one that was not sent. It never
// waits longer than `LONGEST`. A form takes its boxes with its own button, and Ctrl+Enter would be
// that button.
//
// A button, or a link that looks like one, that is drawn anew or moves while it is pressed gets no
// click: the hand goes down on it and comes up beside it, or on its successor. Who has not moved the
// hand has meant the button.
(() => {
  if (window.jetmsgAsTyped) return;
  window.jetmsgAsTyped = true;

  const PAUSE = 400, LONGEST = 1500, LOOK_AGAIN = 100, STILL = 10; // ms, ms, ms, pixels
  // What opens and closes, as the arrow of a list, looks at hands itself.
  const ACTING =
    '[data-testid="stButton"], [data-testid="stFormSubmitButton"], [data-testid="stLinkButton"]';
  const PRESSED = "button, a";
  const boxes = new WeakMap();

  const isRunning = () =>
    document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "running";

  const send = (box) => {
    const state = boxes.get(box);
    if (isRunning() && Date.now() - state.since < LONGEST) {
      state.timer = setTimeout(send, LOOK_AGAIN, box);
      return;
    }
    boxes.delete(box);
    const enter = { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true };
    box.dispatchEvent(new KeyboardEvent("keydown", enter));
  };

  const onTyped = (event) => {
    const box = event.target;
    if (!(box instanceof HTMLTextAreaElement) || event.isComposing) return;
    if (!box.closest('[data-testid="stTextArea"]') || box.closest('[data-testid="stForm"]')) return;
    const state = boxes.get(box) ?? { since: Date.now() };
    clearTimeout(state.timer);
    state.timer = setTimeout(send, PAUSE, box);
    boxes.set(box, state);
  };

  let pressed = null;

  // A button with a tip is there twice, once hidden for narrow windows.
  const shownIn = (element) =>
    [...element.querySelectorAll(PRESSED)].filter((button) => button.getClientRects().length);

  const onDown = (event) => {
    pressed = null;
    const button = event.target.closest?.(PRESSED);
    if (!button?.closest(ACTING) || event.button !== 0 || event.pointerType === "touch") return;
    const keyed = button.closest('[class*="st-key-"]');
    const key = [...(keyed?.classList ?? [])].find((name) => name.startsWith("st-key-"));
    const isAlone = keyed && shownIn(keyed).length === 1;
    pressed = { button, key: isAlone ? key : undefined, x: event.clientX, y: event.clientY };
  };

  const onUp = (event) => {
    const press = pressed;
    if (!press) return;
    const moved = Math.hypot(event.clientX - press.x, event.clientY - press.y) > STILL;
    // The click, if there is one, comes before this.
    if (!moved) setTimeout(() => press === pressed && clickAnyway(press));
  };

  const clickAnyway = (press) => {
    pressed = null;
    if (press.button.isConnected) return press.button.click();
    const keyed = press.key && document.querySelector(`.${CSS.escape(press.key)}`);
    if (keyed) shownIn(keyed)[0]?.click();
  };

  const onClick = (event) => {
    if (pressed && pressed.button.contains(event.target)) pressed = null;
  };

  document.addEventListener("input", onTyped, true);
  document.addEventListener("compositionend", onTyped, true);
  document.addEventListener("pointerdown", onDown, true);
  document.addEventListener("pointerup", onUp, true);
  document.addEventListener("click", onClick, true);
})();

// What is typed in a field stays typed. A reload forgets what a page holds, and a look at another
// page what its forms hold: so the words of each field lie in this window of the browser, beside
// what the field said before, until the server says something else there.
//
// They come back where a field says what it said before they were typed, and nowhere else: what was
// saved meanwhile, here or in another window, is newer. Compose keeps its own words, in the draft.
// A code or the answer to a question (`autocomplete="off"`, or a dialog) is never kept, nor is what
// is looked for (a field with an icon): that is not to be met again by surprise.
(() => {
  if (window.jetmsgKept) return;
  window.jetmsgKept = true;

  const BOXES = '[data-testid="stTextInput"] input, [data-testid="stTextArea"] textarea';
  const OTHERS = '[data-testid="stDialog"], [class*="st-key-compose-"]';
  const ICON = '[data-testid="stTextInputIcon"]';
  const ABOUT = ["id", "new"]; // What of the address says whose field it is.
  const SETTLED = 150; // ms after a run, when the page is drawn

  const boxes = new Map(); // Each box that is drawn, by its name.
  const said = new WeakMap(); // What the server said in a box last.
  const ready = new WeakSet(); // The boxes in which kept words stand again, or never will.
  const again = new WeakSet(); // The boxes in which kept words were put a second time.
  const drawn = new Set(); // The names that were drawn since the page was loaded.
  const sent = new Set(); // The names with which a button was pressed since they were typed in.

  const scope = () => {
    const asked = new URLSearchParams(location.search);
    const about = ABOUT.map((name) => asked.get(name) ?? "");
    return `jetmsg.typed ${[location.pathname, ...about].join(" ")} `;
  };

  const nameOf = (box) => {
    if (box.disabled || box.type === "password" || box.autocomplete === "off") return null;
    if (box.closest(OTHERS)) return null;
    if (box.closest('[data-testid="stTextInput"]')?.querySelector(ICON)) return null;
    const keyed = box.closest('[class*="st-key-"]');
    const key = [...(keyed?.classList ?? [])].find((name) => name.startsWith("st-key-"));
    return key ? scope() + key : null;
  };

  const read = (name) => JSON.parse(sessionStorage.getItem(name) ?? "null");
  const forget = (name) => sessionStorage.removeItem(name);

  const write = (name, kept) => {
    try {
      sessionStorage.setItem(name, JSON.stringify(kept));
    } catch {
      forget(name); // There is no more room: nothing is better than an older text.
    }
  };

  const onTyped = (event) => {
    const box = event.target;
    const name = box.matches?.(BOXES) ? nameOf(box) : null;
    if (!name) return;
    ready.add(box);
    sent.delete(name);
    const before = read(name)?.before ?? said.get(box) ?? "";
    if (box.value === before) forget(name);
    else write(name, { before, typed: box.value });
  };

  const type = (box, text) => {
    const kind = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    // Sent at once, as by leaving the box: what is sent after a pause could come after a link was
    // taken, and Streamlit would go back to the page it came from.
    if (document.activeElement !== box)
      box.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  };

  const bringBack = (name, box) => {
    ready.add(box);
    said.set(box, box.value);
    const isFirst = !drawn.has(name);
    drawn.add(name);
    const kept = read(name);
    if (!kept) return;
    if (box.value === kept.before) type(box, kept.typed);
    // After a reload the server says nothing but what was saved.
    else if (isFirst || box.value !== kept.typed) forget(name);
  };

  const compare = (name, box) => {
    const kept = read(name);
    if (kept && kept.typed === box.value) return;
    // The browser's side of Streamlit may lose what was typed all by itself. A server that takes it
    // away again means it.
    if (kept && kept.before === box.value && !sent.has(name) && !again.has(box)) {
      again.add(box);
      type(box, kept.typed);
      return;
    }
    forget(name);
    said.set(box, box.value);
  };

  // The browser may draw another field in the same box.
  const isGone = (name, box) => !box.isConnected || nameOf(box) !== name;

  // What the server took away or emptied after a button was pressed was saved.
  const settle = ({ isLeaving = false } = {}) => {
    for (const [name, box] of boxes) {
      if (isGone(name, box)) {
        boxes.delete(name);
        if (sent.has(name) && name.startsWith(scope())) forget(name);
      } else if (ready.has(box)) compare(name, box);
      else if (!isLeaving) bringBack(name, box);
    }
  };

  const isRunning = () =>
    document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "running";

  let isDue = true; // A run has been since the boxes were compared.
  let settling = null;

  const noteNew = () => {
    for (const box of document.querySelectorAll(BOXES)) {
      const name = nameOf(box);
      if (!name || boxes.get(name) === box) continue;
      boxes.set(name, box);
      ready.delete(box);
      said.set(box, box.value);
      isDue = true;
    }
  };

  // What is closed between two runs, as the name of a list by a click beside it, was not sent.
  const dropClosed = () => {
    for (const [name, box] of boxes) if (isGone(name, box)) boxes.delete(name);
  };

  const onDrawn = () => {
    if (!isDue && !isRunning()) dropClosed();
    noteNew();
    isDue ||= isRunning();
    if (!isDue) return;
    clearTimeout(settling);
    if (isRunning()) return;
    settling = setTimeout(() => {
      isDue = false;
      settle();
    }, SETTLED);
  };

  const onPressed = (event) => {
    const isEnter = event.key === "Enter" && event.isTrusted; // `as_typed.js` presses it as well.
    const isClick = event.type === "click" && event.target.closest?.("button");
    if (!isEnter && !isClick) return;
    // A box of the page before may still be known; this button has not sent it.
    for (const [name, box] of boxes) if (!isGone(name, box)) sent.add(name);
  };

  document.addEventListener("input", onTyped, true);
  document.addEventListener("click", onPressed, true);
  document.addEventListener("keydown", onPressed, true);
  addEventListener("pagehide", () => settle({ isLeaving: true }));
  const all = { subtree: true, childList: true, attributeFilter: ["data-test-script-state"] };
  new MutationObserver(onDrawn).observe(document.body, all);
  onDrawn();
})();

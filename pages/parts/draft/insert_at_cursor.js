// A button of a row of inserts writes its text where the cursor stands in the box the row is for.
//
// Only the browser knows where that is. The button does not take the cursor away: what was typed is
// not sent before the text is in it. The text is written as if it were typed, so that Ctrl+Z takes
// it back, and then sent by Ctrl+Enter; a form sends it with its own button. Where nobody has been
// in the box yet it goes to the end, and without this script the server writes it there.
(() => {
  if (window.jetmsgInserts) return;
  window.jetmsgInserts = true;

  const ROW = '[class*="-inserts"]';
  const visited = new WeakSet();

  const boxOf = (about) => document.querySelector(`.${about.dataset.insertInto} textarea`);

  // The row, its box and the button in it that an event is about; null for any other event.
  const meant = (event) => {
    const button = event.target.closest?.("button");
    const row = button?.closest(ROW);
    const about = row?.querySelector("[data-insert-into]");
    const box = about && boxOf(about);
    if (!box) return null;
    const key = button.closest('[class*="-chip-"]')?.className.match(/-chip-(\d+)/);
    return key ? { box, text: JSON.parse(about.dataset.insertTexts)[key[1]] } : null;
  };

  const insert = (box, text) => {
    if (!visited.has(box)) box.setSelectionRange(box.value.length, box.value.length);
    box.focus();
    visited.add(box);
    const before = box.value.slice(0, box.selectionStart);
    const after = box.value.slice(box.selectionEnd);
    const left = /[\p{L}\p{M}\p{N}},;:!?.]$/u.test(before) ? " " : "";
    const right = /^[\p{L}\p{N}{]/u.test(after) ? " " : "";
    const words = `${left}${text}${right}`;
    if (!document.execCommand("insertText", false, words)) {
      box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    if (box.closest('[data-testid="stForm"]')) return;
    const enter = { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true };
    setTimeout(() => box.dispatchEvent(new KeyboardEvent("keydown", enter)));
  };

  document.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLTextAreaElement) visited.add(event.target);
  });
  document.addEventListener("mousedown", (event) => {
    if (meant(event)) event.preventDefault();
  }, true);
  // Not further down: the button would ask the server to write it at the end. Others who listen up
  // here hear of it.
  document.addEventListener("click", (event) => {
    const wanted = meant(event);
    if (!wanted) return;
    event.stopPropagation();
    insert(wanted.box, wanted.text);
  }, true);
})();

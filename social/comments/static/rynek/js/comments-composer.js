// Writing: toolbar, preview, drafts, quoting a selection. Works on any [data-composer] form.
const DRAFT = "rynek-draft:";
const KEPT_DAYS = 14;
const FILES_KEPT_DAYS = 2; // the server keeps what no comment took for as long
const words = () => document.getElementById("comments")?.dataset ?? {};
const inputOf = (node) => node.closest("[data-composer]")?.querySelector(".composer__input");
const changed = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));

// --- Toolbar -------------------------------------------------------------------------------
const around = (input, before, after = before) => {
  const { selectionStart: from, selectionEnd: to, value } = input;
  const chosen = value.slice(from, to);
  input.setRangeText(before + chosen + after, from, to, "end");
  const at = from + before.length;
  input.setSelectionRange(at, at + chosen.length);
};
const eachLine = (input, mark) => {
  const { value } = input;
  const from = value.lastIndexOf("\n", input.selectionStart - 1) + 1;
  const chosen = value.slice(from, input.selectionEnd) || "";
  const lines = chosen.split("\n");
  const marked = lines.every((line) => line.startsWith(mark));
  const text = lines.map((line) => (marked ? line.slice(mark.length) : mark + line)).join("\n");
  input.setRangeText(text, from, input.selectionEnd, "end");
};
const FORMATS = {
  bold: (input) => around(input, "**"),
  italic: (input) => around(input, "*"),
  list: (input) => eachLine(input, "- "),
  quote: (input) => eachLine(input, "> "),
  code: (input) => (input.value.slice(input.selectionStart, input.selectionEnd).includes("\n") ? around(input, "```\n", "\n```") : around(input, "`")),
  link: (input) => {
    const from = input.selectionStart;
    const chosen = input.value.slice(from, input.selectionEnd);
    around(input, "[", "](https://)");
    const at = from + chosen.length + 3;
    if (chosen) input.setSelectionRange(at, at + 8);
  },
  mention: (input) => around(input, "@", ""),
  topic: (input) => around(input, "#", ""),
};
const format = (input, name) => {
  input.focus();
  FORMATS[name](input);
  changed(input);
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-format]");
  if (button) format(inputOf(button), button.dataset.format);
});
// Arrow keys move inside the toolbar, as its role promises.
document.addEventListener("keydown", (event) => {
  const bar = event.target.closest?.("[data-toolbar]");
  if (!bar || !["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  const buttons = [...bar.querySelectorAll("button")];
  const at = buttons.indexOf(event.target);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: buttons.length - 1 }[event.key];
  buttons.at(to % buttons.length)?.focus();
});
document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!(event.ctrlKey || event.metaKey) || !input.matches?.(".composer__input")) return;
  const name = { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
  if (name) {
    event.preventDefault();
    format(input, name);
  } else if (event.key === "Enter") {
    event.preventDefault();
    input.form.requestSubmit();
  }
});

// --- Preview: beside the text, made by the server, so that it shows exactly what will be ------
let waiting;
const preview = async (form) => {
  const pane = form.querySelector("[data-preview-pane]");
  const input = form.querySelector(".composer__input");
  if (!pane || pane.hidden) return;
  if (!input.value.trim()) {
    pane.textContent = words().textNothing || "";
    return;
  }
  const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  const body = new URLSearchParams({ text: input.value });
  const answer = await fetch(words().preview, { method: "POST", headers, body, credentials: "same-origin" }).catch(() => null);
  // The fragment is the server's own cleaned HTML.
  if (answer?.ok && !answer.redirected) pane.innerHTML = await answer.text();
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-preview-toggle]");
  if (!button) return;
  const form = button.closest("[data-composer]");
  const pane = form.querySelector("[data-preview-pane]");
  pane.hidden = !pane.hidden;
  button.setAttribute("aria-pressed", String(!pane.hidden));
  preview(form);
});
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-composer]");
  if (!form || !event.target.matches(".composer__input")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => preview(form), 300);
  keep(form);
});

// --- Drafts: kept in this browser until they are posted ---------------------------------------
const keyOf = (form) => `${DRAFT}${words().person ?? "me"}:${form.dataset.composer}`;
const store = (deed) => {
  try {
    return deed(localStorage);
  } catch {
    return null; // storage may be full or switched off; writing goes on without it
  }
};
const keep = (form) => {
  const text = form.querySelector(".composer__input").value;
  const files = [...form.querySelectorAll("[data-files] [data-key]")].map((row) => ({ key: row.dataset.key, name: row.dataset.name || row.textContent }));
  const draft = JSON.stringify({ text, files, at: Date.now() });
  store((s) => (text.trim() || files.length ? s.setItem(keyOf(form), draft) : s.removeItem(keyOf(form))));
};
document.addEventListener("draft-changed", (event) => keep(event.target));
const restore = (root) => {
  const forms = root.matches?.("[data-composer]") ? [root] : root.querySelectorAll?.("[data-composer]") ?? [];
  for (const form of forms) {
    const input = form.querySelector(".composer__input");
    const draft = store((s) => JSON.parse(s.getItem(keyOf(form)) || "null"));
    if (!(draft?.text || draft?.files?.length) || form.querySelector(".composer__errors")) continue;
    if (form.dataset.edit === undefined ? input.value.trim() : input.value === draft.text) continue;
    input.value = draft.text;
    const files = Date.now() - draft.at < FILES_KEPT_DAYS * 864e5 ? draft.files ?? [] : [];
    if (files.length) form.dispatchEvent(new CustomEvent("restore-files", { bubbles: true, detail: files }));
    const status = document.getElementById("conversation-status");
    if (status) status.textContent = words().textRestored || "";
  }
};
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig?.elt?.closest?.("[data-composer]");
  const signedOut = /\/sign-in\//.test(event.detail.xhr.responseURL || "");
  if (form && event.detail.xhr.status === 200 && !signedOut) store((s) => s.removeItem(keyOf(form)));
});
document.addEventListener("htmx:afterSettle", (event) => restore(event.detail.elt));
restore(document);
store((s) => {
  for (const key of Object.keys(s)) {
    if (!key.startsWith(DRAFT)) continue;
    const draft = JSON.parse(s.getItem(key) || "{}");
    if (Date.now() - (draft.at || 0) > KEPT_DAYS * 864e5) s.removeItem(key);
  }
});
// Whoever signs out leaves nothing behind on a shared computer.
document.addEventListener("submit", (event) => {
  if (!event.target.action?.includes("/sign-out/")) return;
  store((s) => Object.keys(s).forEach((key) => key.startsWith(DRAFT) && s.removeItem(key)));
});

// --- Quoting what is selected ------------------------------------------------------------------
const quoted = (text) => text.trim().split("\n").map((line) => `> ${line}`).join("\n") + "\n\n";
let selection = "";
document.addEventListener("selectionchange", () => {
  const now = getSelection();
  const text = now.toString().trim();
  const within = now.anchorNode?.parentElement?.closest?.(".prose");
  bubble.hidden = !text || !within || !document.getElementById("text-page");
  if (bubble.hidden) return;
  selection = text;
  const box = now.getRangeAt(0).getBoundingClientRect();
  bubble.style.top = `${Math.max(0, box.top + scrollY - 44)}px`;
  bubble.style.left = `${Math.min(innerWidth - 140, box.left + scrollX)}px`;
});
const bubble = document.createElement("button");
bubble.type = "button";
bubble.className = "btn quote-bubble";
bubble.hidden = true;
bubble.textContent = words().textQuote || "Quote";
document.body.append(bubble);
bubble.addEventListener("mousedown", (event) => event.preventDefault());
bubble.addEventListener("click", () => {
  const comment = getSelection().anchorNode?.parentElement?.closest(".comment");
  const reply = comment?.querySelector("[data-reply]:not([data-quote])");
  const text = quoted(selection);
  getSelection().removeAllRanges();
  if (!reply) return insert(document.getElementById("text-page"), text);
  const slot = document.getElementById(`reply-${reply.dataset.reply}`);
  const open = slot.querySelector(".composer__input");
  if (open) return insert(open, text);
  slot.addEventListener("htmx:afterSettle", () => insert(slot.querySelector(".composer__input"), text), { once: true });
  reply.click();
});
const insert = (input, text) => {
  if (!input) return;
  input.focus();
  input.setRangeText(text, input.value.length, input.value.length, "end");
  changed(input);
  input.scrollIntoView({ block: "center" });
};

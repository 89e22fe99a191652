// Sets the reader's own theme before the first paint. Loaded in <head> without defer, on purpose:
// the CSP forbids inline scripts and a late theme would flash.
(() => {
  const KEY = "rynek-theme";
  const root = document.documentElement;
  root.classList.remove("no-js");

  function stored() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is switched off: follow the system
    }
  }

  function apply(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  apply(stored());

  document.addEventListener("click", (event) => {
    const choice = event.target.closest?.("[data-theme-choice]");
    if (!choice) return;
    const theme = choice.dataset.themeChoice;
    try {
      if (theme === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, theme);
    } catch {
      // nothing to keep it in: it holds for this page
    }
    apply(theme);
    mark();
  });

  function mark() {
    const now = stored() ?? "auto";
    for (const choice of document.querySelectorAll("[data-theme-choice]")) {
      choice.setAttribute("aria-pressed", String(choice.dataset.themeChoice === now));
    }
  }
  document.addEventListener("DOMContentLoaded", mark);
  addEventListener("storage", (event) => event.key === KEY && (apply(stored()), mark()));
})();

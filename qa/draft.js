// Runs for the draft that is being written and for the choice of who writes, as `page.js` does for the rest.

if (element.closest("#draft")) {
  // The turn is kept in sight from its head as its draft grows below it.
  watch("value", () => {
    if (!element.querySelector(".draft") || window.bylineScrolled) return;
    [...document.querySelectorAll("#conversation .turn")].at(-1)?.scrollIntoView({ block: "start" });
  });
}

if (element.closest("#writer")) {
  const KEY = "byline-writer";  // In this tab until it is closed: what was allowed is asked again in another.
  let wish = { writer: null, allowed: [] };
  let here = false;

  const choose = (changed) => {
    wish = { ...wish, ...changed };
    here = element.contains(document.activeElement);
    sessionStorage.setItem(KEY, JSON.stringify(wish));
    trigger("choose", wish);
  };

  element.addEventListener("change", (event) => choose({ writer: event.target.value }));

  element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { allow } = button.dataset;
    choose(allow === undefined ? { writer: "" } : { writer: allow, allowed: [...wish.allowed, allow] });
  });

  watch("value", () => {
    // What was pressed has been drawn anew; who has gone on to type in the meantime is left there.
    const still = document.activeElement === document.body || element.contains(document.activeElement);
    if (here && still) element.querySelector("input:checked").focus({ preventScroll: true });
    here = false;
  });

  const kept = sessionStorage.getItem(KEY);
  if (kept) choose(JSON.parse(kept));
}

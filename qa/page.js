// Runs once for each HTML part of the page, as Gradio's `js_on_load`: `element` is the part, `trigger` calls Python,
// `props` holds the part's value, `watch` tells when Python has changed it. Listeners sit on the part itself, since
// what is inside is replaced with every answer.

const EVENTS = ["ask", "as_typed", "cite", "read", "more", "fresh", "stop_draft"];
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const glide = calm ? "auto" : "smooth";
const TWICE_MS = 500;

let added = null;  // Where in the list of articles those begin that were asked for.

const lost = () => document.activeElement === document.body;
const here = () => lost() || element.contains(document.activeElement);

const opener = () => {
  const key = window.bylineOpener;
  return key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
};

const markOpener = () => {
  document.querySelectorAll("[data-key][aria-current]").forEach((button) => button.removeAttribute("aria-current"));
  if (document.querySelector("article.source")) opener()?.setAttribute("aria-current", "true");
};

const reveal = () => {
  const source = document.querySelector("article.source");
  markOpener();
  if (!source) return;
  source.focus({ preventScroll: true });
  // From its head, so that outlet and date are in sight; further down only as far as the sentence needs.
  source.scrollIntoView({ block: "start" });
  const mark = source.querySelector("mark");
  if (mark && mark.getBoundingClientRect().bottom > innerHeight - 24) {
    mark.scrollIntoView({ block: "center", behavior: glide });
  }
};

const close = () => {
  if (!element.querySelector("article.source")) return;
  props.value = "";
  // The part is redrawn after this task.
  setTimeout(() => {
    const button = opener();
    markOpener();
    button?.focus({ preventScroll: true });
    button?.scrollIntoView({ block: "nearest", behavior: glide });
  });
};

const toClipboard = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard outside https and localhost, or it was refused: the old way still works there.
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
};

const copy = async (button) => {
  const done = await toClipboard(button.dataset.copy);
  button.textContent = done ? "Copied" : "Not copied";
  button.focus({ preventScroll: true });
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || !element.contains(button)) return;
  const { event: name, ...data } = button.dataset;
  if ("close" in data) return close();
  if ("copy" in data) return copy(button);
  if ("goto" in data) return document.querySelector(data.goto)?.scrollIntoView({ behavior: glide });
  if (!EVENTS.includes(name)) return;
  if (name === "cite" || name === "read") {
    window.bylineOpener = data.key;
    const shown = document.querySelector("article.source")?.dataset.shown;
    if (shown === data.key) return reveal();
  }
  if (name === "more") added = Number(data.shown);
  trigger(name, data);
});

if (element.closest("#source")) {
  watch("value", reveal);
  document.addEventListener("keydown", (event) => {
    // In an open list of choices, Escape closes the list.
    if (event.key === "Escape" && event.target.ariaExpanded !== "true") close();
  }, true);
}

if (element.closest("#conversation")) {
  // One answer at a time: a second would follow on the same turns as the first, and one of the two would be lost.
  let last = { of: null, at: 0 };
  const hold = (event) => {
    const typed = event.key === "Enter" && !event.shiftKey && event.target.closest("#question");
    const pressed = event.type === "click" && event.target.closest("#send, [data-event=ask], [data-event=as_typed]");
    if (!typed && !pressed) return;
    const box = document.querySelector("#question textarea");
    const asks = typed || event.target.closest("#send");
    if (asks && !box.value.trim()) {
      event.preventDefault();
      event.stopPropagation();
      return box.focus();
    }
    const of = pressed && pressed.dataset.event ? pressed : box.value;
    // Pressed twice, it comes a second time before the first is seen to be in progress.
    const twice = of === last.of && event.timeStamp - last.at < TWICE_MS;
    last = { of, at: event.timeStamp };
    if (!twice && !element.querySelector(".progress")) return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("keydown", hold, true);
  document.addEventListener("click", hold, true);
  // Who scrolls while an answer is written is left where that leads; `draft.js` asks for it too.
  const scrolled = () => { window.bylineScrolled = true; };
  for (const kind of ["wheel", "touchmove"]) document.addEventListener(kind, scrolled, { passive: true });
  document.addEventListener("keydown", ({ key }) => /^(Page|Arrow|Home|End)/.test(key) && scrolled());
  let before = 0;
  watch("value", () => {
    last = { of: null, at: 0 };
    markOpener();
    const turns = [...element.querySelectorAll(".turn")];
    const turn = turns.at(-1);
    if (turns.length !== before) window.bylineScrolled = false;
    if (!window.bylineScrolled) turn?.scrollIntoView({ block: "start", behavior: glide });
    // A button in here that began a turn is gone, or it stays and is disabled until the answer. A browser takes the
    // focus from a disabled button with the next frame only, and not at all when the answer is there before it; so
    // the keyboard's place moves with the turn, however the button fares.
    const moves = turns.length > before ? here() : lost();
    before = turns.length;
    if (!moves) return;
    if (turn) turn.querySelector(".asked").focus({ preventScroll: true });
    else if (matchMedia("(min-width: 861px)").matches) document.querySelector("#question textarea").focus();
  });
}

if (element.closest("#library")) {
  watch("value", () => {
    // The button that asked for more has moved below them, or is gone.
    if (added !== null && here()) element.querySelectorAll(".article")[added]?.focus();
    added = null;
  });
}

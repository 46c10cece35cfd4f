// Runs for the list of kept conversations and for the link by which one is downloaded, as `page.js` does for the rest.

if (element.closest("#download")) {
  watch("value", () => element.querySelector("a")?.click());
}

if (element.closest("#kept")) {
  let open = false;
  let pressed = null;  // What the keyboard was on when the list was last changed, to find it again.

  const disarm = (button) => {
    delete button.dataset.armed;
    button.textContent = "Delete";
  };

  element.addEventListener("toggle", (event) => {
    if (event.target.matches(".kept")) open = event.target.open;
  }, true);

  element.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-event]");
    if (!button) return;
    const { event: name, id, form } = button.dataset;
    if (name === "forget" && !("armed" in button.dataset)) {
      button.dataset.armed = "";
      button.textContent = "Delete for good?";
      button.addEventListener("blur", () => disarm(button), { once: true });
      return;
    }
    pressed = name === "export" ? null : id;
    if (name === "reopen") open = false;
    if (name === "export") trigger("export", { id, form });
    else trigger("kept", { doing: name, id, value: "" });
  });

  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    pressed = form.dataset.id;
    trigger("kept", { doing: "rename", id: pressed, value: form.elements.title.value });
  });

  element.addEventListener("change", (event) => {
    if (event.target.name !== "keep") return;
    trigger("kept", { doing: event.target.checked ? "keep" : "keep nothing", id: "", value: "" });
  });

  watch("value", () => {
    const list = element.querySelector(".kept");
    if (!list) return;
    list.open = open;
    // What was pressed is gone, or is closed with what it stood in; a browser takes the focus from it a frame later.
    const here = document.activeElement === document.body || element.contains(document.activeElement);
    if (pressed === null || !here) return;
    const same = open && element.querySelector(`li[data-id="${CSS.escape(pressed)}"] .reopen`);
    (same || list.querySelector("summary")).focus({ preventScroll: true });
    pressed = null;
  });
}

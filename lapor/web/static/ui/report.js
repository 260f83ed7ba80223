// The report form, one step at a time, with a draft kept on this device.
// Without this module the same form is one page with one button.
const form = document.querySelector('[data-behaviour="report"]');
const KEY = "lapor-draf";
const KEPT = ["title", "content", "date_of_incident", "location", "region", "agency",
  "category"];

if (form) {
  const words = form.dataset;
  const status = form.querySelector("[data-draft]");
  keepDraft(form, words, status);
  countLetters(form);
  if (!("hasErrors" in words)) showSteps(form, words);
  form.addEventListener("submit", () => {
    const button = form.querySelector("[data-send]");
    button.textContent = words.sending;
    setTimeout(() => { button.disabled = true; });
  });
  // Coming back with the browser's own button: let people send again.
  addEventListener("pageshow", () => {
    form.querySelector("[data-send]").disabled = false;
  });
}

function showSteps(form, words) {
  const steps = [...form.querySelectorAll(".step")];
  const bar = document.createElement("p");
  bar.className = "soft";
  bar.setAttribute("role", "status");
  form.prepend(bar);
  steps.forEach((step, place) => {
    const row = step.querySelector(":scope > .buttons") ?? step.appendChild(
      Object.assign(document.createElement("div"), { className: "buttons" }));
    if (place < steps.length - 1) {
      row.prepend(button(words.next, "button", () => {
        if (isComplete(step)) go(place + 1);
      }));
    }
    if (place > 0) {
      row.append(button(words.back, "button button--second", () => go(place - 1)));
    }
  });
  form.addEventListener("keydown", (event) => {
    const open = steps.findIndex((step) => !step.hidden);
    const isLine = event.target.matches("input:not([type=radio], [type=checkbox])");
    if (event.key === "Enter" && isLine && open < steps.length - 1) {
      event.preventDefault();
      if (isComplete(steps[open])) go(open + 1);
    }
  });
  go(0, true);

  function go(place, isFirst = false) {
    steps.forEach((step, other) => { step.hidden = other !== place; });
    bar.textContent = `${words.step} ${place + 1} ${words.of} ${steps.length}`;
    if (isFirst) return;
    const head = steps[place].querySelector("h2");
    head.tabIndex = -1;
    head.focus();
  }
}

function isComplete(step) {
  const controls = [...step.querySelectorAll("input, select, textarea")];
  const wrong = controls.find((control) => !control.checkValidity());
  wrong?.reportValidity();
  return !wrong;
}

function button(label, className, act) {
  const made = Object.assign(document.createElement("button"),
    { type: "button", className, textContent: label });
  made.addEventListener("click", act);
  return made;
}

function keepDraft(form, words, status) {
  const store = safeStore();
  if (!store) return;
  const old = JSON.parse(store.getItem(KEY) ?? "{}");
  const isFresh = !("hasErrors" in words);
  if (isFresh && Object.keys(old).length) {
    for (const [name, value] of Object.entries(old)) {
      const control = form.elements[name];
      if (name === "classification") {
        const choice = form.querySelector(`[name=classification][value="${value}"]`);
        if (choice) choice.checked = true;
      } else if (control && !control.value) control.value = value;
    }
    tell(words.restored);
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  });
  addEventListener("offline", () => tell(words.offline));
  addEventListener("online", () => tell(words.saved));
  form.addEventListener("submit", (event) => {
    save();
    if (navigator.onLine === false) {
      event.preventDefault();
      event.stopImmediatePropagation();
      tell(words.offline);
    }
  }, true);

  function save() {
    const data = new FormData(form);
    const kept = {};
    for (const name of [...KEPT, "classification"]) {
      const value = data.get(name);
      if (value) kept[name] = value;
    }
    store.setItem(KEY, JSON.stringify(kept));
    tell(words.saved);
  }

  function tell(sentence) {
    status.replaceChildren(sentence, button(words.drop, "", () => {
      store.removeItem(KEY);
      form.reset();
      status.replaceChildren();
    }));
  }
}

function safeStore() {
  try {
    localStorage.getItem(KEY);
    return localStorage;
  } catch {
    return null;
  }
}

function countLetters(form) {
  for (const control of form.querySelectorAll('[data-behaviour="count"]')) {
    const line = Object.assign(document.createElement("p"), { className: "field__count" });
    line.setAttribute("aria-hidden", "true");
    control.after(line);
    const show = () => { line.textContent = `${control.value.length} / ${control.maxLength}`; };
    control.addEventListener("input", show);
    show();
  }
}

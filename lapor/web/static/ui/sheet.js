// A sheet that saves itself: each item is sent a moment after it was changed. Without
// this module the button at the end saves all of them.
const PAUSE = 700; // ms without a keystroke

for (const form of document.querySelectorAll('[data-behaviour="sheet"]')) {
  const status = form.querySelector("[data-status]");
  const waiting = new Map();
  // One at a time: what was typed must never be overtaken by what it corrects.
  let last = Promise.resolve();
  const send = (item) => {
    last = last.then(() => save(form, item, status, waiting));
  };
  form.addEventListener("input", (event) => {
    const item = event.target.closest("fieldset");
    if (!item) return;
    clearTimeout(waiting.get(item));
    waiting.set(item, setTimeout(send, PAUSE, item));
  });
  // Whoever leaves in the middle of a word loses nothing.
  addEventListener("pagehide", () => {
    for (const item of waiting.keys()) {
      navigator.sendBeacon(form.dataset.save, content(form, item));
    }
  });
}

async function save(form, item, status, waiting) {
  waiting.delete(item);
  try {
    const answer = await fetch(form.dataset.save, {
      method: "POST",
      body: content(form, item),
    });
    const told = await answer.json();
    status.textContent = told.words;
    status.classList.toggle("field__error", !answer.ok);
  } catch {
    status.textContent = form.dataset.failed;
    status.classList.add("field__error");
  }
}

function content(form, item) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const control of item.querySelectorAll("input, textarea")) {
    if (control.type !== "radio" || control.checked) {
      data.append(control.name, control.value);
    }
  }
  return data;
}

// The scoring desk by keys alone: 0 to 4 give a mark and go on, arrows go to the next or
// the last dimension, Enter finishes. Marks are saved as they are given; without this
// module the buttons do the same.
for (const form of document.querySelectorAll('[data-behaviour="scoring"]')) {
  const rows = [...form.querySelectorAll("[data-dimension]")];
  const status = form.querySelector("[data-status]");
  // One at a time: a mark must never be overtaken by the one it corrects.
  let last = Promise.resolve();
  let waiting = 0;
  form.addEventListener("change", () => {
    waiting += 1;
    status.textContent = "";
    last = last.then(() => save(form)).then(([words, isSaved]) => {
      waiting -= 1;
      if (waiting) return;
      status.textContent = words;
      status.classList.toggle("field__error", !isSaved);
    });
  });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, input[type=text]")) return;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    if (/^[0-4]$/.test(event.key)) {
      const row = rows[Math.max(here, 0)];
      mark(row, event.key);
      focus(rows[Math.min(Math.max(here, 0) + 1, rows.length - 1)]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      focus(rows[Math.min(Math.max(here + step, 0), rows.length - 1)]);
    } else if (event.key === "Enter" && !event.target.matches("a, button, summary")) {
      form.querySelector("[name=selesai]").click();
    } else {
      return;
    }
    event.preventDefault();
  });
  focus(rows.find((row) => !row.querySelector("input:checked")) ?? rows[0]);
}

function mark(row, value) {
  const choice = row.querySelector(`input[value="${value}"]`);
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
}

function focus(row) {
  (row.querySelector("input:checked") ?? row.querySelector("input")).focus();
}

async function save(form) {
  try {
    const answer = await fetch(form.dataset.save, {
      method: "POST",
      body: new FormData(form),
    });
    return [(await answer.json()).words, answer.ok];
  } catch {
    return [form.dataset.failed, false];
  }
}

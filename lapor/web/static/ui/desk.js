// The desk a little quicker: filters apply at once, names are suggested while typing,
// the second level of topics follows the first. Everything works without this module.
document.documentElement.classList.add("has-script");

for (const form of document.querySelectorAll('[data-behaviour="narrow"]')) {
  form.addEventListener("change", () => form.requestSubmit());
}

for (const form of document.querySelectorAll('[data-behaviour="act"]')) {
  for (const input of form.querySelectorAll("[data-suggest]")) suggest(form, input);
  for (const select of form.querySelectorAll("[data-group]")) refill(form, select);
  for (const select of form.querySelectorAll("[data-examples]")) fill(form, select);
  form.addEventListener("submit", (event) => {
    // A second press while the first is under way is no second act.
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  addEventListener("pageshow", () => { delete form.dataset.sent; });
}

for (const button of document.querySelectorAll('[data-behaviour="print"]')) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

function suggest(form, input) {
  const slot = document.getElementById(`hits-${input.name}`);
  const asked = form.querySelector(`input[type=hidden][name=${input.name}_for]`);
  if (!slot) return;
  let timer;
  let running;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    running?.abort();
    const text = input.value.trim();
    if (text.length < 3) {
      slot.replaceChildren();
      return;
    }
    timer = setTimeout(async () => {
      running = new AbortController();
      const page = await piece(`${input.dataset.suggest}?${new URLSearchParams(
        { q: text, untuk: input.name })}`, running.signal);
      if (!page) return;
      slot.replaceChildren(...page.body.children);
      if (asked) asked.value = text;
    }, 250);
  });
  slot.addEventListener("change", (event) => {
    const label = slot.querySelector(`label[for="${event.target.id}"]`);
    if (!label) return;
    input.value = label.textContent.trim();
    if (asked) asked.value = input.value;
  });
}

function refill(form, select) {
  const below = form.elements[select.dataset.group];
  if (!below) return;
  select.addEventListener("change", async () => {
    below.replaceChildren(...[...below.options].slice(0, 1));
    const page = await piece(`/meja/pilihan/subkategori/?${new URLSearchParams(
      { kategori: select.value })}`);
    if (!page) return;
    // A bare list of options is dropped by the parser unless it stands in a select.
    below.replaceChildren(...page.querySelectorAll("option"));
    below.selectedIndex = 0;
  });
}

function fill(form, select) {
  const text = form.elements[select.dataset.examples];
  const examples = [...form.querySelectorAll("[data-example]")];
  select.addEventListener("change", () => {
    const known = examples.map((each) => each.textContent);
    if (text.value.trim() && !known.includes(text.value)) return;
    const example = examples.find((each) => each.dataset.example === select.value);
    text.value = example ? example.textContent : "";
  });
}

async function piece(address, signal) {
  try {
    const answer = await fetch(address, { signal });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null; // Away or typed on: the server asks when the form is sent.
  }
}

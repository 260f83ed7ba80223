// The counter from the keyboard: Ctrl+Enter saves, similar cases follow the typing.
// Everything works without this module: a button asks for similar cases instead.
const form = document.querySelector("form.counter");
const slot = document.getElementById("serupa");
const COMPARED = ["title", "content", "location", "region", "category",
  "letter_number", "letter_on", "channel"];
let timer;
let running;
let last = "";

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".button--big"));
});

for (const kind of ["input", "change"]) {
  form?.addEventListener(kind, (event) => {
    if (!COMPARED.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(look, 600);
  });
}

async function look() {
  const typed = new URLSearchParams();
  for (const name of COMPARED) typed.set(name, form.elements[name]?.value ?? "");
  const region = form.querySelector("#hits-region input:checked");
  if (region) typed.append("region_code", region.value);
  if (typed.toString() === last) return;
  last = typed.toString();
  typed.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  running?.abort();
  running = new AbortController();
  try {
    const answer = await fetch(form.dataset.similar,
      { method: "POST", body: typed, signal: running.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    slot.replaceChildren(...page.body.children);
  } catch {
    last = ""; // Away or typed on: asked again with the next letter.
  }
}

// Public reports on the same matter while somebody writes: the same list that the
// server shows on the button "Lihat laporan serupa".
const form = document.querySelector('[data-behaviour="report"]');
const slot = document.getElementById("serupa");
const asks = document.querySelector("[data-similar]");

if (form && slot && asks) {
  // Enter in a line must never mean this button: it is the first one of the form.
  asks.type = "button";
  let timer;
  let running;
  let last = "";
  asks.addEventListener("click", () => look(true));
  for (const name of ["title", "content", "location"]) {
    form.elements[name]?.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 900);
    });
  }
  form.querySelector("input[type=text][name=region]")?.addEventListener("change",
    () => look());

  async function look(isAsked = false) {
    const told = new FormData();
    for (const name of ["csrfmiddlewaretoken", "title", "content", "location",
      "category"]) {
      told.set(name, form.elements[name]?.value ?? "");
    }
    told.set("region", form.querySelector("input[type=text][name=region]")?.value ?? "");
    const now = [...told.values()].join("\n");
    if (!isAsked && (now === last || told.get("title").length < 10)) return;
    last = now;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch("/lapor/serupa/", { method: "POST", body: told,
        signal: running.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      slot.replaceChildren(...page.body.children);
    } catch {
      // Away or typed on: nothing is lost, the report is taken all the same.
    }
  }
}

// Suggestions for a region or an agency while typing: the same radio list that the
// server shows when a name is not clear.
for (const [name, address] of [["region", "/wilayah/"], ["agency", "/instansi/"]]) {
  const input = document.querySelector(`input[type=text][name=${name}]`);
  const slot = document.getElementById(`hits-${name}`);
  const asked = document.querySelector(`input[type=hidden][name=${name}_for]`);
  if (!input || !slot) continue;
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
      try {
        const answer = await fetch(`${address}?${new URLSearchParams({ q: text, pilih: name })}`,
          { signal: running.signal });
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        slot.replaceChildren(...page.body.children);
        if (asked) asked.value = text;
      } catch {
        // Away or typed on: the server asks when the form is sent.
      }
    }, 250);
  });
  slot.addEventListener("change", (event) => {
    const label = slot.querySelector(`label[for="${event.target.id}"]`);
    if (!label) return;
    input.value = label.textContent.trim();
    if (asked) asked.value = input.value;
  });
}

// Works before a vote is sent, so that a robot pays for each. Without this module, or
// where the browser has no hashing, the server asks for a short wait instead.
for (const form of document.querySelectorAll("[data-effort]")) {
  if (!globalThis.crypto?.subtle) continue;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const button = event.submitter;
    const label = button.textContent;
    button.textContent = form.dataset.working;
    button.setAttribute("aria-busy", "true");
    form.elements.answer.value = await found(form.elements.token.value,
      Number(form.dataset.effort));
    button.textContent = label;
    form.requestSubmit(button);
  });
}

async function found(token, bits) {
  const encoder = new TextEncoder();
  for (let number = 0; ; number += 64) {
    const batch = await Promise.all(Array.from({ length: 64 }, (_, place) =>
      crypto.subtle.digest("SHA-256", encoder.encode(`${token}:${number + place}`))));
    const place = batch.findIndex((hash) => zeros(new DataView(hash)) >= bits);
    if (place >= 0) return String(number + place);
  }
}

function zeros(view) {
  const head = view.getUint32(0);
  return head ? Math.clz32(head) : 32 + Math.clz32(view.getUint32(4));
}

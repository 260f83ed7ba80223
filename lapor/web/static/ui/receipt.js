// Print and copy the receipt; the draft is done with.
try {
  localStorage.removeItem("lapor-draf");
} catch {
  // No store on this device.
}
for (const button of document.querySelectorAll('[data-behaviour="print"]')) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const button of document.querySelectorAll('[data-behaviour="copy"]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  });
}

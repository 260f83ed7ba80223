// Shows what needs WebAuthn only where the browser has it, and says when it failed.
const forms = document.querySelectorAll('[data-behaviour="passkey"]');

if (window.PublicKeyCredential) {
  for (const form of forms) form.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const line of document.querySelectorAll("[data-passkey-trouble]")) {
    line.hidden = false;
  }
});

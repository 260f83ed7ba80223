// Shows what needs WebAuthn only where the browser has it, and says when it failed.
// A passkey belongs to a name, so there are none at a bare address such as 127.0.0.1.
const isAddress = /^[\d.]+$|:/.test(location.hostname);
const isThere = window.PublicKeyCredential && !isAddress;

function show(selector) {
  for (const part of document.querySelectorAll(selector)) part.hidden = false;
}

show(isThere ? '[data-behaviour="passkey"]' : "[data-passkey-missing]");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  show("[data-passkey-trouble]");
});

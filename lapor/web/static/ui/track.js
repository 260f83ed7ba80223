// The QR code carries /lacak/#NUMBER.CODE: fill the form in. What follows # is never
// sent to a server, so the code stays out of its logs.
const form = document.querySelector('[data-behaviour="track"]');
const [number, code] = decodeURIComponent(location.hash.slice(1)).split(".");
if (form && number && code) {
  form.elements.number.value = number;
  form.elements.code.value = code;
  history.replaceState(null, "", location.pathname);
  form.querySelector("button").focus();
}

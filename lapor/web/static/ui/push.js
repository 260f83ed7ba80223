// Lets an officer switch notices of this browser on and off. Without the script, or in
// a browser that cannot, the inbox and mail remain.
const panel = document.querySelector('[data-behaviour="push"]');
const [on, off] = panel.querySelectorAll("button");
const trouble = panel.querySelector("[data-trouble]");

function bytesOf(base64url) {
  const plain = base64url.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (char) => char.charCodeAt(0));
}

async function tell(body) {
  const answer = await fetch(panel.dataset.address, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": panel.querySelector("[name=csrfmiddlewaretoken]").value,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
}

async function show(registration) {
  const subscription = await registration.pushManager.getSubscription();
  on.parentElement.hidden = Boolean(subscription);
  off.parentElement.hidden = !subscription;
}

async function start() {
  const registration = await navigator.serviceWorker.register(panel.dataset.worker);
  panel.hidden = false;
  await show(registration);
  on.addEventListener("click", () => attempt(registration, async () => {
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytesOf(panel.dataset.key),
    });
    await tell(subscription.toJSON());
  }));
  off.addEventListener("click", () => attempt(registration, async () => {
    const subscription = await registration.pushManager.getSubscription();
    await tell({ endpoint: subscription.endpoint, leave: true });
    await subscription.unsubscribe();
  }));
}

async function attempt(registration, act) {
  trouble.hidden = true;
  try {
    await act();
  } catch {
    trouble.hidden = false;
  }
  await show(registration);
}

if ("serviceWorker" in navigator && "PushManager" in window) start();

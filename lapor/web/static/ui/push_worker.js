// Shows a notice that came while no page was open. It holds a number and an address.
self.addEventListener("push", (event) => {
  let notice;
  try {
    notice = event.data.json();
  } catch {
    return;
  }
  const shown = { body: notice.body, tag: notice.tag, data: { url: notice.url } };
  event.waitUntil(self.registration.showNotification(notice.title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.url));
});

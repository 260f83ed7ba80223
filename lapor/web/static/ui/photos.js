// Make photos smaller before they are sent, and say which files were picked.
const MOST_PIXELS = 1920;
const LARGEST = 10 * 1024 * 1024;

for (const input of document.querySelectorAll('input[type=file][multiple]')) {
  const list = input.form.querySelector("[data-picked]");
  input.addEventListener("change", async () => {
    const files = await Promise.all([...input.files].map(smaller));
    const carrier = new DataTransfer();
    files.forEach((file) => carrier.items.add(file));
    input.files = carrier.files;
    list?.replaceChildren(...files.map((file) => {
      const size = (file.size / 1024 / 1024)
        .toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
      const tooBig = file.size > LARGEST ? " (> 10 MB!)" : "";
      return Object.assign(document.createElement("li"),
        { textContent: `${file.name}, ${size} MB${tooBig}` });
    }));
  });
}

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 500_000) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, MOST_PIXELS / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
  } catch {
    return file;
  }
}

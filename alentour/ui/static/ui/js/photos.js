// Photos are shown before they leave, shrunk to 2 MB at most, and redrawn: the redrawn JPEG carries no position, no date,
// no device (EXIF). The server does the same again for devices without JavaScript.
import { each, say } from "./dom.js";
import { toast } from "./toasts.js";

const LIMIT = 2_000_000;
const SIDES = [2560, 2048, 1600, 1280, 1024];
const QUALITIES = [0.86, 0.75, 0.62];

/** A JPEG of at most LIMIT bytes, or the file itself when the browser cannot read it as an image. */
export async function shrink(file) {
  if (!file.type.startsWith("image/") || file.type === "image/svg+xml") return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!picture) return file;
  for (const side of SIDES) {
    for (const quality of QUALITIES) {
      const blob = await draw(picture, side, quality);
      if (blob.size <= LIMIT) return new File([blob], name(file), { type: "image/jpeg" });
    }
  }
  throw new RangeError("photo too heavy");
}

const name = (file) => `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;

function draw(picture, side, quality) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

each("[data-photos]", (picker) => {
  const inputs = [...picker.querySelectorAll("input[type=file]")];
  const list = picker.querySelector(".al-previews");
  const kept = new Map(inputs.map((input) => [input, []]));

  for (const input of inputs) {
    input.addEventListener("change", async () => {
      const fresh = [...input.files];
      list.setAttribute("aria-busy", "true");
      if (!input.multiple) {
        kept.set(input, []);
        list.replaceChildren();
      }
      for (const file of fresh) await add(input, file);
      put(input);
      list.removeAttribute("aria-busy");
    });
  }

  async function add(input, file) {
    try {
      const ready = await shrink(file);
      kept.get(input).push(ready);
      list.append(preview(input, ready));
      say(`${ready.name} ajouté`);
    } catch {
      toast(`« ${file.name} » reste trop lourde une fois réduite. Reprenez la photo de plus près.`);
    }
  }

  function put(input) {
    const transfer = new DataTransfer();
    for (const file of kept.get(input)) transfer.items.add(file);
    input.files = transfer.files;
  }

  function preview(input, file) {
    const item = picker.querySelector("template").content.firstElementChild.cloneNode(true);
    item.querySelector(".al-preview-name").textContent = file.name;
    const face = item.querySelector(".al-preview-face");
    if (file.type.startsWith("image/")) {
      const image = new Image();
      image.alt = "";
      image.src = URL.createObjectURL(file);
      face.append(image);
    } else face.textContent = file.name.split(".").pop().toUpperCase();
    item.querySelector("button").addEventListener("click", () => {
      kept.set(input, kept.get(input).filter((other) => other !== file));
      put(input);
      item.remove();
      say(`${file.name} retiré`);
    });
    return item;
  }

  if (picker.dataset.needs) waitForConsent(picker, inputs);
});

/** The agreement of the person comes before the camera. */
function waitForConsent(picker, inputs) {
  const box = document.getElementById(picker.dataset.needs);
  const words = picker.querySelector("[data-needs-words]");
  const settle = () => {
    const ready = Boolean(box?.checked);
    for (const input of inputs) input.disabled = !ready;
    picker.classList.toggle("is-waiting", !ready);
    words.hidden = ready;
  };
  box?.addEventListener("change", settle);
  settle();
}

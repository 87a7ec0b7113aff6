// On every page: logging out erases the copy of the round; what has not left stays sealed until the same person comes back.
const NAME = "alentour-tournee";

async function erase() {
  if (!(await indexedDB.databases?.())?.some((base) => base.name === NAME)) return;
  const { eraseCopy } = await import("./vault.js");
  const db = await import("./db.js");
  for (const vault of await db.vaults()) {
    await eraseCopy(vault.owner);
    if (vault.wrapping) await db.keepVault({ ...vault, takenAt: 0, expiresAt: 0 });
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (new URL(form.action, location).pathname !== "/deconnexion/") return;
  event.preventDefault();
  const waits = [];
  document.dispatchEvent(new CustomEvent("tournee:leaving", { detail: { wait: (promise) => waits.push(promise) } }));
  await Promise.allSettled(waits);
  await erase().catch(() => null);
  form.submit();
});

// IndexedDB: what is asleep in this phone. Every row but the vaults is ciphertext; names of rows are drawn at random.

const NAME = "alentour-tournee";
let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("vaults", { keyPath: "owner" });
      asked.result.createObjectStore("rows", { keyPath: "id" }).createIndex("place", ["owner", "kind"]);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

/** Runs `work(stores)` in one transaction, on the disk before it resolves. */
async function transact(mode, work) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(["vaults", "rows"], mode, { durability: "strict" });
    const result = work(transaction.objectStore("vaults"), transaction.objectStore("rows"));
    transaction.oncomplete = () => resolve(result instanceof IDBRequest ? result.result : undefined);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const vaults = () => transact("readonly", (store) => store.getAll());
export const vault = (owner) => transact("readonly", (store) => store.get(owner));
export const keepVault = (row) => transact("readwrite", (store) => void store.put(row));

export const rows = (owner, kind) => transact("readonly", (_, store) => store.index("place").getAll([owner, kind]));
export const count = (owner, kind) => transact("readonly", (_, store) => store.index("place").count([owner, kind]));

/** Puts some rows and takes others away, together or not at all. */
export function change({ put = [], remove = [] }) {
  return transact("readwrite", (_, store) => {
    for (const row of put) store.put(row);
    for (const id of remove) store.delete(id);
  });
}

/** Erases the rows of some kinds. */
export async function erase(owner, kinds) {
  const found = await Promise.all(kinds.map((kind) => rows(owner, kind)));
  await change({ remove: found.flat().map((row) => row.id) });
}

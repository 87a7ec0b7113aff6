// Filters the professionals while typing. Without this script the search button does the same.
(() => {
  const search = document.getElementById("q");
  const houses = document.querySelectorAll("#people .house");
  const nobody = document.getElementById("nobody");
  if (!search || !nobody) return;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  search.addEventListener("input", () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const house of houses) {
      let here = 0;
      for (const item of house.querySelectorAll("li")) {
        const text = plain(`${item.dataset.words} ${item.textContent}`);
        item.hidden = !words.every((word) => text.includes(word));
        here += item.hidden ? 0 : 1;
      }
      house.hidden = here === 0;
      shown += here;
    }
    nobody.hidden = shown > 0;
  });
})();

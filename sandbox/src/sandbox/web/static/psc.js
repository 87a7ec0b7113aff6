// Filters the professionals while typing. Without this script the search button does the same.
(() => {
  const search = document.getElementById("q");
  const people = document.querySelectorAll("#people li");
  const nobody = document.getElementById("nobody");
  if (!search || !nobody) return;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  search.addEventListener("input", () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of people) {
      const text = plain(item.textContent);
      item.hidden = !words.every((word) => text.includes(word));
      shown += item.hidden ? 0 : 1;
    }
    nobody.hidden = shown > 0;
  });
})();

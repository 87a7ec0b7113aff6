// Keeps the list of exchanges up to date. Without this script the page still works: reload it.
(() => {
  const list = document.getElementById("list");
  const toggle = document.getElementById("live");
  if (!list || !toggle) return;
  let live = true;

  const source = () => {
    const wanted = new URLSearchParams(window.location.search);
    if (list.dataset.chosen) wanted.set("choisi", list.dataset.chosen);
    return `${list.dataset.source}?${wanted}`;
  };

  const refresh = async () => {
    if (!live || document.hidden || list.contains(document.activeElement)) return;
    try {
      const answer = await fetch(source());
      if (!answer.ok) return;
      const html = await answer.text();
      if (html !== list.dataset.html) {
        list.dataset.html = html;
        list.innerHTML = html;
      }
    } catch {
      // The sandbox is stopping or restarting: the next turn will tell.
    }
  };

  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    live = !live;
    toggle.setAttribute("aria-pressed", String(live));
    toggle.textContent = live ? "Suivi en direct" : "Suivi suspendu";
  });
  window.setInterval(refresh, 2000);
})();

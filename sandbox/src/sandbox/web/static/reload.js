// Opens the page again every five seconds while nothing on it is in use. Without this script, its link does the same.
(() => {
  window.setInterval(() => {
    const active = document.activeElement;
    const busy = active && active !== document.body && active.tagName !== "MAIN";
    if (!busy && !document.hidden) window.location.reload();
  }, 5000);
})();

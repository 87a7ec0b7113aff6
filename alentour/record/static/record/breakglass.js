// The minutes left of an emergency access; when they are over, the record leaves the screen.
const banner = document.querySelector("[data-until]");
const until = Date.parse(banner.dataset.until);
const left = banner.querySelector("[data-left]");

function tick() {
  const seconds = Math.ceil((until - Date.now()) / 1000);
  if (seconds <= 0) return location.replace(banner.dataset.after);
  left.textContent = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
  setTimeout(tick, Math.min(seconds, 10) * 1000);
}

tick();

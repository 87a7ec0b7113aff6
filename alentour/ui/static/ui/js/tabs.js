// Tabs that overflow show the one of this page.
import { each } from "./dom.js";

each(".al-tabs [aria-current]", (tab) => {
  const strip = tab.closest("ul");
  strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
});

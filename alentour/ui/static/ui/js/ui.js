// Entry of the interface. Each module improves pages that already work without it.
import "./dialogs.js";
import "./menus.js";
import "./tabs.js";
import "./keys.js";
import "./theme.js";
import "./toasts.js";
import "./live.js";
import "./combobox.js";
import "./photos.js";
import "./drafts.js";
import "./curves.js";

document.documentElement.classList.add("js");

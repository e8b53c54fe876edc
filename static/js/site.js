// Every page: the look (fonts, style sheets) and the small things of the frame.
import "@fontsource/bricolage-grotesque/700.css";
import "@fontsource-variable/source-sans-3/wght.css";
import "@fontsource-variable/source-sans-3/wght-italic.css";
import "@fontsource/jetbrains-mono/latin-400.css";
import "../css/site.css";
import { startMenus } from "./menus.js";
import { startTheme } from "./theme.js";
import { tellZone } from "./zone.js";

tellZone();
startTheme();
startMenus();
for (const log of document.querySelectorAll(".verdict .log")) log.scrollTop = log.scrollHeight; // the reason stands at its end

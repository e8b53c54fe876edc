// The explorer's tables open a folder in place, a level at a time; without this its link leads into it.
import "../css/explorer.css";

async function html(url) {
  const answer = await fetch(url);
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status)); // redirected: signed out meanwhile
  return answer.text();
}

const rowsIn = (text) => [...new DOMParser().parseFromString(`<table><tbody>${text}</tbody></table>`, "text/html").querySelectorAll("tr")];

// A folder's own rows, and those of the folders that are open in it.
const within = new WeakMap();
const close = (row) => {
  for (const one of within.get(row) ?? []) {
    close(one);
    one.remove();
  }
  within.delete(row);
};

function startTable(table) {
  const said = document.createElement("p");
  said.className = "notice bad";
  said.setAttribute("role", "alert");
  said.hidden = true;
  table.after(said);
  const failed = (is) => {
    said.hidden = !is;
    said.textContent = is ? table.dataset.failed : "";
  };

  function prepare(rows) {
    for (const row of rows) {
      const link = row.querySelector("a[data-rows]");
      if (!link) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "opener";
      button.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-label", `${table.dataset.folderWord} ${link.textContent}`);
      row.classList.add("opens");
      table.classList.add("has-openers");
      link.before(button);
    }
  }

  async function toggle(button) {
    const row = button.closest("tr");
    if (button.getAttribute("aria-expanded") === "true") {
      close(row);
      button.setAttribute("aria-expanded", "false");
      return;
    }
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      const rows = rowsIn(await html(button.nextElementSibling.dataset.rows));
      prepare(rows);
      within.set(row, rows);
      row.after(...rows);
      button.setAttribute("aria-expanded", "true");
      failed(false);
    } catch {
      failed(true);
    }
    button.removeAttribute("aria-busy");
  }

  // The next rows of a folder, in the place of the link to them.
  async function more(link) {
    const last = link.closest("tr");
    try {
      const rows = rowsIn(await html(link.dataset.more));
      prepare(rows);
      for (const row of table.querySelectorAll("tr")) {
        const held = within.get(row);
        if (held?.includes(last)) held.splice(held.indexOf(last), 1, ...rows);
      }
      last.replaceWith(...rows);
      const first = rows[0]?.querySelector("button, a") ?? rows[0]?.firstElementChild;
      if (first && !first.matches("button, a")) first.tabIndex = -1;
      first?.focus();
      if (last.classList.contains("depth-0")) table.parentElement.querySelector(".pager")?.remove();
      failed(false);
    } catch {
      failed(true);
    }
  }

  table.addEventListener("click", (event) => {
    const button = event.target.closest(".opener");
    const link = event.target.closest("a[data-more]");
    if (button) toggle(button);
    else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      more(link);
    }
  });
  prepare(table.tBodies[0].rows);
}

for (const table of document.querySelectorAll("table[data-files]")) startTable(table);

// The treemap comes after the page: it needs the files, which take longer to open than the page to show.
for (const place of document.querySelectorAll("[data-load]")) {
  html(place.dataset.load).then(
    (text) => place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes),
    () => place.remove(),
  );
}

document.querySelector(".explorer-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

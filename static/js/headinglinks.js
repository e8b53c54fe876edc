// A link beside each heading that leads to it, to be copied or opened again.
export function startHeadingLinks(reader) {
  for (const heading of reader.querySelectorAll(".prose :is(h2, h3)")) {
    const id = heading.id || heading.closest("section[data-section]")?.id;
    if (!id) continue;
    const link = document.createElement("a");
    link.className = "headerlink";
    link.href = `#${id}`;
    link.textContent = "#";
    link.setAttribute("aria-label", `${reader.dataset.linkWord} ${heading.textContent}`);
    heading.append(link);
  }
}

// Each heading is the link to itself, to be copied or opened again: a link beside it would be read as part of the heading.
export function startHeadingLinks(reader) {
  for (const heading of reader.querySelectorAll(".prose :is(h2, h3)")) {
    const id = heading.id || heading.closest("section[data-section]")?.id;
    if (!id || heading.querySelector("a")) continue;
    const link = document.createElement("a");
    link.className = "headerlink";
    link.href = `#${id}`;
    link.append(...heading.childNodes);
    heading.append(link);
  }
}

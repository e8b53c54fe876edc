// The table of contents: folded on narrow pages, and the section in view is marked.
const WIDE = matchMedia("(min-width: 64rem)");

export function startContents(reader) {
  const contents = reader.querySelector("[data-contents]");
  contents.classList.add("js");
  const fold = () => {
    contents.open = WIDE.matches;
  };
  fold();
  WIDE.addEventListener("change", fold);
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !WIDE.matches) contents.open = false;
  });

  const entry = (section) => contents.querySelector(`[data-anchor="${CSS.escape(anchorOf(section))}"] a`);
  const observer = new IntersectionObserver(
    (changes) => {
      for (const change of changes) {
        const link = entry(change.target);
        if (link) link.toggleAttribute("data-in-view", change.isIntersecting);
      }
      const links = [...contents.querySelectorAll("a")];
      const first = links.find((link) => link.hasAttribute("data-in-view"));
      for (const link of links) {
        if (link === first) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-20% 0px -60% 0px" },
  );
  for (const section of reader.querySelectorAll("section[data-section]")) observer.observe(section);
}

export const anchorOf = (section) => section.dataset.section || section.id;

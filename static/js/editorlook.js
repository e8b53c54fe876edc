// CodeMirror in the colours of the site: custom properties reach into its shadow root.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { position: "absolute !important", inset: "0", fontSize: "var(--code-size)", color: "var(--ink)", backgroundColor: "var(--surface)" },
  "&.cm-focused": { outline: "none" }, // drawn around the whole of it by the page
  ".cm-scroller": { fontFamily: "var(--mono)", fontVariantLigatures: "none", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { padding: "0.75rem 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 1rem 0 0.5rem" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--ink-faint)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.5rem 0 0.25rem", minWidth: "2.25rem" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": { backgroundColor: "var(--line-active)" },
  ".cm-cursor": { borderLeft: "2px solid var(--accent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--selection)" },
  ".cm-matchingBracket": { backgroundColor: "var(--accent-soft)" },
  ".cm-marks .cm-gutterElement": { color: "var(--bad)", fontWeight: "700", paddingLeft: "0.4rem" },
  ".cm-failed-line": { backgroundColor: "var(--bad-soft) !important" },
  ".cm-failed": { padding: "0 1rem 0.375rem 0.5rem" },
  ".cm-failed-message": {
    padding: "0.25rem 0.75rem", borderLeft: "3px solid var(--bad)", color: "var(--bad)",
    fontFamily: "var(--sans)", fontSize: "0.9375rem", whiteSpace: "pre-wrap", overflowWrap: "anywhere",
  },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.definitionKeyword], color: "var(--code-keyword)", fontWeight: "700" },
  { tag: [tags.comment, tags.meta], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.atom], color: "var(--code-number)" },
  { tag: [tags.variableName, tags.propertyName, tags.definition(tags.variableName)], color: "var(--code-name)" },
  { tag: [tags.operator, tags.punctuation], color: "var(--ink-soft)" },
]);

export const look = [theme, syntaxHighlighting(colours)];

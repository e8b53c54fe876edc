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
  ".cm-gutter-lint": { width: "1.1rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 0.1rem" },
  ".cm-lint-marker": { content: "none", width: "1em", height: "auto", textAlign: "center", fontWeight: "700", cursor: "default" },
  ".cm-lint-marker-error": { color: "var(--bad)", "&::before": { content: '"●"' } },
  ".cm-lint-marker-warning": { color: "var(--warn)", "&::before": { content: '"▲"' } },
  ".cm-lint-marker-info": { color: "var(--accent)", "&::before": { content: '"○"' } },
  ".cm-lintRange": { backgroundImage: "none !important", textDecorationLine: "underline", textDecorationStyle: "wavy", textDecorationThickness: "1px", textUnderlineOffset: "0.25em", paddingBottom: "0" },
  ".cm-lintRange-error": { textDecorationColor: "var(--bad)" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--warn)" },
  ".cm-lintRange-info": { textDecorationColor: "var(--line-strong)", textDecorationStyle: "dotted" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "var(--round)", overflow: "hidden", maxWidth: "min(32rem, 90vw)" },
  ".cm-diagnostic": { padding: "0.375rem 0.75rem", borderLeft: "3px solid var(--line-strong)", fontFamily: "var(--sans)", fontSize: "0.9375rem" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnosticSource": { fontFamily: "var(--mono)", color: "var(--ink-soft)", opacity: "1" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "14rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--accent-ink)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.75rem" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)" },
  ".cm-gutters-after": { borderLeft: "none" },
  ".cm-costs .cm-gutterElement": { padding: "0 0.75rem 0 0.5rem", fontFamily: "var(--sans)", fontSize: "0.8125rem", color: "var(--ink-soft)", fontVariantNumeric: "tabular-nums" },
  ".cm-cost": { position: "relative", display: "flex", justifyContent: "flex-end", gap: "0.75rem", height: "1.6em", whiteSpace: "nowrap" },
  ".cm-cost-size": { color: "var(--ink)" },
  ".cm-cost-time": { minWidth: "3rem", textAlign: "right" },
  "@media (max-width: 40rem)": {
    ".cm-costs .cm-gutterElement": { padding: "0 0.5rem 0 0.25rem" },
    ".cm-cost": { gap: "0.35rem" },
    ".cm-cost-time": { minWidth: "0" },
  },
  ".cm-cost svg": { position: "absolute", left: "0", bottom: "0", width: "100%", height: "2px", transform: "scaleX(-1)", fill: "var(--signal)" },
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

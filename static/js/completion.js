// Completion in a Dockerfile: instructions, the lab's base images, and the stages above.
import { autocompletion } from "@codemirror/autocomplete";

const INSTRUCTIONS = ["ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"];

const instructions = INSTRUCTIONS.map((label) => ({ label, type: "keyword", apply: `${label} ` }));

function stagesAbove(state, pos) {
  const above = state.sliceDoc(0, state.doc.lineAt(pos).from);
  return [...above.matchAll(/^\s*FROM\s+\S+\s+AS\s+(\S+)/gim)].map(([, label]) => ({ label, type: "variable" }));
}

function isContinued(state, line) {
  return line.number > 1 && /\\\s*$/.test(state.doc.line(line.number - 1).text);
}

export function completion(baseImages) {
  const images = baseImages.map((label) => ({ label, type: "constant" }));
  const source = ({ state, pos, explicit }) => {
    const line = state.doc.lineAt(pos);
    const before = line.text.slice(0, pos - line.from);
    const place = /^\s*FROM\s+(?:--\S+\s+)*(\S*)$/i.exec(before);
    if (place) return { from: pos - place[1].length, options: [...images, ...stagesAbove(state, pos)], validFor: /^\S*$/ };
    const copied = /^\s*COPY\s+(?:--\S+\s+)*--from=(\S*)$/i.exec(before);
    if (copied) return { from: pos - copied[1].length, options: [...stagesAbove(state, pos), ...images], validFor: /^\S*$/ };
    const word = /^\s*([a-z]*)$/i.exec(before);
    if (!word || isContinued(state, line) || !(word[1] || explicit)) return null;
    return { from: pos - word[1].length, options: instructions, validFor: /^[a-z]*$/i };
  };
  return autocompletion({ override: [source], icons: false });
}

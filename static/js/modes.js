// Which language a file is written in, by its name.
import { StreamLanguage } from "@codemirror/language";
import { dockerFile } from "@codemirror/legacy-modes/mode/dockerfile";
import { javascript, json } from "@codemirror/legacy-modes/mode/javascript";
import { python } from "@codemirror/legacy-modes/mode/python";
import { shell } from "@codemirror/legacy-modes/mode/shell";

// .dockerignore and its like: remarks, exceptions and wildcards.
const ignoreFile = {
  name: "ignore",
  token(stream) {
    if (stream.sol() && stream.match(/^\s*#.*/)) return "comment";
    if (stream.sol() && stream.eat("!")) return "keyword";
    if (stream.match(/^(\*\*?|\?|\[[^\]]*\])/)) return "atom";
    if (stream.eat("/")) return "operator";
    stream.next();
    return null;
  },
};

const MODES = [
  [/(^|\/)(Dockerfile|Containerfile)(\.(?!dockerignore)|$)|\.dockerfile$/i, dockerFile],
  [/(^|\/)?\.?\w*ignore$/, ignoreFile],
  [/\.py$/, python],
  [/\.(js|mjs|cjs)$/, javascript],
  [/\.json$/, json],
  [/\.sh$|(^|\/)(entrypoint|configure)$/, shell],
];

const modeOf = (path) => MODES.find(([pattern]) => pattern.test(path))?.[1];

export const isDockerfile = (path) => modeOf(path) === dockerFile;

export function languageOf(path) {
  const mode = modeOf(path);
  return mode ? StreamLanguage.define(mode) : [];
}

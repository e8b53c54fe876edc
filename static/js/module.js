// The module page: sections are ticked off as they are read, the contents follow the reader.
import { startContents } from "./contents.js";
import { startQuestions } from "./questions.js";
import { startReading } from "./reading.js";

const reader = document.querySelector("[data-reader]");
if (reader) {
  startContents(reader);
  startReading(reader);
  startQuestions(reader);
}

// The module page: sections are ticked off as they are read, the contents follow the reader, questions are answered.
import { startCopying } from "./codecopy.js";
import { startContents } from "./contents.js";
import { startHeadingLinks } from "./headinglinks.js";
import { startAllRead } from "./moduleend.js";
import { startQuestions } from "./questions.js";
import { startReading } from "./reading.js";

const reader = document.querySelector("[data-reader]");
if (reader) {
  startContents(reader);
  const reading = startReading(reader);
  const allRead = reader.querySelector("[data-all-read]");
  if (allRead) startAllRead(allRead, reading.tickAll);
  startQuestions(reader);
  startCopying(reader);
  startHeadingLinks(reader);
}

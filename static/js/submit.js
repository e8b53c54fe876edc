// Sends the form. What the answer means is said by its kind: accepted, invalid, closed, signed-out, broken or offline.
import { csrfToken } from "./csrf.js";

export async function submit(url, { files, commands }) {
  const body = new FormData();
  for (const [path, text] of Object.entries(files)) body.append(`file:${path}`, text);
  body.append("commands", commands);
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": csrfToken() } });
  } catch {
    return { kind: "offline" };
  }
  const data = await answer.json().catch(() => ({}));
  if (answer.status === 201) return { kind: "accepted", submission: data };
  // A 403 without a reason is a stale token: the cookies are gone, and with them the session.
  if (answer.status === 401 || (answer.status === 403 && !data.errors)) return { kind: "signed-out", login: data.login };
  if (data.errors) return { kind: "invalid", problems: data.errors };
  return { kind: "broken", status: answer.status };
}

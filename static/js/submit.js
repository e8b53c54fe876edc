// Sends what is in the editor. What the answer to a submission means is said by its kind: accepted, invalid, refused,
// signed-out, broken or offline.
import { csrfToken } from "./csrf.js";

/** The answer as {status, data}; status 0 without a network. */
export async function post(url, { files, commands, ...rest }, options = {}) {
  const body = new FormData();
  for (const [path, text] of Object.entries(files)) body.append(`file:${path}`, text);
  body.append("commands", commands);
  for (const [name, value] of Object.entries(rest)) if (value !== null && value !== undefined) body.append(name, value);
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": csrfToken() }, ...options });
    return { status: answer.status, data: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, data: {} };
  }
}

/** Whether an answer says that the session is gone: a 403 without a reason is a stale token, gone with the cookies. */
export const isSignedOut = ({ status, data }) => status === 401 || (status === 403 && !data.error);

export async function submit(url, { files, commands }) {
  const answer = await post(url, { files, commands });
  const { status, data } = answer;
  if (status === 0) return { kind: "offline" };
  if (status === 201) return { kind: "accepted", submission: data };
  if (isSignedOut(answer)) return { kind: "signed-out", login: data.login };
  if (data.errors) return { kind: "invalid", problems: data.errors };
  if (status === 403) return { kind: "refused", message: data.message };
  return { kind: "broken", status };
}

// What a guest typed goes on in the account that they signed up or in to. The server has joined what both had saved
// there (grading/workbench/drafts.py) and is asked next: only what it does not have yet must stay.
export function takeOverDraft({ draftKey, formerDraftKey }) {
  if (!formerDraftKey) return false;
  try {
    const draft = localStorage.getItem(formerDraftKey);
    if (draft === null) return false;
    localStorage.removeItem(formerDraftKey);
    const own = JSON.parse(localStorage.getItem(draftKey));
    localStorage.setItem(own && own.unsaved !== false ? `${draftKey}:before` : draftKey, draft);
    return true;
  } catch {
    return false; // a browser that keeps nothing has no draft
  }
}

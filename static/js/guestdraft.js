// What a guest typed goes on in the account that they signed up or in to, unless that has a text of its own here.
export function takeOverDraft({ draftKey, formerDraftKey }) {
  if (!formerDraftKey) return;
  try {
    const draft = localStorage.getItem(formerDraftKey);
    if (draft === null) return;
    localStorage.removeItem(formerDraftKey);
    if (localStorage.getItem(draftKey) === null) localStorage.setItem(draftKey, draft);
    else localStorage.setItem(`${draftKey}:before`, draft);
  } catch {
    // A browser that keeps nothing has no draft.
  }
}

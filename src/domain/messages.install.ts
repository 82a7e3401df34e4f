/** The pages on which the app is added to a workspace, `/slack/install` and where Slack sends people back. Plain text. */
export interface InstallMessages {
  /** The way to Slack, and what happens there. */
  start: { title: string; intro: string; go: string; admin: string };
  /** `name` of the workspace. */
  done: { title(name: string): string; text: string; go: string };
  /** They said no, or Slack did. */
  cancelled: InstallPage;
  /** The way back was too late, walked twice, or begun in another browser. */
  stale: InstallPage;
  /** Slack took the code for none. */
  refused: InstallPage;
  /** The operator has not let this workspace in; `id` is what they need to know. */
  'not-allowed': { title: string; text(id: string): string };
  /** Something of ours or of Slack's failed. */
  failed: InstallPage;
}

export interface InstallPage {
  title: string;
  text: string;
  /** On the button that begins anew. */
  again: string;
}

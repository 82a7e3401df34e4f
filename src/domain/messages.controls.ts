/** What stands on our own buttons and in our own dialogs: plain text, no mrkdwn. */
export interface ControlMessages {
  cancel: string;
  tryAgain: string;
  checkAgain: string;
  fetchAgain: string;
  showPrompt: string;
  openPicture: string;
  seed: string;
  editAgain: string;
  editPrompt: string;
  /** Asks for what a press needs before it is drawn. */
  continue: string;
  /** Asks for the same with a prompt in which what was likely wrong is mended. */
  runCorrected: string;
  originalLink: string;
  delete: string;
  /** Under *Delete* in the menu. */
  deleteHint: string;
  cancelConfirm: { title: string; text: string; yes: string; no: string };
  promptModal: { title: string; close: string };
}

import type { JsonObject, Message, SlackFile } from './world.ts';

/** What people do. */

/** What the person notices of one act that the app had to answer. */
export interface Noticed {
  /** Answered in time and with success. */
  acked: boolean;
  /** How long it took. */
  ms: number;
  /** What the app put into its ack. */
  body?: JsonObject;
  /** `operation_timeout`, `dispatch_failed` (nobody connected), `http_<status>`, `invalid_response`. */
  error?: string;
  /** The sentence that Slack shows on failure. */
  notice?: string;
}

/** A file as a person picks it. */
export interface NewFile {
  name: string;
  bytes: Uint8Array;
  title?: string;
  altText?: string;
  /** Arrives as a Slack Connect stub (`file_access: check_file_info`). */
  stub?: boolean;
  /** Not yet processed when it arrives: mimetype and filetype are "" for `fileReadyMs` (node-slack-sdk#2040). */
  unscanned?: boolean;
}

/**
 * The value typed or chosen in one element: text for inputs, an option's value for select and radio, values for
 * checkboxes and multi selects, ids (of `addFile`) or new files for `file_input`. null empties it.
 */
export type FieldValue = string | string[] | NewFile[] | null;

/** By block_id, action_id or the label a person sees. */
export type FieldValues = { [key: string]: FieldValue };

/** Which element: all that are given must fit. */
export interface ElementMatch {
  actionId?: string;
  blockId?: string;
  /** Visible text: the element with exactly this text, else the first that contains it; emoji are part of the text. */
  label?: string | RegExp;
  /** `value` of a button. */
  value?: string;
}

/** Where a click happens. `ts` may be that of a message or of an ephemeral of that person. */
export type Surface = { channel: string; ts: string } | { viewId: string } | { home: true };

export type ClickInput = { user: string; on: Surface; element: ElementMatch } & {
  /** For overflow, selects, radio buttons, checkboxes, pickers and inputs with dispatch_action. */
  option?: FieldValue;
  /** What has been typed into the same view so far. */
  values?: FieldValues;
};

/**
 * Things a person does. Each rejects with an Error when a person could not do that (no such button on the message, not in
 * the channel, no modal open), and otherwise tells what they noticed.
 */
export interface Acts {
  /** `text` as typed; escaping follows the manifest. A command unknown to the manifest rejects. */
  command(input: { user: string; channel: string; command: string; text?: string }): Promise<Noticed>;
  /** A confirm dialog of the element is taken as confirmed. */
  click(input: ClickInput): Promise<Noticed>;
  /** Keeps what was typed, as the client does between clicks; tells the app nothing. */
  enter(input: { user: string; values: FieldValues }): Promise<void>;
  /**
   * Submits the visible modal. `errors` of the returned body are also on the view. A required field that is empty rejects, as the client refuses to send it.
   */
  submitView(input: { user: string; values?: FieldValues }): Promise<Noticed>;
  /** The X or Cancel; the app hears of it only with `notify_on_close`. `all`: the X of a pushed view with its whole stack. */
  closeView(input: { user: string; all?: boolean }): Promise<Noticed>;
  /** `text` as typed: `@name` becomes a mention, `#name` a channel. Files: new ones, or ids of `addFile`. */
  message(input: {
    user: string;
    channel: string;
    text: string;
    threadTs?: string;
    files?: (NewFile | string)[];
  }): Promise<Message>;
  messageShortcut(input: { user: string; channel: string; ts: string; callbackId: string }): Promise<Noticed>;
  globalShortcut(input: { user: string; callbackId: string }): Promise<Noticed>;
  react(input: { user: string; channel: string; ts: string; name: string; remove?: boolean }): Promise<void>;
  /** Opens the app's Home tab (or its Messages tab). */
  openHome(input: { user: string; tab?: 'home' | 'messages' }): Promise<void>;
  /** Uploads a file privately; the id can be given to `message` or to a file input. */
  addFile(input: { user: string; file: NewFile }): Promise<SlackFile>;
  /** `/invite @bot` and `/remove @bot`. */
  inviteBot(input: { user: string; channel: string }): Promise<void>;
  removeBot(input: { user: string; channel: string }): Promise<void>;
  /** The person deletes a message of their own, or (admin) any. */
  deleteMessage(input: { user: string; channel: string; ts: string }): Promise<void>;
}

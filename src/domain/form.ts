/**
 * What a verb asks for, as data: from it the Slack room makes a modal, and reads what was sent. Labels, hints and the words of choices stand in
 * the message catalogue under the verb's and the field's name.
 */
import type { Order, PictureRef } from './submission.ts';

/** Every verb that makes a submission by itself. */
export type OrderVerb = Exclude<Order['verb'], 'press'>;

export type Field =
  /** The prompt: several lines, at most 3,000 characters. */
  | { kind: 'prompt'; name: 'prompt'; required: boolean }
  /** Files; picked in the modal, or brought along by the message that it was opened on. */
  | { kind: 'pictures'; name: string; min: number; max: number }
  | { kind: 'choice'; name: string; options: readonly string[]; initial?: string }
  | { kind: 'flag'; name: string }
  /** A choice of what the person and the channel keep under a name; known only while the form is open, and not shown where there is none. */
  | { kind: 'preset'; name: string }
  /** One short line, such as a ratio or a number. */
  | { kind: 'line'; name: string };

export interface Form {
  readonly verb: OrderVerb;
  readonly fields: readonly Field[];
}

/** What a person hands to a verb, however they did: typed, mentioned with files, or sent in a form. */
export interface Given {
  readonly prompt: string;
  /** In the order of the form's picture fields, then in the person's order. */
  readonly pictures: readonly PictureRef[];
  /** Of choices, flags (`yes`) and lines, by field name; what was left alone is absent. */
  readonly options: Readonly<Record<string, string>>;
}

/** How many pictures a form takes in all. */
export function pictureCount(form: Form): { min: number; max: number } {
  const fields = form.fields.filter((field) => field.kind === 'pictures');
  return {
    min: fields.reduce((sum, field) => sum + field.min, 0),
    max: fields.reduce((sum, field) => sum + field.max, 0),
  };
}

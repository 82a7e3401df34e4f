import type { Button as ButtonElement, ConfirmationDialog, Overflow, PlainTextOption } from '@slack/types';
import { awaitsAnswer, canReopen } from '../../domain/life/index.ts';
import { findingsOf } from '../../domain/lint/of-record.ts';
import type { ControlMessages } from '../../domain/messages.controls.ts';
import type { Messages } from '../../domain/messages.ts';
import { encodeControl } from '../../domain/press-token.ts';
import { isOpen, promptOf, type Submission } from '../../domain/submission.ts';
import type { Control } from '../handlers.ts';
import { CARD, LIMITS } from '../limits.ts';
import { toSlack } from '../text.ts';
import { plain } from './elements.ts';

/** How the listeners recognise our own controls. The rest of the action_id is the control. */
export const CONTROL_ACTION = 'control';
export const MENU_ACTION = 'menu';
/** Links are opened by Slack; the click is only acked. */
export const LINK_ACTION = 'link';

/** Failures that the same request would meet again. */
const HOPELESS: ReadonlySet<string> = new Set(['unsupported']);

/** Our own buttons under a card: each appears only where it works. */
export function controlButtons(record: Submission, messages: Messages): ButtonElement[] {
  const words = messages.controls;
  const buttons: ButtonElement[] = [];
  const add = (control: Control, label: string, more: Partial<ButtonElement> = {}) =>
    buttons.push({
      type: 'button',
      action_id: `${CONTROL_ACTION}:${control}`,
      text: plain(label, LIMITS.buttonText),
      value: encodeControl({ submission: record.id, control }),
      ...more,
    });

  if (awaitsAnswer(record) && record.cancelAsked === undefined) add('continue', words.continue, { style: 'primary' });
  if (canReopen(record)) add('check-again', words.checkAgain);
  if (canTryAgain(record)) add('try-again', words.tryAgain);
  if (canTryAgain(record) && record.end?.kind === 'failed' && promptOf(record) !== '')
    add('edit-again', words.editPrompt);
  if (findingsOf(record).corrected !== undefined) add('run-corrected', words.runCorrected);
  if (canFetchAgain(record)) add('fetch-again', words.fetchAgain);
  const link = pictureLink(record);
  if (record.picture?.missing !== undefined && link !== undefined)
    buttons.push({
      type: 'button',
      action_id: `${LINK_ACTION}:picture`,
      text: plain(words.openPicture, LIMITS.buttonText),
      url: link,
    });
  if (isOpen(record) && isCut(promptOf(record))) add('show-prompt', words.showPrompt);
  if (canCancel(record)) add('cancel', words.cancel, { confirm: cancelDialog(words) });
  return buttons;
}

export function canCancel(record: Submission): boolean {
  return isOpen(record) && record.cancelAsked === undefined;
}

/** The menu of a card that has ended; Slack allows five entries. */
export function menu(record: Submission, messages: Messages): Overflow | undefined {
  if (isOpen(record)) return undefined;
  const words = messages.controls;
  const link = pictureLink(record);
  const entry = (control: Control, label: string): PlainTextOption => ({
    text: plain(label, LIMITS.optionText),
    value: encodeControl({ submission: record.id, control }),
  });
  const options: PlainTextOption[] = [
    ...(hasSeed(record) ? [entry('seed', words.seed)] : []),
    ...(promptOf(record) === '' ? [] : [entry('show-prompt', words.showPrompt)]),
    ...(hasForm(record) ? [entry('edit-again', words.editAgain)] : []),
    ...(link === undefined
      ? []
      : [{ text: plain(words.originalLink, LIMITS.optionText), value: LINK_ACTION, url: link }]),
    { ...entry('delete', words.delete), description: plain(words.deleteHint, LIMITS.optionText) },
  ];
  return { type: 'overflow', action_id: MENU_ACTION, options };
}

/** Where the final picture (or film) can be had outside Slack. */
export function pictureLink(record: Submission): string | undefined {
  if (record.end?.kind !== 'done') return undefined;
  return webLink(record.snapshot?.videoUrl ?? record.snapshot?.imageUrl, LIMITS.optionUrl);
}

/** @returns the address if Slack takes it as a link: http or https, and not too long */
export function webLink(url: string | undefined, max: number): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  // To the letter where it can be: a query may be a signature.
  const link = /^[\x21-\x7E]+$/.test(url) && !FOREIGN_SIGNS.test(url) ? url : href;
  return /^https?:$/.test(protocol) && link.length <= max ? link : undefined;
}

/** Signs that a browser writes otherwise before it goes there. */
const FOREIGN_SIGNS = /[<>"|\\^`{}]/;

/** A seed is what a picture was drawn from; texts, links and films have none. */
function hasSeed({ end, task, snapshot, links }: Submission): boolean {
  if (end?.kind !== 'done' || task === undefined || links !== undefined) return false;
  return snapshot?.imageUrl !== undefined && snapshot.text === undefined && snapshot.videoUrl === undefined;
}

/** A press has no form of its own, and becomes an imagine by its prompt. */
function hasForm(record: Submission): boolean {
  return record.order.verb !== 'press' || promptOf(record) !== '';
}

/** True when the card shows only a part of the prompt. */
function isCut(prompt: string): boolean {
  return toSlack(prompt).length > CARD.prompt;
}

function canTryAgain(record: Submission): boolean {
  const end = record.end;
  if (end === undefined || end.kind === 'done' || end.kind === 'unposted') return false;
  return end.kind !== 'failed' || !HOPELESS.has(end.cause);
}

function canFetchAgain(record: Submission): boolean {
  return record.picture?.missing !== undefined && record.picture.missing !== 'none' && record.end?.kind === 'done';
}

/** Asked before anything is stopped. */
export function cancelDialog(words: ControlMessages): ConfirmationDialog {
  const { title, text, yes, no } = words.cancelConfirm;
  return {
    title: plain(title, LIMITS.confirmTitle),
    text: plain(text, LIMITS.confirmText),
    confirm: plain(yes, LIMITS.confirmAnswer),
    deny: plain(no, LIMITS.confirmAnswer),
    style: 'danger',
  };
}

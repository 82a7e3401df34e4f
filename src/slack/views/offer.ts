import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { Offer } from '../../domain/draft.ts';
import { DraftId } from '../../domain/ids.ts';
import type { Messages } from '../../domain/messages.ts';
import { LIMITS, OFFER } from '../limits.ts';
import { codeBlock, cutToSlack } from '../text.ts';
import { findingWords } from '../words.ts';
import type { Words } from '../writing/notes.ts';
import { mrkdwn, plain } from './elements.ts';

/** The action_id of its buttons is this and what they do; their value, and the modal's `private_metadata`, is the draft. */
export const DRAFT_ACTION = 'draft';
/** The modal's `callback_id`. The rest is what its button does. */
export const DRAFT_CALLBACK = 'draft';

/** What a click on an offer can say. */
export type DraftWord = 'correct' | 'make' | 'edit' | 'drop';

/** What would go wrong, or how much would be made, to one person, with the buttons to go on. */
export function offerWords(offer: Offer, messages: Messages): Words {
  const blocks = textBlocks(offer, messages);
  const { lint, controls } = messages;
  const go = goOn(offer, messages);
  const button = (word: DraftWord, label: string, style?: 'primary'): Button => ({
    type: 'button',
    action_id: `${DRAFT_ACTION}:${word}`,
    text: plain(label, LIMITS.buttonText),
    value: offer.draft,
    ...(style === undefined ? {} : { style }),
  });
  const elements = [
    ...(go === undefined ? [] : [button(go.word, go.label, 'primary')]),
    button('edit', controls.editPrompt),
    button('drop', lint.drop),
  ];
  return { text: heading(offer, messages), blocks: [...blocks, { type: 'actions', elements }] };
}

/**
 * The same in a modal. On top of the form, to which closing leads back; or in its place, and then with a button that leads to it.
 *
 * @param where whether the form lies below
 */
export function offerModal(offer: Offer, where: 'above-form' | 'alone', messages: Messages): ModalView {
  const { lint, controls } = messages;
  const go = goOn(offer, messages);
  const edit: Button = {
    type: 'button',
    action_id: `${DRAFT_ACTION}:edit`,
    text: plain(controls.editPrompt, LIMITS.buttonText),
    value: offer.draft,
  };
  return {
    type: 'modal',
    ...(go === undefined
      ? {}
      : { callback_id: `${DRAFT_CALLBACK}:${go.word}`, submit: plain(go.label, LIMITS.modalTitle) }),
    private_metadata: offer.draft,
    title: plain(lint.titles[offer.kind], LIMITS.modalTitle),
    close: plain(where === 'alone' ? lint.drop : controls.editPrompt, LIMITS.modalTitle),
    blocks: [
      ...textBlocks(offer, messages),
      ...(where === 'alone' ? [{ type: 'actions' as const, elements: [edit] }] : []),
    ],
  };
}

/** The draft that a value names. @returns undefined for anything that this version did not write */
export function draftOf(value: string): DraftId | undefined {
  return DraftId.safeParse(value).data;
}

/** What a button, or the callback of a modal, says. @returns undefined for anything that this version did not write */
export function draftWord(id: string): DraftWord | undefined {
  const [whose, word] = id.split(':', 2);
  if (whose !== DRAFT_ACTION || id !== `${whose}:${word}`) return undefined;
  return word === 'correct' || word === 'make' || word === 'edit' || word === 'drop' ? word : undefined;
}

function goOn(offer: Offer, { lint, controls }: Messages): { word: DraftWord; label: string } | undefined {
  if (offer.kind === 'several') {
    const count = Math.min(offer.prompts.length, offer.room?.left ?? offer.prompts.length);
    return { word: 'make', label: lint.make(count) };
  }
  return offer.prompts.length === 0 ? undefined : { word: 'correct', label: controls.runCorrected };
}

function heading(offer: Offer, { lint }: Messages): string {
  return offer.kind === 'several' ? lint.several(offer.prompts.length) : lint.refused;
}

function textBlocks(offer: Offer, messages: Messages): KnownBlock[] {
  const { lint } = messages;
  if (offer.kind === 'several') {
    const { room } = offer;
    return [
      mrkdwn(lint.several(offer.prompts.length)),
      ...promptBlocks(offer.prompts, messages),
      ...(room === undefined ? [] : [mrkdwn(lint.room(room.left, room.why, room.limit))]),
    ];
  }
  const named = offer.findings.slice(0, OFFER.findings).map((finding) => `• ${findingWords(messages, finding)}`);
  const more = offer.findings.length - named.length;
  const sentences = [lint.refused, ...named, ...(more > 0 ? [lint.more(more)] : [])].join('\n');
  if (offer.prompts.length === 0) return [mrkdwn(sentences), mrkdwn(lint.notCorrected)];
  return [mrkdwn(sentences), mrkdwn(lint.corrected(offer.prompts.length)), ...promptBlocks(offer.prompts, messages)];
}

/** In code, where they can be read to the letter; of many the first few. */
function promptBlocks(prompts: readonly string[], { lint }: Messages): KnownBlock[] {
  const [only = ''] = prompts;
  if (prompts.length === 1) return [mrkdwn(codeBlock(cutToSlack(only, OFFER.onlyPrompt)))];
  const shown = prompts.slice(0, OFFER.prompts).map((prompt) => mrkdwn(codeBlock(cutToSlack(prompt, OFFER.prompt))));
  const more = prompts.length - shown.length;
  return more > 0 ? [...shown, mrkdwn(lint.others(more))] : shown;
}

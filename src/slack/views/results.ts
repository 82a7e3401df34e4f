import type { ImageBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { Messages } from '../../domain/messages.ts';
import { promptOf, type Submission } from '../../domain/submission.ts';
import { buttonKind } from '../../domain/task.ts';
import { describePrompts, type Shortened, shortened } from '../../domain/text-results.ts';
import { CARD, LIMITS } from '../limits.ts';
import { codeBlock, cut, cutToSlack, toSlack, withoutMarks } from '../text.ts';
import { mrkdwn } from './elements.ts';

/** The pictures of a submission that is done; of a film, its poster. */
export function pictureBlocks(record: Submission, messages: Messages): ImageBlock[] {
  const ids = pictureFiles(record);
  return ids.map((id, index): ImageBlock => {
    const prompt = cut(promptOf(record), index === 0 ? CARD.altPrompt : CARD.altPromptAgain);
    const alt = messages.card.altText(prompt, index + 1, ids.length);
    return { type: 'image', slack_file: { id }, alt_text: cut(alt, LIMITS.altText) };
  });
}

/** Slack's ids of the pictures that can be shown. */
export function pictureFiles(record: Submission): string[] {
  const { end, picture } = record;
  if (end?.kind !== 'done' || picture?.fileId === undefined || picture.missing !== undefined) return [];
  // Refused by Slack, so it stands in the thread; films always do, and leave their poster here.
  if (picture.inThread && picture.films === undefined) return [];
  if (hasText(record)) return [];
  return [picture.fileId, ...(picture.more ?? [])].slice(0, CARD.pictures);
}

/** A result that is read: the links of an upload, the prompts of a describe, the words and prompts of a shorten. */
export function textBlocks(record: Submission, messages: Messages): KnownBlock[] {
  if (record.end?.kind !== 'done') return [];
  const { links, snapshot } = record;
  if (links !== undefined) return linkBlocks(links, messages);
  const text = snapshot?.text?.trim() ?? '';
  if (text === '') return [];
  if (isShorten(record)) return shortenBlocks(shortened(text), messages);
  const prompts = describePrompts(text);
  return promptBlocks(prompts.length > 0 ? prompts : [text], CARD.result, messages);
}

function hasText({ links, snapshot }: Submission): boolean {
  return links !== undefined || (snapshot?.text ?? '') !== '';
}

/** Also a press can have such a result; its buttons tell which. */
function isShorten({ order, snapshot }: Submission): boolean {
  return order.verb === 'shorten' || (snapshot?.buttons.some((one) => buttonKind(one) === 'shorten-pick') ?? false);
}

/** Each in a code block, where it can be copied whole. One that is too long would be of no use when it is cut. */
function linkBlocks(links: readonly string[], messages: Messages): KnownBlock[] {
  let room: number = CARD.result;
  const shown: SectionBlock[] = [];
  for (const link of links.map(toSlack)) {
    if (link.length > Math.min(room, CARD.resultLink) || shown.length >= CARD.resultPieces) continue;
    room -= link.length;
    shown.push(mrkdwn(codeBlock(link)));
  }
  return shown.length === links.length ? shown : [...shown, leftOut(messages)];
}

function shortenBlocks({ tokens, prompts }: Shortened, messages: Messages): KnownBlock[] {
  const words = ratedWords(tokens);
  return [
    ...(words === '' ? [] : [mrkdwn(`${messages.card.tokens()}\n${words}`)]),
    ...(prompts.length === 0 ? [] : [mrkdwn(messages.card.shortPrompts())]),
    ...promptBlocks(prompts, CARD.result - CARD.tokens, messages),
  ];
}

/** Important words bold, superfluous ones struck out. */
function ratedWords(tokens: Shortened['tokens']): string {
  const marks = { strong: '*', plain: '', struck: '~' } as const;
  let text = '';
  for (const token of tokens) {
    const inside = toSlack(withoutMarks(token.text));
    if (inside === '') continue;
    const next = `${text}${text === '' ? '' : ' '}${marks[token.weight]}${inside}${marks[token.weight]}`;
    if (next.length > CARD.tokens - 1) return `${text}…`;
    text = next;
  }
  return text;
}

/** Numbered as the buttons are that draw them. */
function promptBlocks(prompts: readonly string[], max: number, messages: Messages): KnownBlock[] {
  let room = max;
  const shown: SectionBlock[] = [];
  for (const [index, prompt] of prompts.entries()) {
    if (room < CARD.label || shown.length >= CARD.resultPieces) return [...shown, leftOut(messages)];
    const text = cutToSlack(prompt, Math.min(room, CARD.resultPrompt));
    room -= text.length;
    shown.push(mrkdwn(`${prompts.length > 1 ? `*${index + 1}*\n` : ''}${codeBlock(text)}`));
  }
  return shown;
}

function leftOut({ card }: Messages): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: card.textLeftOut() }] };
}

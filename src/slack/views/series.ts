import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { Messages } from '../../domain/messages.ts';
import { type Child, childState, isOver, type Series, seriesThread, sheetPictures } from '../../domain/series.ts';
import { LIMITS, SERIES } from '../limits.ts';
import { codeBlock, cut, cutToSlack, toSlack, withoutMarks } from '../text.ts';
import { permalink } from '../writing/permalink.ts';
import { mrkdwn } from './elements.ts';
import { faceOf, versioned } from './face.ts';
import { mention } from './state.ts';

/** The metadata by which the message of a series is found again; it is no card. */
export const SERIES_EVENT = 'mj_series';

export interface SeriesView {
  /** For notifications and screen readers. */
  text: string;
  blocks: KnownBlock[];
  metadata: MessageMetadata;
  /** Digest of all of it; equal digests look equal. */
  face: string;
}

/**
 * The message that heads the thread of a series: who asked for what, how far it is, a line for each picture, and at the end all of them on one
 * sheet. Pure.
 *
 * @param children its submissions, each at its place
 */
export function seriesView(
  series: Series,
  children: readonly Child[],
  messages: Messages,
  teamUrl: string | undefined,
): SeriesView {
  const words = messages.series;
  const heading = words.asked(mention(series.asker), children.length);
  const state = stateOf(series, children, messages);
  const lines = children.map((child, place) => line(series, child, place, messages, teamUrl));
  const blocks: KnownBlock[] = [
    mrkdwn(heading),
    mrkdwn(codeBlock(cutToSlack(series.order.prompt, SERIES.prompt))),
    ...sheetBlocks(series, children, messages),
    mrkdwn(state),
    ...sections(lines),
  ];
  const text = words.summary(heading, cutToSlack(series.order.prompt, SERIES.summaryPrompt), state);
  const face = faceOf([text, blocks]);
  const metadata = { event_type: SERIES_EVENT, event_payload: { series: series.id } };
  return { text, blocks: versioned(blocks, face), metadata, face };
}

function stateOf({ prompts }: Series, children: readonly Child[], { series: words }: Messages): string {
  const states = children.map(childState);
  const done = states.filter((state) => state === 'done').length;
  const state = states.every(isOver) ? words.finished(done, states.length - done) : words.running(done, states.length);
  return children.length < prompts.length ? `${state}\n${words.cutShort(prompts.length)}` : state;
}

/** A picture's number, and the beginning of its prompt, which leads to its card. */
function line(series: Series, child: Child, place: number, messages: Messages, teamUrl: string | undefined): string {
  const state = childState(child);
  const prompt = cutToSlack(withoutMarks(series.prompts[place] ?? ''), SERIES.linePrompt).replaceAll('|', '∣');
  const ts = state === 'removed' || typeof child !== 'object' ? undefined : child.card.ts;
  const link =
    ts === undefined || teamUrl === undefined
      ? undefined
      : toSlack(permalink({ channel: series.channel, ts, threadTs: seriesThread(series) }, teamUrl));
  return messages.series.line(place + 1, prompt, state, link);
}

/** So many lines in a section that its text keeps below Slack's limit, links and all. */
function sections(lines: readonly string[]): KnownBlock[] {
  const count = Math.ceil(lines.length / SERIES.linesInSection);
  return Array.from({ length: count }, (_, at) =>
    mrkdwn(lines.slice(at * SERIES.linesInSection, (at + 1) * SERIES.linesInSection).join('\n')),
  );
}

function sheetBlocks({ sheet, order }: Series, children: readonly Child[], { series: words }: Messages): KnownBlock[] {
  if (sheet === undefined || !sheet.ready || sheet.fileId === '') return [];
  // Of other pictures than there are now: another one is on its way.
  const pictures = sheetPictures(children);
  if (pictures.map(({ fileId }) => fileId).join() !== sheet.of.join()) return [];
  const alt = words.sheetAlt(pictures.length, cut(order.prompt, SERIES.altPrompt));
  return [{ type: 'image', slack_file: { id: sheet.fileId }, alt_text: cut(alt, LIMITS.altText) }];
}

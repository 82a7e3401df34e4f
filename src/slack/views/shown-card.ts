import type { ActionsBlock, KnownBlock } from '@slack/types';
import { isStillThere } from '../../domain/gallery.ts';
import type { Messages } from '../../domain/messages.ts';
import { encodeControl } from '../../domain/press-token.ts';
import type { ShownCard } from '../../domain/shown-card.ts';
import { promptOf, type Submission, threadOf } from '../../domain/submission.ts';
import { CARD, LIMITS, SENTENCE } from '../limits.ts';
import { cutToSlack, toSlack, withoutMarks } from '../text.ts';
import type { Words } from '../writing/notes.ts';
import { cardAddress, permalink, seriesAddress } from '../writing/permalink.ts';
import { cardView } from './card.ts';
import { CONTROL_ACTION, LINK_ACTION } from './controls.ts';
import { context, linkButton, mrkdwn, plain } from './elements.ts';

/** What is added to a card that is shown once more: what came before and after it, a way to it, a way to run it again. */
const ADDED = 3;

/** A card once more, for one person: as it stands, with its buttons, between its parent and its children. */
export function shownCard(
  { record, parent, series }: ShownCard,
  messages: Messages,
  teamUrl: string | undefined,
  pictures: 'shown' | 'none',
): Words {
  const there = isStillThere(record);
  const { text, blocks } = cardView(record, messages, { teamUrl });
  const card = pictures === 'shown' && there ? blocks : blocks.filter((block) => block.type !== 'image');
  return {
    text,
    blocks: [
      ...card.slice(0, LIMITS.messageBlocks - ADDED),
      ...(there ? [] : [mrkdwn(messages.shown.gone)]),
      ...lineage({ record, parent, series }, messages, teamUrl),
      ways(record, messages, teamUrl),
    ],
  };
}

/** A line each: with which others it was asked for, where it came from, what came of it. */
function lineage(
  { record, parent, series }: ShownCard,
  { shown }: Messages,
  teamUrl: string | undefined,
): KnownBlock[] {
  const others = series === undefined ? undefined : seriesAddress(series, teamUrl);
  const from = parent === undefined ? undefined : cardAddress(parent, teamUrl);
  const prompt = cutToSlack(withoutMarks(parent === undefined ? '' : promptOf(parent)), SENTENCE.prompt);
  const children = record.presses.slice(-CARD.presses).map(({ name, ts }) => ({
    button: cutToSlack(withoutMarks(name), CARD.label),
    link: childLink(record, ts, teamUrl),
  }));
  const lines = [
    ...(series === undefined || others === undefined
      ? []
      : [shown.series(toSlack(others), series.taken ?? series.prompts.length)]),
    ...(from === undefined ? [] : [shown.parent(toSlack(from), prompt)]),
    ...(children.length === 0 ? [] : [shown.children(children)]),
  ];
  return lines.length === 0 ? [] : [context(lines.join('\n'))];
}

/** Children stand in the thread of the card that was pressed. */
function childLink(record: Submission, ts: string | undefined, teamUrl: string | undefined): string | undefined {
  if (ts === undefined || teamUrl === undefined) return undefined;
  return toSlack(permalink({ channel: record.channel, ts, threadTs: threadOf(record) }, teamUrl));
}

function ways(record: Submission, { shown }: Messages, teamUrl: string | undefined): ActionsBlock {
  const address = cardAddress(record, teamUrl);
  return {
    type: 'actions',
    elements: [
      ...(address === undefined ? [] : [linkButton(`${LINK_ACTION}:card`, shown.open, address)]),
      {
        type: 'button',
        action_id: `${CONTROL_ACTION}:again-shown`,
        text: plain(shown.again, LIMITS.buttonText),
        value: encodeControl({ submission: record.id, control: 'edit-again' }),
      },
    ],
  };
}

import type { ActionsBlock, ImageBlock, InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import type { Messages } from '../../domain/messages.ts';
import { GRID_CELLS, GRID_SIDE, type Step } from '../../domain/step.ts';
import { LIMITS } from '../limits.ts';
import { LINK_ACTION, webLink } from './controls.ts';
import { FILE_TYPES, input, mrkdwn, plain } from './elements.ts';
import { STEP_ACTION, type StepView } from './step-view.ts';

/** Which part is drawn anew: painted already, to be painted on a page of ours, or chosen here. */
export function regionBlocks(view: StepView, messages: Messages): KnownBlock[] {
  const { painted, painter } = view.step;
  if (painted !== undefined) return paintedBlocks(view, painted, messages);
  if (painter !== undefined)
    return [mrkdwn(messages.steps.paintIntro), ...paintLink(view.step, messages), mask(messages)];
  return [gridBlock(view, messages), cells(view, messages), ...chosen(view, messages), mask(messages)];
}

function paintedBlocks(
  { step, pictures }: StepView,
  { share, preview }: NonNullable<Step['painted']>,
  messages: Messages,
): KnownBlock[] {
  const { steps } = messages;
  const url = pictures === 'shown' ? webLink(preview, LIMITS.imageUrl) : undefined;
  const image: ImageBlock[] =
    url === undefined
      ? []
      : [{ type: 'image', image_url: url, alt_text: plain(steps.paintedAlt, LIMITS.altText).text }];
  return [...image, mrkdwn(steps.painted(percent(share))), ...paintLink(step, messages)];
}

/** Slack opens the page; the click is only acked. */
function paintLink({ painter, painted }: Step, { steps }: Messages): ActionsBlock[] {
  const url = webLink(painter?.url, LIMITS.buttonUrl);
  if (url === undefined) return [];
  const again = painted !== undefined;
  const text = plain(again ? steps.paintAgain : steps.paint, LIMITS.buttonText);
  const style = again ? {} : { style: 'primary' as const };
  return [
    { type: 'actions', elements: [{ type: 'button', action_id: `${LINK_ACTION}:painter`, text, url, ...style }] },
  ];
}

function gridBlock({ step, pictures }: StepView, { steps }: Messages): KnownBlock {
  if (pictures === 'coming') return mrkdwn(steps.gridComing);
  if (pictures === 'missing' || step.grid === undefined) return mrkdwn(steps.gridMissing);
  return { type: 'image', slack_file: { id: step.grid }, alt_text: plain(steps.gridAlt, LIMITS.altText).text };
}

/** Tells us at once what was chosen, so that it can be shown back. */
function cells({ cells: at = [] }: StepView, { steps }: Messages): InputBlock {
  const options = Array.from({ length: GRID_CELLS }, (_, index): PlainTextOption => {
    const place = steps.cellPlace(Math.floor(index / GRID_SIDE) + 1, (index % GRID_SIDE) + 1);
    const number = String(index + 1);
    return {
      text: plain(number, LIMITS.optionText),
      value: number,
      description: plain(place, LIMITS.optionDescription),
    };
  });
  const initial = at.flatMap((cell) => options[cell - 1] ?? []);
  const { placeholder = '' } = steps.cells;
  const block = input('cells', steps.cells, true, {
    type: 'multi_static_select',
    action_id: `${STEP_ACTION}:cells`,
    placeholder: plain(placeholder, LIMITS.placeholder),
    options,
    ...(initial.length === 0 ? {} : { initial_options: initial }),
  });
  return { ...block, dispatch_action: true };
}

/** The choice as a picture of its own, and in words. */
function chosen({ cells: at = [] }: StepView, { steps }: Messages): KnownBlock[] {
  if (at.length === 0) return [];
  const rows = Array.from({ length: GRID_SIDE }, (_, row) =>
    Array.from({ length: GRID_SIDE }, (__, column) => (at.includes(row * GRID_SIDE + column + 1) ? '⬜' : '⬛')).join(
      '',
    ),
  );
  const numbers = at.toSorted((a, b) => a - b);
  const text = [...rows, steps.chosen(numbers, percent(at.length / GRID_CELLS))].join('\n');
  return [{ ...mrkdwn(text), block_id: 'chosen' }];
}

function mask({ steps }: Messages): InputBlock {
  return input('mask', steps.mask, true, {
    type: 'file_input',
    action_id: `${STEP_ACTION}:mask`,
    filetypes: FILE_TYPES,
    max_files: 1,
  });
}

/** Only nothing is 0 %, and only all is 100 %. */
function percent(share: number): number {
  if (share <= 0 || share >= 1) return share <= 0 ? 0 : 100;
  return Math.min(99, Math.max(1, Math.round(share * 100)));
}

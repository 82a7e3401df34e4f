import type { KnownBlock } from '@slack/types';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { english } from '../../../src/domain/messages.en.ts';
import { customIdHash } from '../../../src/domain/press-token.ts';
import { PROMPT_MAX } from '../../../src/domain/prompt.ts';
import type { Step, StepKind } from '../../../src/domain/step.ts';
import { viewErrors } from '../../../src/sandbox/slack/blockkit/validate.ts';
import { LIMITS } from '../../../src/slack/limits.ts';
import { decodeStep, encodeStep } from '../../../src/slack/steps/step-token.ts';
import type { FormState } from '../../../src/slack/views/form-state.ts';
import { stepModal } from '../../../src/slack/views/step-modal.ts';
import { readStep } from '../../../src/slack/views/step-state.ts';
import type { StepView } from '../../../src/slack/views/step-view.ts';
import { FULL } from '../../support/full.ts';
import { id } from './records.ts';

const place = { channel: 'C0123456789', threadTs: '1763700001.000100', responseUrl: 'https://hooks.example/1' };
const painter = { id: 'p1', url: 'https://bot.example/paint/token' };
const painted = { id: 'm1', share: 0.34, preview: 'https://bot.example/paint/token/preview' };
const grid = 'F0123456789';

function step(kind: StepKind, more: Partial<Step> = {}): Step {
  return { ref: { of: 'submission', submission: id }, kind, button: 'V2', prompt: 'a red fox', ...more };
}

function modal(of: Step, more: Partial<StepView> = {}) {
  const view = stepModal({ step: of, place, pictures: 'shown', ...more }, english);
  return { ...view, blocks: view.blocks as KnownBlock[] };
}

type Modal = ReturnType<typeof modal>;

/** What Slack would find wrong with it. */
function faults(view: Modal): string[] {
  return viewErrors({ ...view }, { slackFile: () => undefined, imageUrl: () => undefined });
}

function inputs({ blocks }: Modal) {
  return blocks.filter((block) => block.type === 'input');
}

function element(view: Modal, name: string) {
  return inputs(view).find((block) => block.block_id === name)?.element;
}

function writing({ blocks }: Modal): string {
  return blocks.flatMap((block) => (block.type === 'section' ? [block.text?.text] : [])).join('\n');
}

const steps: [string, Step][] = [
  ['a prompt', step('prompt')],
  ['a pick', step('pick')],
  ['a zoom', step('zoom', { ratio: '3:2' })],
  ['a region, before its grid is there', step('region')],
  ['a region with its grid', step('region', { grid })],
  ['a region with a painter', step('region', { painter })],
  ['a region that was painted', step('region', { painter, painted })],
];

describe.each(steps)('the modal of %s', (_, one) => {
  test('passes Slack’s own rules, whatever stands in it', () => {
    const long = '&'.repeat(PROMPT_MAX);
    const worst = { ...one, prompt: long, button: '&<!channel>'.repeat(500) };
    const cells = Array.from({ length: 16 }, (__, n) => n + 1);
    const views = [
      modal(one),
      modal(one, { pictures: 'coming' }),
      modal(one, { pictures: 'missing' }),
      modal(worst, { typed: { prompt: `${long}more`, zoom: '9'.repeat(40), ratio: 'x' }, cells, trouble: 'No.' }),
    ];

    for (const view of views) {
      expect(faults(view)).toEqual([]);
      expect(view.private_metadata?.length).toBeLessThanOrEqual(LIMITS.privateMetadata);
      expect(JSON.stringify(view.blocks)).not.toContain('<!channel>');
    }
  });

  test('holds the prompt, which may not be left empty', () => {
    const prompt = inputs(modal(one)).find((block) => block.block_id === 'prompt');

    expect(prompt).toMatchObject({
      optional: false,
      element: { initial_value: 'a red fox', multiline: true, max_length: PROMPT_MAX },
    });
  });

  test('keeps its block ids whatever is shown, so that what was typed stays', () => {
    const ids = (more: Partial<StepView>) => inputs(modal(one, more)).map((block) => block.block_id);

    expect(ids({ pictures: 'coming' })).toEqual(ids({ pictures: 'shown' }));
    expect(ids({ cells: [1, 2], trouble: 'No.' })).toEqual(ids({}));
  });

  test('has a name for everything, and words under every picture', () => {
    for (const block of modal(one).blocks) {
      if (block.type === 'input') expect(block.label.text).toMatch(/^[A-Z]/);
      if (block.type === 'image') expect(block.alt_text).toMatch(/^The picture/);
      if (block.type === 'actions')
        for (const button of block.elements) expect(button.type === 'button' && button.text.text).toMatch(/^Paint/);
    }
  });

  test('leads back to the same step', () => {
    const read = decodeStep(modal(one).private_metadata ?? '');

    expect(read?.place).toEqual(place);
    expect(read?.step).toEqual({ ...one, prompt: '', ratio: undefined });
  });
});

describe('a zoom', () => {
  test('proposes what Midjourney does, and the ratio of the prompt', () => {
    const view = modal(step('zoom', { ratio: '3:2' }));

    expect(inputs(view).map((block) => [block.block_id, block.optional])).toEqual([
      ['zoom', false],
      ['ratio', true],
      ['prompt', false],
    ]);
    expect(element(view, 'zoom')).toMatchObject({
      type: 'number_input',
      is_decimal_allowed: true,
      initial_value: '1.8',
    });
    expect(element(view, 'ratio')).toMatchObject({ initial_value: '3:2' });
    expect(element(modal(step('zoom')), 'ratio')).not.toHaveProperty('initial_value');
  });

  test('shows what was typed in the place of what it proposed', () => {
    const view = modal(step('zoom', { ratio: '3:2' }), { typed: { prompt: 'b', zoom: '1.2' } });

    expect(element(view, 'zoom')).toMatchObject({ initial_value: '1.2' });
    expect(element(view, 'ratio')).not.toHaveProperty('initial_value');
    expect(element(view, 'prompt')).toMatchObject({ initial_value: 'b' });
  });
});

describe('a region without a painter', () => {
  const region = step('region', { grid });

  test('shows the picture with the grid, and a choice of its sixteen squares', () => {
    const view = modal(region);
    const cells = element(view, 'cells');

    expect(view.blocks).toContainEqual(expect.objectContaining({ type: 'image', slack_file: { id: grid } }));
    expect(cells?.type === 'multi_static_select' && cells.options?.map((one) => one.value)).toEqual(
      Array.from({ length: 16 }, (_, n) => String(n + 1)),
    );
    expect(cells?.type === 'multi_static_select' && cells.options?.[6]).toMatchObject({
      text: { text: '7' },
      description: { text: 'Row 2, column 3' },
    });
    expect(inputs(view)[0]).toMatchObject({ block_id: 'cells', dispatch_action: true, optional: true });
    expect(element(view, 'mask')).toMatchObject({ type: 'file_input', max_files: 1 });
  });

  test.each([
    ['coming', 'appears here in a moment'],
    ['missing', 'cannot be shown just now'],
  ] as const)('has a sentence in the place of a picture that is %s', (pictures, sentence) => {
    const view = modal(region, { pictures });

    expect(writing(view)).toContain(sentence);
    expect(view.blocks.some((block) => block.type === 'image')).toBe(false);
    expect(writing(modal(step('region')))).toContain('cannot be shown just now');
  });

  test('shows the choice back as a picture of its own, in words and as a share', () => {
    const view = modal(region, { cells: [16, 1, 6] });

    expect(writing(view)).toContain('⬜⬛⬛⬛\n⬛⬜⬛⬛\n⬛⬛⬛⬛\n⬛⬛⬛⬜\n');
    expect(writing(view)).toContain('squares 1, 6 and 16, 19 % of the picture');
    expect(element(view, 'cells')).toMatchObject({
      initial_options: [{ value: '16' }, { value: '1' }, { value: '6' }],
    });
    expect(writing(modal(region, { cells: [2] }))).toContain('square 2, 6 %');
    expect(writing(modal(region))).not.toContain('⬜');
  });
});

describe('a region with a painter', () => {
  test('leads to it, and takes a mask of one’s own', () => {
    const view = modal(step('region', { painter }));

    expect(view.blocks).toContainEqual(
      expect.objectContaining({
        type: 'actions',
        elements: [expect.objectContaining({ action_id: 'link:painter', url: painter.url, style: 'primary' })],
      }),
    );
    expect(inputs(view).map((block) => block.block_id)).toEqual(['mask', 'prompt']);
  });

  test('that was painted shows it, and leads to the painter again', () => {
    const view = modal(step('region', { painter, painted }));

    expect(view.blocks).toContainEqual(expect.objectContaining({ type: 'image', image_url: painted.preview }));
    expect(writing(view)).toMatch(/Painted:\* 34 %.*nothing more to choose/);
    expect(JSON.stringify(view.blocks)).toContain('Paint it anew');
    expect(inputs(view).map((block) => block.block_id)).toEqual(['prompt']);
  });

  test.each([
    [0.001, '1 %'],
    [0.999, '99 %'],
    [0.5, '50 %'],
  ])('a share of %f is %s', (share, words) => {
    expect(writing(modal(step('region', { painted: { id: 'm1', share } })))).toContain(`*Painted:* ${words}`);
  });
});

describe('what was typed and chosen', () => {
  const state = (more: FormState = {}): FormState => ({
    prompt: { 'step:prompt': { value: 'a blue fox' } },
    ...more,
  });
  const cells = { cells: { 'step:cells': { selected_options: [{ value: '6' }, { value: '1' }, { value: '99' }] } } };
  const file = { mask: { 'step:mask': { files: [{ id: 'F9', name: 'mask.png' }] } } };

  test('is read as text', () => {
    const typed = state({ zoom: { 'step:zoom': { value: '1.4' } }, ratio: { 'step:ratio': { value: ' 16:9 ' } } });

    expect(readStep(step('zoom'), typed)).toEqual({ prompt: 'a blue fox', zoom: '1.4', ratio: '16:9' });
    expect(readStep(step('prompt'), {})).toEqual({ prompt: '' });
  });

  test('of several masks, what was painted counts before a file, a file before squares', () => {
    const all = state({ ...cells, ...file });

    expect(readStep(step('region', { painted }), all).mask).toEqual({ kind: 'painted', id: 'm1' });
    expect(readStep(step('region'), all).mask).toEqual({ kind: 'file', id: 'F9' });
    expect(readStep(step('region'), state(cells)).mask).toEqual({ kind: 'cells', cells: [1, 6] });
    expect(readStep(step('region'), state()).mask).toBeUndefined();
    expect(readStep(step('prompt'), all).mask).toBeUndefined();
  });
});

describe('what a step remembers', () => {
  test('always fits, and keeps whose step it is and what was painted', () => {
    fc.assert(
      fc.property(fc.webUrl({ size: 'xlarge' }), fc.string({ maxLength: 200 }), fc.nat(3000), (url, text, length) => {
        const ref = { of: 'button' as const, submission: id, hash: customIdHash(text) };
        const links = {
          painter: { id: 'p', url },
          painted: { id: 'm', share: 0.5, preview: `${url}${'x'.repeat(length)}` },
        };
        const written = encodeStep({ step: step('region', { ref, button: text.repeat(9), ...links }), place }, 3000);
        const read = decodeStep(written);

        expect(written.length).toBeLessThanOrEqual(3000);
        expect(read?.step.ref).toEqual(ref);
        expect(read?.step.painted).toMatchObject({ id: 'm', share: 0.5 });
      }),
      { numRuns: FULL ? 100 : 25 },
    );
  });

  test.each([
    '',
    '{}',
    '[]',
    'null',
    '{"v":2}',
    '{"v":1,"ref":{"of":"submission","submission":"s1"},"kind":"prompt","button":"V1","at":["","",""]}',
    '{"v":1,"verb":"imagine","at":["C1","",""],"prompt":"","pictures":[],"options":{}}',
  ])('%s was not written by this version', (text) => {
    expect(decodeStep(text)).toBeUndefined();
  });
});

test('our own words fit where they stand', () => {
  for (const { title, submit } of Object.values(english.steps.kinds)) {
    expect(title.length).toBeLessThanOrEqual(LIMITS.modalTitle);
    expect(submit.length).toBeLessThanOrEqual(LIMITS.modalTitle);
  }
});

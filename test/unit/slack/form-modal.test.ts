import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { english } from '../../../src/domain/messages.en.ts';
import { PROMPT_MAX } from '../../../src/domain/prompt.ts';
import type { PictureRef } from '../../../src/domain/submission.ts';
import { forms } from '../../../src/flows/index.ts';
import { LIMITS } from '../../../src/slack/limits.ts';
import { formModal } from '../../../src/slack/views/form-modal.ts';
import { type FormState, readForm } from '../../../src/slack/views/form-state.ts';
import { blend, type Given, imagine, video } from './given.ts';

const place = {
  channel: 'C0123456789',
  threadTs: '1763700001.000100',
  responseUrl: `https://hooks.example/${'x'.repeat(90)}`,
};

function file(id: string): PictureRef {
  return { kind: 'file', id };
}

function view(form: (typeof forms)[number], given: Partial<Given>, preview?: string) {
  const whole = { prompt: '', pictures: [], options: {}, ...given };
  const modal = formModal({ form, verb: form.verb, place, given: whole, preview }, english);
  return { ...modal, blocks: modal.blocks as KnownBlock[] };
}

function inputs(modal: ReturnType<typeof view>): [name: string | undefined, optional: boolean | undefined][] {
  return modal.blocks.flatMap((block) => (block.type === 'input' ? [[block.block_id, block.optional]] : []));
}

describe.each(forms.map((form) => [form.verb, form] as const))('the form of %s', (_, form) => {
  test('fits, with the longest prompt and ten pictures', () => {
    const prompt = '&'.repeat(PROMPT_MAX);
    const pictures = Array.from({ length: 10 }, (__, n) => ({
      ...place,
      kind: 'message' as const,
      ts: `1763700001.00010${n}`,
    }));
    const modal = view(form, { prompt, pictures }, prompt);

    expect(modal.private_metadata?.length).toBeLessThanOrEqual(LIMITS.privateMetadata);
    expect(modal.blocks.length).toBeLessThanOrEqual(LIMITS.modalBlocks);
    for (const block of modal.blocks)
      if (block.type === 'section') expect(block.text?.text.length).toBeLessThanOrEqual(LIMITS.sectionText);
      else if (block.type === 'input' && block.element.type === 'plain_text_input' && block.element.multiline === true)
        expect(block.element.initial_value).toBe(prompt);
  });
});

describe('pictures that came along', () => {
  test('fill the fields in order, and what they fill is no longer required', () => {
    expect(inputs(view(video, { pictures: [file('F1')] })).slice(0, 3)).toEqual([
      ['start', true],
      ['prompt', false],
      ['end', true],
    ]);
  });

  test('leave no input where there is no room for another', () => {
    const pictures = ['F1', 'F2', 'F3', 'F4', 'F5'].map(file);

    expect(inputs(view(blend, { pictures }))).toEqual([['shape', false]]);
    expect(inputs(view(blend, { pictures: pictures.slice(0, 1) }))[0]).toEqual(['pictures', false]);
  });

  test('behind a link to a message are not counted before they are read', () => {
    const modal = view(blend, { pictures: [{ kind: 'message', channel: 'C1', ts: '1.000100' }] });

    expect(JSON.stringify(modal.blocks)).toContain('the pictures of a message');
    expect(inputs(modal)[0]).toEqual(['pictures', true]);
  });
});

describe('what was filled in', () => {
  const chosen = (name: string, ...ids: string[]): FormState => ({
    [name]: { [`field:${name}`]: { files: ids.map((id) => ({ id, name: `${id}.png` })) } },
  });

  test('a file takes the place of the one picture that came along', () => {
    const { given } = readForm(video, [file('F1'), file('F2')], chosen('start', 'F9'));

    expect(given.pictures).toEqual([{ kind: 'file', id: 'F9', name: 'F9.png' }, file('F2')]);
  });

  test('files are added to the pictures that came along where there is room', () => {
    const { given } = readForm(blend, [file('F1')], chosen('pictures', 'F8', 'F9'));

    expect(given.pictures.map((one) => one.kind === 'file' && one.id)).toEqual(['F1', 'F8', 'F9']);
  });

  test('what was left alone is absent', () => {
    const left = { ratio: { 'field:ratio': { value: null } }, version: { 'field:version': { selected_option: null } } };

    expect(readForm(imagine, [], { ...left, raw: { 'field:raw': { selected_options: [] } } })).toEqual({
      given: { prompt: '', pictures: [], options: {} },
      channel: undefined,
    });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerPrompt, promptRatio, stepOfKind, waitsUnsaid } from '../../../src/domain/step.ts';
import { buttonKind } from '../../../src/domain/task.ts';

const kindOf = (customId: string) => buttonKind({ customId });

describe('the step of a button', () => {
  test.each([
    ['MJ::CustomZoom::26d56b92', 'zoom'],
    ['MJ::CustomZoom::1::26d56b92', 'zoom'],
    ['MJ::Inpaint::1::26d56b92::SOLO', 'region'],
    ['MJ::Job::PicReader::3', 'pick'],
    ['MJ::JOB::PromptAnalyzer::1', 'pick'],
  ] as const)('%s always asks for a %s', (customId, step) => {
    expect(stepOfKind(kindOf(customId))).toBe(step);
  });

  test.each([
    ['MJ::JOB::upsample::2::u', 'upscale'],
    ['MJ::JOB::upsample_v6_2x_creative::1::u::SOLO', 'upscale'],
    ['MJ::JOB::video_virtual_upscale::1::u', 'upscale'],
    ['local:change:UPSCALE:2', 'upscale'],
    ['MJ::JOB::variation::1::u', 'vary'],
    ['MJ::JOB::high_variation::1::u::SOLO', 'vary'],
    ['MJ::JOB::reroll::0::u::SOLO', 'vary'],
    ['MJ::JOB::pan_up::1::u::SOLO', 'vary'],
    ['MJ::JOB::animate_low_extend::1::u', 'vary'],
    ['local:change:REROLL:1', 'vary'],
    ['MJ::Outpaint::50::1::u::SOLO', 'plain'],
    ['MJ::Job::PicReader::all', 'describe-all'],
    ['MJ::Picread::Retry', 'plain'],
    ['MJ::BOOKMARK::u', 'bookmark'],
    ['XX::Whatever', 'plain'],
  ] as const)('%s (%s) asks only when the gateway does', (customId, kind) => {
    expect(kindOf(customId)).toBe(kind);
    expect(stepOfKind(kind)).toBeUndefined();
  });

  test('a zoom and a region wait even where the answer does not say so; a pick that was taken runs', () => {
    expect(['zoom', 'region', 'pick', undefined].map((kind) => waitsUnsaid(kind as 'zoom'))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('the prompt that answers a step', () => {
  test('is cleaned like any other', () => {
    expect(answerPrompt('prompt', { prompt: '  a fox\n —ar 16:9 ' })).toBe('a fox --ar 16:9');
    expect(() => answerPrompt('pick', { prompt: ' ' })).toThrow(expect.objectContaining({ code: 'empty-prompt' }));
  });

  test('of a zoom names number and ratio in the place of those that it had', () => {
    const prompt = 'a fox --zoom 2 --ar 3:2 --v 7';
    expect(answerPrompt('zoom', { prompt, zoom: '1.40', ratio: ' 16 x 9 ' })).toBe('a fox --v 7 --ar 16:9 --zoom 1.4');
    expect(answerPrompt('zoom', { prompt, zoom: '1,5' })).toBe('a fox --ar 3:2 --v 7 --zoom 1.5');
  });

  test.each(['2.5', '0.9', '', 'two', '1e0', '-1', '1.2345'])('refuses a zoom of %j, and names the field', (zoom) => {
    expect(() => answerPrompt('zoom', { prompt: 'a fox', zoom })).toThrow(
      expect.objectContaining({ code: 'bad-number', field: 'zoom', params: { min: 1, max: 2 } }),
    );
  });

  test.each(['16', '16:', '0:9', 'wide', '1000:1'])('refuses a ratio of %j, and names the field', (ratio) => {
    expect(() => answerPrompt('zoom', { prompt: 'a fox', zoom: '1.5', ratio })).toThrow(
      expect.objectContaining({ code: 'bad-ratio', field: 'ratio' }),
    );
  });

  test('that zoom and ratio make too long is refused, and names the field', () => {
    expect(() => answerPrompt('zoom', { prompt: 'x'.repeat(2995), zoom: '1.5' })).toThrow(
      expect.objectContaining({ code: 'long-prompt', field: 'prompt' }),
    );
  });

  test('of a zoom has one zoom and one ratio, whatever it had, and keeps every other word', () => {
    const word = fc.constantFrom(
      'fox',
      'snow',
      '--v 7',
      '--zoom 2',
      '--zoom',
      '--ar 1:2',
      '--aspect 4:5',
      '--tile',
      '—ar 9:1',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 100, max: 200 }), (words, hundredths) => {
        const zoom = String(hundredths / 100);
        const answer = answerPrompt('zoom', { prompt: `a ${words.join(' ')}`, zoom, ratio: '16:9' });

        expect(answer.match(/--zoom\b/g)).toHaveLength(1);
        expect(answer).toMatch(new RegExp(`--zoom ${zoom}$`));
        expect(answer.match(/--(?:ar|aspect)\b/g)).toHaveLength(1);
        expect(promptRatio(answer)).toBe('16:9');
        for (const kept of ['fox', 'snow', '--v 7', '--tile'])
          expect(answer.split(kept)).toHaveLength(words.filter((w) => w === kept).length + 1);
      }),
    );
  });
});

test('the ratio of a prompt is the last that it names', () => {
  expect(promptRatio('a fox --ar 3:2 --v 7 --aspect 16:9')).toBe('16:9');
  expect(promptRatio('a fox --area 3:2')).toBeUndefined();
});

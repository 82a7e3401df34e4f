import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { english } from '../../../src/domain/messages.en.ts';
import { PROMPT_MAX } from '../../../src/domain/prompt.ts';
import type { Submission } from '../../../src/domain/submission.ts';
import { CARD, LIMITS } from '../../../src/slack/limits.ts';
import { promptModal } from '../../../src/slack/views/prompt-modal.ts';
import { card, labels, menuEntries, ofType, rows, writing } from './look.ts';
import { button, childId, failed, finished, parentId, record, snapshot } from './records.ts';

/** Worst text: every character grows fivefold when it is escaped. */
const ampersands = (length: number) => '&'.repeat(length);

function withButtons(count: number, label: string): Submission {
  const buttons = Array.from({ length: count }, (_, n) => button(`id${n}`, `${label}${n}`));
  return finished({ snapshot: snapshot({ status: 'done', imageUrl: 'https://x.example/a', buttons }) });
}

describe('each limit', () => {
  test('sectionText: the longest prompt and the longest reason fit their sections', () => {
    const views = [card(record({ prompt: ampersands(PROMPT_MAX) })), card(failed('other', ampersands(10_000)))];
    const lengths = views.flatMap((view) => ofType(view, 'section').map((block) => block.text?.text.length ?? 0));

    expect(Math.max(...lengths)).toBeGreaterThan(CARD.reasonPiece - 10);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(LIMITS.sectionText);
  });

  test('sectionText: a reason of nothing but lines fits', () => {
    const view = card(failed('other', 'x\n'.repeat(5000)));

    for (const block of ofType(view, 'section'))
      expect(block.text?.text.length).toBeLessThanOrEqual(LIMITS.sectionText);
  });

  test('fallbackText: the notification stays below what an edit may hold', () => {
    expect(card(record({ prompt: ampersands(PROMPT_MAX) })).text.length).toBeLessThanOrEqual(LIMITS.fallbackText);
  });

  test('buttonText: a long label is cut', () => {
    expect(rows(card(withButtons(1, 'x'.repeat(200))))[0]?.[0]?.text.text).toHaveLength(LIMITS.buttonText);
  });

  test('messageBlocks: of a hundred buttons as many are shown as fit, and the others are counted', () => {
    const view = card(withButtons(300, 'B'));
    const shown = labels(view).flat().length;

    expect(view.blocks.length).toBeLessThanOrEqual(LIMITS.messageBlocks);
    expect(writing(view)).toContain(`${300 - shown} more buttons do not fit here`);
  });

  test('twenty-five buttons are all shown, five a row', () => {
    const view = card(withButtons(25, 'Button '));

    expect(labels(view).map((row) => row.length)).toEqual([5, 5, 5, 5, 5]);
    expect(writing(view)).not.toContain('do not fit');
  });

  test('altText: a long prompt is cut', () => {
    expect(ofType(card(finished({ prompt: 'x'.repeat(3000) })), 'image')[0]?.alt_text.length).toBeLessThanOrEqual(
      LIMITS.altText,
    );
  });

  test('optionValue, optionUrl: the menu fits, its longest link included', () => {
    const imageUrl = `https://x/${'a'.repeat(LIMITS.optionUrl - 10)}`;
    const [heading] = ofType(card(finished({ snapshot: snapshot({ status: 'done', imageUrl }) })), 'section');
    const options = heading?.accessory?.type === 'overflow' ? heading.accessory.options : [];

    expect(options).toHaveLength(LIMITS.overflowOptions);
    for (const option of options) expect(option.value?.length).toBeLessThanOrEqual(LIMITS.optionValue);
    expect(options[3]).toMatchObject({ url: imageUrl });
  });

  test('accessibilityLabel: what an emoji is called fits', () => {
    for (const name of Object.values(english.emojiNames))
      expect(name.length).toBeLessThanOrEqual(LIMITS.accessibilityLabel);
  });

  test('buttonUrl: a link that is too long is no button', () => {
    const buttons = [{ label: 'Web', emoji: '', style: 5, url: `https://x/${'a'.repeat(LIMITS.buttonUrl)}` }];

    expect(labels(card(finished({ snapshot: snapshot({ status: 'done', buttons }) })))).toEqual([]);
  });

  test('modalBlocks and sectionText: the modal holds the longest prompt, whole', () => {
    const prompt = '&🦊'.repeat(PROMPT_MAX / 3);
    const view = promptModal(prompt, english);
    const texts = view.blocks.map((block) =>
      'text' in block && block.text !== undefined && typeof block.text === 'object' ? block.text.text : '',
    );

    expect(texts.join('')).toBe(prompt);
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(LIMITS.sectionText);
    expect(view.title.text.length).toBeLessThanOrEqual(LIMITS.modalTitle);
  });

  test('optionText, confirm*: our own words fit where they stand', () => {
    const { cancelConfirm, deleteHint, showPrompt, originalLink } = english.controls;

    for (const text of [deleteHint, showPrompt, originalLink, english.controls.delete])
      expect(text.length).toBeLessThanOrEqual(LIMITS.optionText);
    expect(cancelConfirm.title.length).toBeLessThanOrEqual(LIMITS.confirmTitle);
    expect(cancelConfirm.text.length).toBeLessThanOrEqual(LIMITS.confirmText);
    expect(Math.max(cancelConfirm.yes.length, cancelConfirm.no.length)).toBeLessThanOrEqual(LIMITS.confirmAnswer);
  });
});

test('any record makes a card within all limits, with no live token', () => {
  fc.assert(
    fc.property(
      wild(1500),
      wild(3000),
      wild(4000),
      buttons,
      presses,
      fc.boolean(),
      fc.boolean(),
      (prompt, reason, text, offered, pressed, done, linked) => {
        const order = {
          verb: 'press' as const,
          parent: parentId,
          parentTask: '1',
          button: button('x', reason),
          prompt,
          pictures: [],
        };
        const end = done ? { kind: 'done' as const } : { ...failure, reason, bannedWord: reason };
        const shown = snapshot({ status: 'done', buttons: offered, ...(text === '' ? {} : { text }) });
        const picture = { fileId: 'F0123456789', more: Array(12).fill('F0123456789'), inThread: false };
        const links = linked ? { links: [reason, 'https://cdn.example/a.png'] } : {};
        const answer = { prompt: prompt.replace('fox', reason.slice(0, 500)), by: 'U1' };
        const added = ['preset', 'person', 'channel'].map((from, n) => ({
          text: `--no ${reason}`,
          from: from as 'preset',
          preset: prompt.slice(0, n * 100),
        }));
        const all = { order, answer, end, presses: pressed, snapshot: shown, picture, added, ...links };
        const view = card(finished(all), { teamUrl: 'https://acme.slack.com/' });
        const elements = rows(view).flat();

        expect(view.blocks.length).toBeLessThanOrEqual(LIMITS.messageBlocks);
        expect(totalText(view.blocks)).toBeLessThanOrEqual(LIMITS.messageText);
        expect(view.text.length).toBeLessThanOrEqual(LIMITS.fallbackText);
        expect(JSON.stringify([view.text, ofType(view, 'section'), ofType(view, 'context')])).not.toContain('<!');
        expect(new Set(elements.map((one) => one.action_id)).size).toBe(elements.length);
        expect(menuEntries(view).length).toBeLessThanOrEqual(LIMITS.overflowOptions);
        for (const row of rows(view)) expect(row.length).toBeLessThanOrEqual(LIMITS.actionsElements);
        for (const block of view.blocks) expect(block.block_id?.length).toBeLessThanOrEqual(LIMITS.blockId);
        for (const one of elements) {
          expect(one.action_id?.length).toBeLessThanOrEqual(LIMITS.actionId);
          expect(one.text.text.length).toBeGreaterThan(0);
          expect(one.text.text.length).toBeLessThanOrEqual(LIMITS.buttonText);
          expect(one.value?.length ?? 0).toBeLessThanOrEqual(LIMITS.buttonValue);
        }
      },
    ),
  );
});

const failure = { kind: 'failed', cause: 'other' } as const;
function wild(max: number): fc.Arbitrary<string> {
  const bits = fc.constantFrom('&', '<!channel>', '🦊', 'fox ', '\n', '\n1️⃣ ', '**', '~~', '## Shortened prompts\n');
  return fc.array(bits, { maxLength: max, size: 'max' }).map((parts) => parts.join(''));
}
/** Some are pressed. */
const customId = fc.oneof(
  fc.string(),
  fc.integer({ min: 1, max: 9 }).map((n) => `MJ::JOB::upsample::${n}::u`),
);
const buttons = fc.array(
  fc.record({
    customId,
    label: wild(40),
    emoji: fc.constantFrom('', '🔄'),
    style: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 120, size: 'max' },
);
const presses = fc.array(
  fc.record(
    {
      child: fc.constant(childId),
      by: fc.string({ maxLength: 12 }),
      name: wild(40),
      customId,
      ts: fc.constant('1763700001.000100'),
      over: fc.boolean(),
    },
    { requiredKeys: ['child', 'by', 'name', 'customId'] },
  ),
  { maxLength: 30, size: 'max' },
);

function totalText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + totalText(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) =>
      sum + (/^(?:text|alt_text)$/.test(key) && typeof one === 'string' ? one.length : totalText(one)),
    0,
  );
}

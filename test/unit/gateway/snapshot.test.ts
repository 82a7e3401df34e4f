import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Button, Snapshot } from '../../../src/domain/task.ts';
import { parseBase } from '../../../src/gateway/base.ts';
import { readJson } from '../../../src/gateway/body.ts';
import { createTranslator } from '../../../src/gateway/snapshot.ts';

const base = parseBase('https://gw.example/api', '/mj-{mode}');
const fixture = (name: string) =>
  readJson(readFileSync(new URL(`../../fixtures/gateway/${name}.json`, import.meta.url), 'utf8'));

function translate(task: unknown): Snapshot {
  const snapshot = createTranslator(base, undefined).snapshot(task);
  if (snapshot === undefined) throw new Error('no snapshot');
  return snapshot;
}
const status = (task: object) => translate({ id: '1', ...task }).status;
const button = (entry: unknown): Button | undefined => translate({ id: '1', buttons: [entry] }).buttons[0];

describe('a finished task of the wild', () => {
  const snapshot = translate(fixture('fetch-success-sample'));

  test('keeps its link to the letter, trailing ampersand included', () => {
    expect(snapshot.imageUrl).toBe(
      'https://img.innk.cc/attachments/1320066655572987907/1348306030429470862/adam_rivera4952_cat_26d56b92-4ed6-45e2-8561-563797923135.png?ex=67cefb57&is=67cda9d7&hm=b87e6b24e4bc3c2f1584b72154075607d6115602d0e5c7777e6637c29b8d3bd5&',
    );
  });

  test('keeps its buttons in order', () => {
    expect(snapshot.buttons.map((one) => one.label || one.emoji)).toEqual([
      'U1',
      'U2',
      'U3',
      'U4',
      '🔄',
      'V1',
      'V2',
      'V3',
      'V4',
    ]);
    expect(snapshot.buttons[4]).toEqual({
      customId: 'MJ::JOB::reroll::0::26d56b92-4ed6-45e2-8561-563797923135::SOLO',
      label: '',
      emoji: '🔄',
      style: 2,
    });
  });

  test('has the prompt as it was finally used', () => {
    expect(snapshot).toMatchObject({ taskId: '1320098173412546', status: 'done', progress: '100%', percent: 100 });
    expect(snapshot.finalPrompt).toBe('cat --v 6.1 --sref <https://s.mj.run/ktqQpnwPoPk>');
    expect(snapshot).not.toHaveProperty('reason');
    expect(snapshot).not.toHaveProperty('text');
  });
});

describe('status', () => {
  test.each([
    ['NOT_START', 'waiting'],
    ['SUBMITTED', 'waiting'],
    ['', 'waiting'],
    [null, 'waiting'],
    [undefined, 'waiting'],
    [7, 'waiting'],
    ['PAUSED', 'waiting'],
    ['constructor', 'waiting'],
    ['IN_PROGRESS', 'running'],
    ['MODAL', 'confirming'],
    ['SUCCESS', 'done'],
    ['success ', 'done'],
    ['FAILURE', 'failed'],
    ['CANCEL', 'cancelled'],
  ])('%j is %s', (word, expected) => {
    expect(status({ status: word })).toBe(expected);
  });

  test('a hundred per cent is no success', () => {
    expect(translate(fixture('new-api-fetch-failure'))).toMatchObject({ status: 'failed', progress: '100%' });
    expect(status({ status: 'IN_PROGRESS', progress: '100%' })).toBe('running');
  });

  test('a failure keeps its reason, a running task has none', () => {
    expect(translate(fixture('novicezk-fetch-failure')).reason).toMatch(/^\[Banned prompt detected\]/);
    expect(translate({ id: '1', status: 'IN_PROGRESS', failReason: 'x' })).not.toHaveProperty('reason');
  });

  test('a task that trueai cancelled is cancelled, not failed', () => {
    expect(translate({ id: '1', status: 'FAILURE', failReason: '取消任务' })).toMatchObject({
      status: 'cancelled',
      reason: '取消任务',
    });
    expect(status({ status: 'FAILURE', failReason: '任务超时' })).toBe('failed');
  });

  test('an unknown one is said once in the log, without anything else of the task', () => {
    const said: unknown[] = [];
    const log = { debug: () => {}, warn: () => {}, info: (fields: object) => said.push(fields) };
    const translator = createTranslator(base, log);
    const task = {
      id: '1',
      status: 'PAUSED',
      prompt: 'secret',
      properties: { notifyHook: 'https://bot.example/hooks/token' },
    };
    translator.snapshot(task);
    translator.snapshot(task);
    translator.snapshot({ ...task, status: '' });
    expect(said).toEqual([{ status: 'PAUSED' }]);
  });
});

describe('a child that waits for a confirmation', () => {
  test.each(['trueai-fetch-modal', 'new-api-fetch-modal'])('has the proposed prompt, in %s', (name) => {
    const snapshot = translate(fixture(name));
    expect(snapshot).toMatchObject({ taskId: '1741531600000456', status: 'confirming', finalPrompt: 'cat --v 7' });
    expect(snapshot.buttons).toEqual([]);
  });

  test('has it too where its action is that of a text, which it is no result of', () => {
    const snapshot = translate(fixture('describe-pick-modal'));
    expect(snapshot).toMatchObject({ status: 'confirming', finalPrompt: 'a red fox in snow --ar 5:4' });
    expect(snapshot).not.toHaveProperty('text');
  });

  test('has none where the gateway proposes none', () => {
    const region = { id: '1', status: 'MODAL', prompt: '', promptEn: '', properties: { finalPrompt: '' } };
    expect(translate(region)).not.toHaveProperty('finalPrompt');
    expect(translate({ ...region, properties: null })).not.toHaveProperty('finalPrompt');
  });

  test('may not look like one: a custom zoom of trueai in 2024 seems to be on its way, which is no end', () => {
    expect(translate(fixture('trueai-2024-fetch-zoom')).status).toBe('waiting');
  });
});

describe('progress', () => {
  test.each([
    ['31%', '31%', 31],
    ['0%', '0%', 0],
    ['Waiting to start', 'Waiting to start', undefined],
    ['fast 25%', 'fast 25%', undefined],
    ['400%', '400%', undefined],
    [' 46% ', '46%', 46],
    [46, '46%', 46],
    ['', '', undefined],
    [null, '', undefined],
    [{}, '', undefined],
  ])('%j reads %j', (given, progress, percent) => {
    const snapshot = translate({ id: '1', status: 'IN_PROGRESS', progress: given });
    expect([snapshot.progress, snapshot.percent]).toEqual([progress, percent]);
  });
});

describe('a button', () => {
  const customId = 'MJ::JOB::upsample_v7_2x_subtle::1::u::SOLO';

  test.each([
    [
      { customId, label: 'Upscale (Subtle)', emoji: 'upscale_1', style: 2, type: 2 },
      { label: 'Upscale (Subtle)', emoji: '⏫', style: 2 },
    ],
    [
      { customId, label: 'Web', emoji: { name: 'upscale_1', id: '1', animated: false } },
      { label: 'Web', emoji: '⏫', style: 2 },
    ],
    [
      { customId, emoji: { name: '🪄' }, style: 1 },
      { label: '', emoji: '🪄', style: 1 },
    ],
    [
      { customId, emoji: '1️⃣' },
      { label: '', emoji: '1️⃣', style: 2 },
    ],
    [
      { customId, emoji: '\u1F504' },
      { label: '', emoji: '🔄', style: 2 },
    ],
    [
      { customId, emoji: '<:reroll_2:123>' },
      { label: '', emoji: '🔄', style: 2 },
    ],
    [
      { customId, label: 'X', emoji: 'never_seen' },
      { label: 'X', emoji: '', style: 2 },
    ],
    [
      { customId, label: '', emoji: ':never_seen:' },
      { label: '', emoji: 'never_seen', style: 2 },
    ],
    [
      { customId, label: 'X', emoji: '\uFFFD\uFFFD' },
      { label: 'X', emoji: '', style: 2 },
    ],
    [
      { customId, label: '🔍' },
      { label: '🔍', emoji: '', style: 2 },
    ],
    [
      { customId, label: null, emoji: null, style: 'red' },
      { label: '', emoji: '', style: 2 },
    ],
    [
      { customId, label: 'Cancel Job', style: '4' },
      { label: 'Cancel Job', emoji: '', style: 4 },
    ],
  ])('%j is shown as %j', (entry, shown) => {
    expect(button(entry)).toEqual({ customId, ...shown });
  });

  test('its customId is not touched, not even its spaces', () => {
    expect(button({ customId: ' MJ::new::thing ', label: 'New' })?.customId).toBe(' MJ::new::thing ');
  });

  test('a link is kept as a link', () => {
    const url = 'https://www.midjourney.com/jobs/u?index=0';
    expect(button({ label: 'Web', style: 5, url, customId: null })).toEqual({ label: 'Web', emoji: '', style: 5, url });
    expect(button({ label: 'Web', url })).toEqual({ label: 'Web', emoji: '', style: 5, url });
  });

  test.each([
    [{ label: 'nothing' }],
    [{ customId: '', label: 'nothing' }],
    [{ label: 'Web', url: 'javascript:alert(1)' }],
    [null],
    ['U1'],
    [7],
  ])('%j is dropped', (entry) => {
    expect(button(entry)).toBeUndefined();
  });

  test.each([[null], [undefined], ['[]'], [{}]])('buttons %j are none', (buttons) => {
    expect(translate({ id: '1', buttons }).buttons).toEqual([]);
  });

  test('the sixteen of an upscaled picture stay in order', () => {
    const { buttons } = translate({ id: '1', buttons: fixture('buttons-upscaled-v7') });
    expect(buttons.map((one) => one.label || one.emoji).slice(0, 5)).toEqual([
      'Upscale (Subtle)',
      'Upscale (Creative)',
      'Vary (Subtle)',
      'Vary (Strong)',
      'Vary (Region)',
    ]);
    expect(buttons.every((one) => one.label !== '' || one.emoji !== '')).toBe(true);
  });
});

describe('a list', () => {
  const translator = createTranslator(base, undefined);

  test('of the two rows that new-api keeps of a confirmed task, the one further along counts, whatever their order', () => {
    const rows = [
      { id: '1', status: 'MODAL' },
      { id: '1', status: 'IN_PROGRESS', progress: '31%' },
    ];
    expect(translator.snapshots(rows).get('1')).toMatchObject({ status: 'running', progress: '31%' });
    expect(translator.snapshots(rows.toReversed()).get('1')).toMatchObject({ status: 'running', progress: '31%' });
  });

  test.each(['', 'NOT_START', 'SUBMITTED', 'IN_PROGRESS', 'SUCCESS', 'FAILURE', 'CANCEL'])(
    'a row %j is further along than the one that waits for a confirmation',
    (word) => {
      const rows = [
        { id: '1', status: 'MODAL' },
        { id: '1', status: word },
      ];
      for (const list of [rows, rows.toReversed()])
        expect(translator.snapshots(list).get('1')?.status).toBe(translate(rows[1]).status);
    },
  );

  test('of new-api after a confirmation tells of the row that draws', () => {
    const found = translator.snapshots(fixture('new-api-list-after-modal') as unknown[]).get('1741531600000456');
    expect(found).toMatchObject({ status: 'running', percent: 31, finalPrompt: 'a blue cat --v 7' });
  });

  test('ids are strings, however they came', () => {
    expect([
      ...translator.snapshots(readJson('[{"id":14001934816969359},{"id":12},{"id":""},{}]') as unknown[]).keys(),
    ]).toEqual(['14001934816969359', '12']);
  });
});

test('whatever JSON comes, the snapshot is sound or there is none', () => {
  const keys = [
    'id',
    'status',
    'progress',
    'buttons',
    'imageUrl',
    'imageUrls',
    'videoUrl',
    'properties',
    'failReason',
    'state',
    'action',
  ];
  const task = fc.record(Object.fromEntries(keys.map((key) => [key, fc.jsonValue()])), { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), task), (value) => {
      const translator = createTranslator(base, undefined);
      const one = translator.snapshot(value, '1');
      const found = [...(one === undefined ? [] : [one]), ...translator.snapshots([value]).values()];
      expect(found.map((snapshot) => Snapshot.parse(snapshot))).toEqual(found);
    }),
  );
});

import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Busy, Refused } from '../../../src/domain/errors.ts';
import type { SubmissionId } from '../../../src/domain/ids.ts';
import type { Series } from '../../../src/domain/series.ts';
import { LOOKS_MS } from '../../../src/flows/deliver/looks.ts';
import { sheetStory } from '../../../src/flows/series/sheet.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { begun, children, drawn, offered, shown, type World } from '../../support/series-play.ts';

/** A series that is over but for one, which will fail; Slack's budget runs out as the true one does. */
async function almost(count: number, scale: number) {
  const world = fakeWorld({ scale });
  const { draft } = await offered(world, `a fox --repeat ${count}`);
  await world.draft(draft, 'make');
  await world.pass((count * 2000) / scale);
  for (const { series, task = '' } of children(world).slice(1))
    world.says(task, { status: 'done', imageUrl: `https://cdn/${series?.place}.png` });
  // Longer than it takes all of them, and until every bucket is full again.
  await world.pass(60_000 + (count * 2000) / scale);
  expect(children(world).filter(({ mark }) => mark === 'delivered')).toHaveLength(count - 1);
  return world;
}
const sheetOf = (world: World) => shown(world)?.series.sheet;
const asksFor = (world: World, what: string) => world.asked.filter((one) => one.what === what).length;
const from2 = (count: number) => Array.from({ length: count - 1 }, (_, place) => place + 2);

describe('a contact sheet appears', () => {
  test('after a pause, which leaves one look, and each picture is looked at once', async () => {
    const world = await almost(40, 1);
    await world.cool('file-look', 15_000);
    const before = asksFor(world, 'file-look');
    await drawn(world, 0, { status: 'failed', reason: 'Banned prompt' });
    expect(world.series.sheets).toEqual([]);
    await world.pass(40_000);

    expect(world.series.sheets).toEqual([from2(40)]);
    expect(sheetOf(world)?.ready).toBe(true);
    // Each is refused once and granted once, and so is the look at the sheet.
    expect(asksFor(world, 'file-look') - before).toBeLessThanOrEqual(2 * 40);
  });

  test('where the budget never has as many looks at once', async () => {
    const world = await almost(40, 0.2);
    await drawn(world, 0, { status: 'failed', reason: 'Banned prompt' });
    await world.pass(90_000);

    expect(world.series.sheets).toEqual([from2(40)]);
    expect(sheetOf(world)?.ready).toBe(true);
  });

  test('when it has to wait for its upload, and its pictures are not read once more', async () => {
    const world = await almost(4, 1);
    await world.cool('upload', 12_000);
    await drawn(world, 0, { status: 'failed', reason: 'Banned prompt' });
    await world.pass(10_000);

    expect(world.series.sheets).toEqual([from2(4)]);
    expect(sheetOf(world)?.ready).toBe(true);
  });
});

test('of many sheets at a time some wait elsewhere, so that deliveries have places', async () => {
  const { world } = await begun('a {red, blue} fox');
  for (const place of [0, 1]) await drawn(world, place);
  const { sheet: _, ...series } = [...world.series.store.values()][0] as Series;
  let asks = 0;
  let goOn = () => {};
  const paused = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const make = sheetStory({
    series: { ...world.series.needs.series, get: async () => series },
    records: world.records,
    intake: { idFor: (key) => children(world)[Number(key.at(-1))]?.id as SubmissionId },
    files: {
      read: async () => Buffer.alloc(0),
      upload: async () => 'F1',
      look: async () => ({ ready: true, shared: true }),
      remove: async () => {},
    },
    sheets: world.series.needs.sheets,
    // Each gets its first look, and waits for the second.
    budget: {
      take: async () => ((asks += 1) > 4 && asks <= 8 ? 600 : 0),
      cool: async () => {},
      expect: async () => {},
      giveBack: async () => {},
    },
    pause: () => paused,
    jobs: { series: async () => {} },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  const four = Promise.all(Array.from({ length: 4 }, () => make(series.id)));
  await setImmediate();

  expect(await make(series.id)).toEqual({ againInMs: 1000 });
  goOn();
  const made = { againInMs: LOOKS_MS[0] };
  expect(await four).toEqual([made, made, made, made]);
  expect(await make(series.id)).toEqual(made);
});

describe('a contact sheet whose pictures have changed', () => {
  async function deleted(prepare: (world: World) => void) {
    const { world } = await begun('a {red, blue, white} fox');
    for (const place of [0, 1, 2]) await drawn(world, place);
    const before = sheetOf(world)?.fileId ?? '';
    prepare(world);
    const [first] = children(world);
    await world.controls.delete({ submission: first?.id as never, place: world.place(), key: 'k' });
    await world.pass(8000);
    return { world, before };
  }

  test('is deleted within the budget', async () => {
    const { world, before } = await deleted(() => {});

    expect(world.files.has(before)).toBe(false);
    // The picture of the card, and the sheet.
    expect(asksFor(world, 'file-remove')).toBe(2);
  });

  test('is deleted once Slack takes calls again', async () => {
    const { world, before } = await deleted((w) =>
      w.trouble('remove file', undefined, new Busy('slack', 'ratelimited', 5000)),
    );

    expect(world.cooled).toEqual(['file-remove']);
    expect(world.files.has(before)).toBe(false);
    expect(world.series.sheets.at(-1)).toEqual([2, 3]);
    expect(sheetOf(world)?.ready).toBe(true);
  });

  test('stays where Slack keeps it, and another is made', async () => {
    const { world, before } = await deleted((w) =>
      w.trouble('remove file', undefined, new Refused('slack', 'other', 'cant_delete_file')),
    );

    expect(world.files.has(before)).toBe(true);
    expect(sheetOf(world)?.fileId).not.toBe(before);
    expect(sheetOf(world)?.ready).toBe(true);
  });
});

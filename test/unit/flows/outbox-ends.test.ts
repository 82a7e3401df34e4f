import { describe, expect, test } from 'vitest';
import type { SubmissionId } from '../../../src/domain/ids.ts';
import { stepsOf } from '../../bench/harness/cadence.ts';
import { idealEnds, shareShown, type Wait } from '../../bench/harness/ideal.ts';
import { clockwork, dice } from '../../support/clockwork.ts';
import { outboxWorld } from '../../support/outbox-world.ts';

type World = ReturnType<typeof outboxWorld>;

const TASKS = 100;
/** What Slack takes, as the world here has it. */
const LATENCY = { call: 100, fileReady: 250 };
const MINUTE = 60_000;

/** A hundred cards of one workspace, drawing all the while when asked to; then their tasks end as `when` says, ms after each other's start. */
async function ending(
  when: (n: number) => number,
  more: { drawing?: boolean; meanwhile?: (world: World) => void } = {},
) {
  const clock = clockwork();
  const world = outboxWorld(clock, { random: dice(1) });
  const ids: SubmissionId[] = [];
  for (let n = 0; n < TASKS; n += 1)
    clock.at(clock.now() + n * 500, () => {
      world.begin(`C${n % 10}`).then((id) => ids.push(id), expect.unreachable);
    });
  await clock.runUntil(clock.now() + MINUTE);
  if (more.drawing === true)
    for (const [n, id] of ids.entries())
      for (let step = 1; step < 8; step += 1)
        clock.at(clock.now() + step * 6500 + n * 61, () => draw(world, id, step * 12));
  await clock.runUntil(clock.now() + MINUTE);

  const from = clock.now();
  const known = ids.map((_, n) => from + when(n));
  for (const [n, id] of ids.entries())
    clock.at(known[n] ?? from, () => {
      world.read(id, { status: 'done', progress: '100%', percent: 100 }).catch(expect.unreachable);
    });
  more.meanwhile?.(world);
  await clock.runUntil(from + 5 * MINUTE);

  const ideal = idealEnds(known, LATENCY);
  const waits: Wait[] = ids.map((id, n) => ({
    known: known[n] ?? 0,
    ideal: ideal[n] ?? 0,
    shown: world.cards.get(id)?.versions.find(({ picture }) => picture)?.at,
  }));
  const calls = (method: string) => world.calls.filter((call) => call.method === method && call.at >= from);
  return { world, waits, calls, ids };
}

/** A hundred that are asked for within half a minute, and move as at a gateway; each is read every three seconds. */
async function moving(seed: number) {
  const clock = clockwork();
  const random = dice(seed);
  const world = outboxWorld(clock, { random });
  const known = new Map<SubmissionId, number>();
  for (let n = 0; n < TASKS; n += 1)
    clock.at(clock.now() + n * 300, () => {
      world.begin(`C${n % 10}`).then(follow, expect.unreachable);
    });
  function follow(id: SubmissionId): void {
    const begun = clock.now();
    let says: Parameters<typeof world.read>[1] = { status: 'waiting', progress: '' };
    for (const { afterMs, percent } of stepsOf({ slower: 0.7 }, random))
      clock.at(begun + afterMs, () => {
        says =
          percent === 'end'
            ? { status: 'done', progress: '100%', percent: 100 }
            : { status: 'running', progress: `${percent}%`, percent };
      });
    const read = () => {
      world.read(id, says).catch(expect.unreachable);
      if (says.status === 'done') known.set(id, clock.now());
      else clock.at(clock.now() + 3000, read);
    };
    clock.at(begun + random() * 3000, read);
  }
  await clock.runUntil(clock.now() + 4 * MINUTE);

  const ids = [...known.keys()];
  const ideal = idealEnds([...known.values()], LATENCY);
  const waits: Wait[] = ids.map((id, n) => ({
    known: known.get(id) ?? 0,
    ideal: ideal[n] ?? 0,
    shown: world.cards.get(id)?.versions.find(({ picture }) => picture)?.at,
  }));
  const first = Math.min(...known.values());
  const moved = world.calls.filter(({ method, at }) => method === 'chat.update' && at < first).length;
  return { world, waits, moved };
}

function draw(world: World, id: SubmissionId, percent: number): void {
  world.read(id, { status: 'running', progress: `${percent}%`, percent }).catch(expect.unreachable);
}

/** How much longer than ideal each end waited, ms. */
function late(waits: readonly Wait[]): number[] {
  return waits.map(({ shown = Number.POSITIVE_INFINITY, ideal }) => shown - ideal).toSorted((a, b) => a - b);
}

describe.each([
  ['evenly', (n: number) => n * 600],
  ['at random', (n: number) => Math.floor(dice(n * 7 + 3)() * MINUTE)],
  ['in half a minute', (n: number) => n * 300],
] as const)('a hundred tasks that end within a minute, %s', (_, when) => {
  test('are shown as the tiers allow, while cards are being drawn: none loses more than one edit to another card', async () => {
    const { world, waits } = await ending(when, { drawing: true });

    expect(shareShown(waits)).toBeGreaterThanOrEqual(0.95);
    // In 1.2 s one call flows into the tier.
    expect(late(waits).at(-1)).toBeLessThanOrEqual(1400);
    expect(world.calls.filter(({ limited }) => limited)).toEqual([]);
  });

  test('are each shown once and about when the ideal schedule shows it, and Slack is asked about each file once', async () => {
    const { world, waits, calls } = await ending(when);

    for (const { shown = Number.POSITIVE_INFINITY, known, ideal } of waits)
      expect(shown - known).toBeLessThanOrEqual(Math.max(2000, 1.2 * (ideal - known)));
    expect(waits.filter(({ shown }) => shown === undefined)).toEqual([]);
    expect([...world.store.values()].every(({ mark }) => mark === 'delivered')).toBe(true);
    expect(calls('files.completeUploadExternal')).toHaveLength(TASKS);
    expect(calls('chat.update')).toHaveLength(TASKS);
    expect(calls('files.info').length).toBeLessThanOrEqual(1.1 * TASKS);
  });
});

test.each([7, 12, 27, 29, 48])(
  'a hundred tasks that move as real ones do, and end within half a minute, wait for no progress: %i',
  async (seed) => {
    const { waits, moved, world } = await moving(seed);

    const over = waits.map(({ shown = Number.POSITIVE_INFINITY, known, ideal }) => ({
      waited: shown - known,
      ideal: ideal - known,
    }));
    expect(over.filter(({ waited, ideal }) => waited > Math.max(2000, 1.2 * ideal))).toEqual([]);
    expect(waits).toHaveLength(TASKS);
    expect(world.calls.filter(({ limited }) => limited)).toEqual([]);
    // Until the first ends are near, cards show how far they are.
    expect(moved).toBeGreaterThan(5);
  },
);

test('an end that is known loses no edit to another card, even to one that moved in the same reading', async () => {
  // Fewer than there are places for deliveries, so that the tier alone holds them up.
  const edits = 15;
  const clock = clockwork();
  const world = outboxWorld(clock, { random: dice(1), scale: edits / 50 });
  const ids: SubmissionId[] = [];
  for (let n = 0; n <= edits; n += 1)
    clock.at(clock.now() + n * 2000, () => {
      world.begin(`C${n}`).then((id) => ids.push(id), expect.unreachable);
    });
  await clock.runUntil(clock.now() + 3 * MINUTE);
  const [moved, ...ended] = ids;
  if (moved === undefined) throw new Error('there is no card');
  const at = clock.now();
  clock.at(at, () => {
    draw(world, moved, 50);
    for (const id of ended)
      world.read(id, { status: 'done', progress: '100%', percent: 100 }).catch(expect.unreachable);
  });
  await clock.runUntil(at + 5 * MINUTE);

  const waits = ended.map((id) => (world.cards.get(id)?.versions.find(({ picture }) => picture)?.at ?? at) - at);
  expect(waits).toHaveLength(edits);
  // One that had lost its edit would wait for four seconds.
  expect(Math.max(...waits)).toBeLessThanOrEqual(1500);
  expect(Math.min(...waits)).toBeGreaterThan(0);
  // What moved is shown afterwards.
  expect(world.cards.get(moved)?.versions.at(-1)).toMatchObject({ percent: 50 });
});

test('ends that come all at once are shown in the order of the tiers, none later than twice the ideal', async () => {
  const { waits, calls } = await ending(() => 0);

  expect(shareShown(waits)).toBeGreaterThanOrEqual(0.95);
  expect(calls('chat.update').filter(({ limited }) => limited)).toEqual([]);
});

test('a 429 out of the blue stops edits for as long as Slack says, and nothing else; nothing is lost', async () => {
  const { world, calls, waits } = await ending((n) => n * 600, {
    meanwhile: (slack) => slack.refuse('chat.update'),
  });
  const refused = calls('chat.update').find(({ limited }) => limited)?.at ?? 0;
  const within = (method: string) => calls(method).filter(({ at }) => at > refused + 100 && at < refused + 4900);

  expect(calls('chat.update').filter(({ limited }) => limited)).toHaveLength(1);
  expect(within('chat.update')).toEqual([]);
  expect(within('files.completeUploadExternal').length).toBeGreaterThan(3);
  expect(waits.filter(({ shown }) => shown === undefined)).toEqual([]);
  expect(
    [...world.cards.values()].every(({ versions }) => versions.filter(({ picture }) => picture).length === 1),
  ).toBe(true);
});

test('an end in a quiet workspace costs Slack four calls, one after the other, and is on the card within a second', async () => {
  const clock = clockwork();
  const world = outboxWorld(clock, { random: dice(1) });
  const id = await world.begin();
  await clock.runUntil(clock.now() + 10_000);
  draw(world, id, 93);
  await clock.runUntil(clock.now() + 10_000);
  const known = clock.now();

  await world.read(id, { status: 'done', progress: '100%', percent: 100 });
  await clock.runUntil(known + MINUTE);

  expect(world.calls.filter(({ at }) => at >= known).map(({ method }) => method)).toEqual([
    'files.getUploadURLExternal',
    'files.completeUploadExternal',
    'files.info',
    'chat.update',
  ]);
  const shown = world.cards.get(id)?.versions.find(({ picture }) => picture)?.at ?? Number.POSITIVE_INFINITY;
  expect(shown - known).toBeLessThanOrEqual(1000);
});

test('of ends that were shown nothing is kept: no job, no lease, no place in a line', async () => {
  const { world } = await ending((n) => n * 300, { drawing: true });

  expect([...world.store.values()].filter(({ mark }) => mark !== 'delivered')).toEqual([]);
  expect(world.left()).toEqual({ jobs: [], leases: [], turns: [], waiting: [], ending: [], moving: [] });
});

test('what a process holds of pictures is bounded, however many end at once in however many workspaces', async () => {
  const MB = 1024 * 1024;
  const clock = clockwork();
  const world = outboxWorld(clock, { random: dice(1), pictureBytes: 20 * MB, workspaces: 2 });
  const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => world.begin(`C${n}`)));
  await clock.runUntil(clock.now() + MINUTE);
  for (const id of ids) world.read(id, { status: 'done', progress: '100%', percent: 100 }).catch(expect.unreachable);
  await clock.runUntil(clock.now() + 3 * MINUTE);

  expect([...world.store.values()].filter(({ mark }) => mark !== 'delivered')).toEqual([]);
  expect(world.coming.seen).toEqual({ now: 0, most: 2 });
  // Another comes while less than 48 MB are here, and two come at a time.
  expect(world.here.seen.most).toBeGreaterThan(20 * MB);
  expect(world.here.seen.most).toBeLessThan((48 + 2 * 20) * MB);
  expect(world.here.seen.now).toBe(0);
});

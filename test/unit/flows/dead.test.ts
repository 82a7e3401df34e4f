import { describe, expect, test } from 'vitest';
import { Refused } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';

const ADMIN = 'U00ADMIN';
const DONE = { status: 'done', imageUrl: 'https://cdn/fox.png' } as const;

/** A submission whose submit job died before anything was sent: its tries are used up, and it has ended as failed. */
async function buried(world: ReturnType<typeof fakeWorld>) {
  await world.command('imagine', 'a fox');
  const { id } = world.only();
  const key = world.die('submit', id, 'a bug of ours');
  await world.giveUp({ job: 'submit', id });
  await world.run();
  return { id, key };
}

describe('/mj dead', () => {
  test('lists the newest first, for admins', async () => {
    const world = fakeWorld();
    const { id, key } = await buried(world);

    expect(await world.command('mj', 'dead', { user: ADMIN })).toEqual({
      dead: [{ key, job: 'submit', submission: id, reason: 'a bug of ours', tries: 8, at: expect.any(Number) }],
    });
  });

  test('is refused for everybody else, its buttons too, and nothing happens', async () => {
    const world = fakeWorld();
    const { key } = await buried(world);

    await expect(world.command('mj', 'dead')).rejects.toMatchObject({ code: 'admins-only' });
    for (const what of ['replay', 'drop'] as const)
      await expect(world.dead({ key, what, team: 'T00FAKE00', user: 'U00ANN' })).rejects.toMatchObject({
        code: 'admins-only',
      });
    await world.run();

    expect(world.submits).toEqual([]);
    expect(await world.command('mj', 'dead', { user: ADMIN })).toMatchObject({ dead: [{ key }] });
  });

  test('stands in the help of admins, and in nobody else’s', async () => {
    const world = fakeWorld();
    const names = async (user: string) => JSON.stringify(await world.command('mj', 'help', { user }));

    expect(await names(ADMIN)).toContain('"dead"');
    expect(await names('U00ANN')).not.toContain('"dead"');
  });
});

describe('a replay', () => {
  test('of a submit that was never sent makes the picture after all, with one submit, on the same card', async () => {
    const world = fakeWorld();
    const { key } = await buried(world);
    expect(world.only().end).toMatchObject({ kind: 'failed', cause: 'bug' });

    expect(await world.dead({ key, what: 'replay', team: 'T00FAKE00', user: ADMIN })).toEqual({
      dead: [],
      done: 'replayed',
    });
    await world.run();
    world.says(world.only().task ?? '', DONE);
    await world.pass(10_000);

    expect(world.only()).toMatchObject({ mark: 'delivered', end: { kind: 'done' } });
    expect(world.submits).toHaveLength(1);
    expect(world.channel.size).toBe(1);
  });

  test('of a submit that was never sent takes its place among the running ones again', async () => {
    const world = fakeWorld();
    const { key } = await buried(world);
    await world.dead({ key, what: 'replay', team: 'T00FAKE00', user: ADMIN });
    world.team.decide({ person: { daily: 0, concurrent: 1 } });

    await expect(world.command('imagine', 'another fox')).rejects.toMatchObject({ code: 'concurrent-limit' });
  });

  test('of a submit that may have been sent sends nothing', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox');
    await world.run();
    const { id, task = '' } = world.only();
    const key = world.die('submit', id);

    await world.dead({ key, what: 'replay', team: 'T00FAKE00', user: ADMIN });
    await world.run();
    world.says(task, DONE);
    await world.pass(10_000);

    expect(world.submits).toHaveLength(1);
    expect(world.only().end).toEqual({ kind: 'done' });
  });

  test('of a delivery brings the picture in', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox');
    await world.run();
    const { id, task = '' } = world.only();
    world.trouble('fetch', new Refused('picture', 'picture-unusable', 'gone'));
    world.says(task, DONE);
    await world.pass(4000);
    expect(world.only().picture?.missing).toBe('gone');
    const key = world.die('deliver', id);

    await world.dead({ key, what: 'replay', team: 'T00FAKE00', user: ADMIN });
    await world.pass(10_000);

    expect(world.only()).toMatchObject({ mark: 'delivered', picture: { fileId: expect.any(String) } });
  });

  test('of what somebody else replayed before says so', async () => {
    const world = fakeWorld();
    const { key } = await buried(world);
    await world.dead({ key, what: 'drop', team: 'T00FAKE00', user: ADMIN });

    expect(await world.dead({ key, what: 'replay', team: 'T00FAKE00', user: ADMIN })).toEqual({
      dead: [],
      done: 'gone',
    });
    await world.run();
    expect(world.submits).toEqual([]);
    expect(world.only().end).toMatchObject({ kind: 'failed' });
  });
});

import { expect, test } from 'vitest';
import { Refused, Unreachable } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type World = ReturnType<typeof fakeWorld>;

/** Somebody asks for an upload, which the gateway does not have. @returns how the card ends, or the sentence by which it is refused at once */
async function tryUpload(world: World, missing = true): Promise<string> {
  if (missing) world.trouble('before upload', new Refused('gateway', 'unsupported', 'HTTP 404'));
  try {
    await world.said('upload', ['F1']);
  } catch (error) {
    return (error as { code: string }).code;
  }
  await world.run();
  const end = [...world.store.values()].at(-1)?.end;
  return end?.kind === 'failed' ? end.cause : (end?.kind ?? 'open');
}

async function helpNames(world: World): Promise<string[]> {
  const told = await world.command('mj', 'help');
  return told !== undefined && 'tell' in told && told.tell.say === 'help' ? told.tell.commands.map((c) => c.name) : [];
}

test('a verb that was met as lacking once is offered still: a web page may have come in the place of an answer', async () => {
  const world = fakeWorld();
  expect(await tryUpload(world)).toBe('unsupported');
  expect(await tryUpload(world)).toBe('unsupported');
  expect(await helpNames(world)).toContain('upload');
  expect(await tryUpload(world, false)).toBe('done');
});

test('met so twice, five minutes apart, it is refused at once and left out of the help, for as long again', async () => {
  const world = fakeWorld();
  await tryUpload(world);
  world.elapse(6 * MINUTE);
  expect(await tryUpload(world)).toBe('unsupported');

  expect(await tryUpload(world)).toBe('not-offered');
  expect(await helpNames(world)).not.toContain('upload');
  world.elapse(6 * MINUTE + 1);
  expect(await helpNames(world)).toContain('upload');
});

test('what stays away is hidden longer and longer, and never for longer than a day', async () => {
  const world = fakeWorld();
  await tryUpload(world);
  world.elapse(20 * HOUR);
  await tryUpload(world);
  world.elapse(19 * HOUR);
  expect(await tryUpload(world)).toBe('not-offered');
  world.elapse(2 * HOUR);
  expect(await tryUpload(world)).toBe('unsupported');
  world.elapse(23 * HOUR);
  expect(await tryUpload(world)).toBe('not-offered');
  world.elapse(HOUR + 1);
  expect(await tryUpload(world)).toBe('unsupported');
});

test('one that was taken in between begins anew', async () => {
  const world = fakeWorld();
  await tryUpload(world);
  world.elapse(3 * MINUTE);
  expect(await tryUpload(world, false)).toBe('done');
  world.elapse(3 * MINUTE);
  await tryUpload(world);
  world.elapse(MINUTE);
  expect(await tryUpload(world)).toBe('unsupported');
  expect(await helpNames(world)).toContain('upload');
});

test('a store that is away when it is to be remembered does not put a refused submit in doubt', async () => {
  const world = fakeWorld();
  world.trouble('before upload', new Refused('gateway', 'unsupported', 'HTTP 404'));
  await world.said('upload', ['F1']);
  world.trouble('remember', new Unreachable('redis', 'away'));

  await expect(world.run()).rejects.toBeInstanceOf(Unreachable);
  expect(world.only().end).toMatchObject({ kind: 'failed', cause: 'unsupported' });
});

import { describe, expect, test } from 'vitest';
import { InDoubt } from '../../../src/domain/errors.ts';
import { SubmissionId } from '../../../src/domain/ids.ts';
import { callbackAddress, callbackRoute, signToken } from '../../../src/web/index.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { listeningLog, serve } from '../web/serve.ts';

const SECRET = 'the key that signs';
const NOW = 1_763_712_000_000;
const one = SubmissionId.parse('s0000000000000000001');
const other = SubmissionId.parse('s0000000000000000002');

async function door() {
  const told: { id: string; task: string | undefined }[] = [];
  const { base } = await serve(
    callbackRoute({
      secret: SECRET,
      now: () => NOW,
      onCallback: async (id, { task }) => void told.push({ id, task }),
      log: listeningLog(),
    }),
  );
  const post = async (token: string, body: object = {}) =>
    (await fetch(`${base}/hooks/midjourney/${token}`, { method: 'POST', body: JSON.stringify(body) })).status;
  return { post, told };
}

const good = signToken(SECRET, 'callback', one);

describe('a callback', () => {
  test('with the token of its submission makes that one due', async () => {
    const { post, told } = await door();
    expect(await post(good, { id: '7' })).toBe(204);
    expect(await post(signToken(SECRET, 'callback', one, NOW + 1000), { id: '8' })).toBe(204);
    expect(told).toEqual([
      { id: one, task: '7' },
      { id: one, task: '8' },
    ]);
  });

  test('may claim to be about another submission: only its own token counts', async () => {
    const { post, told } = await door();
    expect(await post(good, { id: '7', state: other, properties: { notifyHook: other } })).toBe(204);
    expect(told).toEqual([{ id: one, task: '7' }]);
  });

  const [, , signature = ''] = good.split('.');
  test.each([
    ['a token that is over', signToken(SECRET, 'callback', one, NOW - 1000)],
    ['one that is over, without its expiry', signToken(SECRET, 'callback', one, NOW - 1000).replace(/\.\w+\./, '..')],
    [
      'one that is over, with a later expiry',
      signToken(SECRET, 'callback', one, NOW - 1000).replace(/\.\w+\./, '.zzzzzz.'),
    ],
    ['an expiry where there was none', `${one}.zzzzzz.${signature}`],
    ['the signature of another submission', `${other}..${signature}`],
    ['a token of the painter', signToken(SECRET, 'paint', one)],
    ['a token of a preview', signToken(SECRET, 'paint-preview', one)],
    ['a token of another key', signToken('another key', 'callback', one)],
    ['a token of an empty key', signToken('\0', 'callback', one)],
    ['half a signature', `${one}..${signature.slice(0, 11)}`],
    ['a signature and more', `${one}..${signature}A`],
    ['no signature', `${one}..`],
    ['the id alone', one],
  ])('with %s is answered 404, and nobody is told', async (_, token) => {
    const { post, told } = await door();
    expect(await post(token, { id: '7' })).toBe(404);
    expect(told).toEqual([]);
  });

  test('has an address of its own for each submission', () => {
    const of = (id: SubmissionId) => callbackAddress('https://bot.example', SECRET, id);
    expect(of(one)).not.toBe(of(other));
    expect(new URL(of(one)).pathname.split('/').at(-1)?.split('.')[2]).not.toBe(
      new URL(of(other)).pathname.split('/').at(-1)?.split('.')[2],
    );
  });
});

test('whoever holds the address of a submission in doubt cannot give it another’s picture', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a red fox');
  await world.run();
  const theirs = world.only();
  world.trouble('after imagine', new InDoubt('gateway', 'time-out'));
  await world.command('imagine', 'a blue fox');
  await world.run();
  world.unlist();
  const mine = [...world.store.values()].find(({ id }) => id !== theirs.id);
  expect(mine?.mark).toBe('in doubt');

  world.says(theirs.task ?? '', { status: 'done', imageUrl: 'https://cdn/red.png', state: theirs.id });
  await world.callback(mine?.id ?? theirs.id, { task: theirs.task, status: 'SUCCESS' });
  await world.pass(11 * 60_000);

  expect(world.store.get(mine?.id ?? theirs.id)).toMatchObject({ end: { kind: 'unknown' } });
  expect(world.store.get(mine?.id ?? theirs.id)?.task).toBeUndefined();
  expect(world.store.get(theirs.id)?.end).toEqual({ kind: 'done' });
});

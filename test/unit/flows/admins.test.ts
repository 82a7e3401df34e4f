import { expect, test } from 'vitest';
import { Busy, Misconfigured, Unreachable } from '../../../src/domain/errors.ts';
import { adminsStory } from '../../../src/flows/admins.ts';

/** Slack as it answers to the question who runs the workspace; `waits`: what the budget says. */
function workspace(runs: (user: string) => boolean | Error, waits = 0) {
  let now = 0;
  const asked: string[] = [];
  const cooled: number[] = [];
  const warned: string[] = [];
  const slow = { is: false };
  const admins = adminsStory({
    people: {
      async runsWorkspace(user) {
        asked.push(user);
        if (slow.is) await new Promise(() => undefined);
        const answer = runs(user);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    budget: { take: async () => waits, cool: async (_, __, ms) => void cooled.push(ms) },
    rules: { admins: ['U00ADMIN'] },
    world: { now: () => now, random: () => 0 },
    log: {
      debug: () => undefined,
      info: () => undefined,
      warn: (_, message) => void warned.push(message),
      error: () => undefined,
    },
    // Its patience is over at once, for whoever is not quicker.
    pause: async () => await new Promise((resolve) => setImmediate(resolve)),
  });
  const pass = (ms: number) => {
    now += ms;
  };
  return { has: (user: string) => admins.has('T1', user), asked, cooled, warned, slow, pass };
}

test('those of ADMIN_USERS are admins without a question, whoever runs the workspace after one', async () => {
  const { has, asked } = workspace((user) => user === 'U00OWNER');

  expect(await Promise.all(['U00ADMIN', 'U00OWNER', 'U00ANN'].map(has))).toEqual([true, true, false]);
  expect(asked).toEqual(['U00OWNER', 'U00ANN']);
});

test('Slack is asked once a minute for a person, however often they come at once', async () => {
  let runs = true;
  const { has, asked, pass } = workspace(() => runs);
  await Promise.all([has('U1'), has('U1'), has('U1')]);
  runs = false;

  pass(59_000);
  expect(await has('U1')).toBe(true);
  pass(2000);
  expect(await has('U1')).toBe(false);
  expect(asked).toHaveLength(2);
});

test.each([
  ['does not answer', new Unreachable('slack', 'down')],
  ['lacks the scope', new Misconfigured('slack', 'missing-scope', 'users:read')],
  ['asks to wait', new Busy('slack', 'rate limited', 30_000)],
])('nobody becomes an admin where Slack %s', async (_, error) => {
  const { has, cooled, warned } = workspace(() => error);

  expect([await has('U1'), await has('U00ADMIN')]).toEqual([false, true]);
  expect(cooled).toEqual(error instanceof Busy ? [30_000] : []);
  expect(warned).toHaveLength(error instanceof Misconfigured ? 1 : 0);
});

test('nobody becomes an admin by waiting, and Slack is not asked beyond its budget', async () => {
  const { has, slow } = workspace(() => true);
  slow.is = true;
  expect(await has('U1')).toBeUndefined();

  const spent = workspace(() => true, 500);
  expect(await spent.has('U1')).toBe(false);
  expect(spent.asked).toEqual([]);
});

import { expect, test } from 'vitest';
import { clientOf, errorOf, general, slackFor } from './harness.ts';

test('an error before the call took effect leaves nothing behind, one after it does', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  slack.faults.add({ method: 'chat.postMessage', times: 1, effect: { kind: 'status', status: 500, when: 'before' } });
  slack.faults.add({ method: 'chat.postMessage', times: 1, effect: { kind: 'status', status: 500, when: 'after' } });
  await expect(client.chat.postMessage({ channel: general, text: 'a' })).rejects.toMatchObject({ statusCode: 500 });
  expect(slack.world.messages[general]).toHaveLength(0);
  await expect(client.chat.postMessage({ channel: general, text: 'b' })).rejects.toMatchObject({ statusCode: 500 });
  expect(slack.world.messages[general]).toHaveLength(1);
  await client.chat.postMessage({ channel: general, text: 'c' });
  expect(slack.calls.map(({ ok, fault }) => ({ ok, fault }))).toEqual([
    { ok: false, fault: 'status' },
    { ok: false, fault: 'status' },
    { ok: true, fault: undefined },
  ]);
});

test('the connection is cut before or after the call took effect', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const stop = slack.faults.add({ method: /^chat\./, effect: { kind: 'drop', when: 'after' } });
  await expect(client.chat.postMessage({ channel: general, text: 'a' })).rejects.toThrow('A request error occurred');
  stop();
  slack.faults.add({ method: /^chat\./, effect: { kind: 'drop', when: 'before' } });
  await expect(client.chat.postMessage({ channel: general, text: 'b' })).rejects.toThrow('A request error occurred');
  expect(slack.world.messages[general]?.map((message) => message.text)).toEqual(['a']);
});

test('a rule strikes the nth call whose arguments fit, with any error or limit', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  slack.faults.add({
    method: 'chat.postMessage',
    args: { text: 'b' },
    nth: 2,
    effect: { kind: 'error', error: 'fatal_error' },
  });
  await client.chat.postMessage({ channel: general, text: 'b' });
  await client.chat.postMessage({ channel: general, text: 'a' });
  expect(await errorOf(client.chat.postMessage({ channel: general, text: 'b' }))).toBe('fatal_error');
  await client.chat.postMessage({ channel: general, text: 'b' });
  slack.faults.add({ args: (args) => args['text'] === 'c', effect: { kind: 'rate_limit', retryAfterS: 7 } });
  await expect(client.chat.postMessage({ channel: general, text: 'c' })).rejects.toMatchObject({ retryAfter: 7 });
  expect(slack.rateLimited).toEqual([]);
  slack.faults.clear();
  expect(slack.faults.active).toEqual([]);
});

test('a delayed call takes its time and then works', async () => {
  const slack = await slackFor();
  slack.faults.add({ method: 'auth.test', effect: { kind: 'delay', ms: 60 } });
  const before = performance.now();
  await clientOf(slack).auth.test();
  expect(performance.now() - before).toBeGreaterThan(55);
});

test('a call that takes effect at once may be answered late', async () => {
  const slack = await slackFor();
  slack.faults.add({ method: 'chat.postMessage', effect: { kind: 'delay', ms: 80, when: 'after' } });
  const before = performance.now();
  const posting = clientOf(slack).chat.postMessage({ channel: general, text: 'a' });
  await slack.waitFor((world) => world.messages[general]?.length, { what: 'the message' });
  expect(slack.calls.some(({ method }) => method === 'chat.postMessage')).toBe(false);
  await posting;
  expect(performance.now() - before).toBeGreaterThan(75);
});

test('whoever adds a rule may be told each time that it strikes', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const struck: string[] = [];
  for (const name of ['first', 'second'])
    slack.faults.add({
      method: 'auth.test',
      times: 1,
      effect: { kind: 'error', error: 'fatal_error' },
      onStrike: () => struck.push(name),
    });
  await client.conversations.info({ channel: general });
  expect(struck).toEqual([]);
  await errorOf(client.auth.test());
  expect(struck).toEqual(['first']);
  await errorOf(client.auth.test());
  await client.auth.test();
  expect(struck).toEqual(['first', 'second']);
});

test('a wait that is not fulfilled says what was awaited and what there is', async () => {
  const slack = await slackFor();
  await clientOf(slack).chat.postMessage({ channel: general, text: 'something else' });
  const wait = slack.waitFor(() => undefined, { what: 'the second coming', timeoutMs: 20 });
  await expect(wait).rejects.toThrow(/the second coming[\s\S]*something else/);
});

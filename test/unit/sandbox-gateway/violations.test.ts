import { expect, test } from 'vitest';
import { play } from './client.ts';

test.each([
  ['a cat for <@U0123|sam>', 'a Slack mention'],
  ['in <#C0123|general>', 'a Slack mention'],
  ['<!channel> a cat', 'a Slack mention'],
  ['like <https://example.com|this>', 'a Slack link'],
  ['cats &amp; dogs', 'an HTML entity'],
  ['a cat\u0007', 'a control character'],
  ['a cat\nand a dog', 'a control character'],
  ['a cat —ar 16:9', 'a long dash'],
  ['a {red, blue} cat', 'a group for several pictures'],
  ['a cat --repeat 2', '--repeat'],
])('the prompt %j is noted', async (prompt, complaint) => {
  const { gateway, submit } = await play({ dialect: 'plus' });
  await submit('imagine', { prompt });
  expect(gateway.violations).toEqual([expect.stringContaining(complaint)]);
});

test.each([
  'cats & dogs, 3 < 4 — really',
  'a <3 heart',
  'a fox --ar 16:9 --no snow',
  '“quoted” 猫',
  'a \\{red, blue\\} cat',
  'a {red} cat',
])('the prompt %j is in order', async (prompt) => {
  const { gateway, submit } = await play({ dialect: 'new-api' });
  await submit('imagine', { prompt });
  expect(gateway.violations).toEqual([]);
});

test('a customId that was altered is refused and noted', async () => {
  const { gateway, imagined, post } = await play({ dialect: 'plus' });
  const { id, buttons } = await imagined();
  const customId = buttons?.[0]?.customId?.toUpperCase();
  expect((await post('/mj/submit/action', { taskId: id, customId })).json).toMatchObject({ code: 4 });
  expect(gateway.violations).toEqual([expect.stringContaining('none of the buttons')]);
});

test('a numeric taskId, a modal for what waits for none, and the key sent to the pictures are noted', async () => {
  const { gateway, imagined, post } = await play({ dialect: 'plus' });
  const { id, imageUrl } = await imagined();
  await post('/mj/submit/action', { taskId: Number(id), customId: 'MJ::JOB::upsample::1::x' });
  await post('/mj/submit/modal', { taskId: id, prompt: 'cat' });
  await fetch(imageUrl, { headers: { authorization: 'Bearer sk-sandbox' } });
  expect(gateway.violations).toEqual([
    expect.stringContaining('taskId is a number'),
    expect.stringContaining('waits for no confirmation'),
    expect.stringContaining('the key was sent'),
  ]);
});

test('a body that is no JSON object is refused', async () => {
  const { gateway } = await play({ dialect: 'plus' });
  const response = await fetch(`${gateway.url}/mj/submit/imagine`, {
    method: 'POST',
    headers: { 'mj-api-secret': gateway.key },
    body: '[1]',
  });
  expect(response.status).toBe(400);
});

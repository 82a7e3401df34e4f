import { expect, test } from 'vitest';
import { customIdHash } from '../../../src/domain/press-token.ts';
import { fakeWorld } from '../../support/fake-world.ts';

const TEXT = '## Important tokens\n**red fox** ~~very~~ snow\n## Shortened prompts\n1️⃣ red fox, snow\n\n2️⃣ red fox';

test('sends the prompt; a number asks with that shorter prompt before anything is drawn', async () => {
  const world = fakeWorld();
  await world.command('shorten', 'a very red fox in snow');
  await world.run();
  const { id, task } = world.only();
  const button = { customId: 'MJ::JOB::PromptAnalyzer::2', label: '', emoji: '2️⃣', style: 2 };
  world.says(task ?? '', { status: 'done', text: TEXT, buttons: [button] });
  await world.pass(4000);

  const pressed = { submission: id, hash: customIdHash(button.customId), place: world.place(), key: 'k' };
  expect(await world.press(pressed)).toMatchObject({ step: { kind: 'pick', button: '2️⃣', prompt: 'red fox' } });
  await world.run();

  expect(world.submits.map((s) => [s.kind, s.body['prompt']])).toEqual([['shorten', 'a very red fox in snow']]);
});

test('without a prompt its form opens', async () => {
  expect(await fakeWorld().command('shorten', '')).toMatchObject({ open: { verb: 'shorten' } });
});

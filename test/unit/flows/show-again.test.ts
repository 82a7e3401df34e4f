import { expect, test } from 'vitest';
import type { Offer } from '../../../src/domain/draft.ts';
import { customIdHash } from '../../../src/domain/press-token.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { gridButtons } from '../../support/records.ts';

async function pressed() {
  const world = fakeWorld();
  await world.command('imagine', 'a red fox');
  await world.run();
  const grid = world.only();
  world.says(grid.task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png', buttons: gridButtons });
  await world.pass(4000);
  const hash = customIdHash(gridButtons[1]?.customId ?? '');
  await world.press({ submission: grid.id, hash, key: 'click', trigger: world.trigger(), place: world.place() });
  await world.run();
  const [parent, child] = [...world.store.values()];
  if (parent === undefined || child === undefined) throw new Error('nothing was pressed');
  return { world, parent, child };
}

test('/mj show gives a card once more, by its link, its task or its id, with its parent', async () => {
  const { world, parent, child } = await pressed();
  const link = `https://team.slack.com/archives/${parent.channel}/${parent.card.ts}`;

  for (const name of [link, parent.task, parent.id])
    expect(await world.command('mj', `show ${name}`)).toMatchObject({
      card: { record: { id: parent.id, presses: [{ child: child.id, name: 'U2' }] } },
    });
  expect(await world.command('mj', `show ${child.id}`)).toMatchObject({
    card: { record: { id: child.id }, parent: { id: parent.id } },
  });
});

test('one that runs is read anew', async () => {
  const { world, child } = await pressed();
  await world.command('mj', `show ${child.id}`);
  expect(world.due.get(child.id)).toBeLessThanOrEqual(world.now + 250);
});

test('an id opens no door: others see a card only where it stands', async () => {
  const { world, parent } = await pressed();
  const elsewhere = { user: 'U00BOB', channel: 'C00OTHER' };

  expect(await world.command('mj', `show ${parent.id}`, { user: 'U00BOB' })).toMatchObject({ card: {} });
  await expect(world.command('mj', `show ${parent.id}`, elsewhere)).rejects.toMatchObject({ code: 'not-yours-to-see' });
  expect(await world.command('mj', `show ${parent.id}`, { ...elsewhere, user: 'U00ANN' })).toMatchObject({ card: {} });
});

test('nor to an admin, who is not trusted with the prompts of others', async () => {
  const { world, child } = await pressed();
  const admin = { user: 'U00ADMIN', channel: 'C00OTHER' };

  await expect(world.command('mj', `show ${child.id}`, admin)).rejects.toMatchObject({ code: 'not-yours-to-see' });
  // Whoever may cancel it is an admin.
  expect(await world.command('mj', `cancel ${child.id}`, admin)).toMatchObject({ tell: { say: 'cancel-asked' } });
});

test.each([
  ['', 'which-task'],
  ['two words', 'which-task'],
  ['1234567', 'unknown-task'],
])('/mj show %j is refused with what to do', async (text, code) => {
  await expect(fakeWorld().command('mj', `show ${text}`)).rejects.toMatchObject({ code });
});

test('one of a series has its series with it', async () => {
  const world = fakeWorld();
  const told = (await world.command('imagine', 'a {red, blue} fox')) as { offer: Offer };
  await world.draft(told.offer.draft, 'make');
  await world.run();
  const [first] = [...world.store.values()];

  expect(await world.command('mj', `show ${first?.id}`)).toMatchObject({
    card: { record: { id: first?.id }, series: { id: first?.series?.id, message: { mark: 'announced' } } },
  });
});

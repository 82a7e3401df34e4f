import { describe, expect, test } from 'vitest';
import { Refused, Unreachable } from '../../../src/domain/errors.ts';
import { customIdHash } from '../../../src/domain/press-token.ts';
import type { Button } from '../../../src/domain/task.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { gridButtons } from '../../support/records.ts';

async function grid(options: Parameters<typeof fakeWorld>[0] = {}, buttons: Button[] = gridButtons) {
  const world = fakeWorld(options);
  await world.command('imagine', 'a red fox');
  await world.run();
  const parent = world.only();
  world.says(parent.task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png', buttons });
  await world.pass(4000);
  const press = (customId: string | undefined, user = 'U00BOB', key = `k${Math.random()}`) =>
    world.press({ submission: parent.id, hash: customIdHash(customId ?? ''), place: world.place({ user }), key });
  const children = () => [...world.store.values()].filter((r) => r.id !== parent.id);
  return { world, parent: () => world.store.get(parent.id), press, children };
}

const U2 = gridButtons[1]?.customId ?? '';
const V3 = gridButtons[7]?.customId ?? '';

describe('a press', () => {
  test('echoes the customId unchanged, posts the child’s card in the thread, and is marked on the parent’s', async () => {
    const { world, parent, press, children } = await grid();
    await press(U2);
    await world.run();

    const [child] = children();
    expect(world.submits.at(-1)).toEqual({
      kind: 'press',
      body: { task: parent()?.task, customId: U2, state: child?.id },
    });
    expect(child).toMatchObject({ asker: 'U00BOB', card: { threadTs: parent()?.card.ts, mark: 'announced' } });
    expect(parent()?.presses).toEqual([
      { child: child?.id, by: 'U00BOB', name: 'U2', customId: U2, ts: child?.card.ts, over: false },
    ]);
    expect([...world.channel.values()][0]?.record.presses).toHaveLength(1);
  });

  test('works for a button that nobody has heard of', async () => {
    const odd = { customId: 'XX::Whatever::9', label: 'Sparkle', emoji: '✨', style: 3 };
    const { world, press } = await grid({}, [odd]);
    await press(odd.customId);
    await world.run();

    expect(world.submits.at(-1)).toMatchObject({ kind: 'press', body: { customId: odd.customId } });
  });

  test('twice by one person within three seconds is one; by two people it is two; later it is another', async () => {
    const { world, press, children } = await grid();
    await press(V3);
    await press(V3);
    expect(children()).toHaveLength(1);
    await press(V3, 'U00CAT');
    expect(children()).toHaveLength(2);
    await world.pass(3100);
    await press(V3);
    expect(children()).toHaveLength(3);
  });

  test('on a button or card that is gone says so, and nothing is submitted', async () => {
    const { world, press, parent } = await grid();
    await expect(press('MJ::JOB::gone')).rejects.toMatchObject({ code: 'button-gone' });
    world.store.delete(parent()?.id as never);
    await expect(press(U2)).rejects.toMatchObject({ code: 'submission-gone' });
    expect(world.submits).toHaveLength(1);
  });

  test('by somebody else is refused where only the requester may press, by an admin too', async () => {
    const { press, children } = await grid({ rules: { pressBy: 'requester' } });
    await expect(press(V3, 'U00BOB')).rejects.toMatchObject({ code: 'not-yours-to-press' });
    await expect(press(V3, 'U00ADMIN')).rejects.toMatchObject({ code: 'not-yours-to-press' });
    await press(V3, 'U00ANN');
    expect(children()).toHaveLength(1);
  });

  test('refused for a moment right after the parent’s end is tried once more', async () => {
    const { world, press, children } = await grid();
    const moment = new Refused('gateway', 'invalid', '关联任务状态错误', { momentary: true });
    world.trouble('before press', moment);
    await press(U2);
    await world.pass(5000);
    expect(children()[0]?.mark).toBe('submitted');

    world.trouble('before press', moment, moment);
    await press(V3, 'U00CAT');
    await world.pass(10_000);
    expect(children()[1]?.end).toMatchObject({ kind: 'failed', reason: '关联任务状态错误' });
  });
});

describe('a second click within three seconds', () => {
  test.each([
    ['an upscale', U2],
    ['a variation', V3],
  ])('makes what the first could not have stored (%s), and nothing twice', async (_, button) => {
    const { world, press, children } = await grid();
    world.trouble('accept', new Unreachable('redis', 'away'));
    await expect(press(button, 'U00BOB')).rejects.toBeInstanceOf(Unreachable);
    expect(await press(button, 'U00BOB')).toBeUndefined();
    expect(await press(button, 'U00BOB')).toBeUndefined();
    await world.run();

    expect(children()).toHaveLength(1);
    expect(world.submits).toHaveLength(2);
  });
});

describe('an upscale that was pressed already', () => {
  test('is on its way, and then leads to its card, whoever presses it; nothing is submitted', async () => {
    const { world, parent, press, children } = await grid();
    expect(await press(U2, 'U00BOB')).toBeUndefined();
    const place = { button: 'U2', channel: 'C00ART', threadTs: parent()?.card.ts };
    expect(await press(U2, 'U00CAT')).toEqual({ tell: { say: 'already-made', ...place } });
    await world.run();
    expect(await press(U2, 'U00DAN')).toEqual({
      tell: { say: 'already-made', ...place, ts: children()[0]?.card.ts },
    });
    await world.run();

    expect(children()).toHaveLength(1);
    expect(world.submits).toHaveLength(2);
  });

  test('by two people at the same moment is made once', async () => {
    const { world, press, children } = await grid();
    const replies = await Promise.all(['U00BOB', 'U00CAT'].map((user) => press(U2, user)));
    await world.run();

    expect(children()).toHaveLength(1);
    expect(replies.filter((reply) => reply === undefined)).toHaveLength(1);
  });

  test('and failed may be pressed again, and again', async () => {
    const { world, parent, press, children } = await grid();
    for (const user of ['U00BOB', 'U00CAT']) {
      expect(await press(U2, user)).toBeUndefined();
      await world.run();
      world.says(children().at(-1)?.task ?? '', { status: 'failed', reason: 'x' });
      await world.pass(4000);
    }
    expect(parent()?.presses.map((p) => p.over)).toEqual([true, true]);
    expect([...world.channel.values()][0]?.record.presses).toHaveLength(2);
    expect(await press(U2, 'U00DAN')).toBeUndefined();
    await world.run();
    expect(world.submits).toHaveLength(4);
  });

  test('and whose card was deleted may be pressed again', async () => {
    const { world, parent, press, children } = await grid();
    await press(U2, 'U00BOB');
    await world.run();
    const [child] = children();
    world.says(child?.task ?? '', { status: 'done', imageUrl: 'https://cdn/u2.png' });
    await world.pass(4000);
    expect(parent()?.presses[0]?.over ?? false).toBe(false);
    await world.controls.delete({ submission: child?.id as never, place: world.place({ user: 'U00BOB' }), key: 'k' });
    await world.run();

    expect(parent()?.presses[0]?.over).toBe(true);
    expect(await press(U2, 'U00CAT')).toBeUndefined();
  });

  test('and lost, and found again by *Check again*, is made', async () => {
    const { world, parent, press, children } = await grid();
    await press(U2, 'U00BOB');
    await world.run();
    const [child] = children();
    const use = { submission: child?.id as never, place: world.place({ user: 'U00BOB' }), key: 'k' };
    await world.controls.cancel(use);
    await world.run();
    expect(parent()?.presses[0]?.over).toBe(true);
    world.says(child?.task ?? '', { status: 'done', imageUrl: 'https://cdn/u2.png' });
    await world.controls['check-again'](use);
    await world.run();

    expect(parent()?.presses[0]?.over).toBe(false);
    expect(await press(U2, 'U00CAT')).toMatchObject({ tell: { say: 'already-made' } });
  });

  test('is tried again by *Try again* only as long as nobody else has', async () => {
    const { world, press, children } = await grid();
    await press(U2, 'U00BOB');
    await world.run();
    const [child] = children();
    world.says(child?.task ?? '', { status: 'failed', reason: 'x' });
    await world.pass(4000);
    await press(U2, 'U00CAT');
    const use = { submission: child?.id as never, place: world.place({ user: 'U00BOB' }), key: 'k' };

    expect(await world.controls['try-again'](use)).toMatchObject({ tell: { say: 'already-made' } });
    expect(children()).toHaveLength(2);
  });
});

test('a child whose card is posted late is linked on the parent’s card when it stands', async () => {
  const { world, parent, press, children } = await grid();
  world.spendBudget(30_000);
  await press(V3);
  await world.pass(4000);
  expect(parent()?.presses).toHaveLength(1);
  expect(parent()?.presses[0]?.ts).toBeUndefined();
  world.spendBudget(0);
  await world.pass(40_000);

  expect(parent()?.presses[0]?.ts).toBe(children()[0]?.card.ts);
});

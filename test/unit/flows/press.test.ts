import { describe, expect, test } from 'vitest';
import { Refused, UserMistake } from '../../../src/domain/errors.ts';
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
    expect(parent()?.presses).toEqual([{ child: child?.id, by: 'U00BOB', name: 'U2', customId: U2 }]);
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
    await press(U2);
    await press(U2);
    expect(children()).toHaveLength(1);
    await press(U2, 'U00CAT');
    expect(children()).toHaveLength(2);
    await world.pass(3100);
    await press(U2);
    expect(children()).toHaveLength(3);
  });

  test('on a button or card that is gone says so, and nothing is submitted', async () => {
    const { world, press, parent } = await grid();
    await expect(press('MJ::JOB::gone')).rejects.toMatchObject({ code: 'button-gone' });
    world.store.delete(parent()?.id as never);
    await expect(press(U2)).rejects.toMatchObject({ code: 'submission-gone' });
    expect(world.submits).toHaveLength(1);
  });

  test('by somebody else is refused where only the requester may press; an admin may', async () => {
    const { press, children } = await grid({ rules: { pressBy: 'requester' } });
    await expect(press(U2, 'U00BOB')).rejects.toMatchObject({ code: 'not-yours-to-press' });
    await press(U2, 'U00ANN');
    await press(U2, 'U00ADMIN');
    expect(children()).toHaveLength(2);
  });

  test.each(['MJ::CustomZoom::u', 'MJ::CustomZoom::1::u', 'MJ::Inpaint::1::u::SOLO'])(
    'on %s, which needs more than a press, costs nothing and says so',
    async (customId) => {
      const { world, press } = await grid({}, [{ customId, label: 'Custom Zoom', emoji: '🔍', style: 2 }]);
      await expect(press(customId)).rejects.toThrow(UserMistake);
      expect(world.submits).toHaveLength(1);
    },
  );

  test('refused for a moment right after the parent’s end is tried once more', async () => {
    const { world, press, children } = await grid();
    const moment = new Refused('gateway', 'invalid', '关联任务状态错误', { momentary: true });
    world.trouble('before press', moment);
    await press(U2);
    await world.pass(5000);
    expect(children()[0]?.mark).toBe('submitted');

    world.trouble('before press', moment, moment);
    await press(U2, 'U00CAT');
    await world.pass(10_000);
    expect(children()[1]?.end).toMatchObject({ kind: 'failed', reason: '关联任务状态错误' });
  });
});

import { describe, expect, test } from 'vitest';
import { Busy, Refused, Unreachable } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';

async function finished(prepare: (world: ReturnType<typeof fakeWorld>) => void = () => undefined, ms = 4000) {
  const world = fakeWorld();
  await world.command('imagine', 'a red fox');
  await world.run();
  prepare(world);
  world.says(world.only().task ?? '', { status: 'done', progress: '100%', imageUrl: 'https://cdn/fox.png' });
  await world.pass(ms);
  return world;
}

const card = (world: ReturnType<typeof fakeWorld>) => [...world.channel.values()][0];

describe('delivery', () => {
  test('ends once, however often the job runs', async () => {
    const world = await finished();
    const { edits } = card(world) ?? {};
    const { id } = world.only();

    for (let again = 0; again < 3; again += 1) {
      await world.requeue(id);
      await world.show(id, 'end');
      await world.run();
    }

    expect(world.files.size).toBe(1);
    expect(card(world)?.edits).toBe(edits);
  });

  test.each(['too-large', 'gone', 'not-a-picture'] as const)(
    'of a picture that is %s ends done without it, and *Fetch again* fetches it',
    async (why) => {
      const world = await finished((w) => w.trouble('fetch', new Refused('picture', 'picture-unusable', why)));
      expect(world.only()).toMatchObject({ mark: 'delivered', end: { kind: 'done' }, picture: { missing: why } });

      await world.controls['fetch-again']({ submission: world.only().id, place: world.place(), key: 'k' });
      await world.run();

      expect(world.only()).toMatchObject({ mark: 'delivered', picture: { fileId: 'F00FAKE1000' } });
      expect(world.only().picture?.missing).toBeUndefined();
    },
  );

  test('is tried again while the picture’s host or Slack cannot be reached', async () => {
    const world = await finished((w) => {
      w.trouble('fetch', new Unreachable('picture', 'ECONNRESET'));
      w.trouble('upload', new Busy('slack', 'rate limited', 5000));
    }, 30_000);

    expect(world.only()).toMatchObject({ mark: 'delivered', picture: { fileId: 'F00FAKE1000' } });
  });

  test('gives up on a picture after some minutes, and the task is still done', async () => {
    const error = new Unreachable('picture', 'ECONNRESET');
    const world = await finished((w) => w.trouble('fetch', ...Array.from({ length: 20 }, () => error)), 600_000);

    expect(world.only()).toMatchObject({
      mark: 'delivered',
      end: { kind: 'done' },
      picture: { missing: 'unreachable' },
    });
  });

  test('that Slack refuses to upload ends done, with the link', async () => {
    const world = await finished((w) =>
      w.trouble('upload', new Refused('slack', 'upload-refused', 'storage_limit_reached')),
    );

    expect(world.only()).toMatchObject({ mark: 'delivered', picture: { missing: 'upload-refused' } });
  });

  test('shares the file in the thread when Slack goes on refusing the image block', async () => {
    const refused = new Refused('slack', 'picture-refused', 'invalid_blocks');
    const world = await finished(
      (w) => w.trouble('show picture', refused, refused, refused, refused, refused),
      120_000,
    );

    expect(world.shared).toEqual([world.only().id]);
    expect(world.only()).toMatchObject({ mark: 'delivered', picture: { inThread: true } });
  });

  test('mentions the asker in the thread when it took over a minute, once', async () => {
    const quick = await finished();
    expect(quick.replies).toEqual([]);

    const slow = await finished(
      (w) => w.trouble('fetch', ...Array.from({ length: 6 }, () => new Unreachable('picture', 'x'))),
      200_000,
    );
    await slow.requeue(slow.only().id);
    await slow.run();
    expect(slow.replies).toEqual([{ ts: slow.only().card.ts, line: { say: 'finished', mention: 'U00ANN' } }]);
  });
});

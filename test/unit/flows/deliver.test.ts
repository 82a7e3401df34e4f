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
      await world.pass(2000);

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

  test('of several pictures goes on where it was interrupted', async () => {
    const world = await finished((w) => {
      w.says(w.only().task ?? '', { imageUrls: ['https://cdn/fox.png', 'https://cdn/2.png', 'https://cdn/3.png'] });
      w.trouble('upload', undefined, new Unreachable('slack', 'ECONNRESET'));
    }, 30_000);

    expect(world.files.size).toBe(3);
    expect(world.only()).toMatchObject({ mark: 'delivered', picture: { fileId: 'F00FAKE1000' } });
    expect(world.only().picture?.more).toEqual(['F00FAKE1001', 'F00FAKE1002']);
    expect(world.only().uploads).toBeUndefined();
  });

  test('looks at each file about once, and only again while Slack is not ready with it', async () => {
    const quick = await finished();
    expect(quick.looks).toEqual(['F00FAKE1000']);

    const slow = await finished((w) => {
      w.unready = 3;
    }, 30_000);
    expect(slow.looks).toHaveLength(4);
    expect(card(slow)?.record.picture?.fileId).toBe('F00FAKE1000');
  });

  test('shows a picture that Slack never says to be ready, after some looks', async () => {
    const world = await finished((w) => {
      w.unready = 100;
    }, 40_000);

    expect(world.looks.length).toBeLessThanOrEqual(8);
    expect(world.only()).toMatchObject({ mark: 'delivered', picture: { fileId: 'F00FAKE1000' } });
  });

  test('waits for a look as long as Slack asks, and nobody else looks meanwhile', async () => {
    const world = await finished((w) => w.trouble('look', new Busy('slack', 'ratelimited', 7000)), 30_000);

    expect(world.cooled).toEqual(['file-look']);
    expect(world.only().mark).toBe('delivered');
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

  test('into a card that was not posted before the picture was there shares the file in its thread as well', async () => {
    const world = fakeWorld();
    world.trouble('before post', ...Array.from({ length: 20 }, () => new Busy('slack', 'rate limited', 3000)));
    const refused = new Refused('slack', 'picture-refused', 'invalid_blocks');
    world.trouble('show picture', ...Array.from({ length: 12 }, () => refused));
    await world.command('imagine', 'a red fox');
    await world.pass(5000);
    expect(world.only()).toMatchObject({ mark: 'submitted', card: { mark: 'none' } });
    world.says(world.only().task ?? '', { status: 'done', progress: '100%', imageUrl: 'https://cdn/fox.png' });
    await world.pass(300_000);

    expect(world.channel.size).toBe(1);
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

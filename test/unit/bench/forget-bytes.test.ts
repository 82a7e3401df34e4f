import sharp from 'sharp';
import { expect, test } from 'vitest';
import { alice, slackFor } from '../sandbox-slack/harness.ts';

test('a stand-in that is to run for long lets the bytes of a file go once it has looked at it', async () => {
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  for (const [forgetBytes, left] of [
    [true, 0],
    [false, bytes.byteLength],
  ] as const) {
    const slack = await slackFor({ forgetBytes });
    const { id } = await slack.act.addFile({ user: alice, file: { name: 'a.png', bytes } });

    expect(slack.world.files[id]).toMatchObject({
      ready: true,
      mimetype: 'image/png',
      size: bytes.byteLength,
      width: 40,
    });
    expect(slack.world.files[id]?.bytes.byteLength).toBe(left);
  }
});

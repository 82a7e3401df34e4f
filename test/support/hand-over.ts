import sharp from 'sharp';
import type { Message, NewFile, View } from '../../src/sandbox/slack/index.ts';
import { ALICE, ART, type Stage } from './stage.ts';

/** People who hand pictures over, on a stage: what they do, and what the gateway is sent. */

/** A picture of one colour. */
export async function png(colour: string, width = 320, height = 240): Promise<Buffer> {
  return await sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer();
}
export async function files(...colours: string[]): Promise<NewFile[]> {
  return await Promise.all(colours.map(async (colour) => ({ name: `${colour}.png`, bytes: await png(colour) })));
}

/** What the gateway was sent. */
export async function sent(
  stage: Stage,
  index = 0,
): Promise<{ kind: string; body: Readonly<Record<string, unknown>> }> {
  return await stage.gateway.waitFor(() => stage.gateway.submits[index], {
    what: `submit ${index}`,
    timeoutMs: 15_000,
  });
}

/** The colour of a picture that was sent as a data URL. */
export async function colourOf(dataUrl: unknown): Promise<string> {
  const [, base64 = ''] = /^data:image\/\w+;base64,(.+)$/.exec(String(dataUrl)) ?? [];
  const { dominant } = await sharp(Buffer.from(base64, 'base64')).stats();
  return dominant.r > 128 ? 'red' : dominant.g > 100 ? 'green' : 'blue';
}

/** Alice mentions the bot, with files. */
export async function mention(stage: Stage, text: string, given: NewFile[] = []): Promise<Message> {
  return await stage.slack.act.message({ user: ALICE, channel: ART, text: `@midjourney ${text}`, files: given });
}

/** The modal that Alice sees. */
export async function modal(stage: Stage): Promise<View> {
  return await stage.slack.waitFor((w) => w.modals[ALICE]?.at(-1), { what: 'a modal' });
}

import { Refused } from '../domain/errors.ts';
import type { Mode } from '../domain/prompt.ts';
import { answerTo } from './answers.ts';
import type { Heard } from './body.ts';
import type { Learned } from './learned.ts';
import type { Modes } from './modes.ts';
import { type Answer, type Asked, lacksRemix, lacksRoute } from './question.ts';
import type { Wire } from './wire.ts';

/** What every submit may carry. */
export interface SubmitOptions {
  /** Echoed by the gateway in every snapshot; trueai keeps 255 characters (gateway.md 1.4). */
  state: string;
  mode?: Mode | undefined;
  /** Where the gateway may call back. */
  notifyHook?: string | undefined;
}

/** A picture as the gateways take it: `data:image/png;base64,…`. */
type DataUrl = string;

/** The verbs. Each throws what `answers.ts` names; `Refused` with the code `unsupported` where the gateway lacks the verb. */
export interface Submits {
  imagine(
    order: {
      prompt: string;
      pictures?: readonly DataUrl[] | undefined;
      bot?: 'midjourney' | 'niji' | undefined;
    } & SubmitOptions,
  ): Promise<Answer>;
  blend(
    order: { pictures: readonly DataUrl[]; shape: 'portrait' | 'square' | 'landscape' } & SubmitOptions,
  ): Promise<Answer>;
  describe(order: { picture: DataUrl } & SubmitOptions): Promise<Answer>;
  shorten(order: { prompt: string } & SubmitOptions): Promise<Answer>;
  /** The face goes into the target. */
  faceswap(order: { face: DataUrl; target: DataUrl } & SubmitOptions): Promise<Answer>;
  video(
    order: {
      prompt: string;
      start: DataUrl;
      end?: DataUrl | undefined;
      motion: 'low' | 'high';
      loop: boolean;
      batch: 1 | 2 | 4;
      resolution: '480' | '720';
    } & SubmitOptions,
  ): Promise<Answer>;
  /** `mask`: PNG, black = keep, white = repaint. */
  edit(order: { prompt: string; picture: DataUrl; mask?: DataUrl | undefined } & SubmitOptions): Promise<Answer>;
  /** @returns `links`, in the order of the pictures */
  upload(order: { pictures: readonly DataUrl[] } & SubmitOptions): Promise<Answer>;
  /** A button's work by number, for a gateway without buttons. A reroll needs an index too: new-api refuses it without (DOOY#209). */
  change(
    order: { task: string; action: 'UPSCALE' | 'VARIATION' | 'REROLL'; index: 1 | 2 | 3 | 4 } & SubmitOptions,
  ): Promise<Answer>;
  /** `remix`: ask to be asked for a prompt; pressed without where the gateway's account cannot. */
  press(order: { task: string; customId: string; remix?: boolean | undefined } & SubmitOptions): Promise<Answer>;
  /** Answers a confirmation. `mask`: PNG, opaque, black = keep, white = repaint. */
  confirm(order: { task: string; prompt: string; mask?: DataUrl | undefined } & SubmitOptions): Promise<Answer>;
}

/** An answer, and the path prefix of its question. */
interface Sent {
  heard: Heard;
  prefix: string | undefined;
}

const BOTS = { midjourney: 'MID_JOURNEY', niji: 'NIJI_JOURNEY' } as const;
const SHAPES = { portrait: 'PORTRAIT', square: 'SQUARE', landscape: 'LANDSCAPE' } as const;

/**
 * Builds what is sent (gateway.md 1.4). Ids are sent as strings: new-api refuses a number.
 *
 * @param accountFilter narrows uploads down, where it is called `filter`
 * @param understood rejects when not even a harmless read under a mode prefix is answered as a gateway would
 */
export function createSubmits(
  wire: Wire,
  modes: Modes,
  learned: Learned,
  accountFilter: object | undefined,
  understood: (prefix?: string) => Promise<void>,
): Submits {
  /** @param flagged the prompt, where a speed may be asked for by a flag at its end */
  async function submit(
    route: string,
    asked: Asked,
    options: SubmitOptions,
    body: object,
    flagged?: string,
  ): Promise<Answer> {
    const sent = await send(route, asked, options, body, flagged);
    return await read(sent, asked);
  }

  async function send(
    route: string,
    asked: Asked,
    { state, mode, notifyHook }: SubmitOptions,
    body: object,
    flagged?: string,
  ): Promise<Sent> {
    const { prefix, ...asking } = await modes.ask({ mode, prompt: flagged });
    const heard = await wire.submit(
      route,
      { ...body, ...asking, state, notifyHook },
      { prefix, pictures: asked.pictures },
    );
    return { heard, prefix };
  }

  async function read({ heard, prefix }: Sent, asked: Asked): Promise<Answer> {
    try {
      return answerTo(heard, asked);
    } catch (error) {
      // A wrong address lacks every verb; only a gateway that answers otherwise lacks this one.
      if (error instanceof Refused && error.code === 'unsupported' && lacksRoute(heard)) await understood(prefix);
      throw error;
    }
  }

  return {
    imagine({ prompt, pictures = [], bot, ...order }) {
      const asked: Asked = { ask: 'imagine', pictures: pictures.length > 0 };
      const body = {
        base64Array: pictures.length === 0 ? undefined : pictures,
        botType: bot === undefined ? undefined : BOTS[bot],
      };
      return submit('/submit/imagine', asked, order, body, prompt);
    },
    blend({ pictures, shape, ...order }) {
      const body = { base64Array: pictures, dimensions: SHAPES[shape] };
      return submit('/submit/blend', { ask: 'blend', pictures: true }, order, body);
    },
    describe({ picture, ...order }) {
      return submit('/submit/describe', { ask: 'describe', pictures: true }, order, { base64: picture });
    },
    // Without a speed's flag, which would be shortened along with the words.
    shorten({ prompt, ...order }) {
      return submit('/submit/shorten', { ask: 'shorten' }, order, { prompt });
    },
    faceswap({ face, target, ...order }) {
      const body = { sourceBase64: face, targetBase64: target };
      return submit('/insight-face/swap', { ask: 'faceswap', pictures: true }, order, body);
    },
    video({ prompt, start, end, motion, loop, batch, resolution, ...order }) {
      const body = {
        image: start,
        endImage: end,
        motion,
        loop,
        videoType: `vid_1.1_i2v_${resolution}`,
        batchSize: batch,
      };
      // "Turbo mode isn't supported for video jobs" (gateway.md 1.2).
      const mode = order.mode === 'turbo' ? 'fast' : order.mode;
      return submit('/submit/video', { ask: 'video', pictures: true }, { ...order, mode }, body, prompt);
    },
    async edit({ prompt, picture, mask, ...order }) {
      const body = { image: picture, maskBase64: mask === undefined ? undefined : pngMask(mask) };
      return submit('/submit/edits', { ask: 'edit', pictures: true }, order, body, prompt);
    },
    // Nothing is drawn, so that no speed is asked for.
    upload({ pictures, state, notifyHook }) {
      const body = { base64Array: pictures, filter: accountFilter };
      return submit('/submit/upload-discord-images', { ask: 'upload', pictures: true }, { state, notifyHook }, body);
    },
    change({ task, action, index, ...order }) {
      return submit('/submit/change', { ask: 'change', parent: task }, order, { taskId: task, action, index });
    },
    async press({ task, customId, remix, ...order }) {
      const asked: Asked = { ask: 'press', parent: task };
      const body = { taskId: task, customId };
      if (remix === true && (await learned.recall('remix')) !== 'missing') {
        const sent = await send('/submit/action', asked, order, { ...body, enableRemix: true });
        if (!lacksRemix(sent.heard)) return await read(sent, asked);
        await learned.learn('remix', 'missing');
      }
      return await submit('/submit/action', asked, order, body);
    },
    async confirm({ task, prompt, mask, ...order }) {
      const body = { taskId: task, maskBase64: mask === undefined ? undefined : pngMask(mask) };
      return await submit('/submit/modal', { ask: 'confirm', pictures: mask !== undefined }, order, body, prompt);
    },
  };
}

/**
 * A mask with the one prefix that trueai strips; anything else would go on to Midjourney as garbage and fail there, late (gateway.md 3.3).
 * @throws Refused `input-unusable` for a mask of another type
 */
function pngMask(mask: string): string {
  const base64 = mask.replace(/^data:image\/png(?:;[^,;]*)*;base64,/i, '');
  if (/^data:/i.test(base64)) throw new Refused('gateway', 'input-unusable', 'not-a-picture');
  return `data:image/png;base64,${base64}`;
}

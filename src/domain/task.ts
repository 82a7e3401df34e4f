import { z } from 'zod';

/**
 * Where a task stands, in our words. The gateway room translates; whatever it does not know becomes `waiting`, never an end.
 *
 * - `waiting`: accepted, not started (gateway: NOT_START, SUBMITTED, empty, unknown)
 * - `running`: drawing
 * - `confirming`: the gateway asks for more before it runs (gateway: MODAL)
 * - `done`, `failed`, `cancelled`: ends
 */
export const TaskStatus = z.enum(['waiting', 'running', 'confirming', 'done', 'failed', 'cancelled']);
export type TaskStatus = z.infer<typeof TaskStatus>;

/**
 * An entry of a snapshot's `buttons`. `customId` is never built or altered, only echoed. A link button has a `url` and no `customId`.
 * `emoji` is the visible character(s), already translated from Discord's custom emoji names (`upscale_1`), empty when there is none.
 * `style` is Discord's: 1 blurple, 2 grey, 3 green, 4 red, 5 link.
 */
export const Button = z.object({
  customId: z.string().optional(),
  label: z.string(),
  emoji: z.string(),
  style: z.number().int(),
  url: z.string().optional(),
});
export type Button = z.infer<typeof Button>;

/** One reading of a task. Times are epoch milliseconds. Noise such as `?rand=` in preview links is not kept. */
export const Snapshot = z.object({
  taskId: z.string(),
  status: TaskStatus,
  /** The gateway's own words (`31%`, `Waiting to start`), empty when it says nothing. */
  progress: z.string(),
  /** 0..100, when `progress` is a percentage. */
  percent: z.number().optional(),
  /** The final picture (or the preview while running). */
  imageUrl: z.string().optional(),
  videoUrl: z.string().optional(),
  /** All final pictures or films, where there are more than one; the first equals `imageUrl` or `videoUrl`. */
  imageUrls: z.array(z.string()).optional(),
  videoUrls: z.array(z.string()).optional(),
  buttons: z.array(Button),
  /** Why it failed, in the gateway's words. */
  reason: z.string().optional(),
  /** The prompt as the gateway finally used it. */
  finalPrompt: z.string().optional(),
  /** What we sent as `state`, echoed. */
  state: z.string().optional(),
  /** Text results (describe, shorten) wherever the dialect puts them. */
  text: z.string().optional(),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** Kinds of buttons that behave differently; everything else, known or not, is `plain` and works all the same. */
export type ButtonKind =
  | 'plain'
  /** Takes one of a grid, or enlarges: a second press gives the same again. */
  | 'upscale'
  /** Vary, pan, reroll, animate: may ask for a prompt first, where Remix is on; every press gives another picture. */
  | 'vary'
  | 'custom-zoom'
  | 'region'
  | 'describe-pick'
  | 'describe-all'
  | 'shorten-pick'
  | 'bookmark'
  | 'link';

/**
 * Classifies by pattern on the parts, not on fixed positions, because vendors vary them (gateway.md section 3.4).
 * Never used to build a customId.
 */
export function buttonKind(button: Pick<Button, 'customId' | 'url'>): ButtonKind {
  const id = button.customId;
  if (id === undefined || id === '') return button.url === undefined ? 'plain' : 'link';
  if (/::CustomZoom(::|$)/i.test(id)) return 'custom-zoom';
  if (/::Inpaint(::|$)/i.test(id)) return 'region';
  if (/::PicReader::all$/i.test(id)) return 'describe-all';
  if (/::PicReader::\d+$/i.test(id)) return 'describe-pick';
  if (/::PromptAnalyzer::\d+$/i.test(id)) return 'shorten-pick';
  if (/::BOOKMARK(::|$)/i.test(id)) return 'bookmark';
  if (/::(?:video_virtual_)?ups(?:ample|cale)(?:_|::|$)|^local:change:UPSCALE:/i.test(id)) return 'upscale';
  if (/::(?:(?:low_|high_)?variation|pan_\w+|reroll|animate_\w+)(?:::|$)|^local:change:/i.test(id)) return 'vary';
  return 'plain';
}

/** What a button is called in a sentence: its label, else its emoji, else a number. */
export function buttonName(button: Pick<Button, 'label' | 'emoji'>, index = 0): string {
  return button.label !== '' ? button.label : button.emoji !== '' ? button.emoji : `#${index + 1}`;
}

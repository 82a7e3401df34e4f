import { z } from 'zod';
import { Addition } from './addition.ts';
import { SeriesId, SubmissionId } from './ids.ts';
import { type Mode, promptMode } from './prompt.ts';
import { StepAnswer } from './step.ts';
import { Button, Snapshot } from './task.ts';

/** The marks of the task track, in order. Each is stored before the unsafe step that it names. */
export const Mark = z.enum([
  'accepted',
  'submitting',
  'in doubt',
  'submitted',
  'confirming',
  'confirmed',
  'ended',
  'uploading',
  'uploaded',
  'delivered',
]);
export type Mark = z.infer<typeof Mark>;

/**
 * The marks of the card track. `closed`: the bot may not post in that conversation. `removing`: a person asked for its deletion.
 * `removed`: it is gone, whoever deleted it.
 */
export const CardMark = z.enum(['none', 'announcing', 'announced', 'closed', 'removing', 'removed']);
export type CardMark = z.infer<typeof CardMark>;

/**
 * A picture that a person handed over: a file in Slack, or all pictures of a message. Only the reference is kept; the bytes are read when they
 * are sent, and are never written anywhere.
 */
export const PictureRef = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), id: z.string(), name: z.string().optional() }),
  z.object({ kind: z.literal('message'), channel: z.string(), ts: z.string(), threadTs: z.string().optional() }),
]);
export type PictureRef = z.infer<typeof PictureRef>;

const pictures = z.array(PictureRef).default([]);
/** Empty where the verb takes none. */
const prompt = z.string().default('');

/** What was asked for. Every order has a prompt, empty where the verb takes none, and says which pictures go with it, in the verb's order. */
export const Order = z.discriminatedUnion('verb', [
  z.object({
    verb: z.literal('imagine'),
    prompt,
    /** References, sent beside the prompt. */
    pictures,
    bot: z.enum(['midjourney', 'niji']).optional(),
  }),
  z.object({ verb: z.literal('blend'), prompt, pictures, shape: z.enum(['portrait', 'square', 'landscape']) }),
  z.object({ verb: z.literal('describe'), prompt, pictures }),
  z.object({ verb: z.literal('shorten'), prompt, pictures }),
  /** Pictures: the face, then the picture that gets it. */
  z.object({ verb: z.literal('faceswap'), prompt, pictures }),
  /** Pictures: the first frame, then perhaps the last. */
  z.object({
    verb: z.literal('video'),
    prompt,
    pictures,
    motion: z.enum(['low', 'high']),
    loop: z.boolean(),
    batch: z.union([z.literal(1), z.literal(2), z.literal(4)]),
    resolution: z.enum(['480', '720']),
  }),
  /** Pictures: the one to edit, then perhaps a mask (black = keep, white = repaint). */
  z.object({ verb: z.literal('edit'), prompt, pictures }),
  z.object({ verb: z.literal('upload'), prompt, pictures }),
  z.object({
    verb: z.literal('press'),
    /** The submission whose card was pressed. */
    parent: SubmissionId,
    /** The gateway's id of the parent's task. */
    parentTask: z.string(),
    button: Button,
    /** The parent's prompt, for the card, and to answer a confirmation whose `finalPrompt` is empty (trueai#59). */
    prompt: z.string(),
    pictures,
    /** Ask the gateway to ask for a prompt first (`enableRemix`), where it knows how. */
    remix: z.boolean().optional(),
    /** The gateway does not know this button, which proposes a prompt: the answer's prompt is imagined in its place. */
    imagined: z.boolean().optional(),
  }),
]);
export type Order = z.infer<typeof Order>;

/**
 * How a submission ended. `done` and `failed` are the gateway's word; the others are ours:
 * - `cancelled`: a person stopped it; `sent` tells whether the gateway may still finish it, `told` whether it took our cancel
 * - `deadline`: not finished in time; the gateway may still finish it
 * - `lost`: the gateway no longer knows the task
 * - `unknown`: in doubt, and nothing resolved it; the gateway may have taken it
 * - `unposted`: no card could be posted there, so nothing was sent
 * - `unanswered`: the gateway asked for more before it ran a press, and nobody answered in time; nothing was drawn
 */
export const End = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  z.object({
    kind: z.literal('failed'),
    /** The gateway's reason in full, or empty. */
    reason: z.string(),
    cause: z.enum([
      'moderation',
      'timeout',
      'invalid',
      'busy',
      'unreachable',
      'gone',
      'unsupported',
      /** The mask of a press was no good; nothing was drawn. */
      'mask',
      /** A picture that a person handed over cannot be used; `reason` is a `PictureTrouble`. */
      'picture',
      'operator',
      /** Something that nobody foresaw went wrong on our side, before anything was sent. */
      'bug',
      'other',
    ]),
    bannedWord: z.string().optional(),
  }),
  z.object({ kind: z.literal('cancelled'), by: z.string(), sent: z.boolean(), told: z.boolean() }),
  z.object({ kind: z.literal('deadline'), minutes: z.number() }),
  z.object({ kind: z.literal('lost') }),
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('unposted') }),
  z.object({ kind: z.literal('unanswered') }),
]);
export type End = z.infer<typeof End>;

/** What became of the final pictures and films. `missing` names why they could not be shown; the task is done all the same. */
export const Picture = z.object({
  /** Slack's file id of the picture that the card shows; of a film, its poster. */
  fileId: z.string().optional(),
  /** Further pictures, in the gateway's order. */
  more: z.array(z.string()).optional(),
  /** How many films stand in the thread. */
  films: z.number().optional(),
  /** How many of the pictures Slack has looked at, in order; a card may show them only then. */
  ready: z.number().optional(),
  /** Looks at a file that Slack was not ready with, or a film that it has not shared yet. */
  looks: z.number().optional(),
  /** A film that was given to Slack and is not seen in the thread yet. */
  sharing: z.string().optional(),
  /** True when the files stand in the thread: films always do, pictures where Slack refused the image block. */
  inThread: z.boolean().default(false),
  missing: z.enum(['too-large', 'gone', 'not-a-picture', 'unreachable', 'upload-refused', 'none']).optional(),
});
export type Picture = z.infer<typeof Picture>;

const Millis = z.number();

export const Submission = z.object({
  /** Version of this shape. */
  v: z.literal(1),
  id: SubmissionId,
  /** Slack ids. */
  team: z.string(),
  channel: z.string(),
  asker: z.string(),
  /** Of the card and the lines in its thread: the asker's own, when it was taken in. A later version may know more of them than this one. */
  language: z.string().optional(),
  /** Where it was asked for, if its card stands elsewhere; until a direct conversation has its card, `channel` is the person's id. */
  askedIn: z.string().optional(),
  order: Order,
  /** One of several that were asked for in one prompt: its place among them, from 0. */
  series: z.object({ id: SeriesId, place: z.number() }).optional(),
  /** The speed to ask the gateway for, when the prompt itself names none. */
  mode: z.enum(['fast', 'relax', 'turbo']).optional(),
  /** What presets and defaults added, and the prompt without it, as it was typed; the order has both in it. */
  added: z.array(Addition).optional(),
  typed: z.string().optional(),
  mark: Mark,
  /** When each mark was set, epoch ms. */
  at: z.partialRecord(Mark, Millis),
  card: z.object({
    mark: CardMark,
    /** The thread in which the card stands; absent at the top of the channel. */
    threadTs: z.string().optional(),
    /** Of one that stands in a thread: the channel shows it, too. */
    aloud: z.boolean().optional(),
    ts: z.string().optional(),
    /** How often a post was tried whose fate stayed unknown. */
    posts: z.number().default(0),
    /** True once a post was begun that may have reached Slack, or may yet: nothing is sent before the card stands. */
    begun: z.boolean().optional(),
    /** Digest of what the card shows now; an edit that would change nothing is not sent. */
    face: z.string().optional(),
    /** When that was written, epoch ms. */
    shownAt: Millis.optional(),
    /** True while it shows how far the task is, which grows old. */
    bar: z.boolean().optional(),
    /** True once whoever asked was told that no card can stand there, or could not be. Only of `closed`. */
    told: z.boolean().optional(),
    /** Until when a write whose fate is unknown may still land, epoch ms. */
    unsettledUntil: Millis.optional(),
    /** Of one that is being deleted: how many of its message and its files, in this order, are gone. */
    gone: z.number().optional(),
  }),
  /** Where to answer when no card can be posted: a Slack response_url, dead after 30 minutes. */
  responseUrl: z.string().optional(),
  /** The gateway's id of the task. */
  task: z.string().optional(),
  /** Submits ahead of this one in the gateway's queue, when it said so. */
  ahead: z.number().optional(),
  /** A bounded wait before the submit is tried again, and why. */
  waiting: z
    .object({ why: z.enum(['busy', 'unreachable']), tries: z.number(), since: Millis, reason: z.string() })
    .optional(),
  snapshot: Snapshot.optional(),
  /** When the snapshot last showed anything new, epoch ms. */
  movedAt: Millis.optional(),
  /** When it is expected to end, epoch ms; absent while that is not known. Read through `timeLeft`. */
  estimate: z.object({ endAt: Millis }).optional(),
  /** True once nothing has moved for longer than is usual. */
  stalled: z.boolean().default(false),
  /** Readings in a row that did not know the task. */
  misses: z.object({ count: z.number(), since: Millis }).optional(),
  /** Who asked to stop it; the gateway is told before the submission ends. */
  cancelAsked: z.string().optional(),
  /**
   * The gateway asks for more before it runs the press. `finalPrompt` is its proposal, or empty; `found` tells how we know. `told`: the
   * person was told of it, by a modal or a line in the thread, or not at all where a kill came in between; never twice. `lost`: it was answered, and
   * what became of that is not known.
   */
  asked: z
    .object({
      at: Millis,
      finalPrompt: z.string(),
      found: z.enum(['answer', 'reading']),
      told: z.boolean().optional(),
      lost: z.boolean().optional(),
    })
    .optional(),
  /** What it is answered with: given before the press was sent, where the kind of the button always asks, or when it asked. */
  answer: StepAnswer.optional(),
  /** The click from which a modal may be opened, Slack's trigger_id, dead after 3 s. */
  trigger: z.object({ id: z.string(), at: Millis }).optional(),
  /** A task id that a callback named while the submission was in doubt; a reading confirms it. */
  hint: z.string().optional(),
  end: End.optional(),
  /** Links that an upload was answered with. */
  links: z.array(z.string()).optional(),
  picture: Picture.optional(),
  /** Slack's ids of the pictures that were brought in so far, while there are more to come. */
  uploads: z.array(z.string()).optional(),
  /** How often delivery has failed. */
  deliveryTries: z.number().default(0),
  /** The presses on this card, oldest first; the child's id makes each unique. */
  presses: z
    .array(
      z.object({
        child: SubmissionId,
        by: z.string(),
        name: z.string(),
        customId: z.string(),
        /** The child's card, once it stands; it is in the same channel. */
        ts: z.string().optional(),
        /** True when the child ended without a picture: the button may be pressed again. */
        over: z.boolean().optional(),
      }),
    )
    .default([]),
  /** Slack's file id of the picture with the numbered grid over it: one upload for each picture, kept. */
  grid: z.string().optional(),
});
export type Submission = z.infer<typeof Submission>;

/** The prompt that a card shows, as it was typed: of an answered press, the answer's. */
export function promptOf(record: Submission): string {
  return record.answer?.prompt ?? record.typed ?? record.order.prompt;
}

/** The prompt that the gateway gets: what was typed, and what was added to it. */
export function sentPrompt({ order, answer }: Pick<Submission, 'order' | 'answer'>): string {
  return answer?.prompt ?? order.prompt;
}

/** The speed at which it is drawn, where one was asked for: the prompt's own word counts first. */
export function speedOf(record: Submission): Mode | undefined {
  return promptMode(sentPrompt(record)) ?? record.mode;
}

/** True while the submission has not ended. */
export function isOpen(record: Submission): boolean {
  return record.end === undefined;
}

/** The conversation in which it was asked for: whose limits hold, and where it is counted. The same all its life, wherever its card comes to stand. */
export function askedWhere({ askedIn, channel }: Submission): string {
  return askedIn ?? channel;
}

/** The root of the thread in which follow-ups of this submission stand, once its card exists. */
export function threadOf(record: Submission): string | undefined {
  return record.card.threadTs ?? record.card.ts;
}

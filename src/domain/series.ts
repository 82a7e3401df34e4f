import { z } from 'zod';
import { Addition } from './addition.ts';
import { SeriesId } from './ids.ts';
import { CardMark, Order, type Submission } from './submission.ts';

/**
 * Several submissions that were asked for in one prompt. They stand in one thread, below a message that says how far they are and ends with
 * a contact sheet. Each is a submission like any other, with an id that follows from the series' and its place; what became of them is read off
 * their records.
 */
export const Series = z.object({
  v: z.literal(1),
  id: SeriesId,
  team: z.string(),
  /** Until a direct conversation has its message, the person's id. */
  channel: z.string(),
  /** Where it was asked for, if its message stands elsewhere. */
  askedIn: z.string().optional(),
  asker: z.string(),
  /** In which its message speaks, as the record of a submission has it. */
  language: z.string().optional(),
  isDm: z.boolean(),
  /** The thread in which it was asked for, where it stays; else its own message begins one. */
  threadTs: z.string().optional(),
  responseUrl: z.string().optional(),
  /** What was asked for, with what presets and defaults added. */
  order: Order,
  added: z.array(Addition).optional(),
  mode: z.enum(['fast', 'relax', 'turbo']).optional(),
  /** Of each submission. */
  prompts: z.array(z.string()),
  /** Epoch ms. */
  at: z.number(),
  /** How many were taken in; absent until that is known. Fewer than there are prompts where a limit was reached. */
  taken: z.number().optional(),
  message: z.object({
    mark: CardMark,
    ts: z.string().optional(),
    /** How often a post was tried whose fate stayed unknown. */
    posts: z.number(),
    /** True while nothing but Slack's budget holds the post up: none was begun that may yet be refused. */
    held: z.boolean().optional(),
    /** Until when a post whose fate is unknown may still land, epoch ms. */
    settlesAt: z.number().optional(),
    /** Digest of what it shows. */
    face: z.string().optional(),
    /**
     * Its asker is forgotten, since `at`, epoch ms: it is deleted, or brought up to date for the last time. `said`: it says that all are over, and is
     * written no more, whatever becomes of the records.
     */
    last: z.object({ at: z.number(), said: z.boolean() }).optional(),
  }),
  /** The contact sheet: Slack's file id, which pictures are on it, how often Slack was not ready to show it. */
  sheet: z.object({ fileId: z.string(), of: z.array(z.string()), looks: z.number(), ready: z.boolean() }).optional(),
  /** True once all were over, and that was told. */
  told: z.boolean().default(false),
});
export type Series = z.infer<typeof Series>;

/** The root of the thread in which its cards stand, once there is one. */
export function seriesThread({ threadTs, message }: Series): string | undefined {
  return threadTs ?? message.ts;
}

/** One of its submissions: `gone` where its record was deleted, undefined where only another version of the bot can read it. */
export type Child = Submission | 'gone' | undefined;

/** Where one of its submissions stands. */
export type ChildState = 'running' | 'done' | 'failed' | 'removed';

export function childState(child: Child): ChildState {
  if (child === undefined) return 'running';
  if (child === 'gone') return 'removed';
  if (child.card.mark === 'removed' || child.card.mark === 'removing') return 'removed';
  if (child.end === undefined) return 'running';
  if (child.end.kind !== 'done') return 'failed';
  return child.mark === 'delivered' ? 'done' : 'running';
}

/** Its message is to be deleted. */
export function removingHeading(series: Series): Series {
  return series.message.mark === 'announced' ? marked(series, 'removing') : series;
}

/** A message that was to be deleted is out of reach, or gone. */
export function headingRemoved(series: Series): Series {
  return series.message.mark === 'removing' ? marked(series, 'removed') : series;
}

/** Slack would not delete its message, which stays. */
export function headingKept(series: Series): Series {
  return series.message.mark === 'removing' ? marked(series, 'announced') : series;
}

function marked(series: Series, mark: CardMark): Series {
  return { ...series, message: { ...series.message, mark } };
}

/** Nothing more will come of it by itself. */
export function isOver(state: ChildState): boolean {
  return state === 'done' || state === 'failed' || state === 'removed';
}

/** The pictures for the contact sheet, by Slack's ids, with their numbers. One alone needs none. */
export function sheetPictures(children: readonly Child[]): { number: number; fileId: string }[] {
  const pictures = children.flatMap((child, place) => {
    const fileId = typeof child === 'object' && childState(child) === 'done' ? child.picture?.fileId : undefined;
    return fileId === undefined ? [] : [{ number: place + 1, fileId }];
  });
  return pictures.length < 2 ? [] : pictures;
}

/** How far a series is: so many of its pictures are done, and whether more may come. */
export interface SeriesSoFar {
  readonly series: Series;
  readonly done: number;
  readonly count: number;
  readonly isOver: boolean;
}

export function soFar(series: Series, children: readonly Child[]): SeriesSoFar {
  const states = children.map(childState);
  const done = states.filter((state) => state === 'done').length;
  return { series, done, count: children.length, isOver: series.taken !== undefined && states.every(isOver) };
}

/** True of a series among what is listed. */
export function isSeries<T extends SeriesSoFar>(line: Submission | T): line is T {
  return 'count' in line;
}

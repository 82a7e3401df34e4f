/**
 * How busy the cards of a workspace are. Slack allows so many edits a minute for a whole workspace (slack.md section 2); when its running
 * pictures move more often than that, each card shows only some of its moves. Pure.
 */
export interface Load {
  /**
   * - `light`: nearly every move is shown
   * - `busy`: one in a few is
   * - `crowded`: a card would get about one edit in the life of its task, so a bar on it would be stale nearly always, and words are better
   */
  kind: 'light' | 'busy' | 'crowded';
  /** About how many seconds pass between two edits of a card, coarsely; 0 where it is not worth telling. */
  everyS: 0 | 30 | 60 | 120;
}

export const LIGHT: Load = { kind: 'light', everyS: 0 };

/** What a workspace's cards ask for, and what Slack allows. */
export interface Traffic {
  /** Moves a minute, of all running cards together. */
  moves: number;
  /** Cards that moved lately. */
  cards: number;
  /** Ends a minute, each of which needs an edit. */
  ends: number;
  /** Edits a minute that Slack allows. */
  edits: number;
}

/** Moves for each edit from which on a workspace is busy, or crowded. A task moves about nine times in its life (peers.md 5b). */
const BUSY = { moves: 2.5, seconds: Number.POSITIVE_INFINITY };
/** It is crowded as well where a card waits so long for its next edit, however slowly it moves. */
const CROWDED = { moves: 8, seconds: 52 };
/** A workspace is calmer again only once it is clearly so: a card whose look changed to and fro would be edited for nothing. */
const EASE = 0.75;
/** Nobody wonders about a card that moves this often. */
const WORTH_TELLING_S = 20;

/** However many ends there are, so much of the edits counts as left: ends come in bursts. */
const LEFT_LEAST = 0.2;

/** @param before what it was until now; what is near a border stays on its side */
export function loadOf({ moves, cards, ends, edits }: Traffic, before: Load = LIGHT): Load {
  const left = Math.max(edits - ends, edits * LEFT_LEAST);
  const [ratio, seconds] = [moves / left, (cards / left) * 60];
  const beyond = (border: typeof BUSY, was: boolean) =>
    ratio > border.moves * (was ? EASE : 1) || seconds > border.seconds * (was ? EASE : 1);
  if (beyond(CROWDED, before.kind === 'crowded')) return { kind: 'crowded', everyS: 0 };
  if (beyond(BUSY, before.kind !== 'light')) return { kind: 'busy', everyS: told(seconds, before.everyS) };
  return LIGHT;
}

const STEPS = [30, 60, 120] as const;

/** The step that is nearest, as a factor; the one before stays until it is clearly wrong. */
function told(seconds: number, before: Load['everyS']): Load['everyS'] {
  if (before !== 0 && seconds > before / 1.7 && seconds < before * 1.7) return before;
  if (seconds < WORTH_TELLING_S) return 0;
  return STEPS.find((step) => seconds < step * Math.SQRT2) ?? 120;
}

/** The card track: announced, kept up to date, removed. */

import { type Submission } from '../submission.ts';
import { marked, type Step } from './mark.ts';

/** Before the card is posted; counts the tries, because one whose fate is unknown may stand. */
export function announcing(): Step {
  return (r) =>
    r.card.mark === 'none' || r.card.mark === 'announcing'
      ? { ...r, card: { ...r.card, mark: 'announcing', posts: r.card.posts + 1, begun: true } }
      : r;
}

/**
 * The card stands. `written` is the digest of what it shows and when it was posted, absent when it was found and not written. `channel` is where:
 * a direct conversation has no id before Slack opened it.
 */
export function announced(
  ts: string,
  channel: string,
  written: { face?: string; shownAt?: number; bar?: boolean } = {},
): Step {
  return (r) => {
    if (r.card.mark !== 'announcing') return r;
    const { unsettledUntil: _, ...card } = r.card;
    return { ...r, channel, card: { ...card, mark: 'announced', ts, ...written } };
  };
}

/** A card post that certainly did not happen; the next run may post again. */
export function unannounced(): Step {
  return (r) => {
    if (r.card.mark !== 'announcing') return r;
    const { begun: _, ...card } = r.card;
    return { ...r, card: { ...card, mark: 'none', posts: r.card.posts - 1 } };
  };
}

/**
 * An interrupted post was looked for and not found: it may be posted. `posts` stays where the look could not tell. It is a post that was begun
 * all the same: whether the bot may post there is not known yet.
 */
export function lookedFor(sure: boolean): Step {
  return (r) => {
    if (r.card.mark !== 'announcing') return r;
    const { unsettledUntil: _, ...card } = r.card;
    return { ...r, card: { ...card, mark: 'none', posts: sure ? 0 : r.card.posts } };
  };
}

/**
 * The card shows `face`, with a bar or without. An older write whose fate is unknown may still land on top until `unsettledUntil`; only a
 * write begun after that settles it.
 */
export function shown(face: string, begunAt: number, bar = false): Step {
  return (r) => {
    const { unsettledUntil, ...card } = r.card;
    const settled = unsettledUntil === undefined || begunAt >= unsettledUntil;
    return { ...r, card: { ...card, face, shownAt: begunAt, bar, ...(settled ? {} : { unsettledUntil }) } };
  };
}

/** The fate of a write to the card is unknown; it may land until then. */
export function unsettled(until: number): Step {
  return (r) => ({ ...r, card: { ...r.card, unsettledUntil: Math.max(until, r.card.unsettledUntil ?? 0) } });
}

/** Slack would not delete the card; it stays. */
export function kept(): Step {
  return (r) => (r.card.mark === 'removing' ? { ...r, card: { ...r.card, mark: 'announced' } } : r);
}

/** A person asked for the card's deletion. */
export function removing(): Step {
  return (r) => (r.card.mark === 'announced' ? { ...r, card: { ...r.card, mark: 'removing' } } : r);
}

/** So many of its message and its files, in this order, are gone. */
export function takenAway(gone: number): Step {
  return (r) => (r.card.mark === 'removing' ? { ...r, card: { ...r.card, gone } } : r);
}

/** The card is gone. */
export function removed(): Step {
  return (r) => (r.card.mark === 'removed' ? r : { ...r, card: { ...r.card, mark: 'removed' } });
}

/** The bot may not post there. Nothing was sent, so the submission ends. */
export function closed(now: number): Step {
  return (r) => {
    const card = { ...r.card, mark: 'closed' as const };
    return r.mark === 'accepted' ? marked({ ...r, card }, 'ended', now, { end: { kind: 'unposted' } }) : { ...r, card };
  };
}

/** Whoever asked was told that no card can stand there. */
export function toldElsewhere(): Step {
  return (r) => (r.card.told === true ? r : { ...r, card: { ...r.card, told: true } });
}

/** Notes a press on the card of the parent, and later where the child's card stands, or that it ended without a picture. */
export function pressed(press: Submission['presses'][number]): Step {
  return (r) => {
    const known = r.presses.find((p) => p.child === press.child);
    if (known === undefined) return { ...r, presses: [...r.presses, press] };
    const next = { ...known, ...press };
    if (next.ts === known.ts && (next.over ?? false) === (known.over ?? false)) return r;
    return { ...r, presses: r.presses.map((p) => (p === known ? next : p)) };
  };
}

/** A press is shown no more: whoever made it wants to be forgotten. */
export function withoutPress(child: Submission['id']): Step {
  return (r) =>
    r.presses.some((p) => p.child === child) ? { ...r, presses: r.presses.filter((p) => p.child !== child) } : r;
}

/** The picture with the numbered grid is in Slack. The first one counts. */
export function gridded(fileId: string): Step {
  return (r) => (r.grid === undefined ? { ...r, grid: fileId } : r);
}

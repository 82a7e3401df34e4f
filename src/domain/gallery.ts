/** The gallery: the finished submissions of a person or of a conversation, and those that a person keeps. */
import { promptOf, type Submission } from './submission.ts';

/** One list of submissions, newest first. `owner` is a person, of `made` also a conversation. Slack ids. */
export interface Shelf {
  team: string;
  owner: string;
  /** `made`: by that person, or in that conversation. `kept`: a person's favourites, whoever made them. */
  kind: 'made' | 'kept';
}

/** A person of a workspace. Slack ids. */
export interface Person {
  team: string;
  user: string;
}

/** Newest submissions that a shelf holds; beyond them nobody pages. */
export const SHELF_MAX = 1000;

/** True of what is finished and can be looked at: pictures and films, not words or links. */
export function isPicture({ end, snapshot, links }: Submission): boolean {
  return end?.kind === 'done' && links === undefined && (snapshot?.text ?? '') === '';
}

/** True while it can still be looked at: a card that somebody took away took its picture with it. */
export function isStillThere({ card }: Submission): boolean {
  return card.mark !== 'removing' && card.mark !== 'removed';
}

/**
 * Makes a test for plain words: each of them stands somewhere in the prompt, in any case and in any order. No words fit every prompt.
 *
 * @param words as a person typed them
 */
export function fitting(words: string): (record: Submission) => boolean {
  const wanted = folded(words).split(/\s+/u).filter(Boolean);
  return (record) => {
    const prompt = folded(promptOf(record));
    return wanted.every((word) => prompt.includes(word));
  };
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

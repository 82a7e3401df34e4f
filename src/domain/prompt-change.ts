import { diffArrays } from 'diff';

/** Words in a row that are the same in both prompts, only in the old one, or only in the new one. */
export interface PromptPart {
  kind: 'same' | 'removed' | 'added';
  /** Separated by one space each. */
  text: string;
}

/** More changed words than this nobody reads as a change; it also bounds the work for long prompts. */
const EDITS_MAX = 120;
/** Of the longer prompt's words, so many must stand in both. */
const SHARE_MIN = 1 / 3;

/**
 * How one prompt became another, word by word; what was removed stands before what took its place.
 *
 * @returns undefined where there is nothing to compare: they are the same, one is empty, or they have little in common
 */
export function promptChange(before: string, after: string): PromptPart[] | undefined {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  const changes = diffArrays(old, now, { maxEditLength: EDITS_MAX });
  if (changes === undefined || !changes.some(({ added, removed }) => added || removed)) return undefined;
  const parts = changes.map(
    ({ added, removed, value }): PromptPart => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      text: value.join(' '),
    }),
  );
  const kept = changes.reduce((sum, { added, removed, count }) => (added || removed ? sum : sum + count), 0);
  return kept / Math.max(old.length, now.length) < SHARE_MIN ? undefined : parts;
}

function wordsOf(prompt: string): string[] {
  return prompt.split(/\s+/u).filter((word) => word !== '');
}

/** What several English sentences share. */
export const SERVICE = 'the Midjourney service';
export const THE_SERVICE = 'The Midjourney service';
export const NEVER_MADE = 'Nothing was submitted.';

export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

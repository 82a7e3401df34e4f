/** What several English sentences share. */
export const SERVICE = 'the Midjourney service';
export const THE_SERVICE = 'The Midjourney service';
export const NEVER_MADE = 'Nothing was submitted.';

const NUMBERS = new Intl.NumberFormat('en');

/** `1,200` */
export function number(value: number): string {
  return NUMBERS.format(value);
}

export function plural(count: number, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

import { UserMistake } from '../../domain/errors.ts';
import type { Given } from '../../domain/form.ts';

/** Reads a choice off a form. Slack sends only what it was offered, so anything else is the default. */
export function choice<T extends string>(given: Given, name: string, options: readonly T[], otherwise: T): T {
  const value = given.options[name];
  return options.find((option) => option === value) ?? otherwise;
}

export function flag(given: Given, name: string): boolean {
  return given.options[name] === 'yes';
}

/** `16:9`; white space around the colon is forgiven. @throws UserMistake `bad-ratio` */
export function ratio(given: Pick<Given, 'options'>, name: string): string | undefined {
  const value = given.options[name]?.trim() ?? '';
  if (value === '') return undefined;
  const [, width, height] = /^(\d{1,4})\s*[:x/]\s*(\d{1,4})$/u.exec(value) ?? [];
  if (width === undefined || height === undefined || Number(width) === 0 || Number(height) === 0)
    throw new UserMistake('bad-ratio', { given: value.slice(0, 20) }, name);
  return `${Number(width)}:${Number(height)}`;
}

/** A number within bounds. @throws UserMistake `bad-number` with `min` and `max` */
export function number(given: Pick<Given, 'options'>, name: string, min: number, max: number): number | undefined {
  const value = given.options[name]?.trim() ?? '';
  if (value === '') return undefined;
  const read = Number(value);
  if (!/^\d+(?:\.\d+)?$/u.test(value) || read < min || read > max)
    throw new UserMistake('bad-number', { given: value.slice(0, 20), min, max }, name);
  return read;
}

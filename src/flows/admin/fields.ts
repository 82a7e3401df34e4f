import type { AdminGiven } from '../../domain/admin.ts';
import { UserMistake } from '../../domain/errors.ts';
import { type Limits, RULES_MAX } from '../../domain/team-rules.ts';

/** What was typed or chosen in a field, without blanks around it; undefined where that is nothing. */
export function textIn(given: AdminGiven, field: string): string | undefined {
  const value = given[field];
  const text = (typeof value === 'string' ? value : value?.[0])?.trim() ?? '';
  return text === '' ? undefined : text;
}

/** Ids, each once. */
export function idsIn(given: AdminGiven, field: string): string[] {
  const value = given[field] ?? [];
  return [...new Set(typeof value === 'string' ? [value] : value)];
}

/** Two fields; an empty one is no limit. @throws UserMistake `bad-number` with the field */
export function limitsIn(given: AdminGiven, daily: string, concurrent: string): Limits {
  return { daily: limitIn(given, daily), concurrent: limitIn(given, concurrent) };
}

function limitIn(given: AdminGiven, field: string): number {
  const text = textIn(given, field) ?? '0';
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= RULES_MAX.limit)) throw new UserMistake('bad-number', { min: 0, max: RULES_MAX.limit }, field);
  return value;
}

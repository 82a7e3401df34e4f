import type { JsonObject } from './types.ts';

/** Small readers for decoded JSON of unknown shape. */

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(from: JsonObject, key: string): JsonObject | undefined {
  const value = from[key];
  return isObject(value) ? value : undefined;
}

/** A string that is there and not empty. */
export function stringAt(from: JsonObject, key: string): string | undefined {
  const value = from[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The objects of an array; anything else is left out. */
export function objectsAt(from: JsonObject, key: string): JsonObject[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Form bodies carry booleans and numbers as text. */
export function flagAt(from: JsonObject, key: string): boolean {
  const value = from[key];
  return value === true || value === 'true' || value === '1' || value === 1;
}

export function numberAt(from: JsonObject, key: string): number | undefined {
  const value = from[key];
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Every element of `part` is in `whole`, deeply; arrays element by element. */
export function contains(whole: unknown, part: unknown): boolean {
  if (isObject(part)) return isObject(whole) && Object.keys(part).every((key) => contains(whole[key], part[key]));
  if (Array.isArray(part)) return Array.isArray(whole) && part.every((item, i) => contains(whole[i], item));
  return whole === part;
}

/**
 * What stands in the `value` of a button on a card. A gateway's button: `v1.<submission>.<hash of customId>`; the customId itself stays in
 * the record, so a value is short, says nothing, and a press is looked up instead of believed. One of our own controls:
 * `c1.<submission>.<control>`.
 */
import { SubmissionId } from './ids.ts';

export interface PressToken {
  submission: SubmissionId;
  /** `customIdHash` of the button's customId. */
  hash: string;
}

export interface ControlToken {
  submission: SubmissionId;
  /** The control's name, a word of `[a-z-]`. */
  control: string;
}

export function encodePress({ submission, hash }: PressToken): string {
  return `v1.${submission}.${hash}`;
}

/** @returns undefined for anything that this version did not write */
export function decodePress(value: string): PressToken | undefined {
  const [submission, hash] = parts(value, 'v1', /^[a-z0-9]+$/);
  return submission === undefined || hash === undefined ? undefined : { submission, hash };
}

export function encodeControl({ submission, control }: ControlToken): string {
  return `c1.${submission}.${control}`;
}

/** @returns undefined for anything that this version did not write */
export function decodeControl(value: string): ControlToken | undefined {
  const [submission, control] = parts(value, 'c1', /^[a-z-]+$/);
  return submission === undefined || control === undefined ? undefined : { submission, control };
}

function parts(value: string, version: string, word: RegExp): [SubmissionId?, string?] {
  const [head, id, last = '', ...rest] = value.split('.');
  const submission = SubmissionId.safeParse(id);
  if (head !== version || !submission.success || !word.test(last) || rest.length > 0) return [];
  return [submission.data, last];
}

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/**
 * Digest of a customId: FNV-1a, 64 bit, over its UTF-8 bytes, in base 36. It has to tell the few buttons of one card apart, not to
 * resist anybody: a forged value still only reaches a button that the record holds.
 */
export function customIdHash(customId: string): string {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(customId)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME);
  return hash.toString(36).padStart(13, '0');
}

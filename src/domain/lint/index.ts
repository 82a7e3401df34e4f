/**
 * The linter of prompts: what is certainly wrong with one, what probably is, and how it would be right. Pure, and conservative: a gateway may
 * know parameters and versions that this table does not, so what it does not know is never certain, and what depends on the version neither.
 */
import type { Around, Case, Check, Edit, Finding } from './finding.ts';
import { lastOf, readPrompt, valueOf } from './read.ts';
import { clashes } from './rules/clashes.ts';
import { doubles } from './rules/doubles.ts';
import { order } from './rules/order.ts';
import { purposes } from './rules/purposes.ts';
import { spelling } from './rules/spelling.ts';
import { values } from './rules/values.ts';
import { inVersion } from './rules/versions.ts';
import { modelOf } from './versions.ts';

export type { Around, Finding, FindingParams, Rule } from './finding.ts';

const CHECKS: readonly Check[] = [spelling, values, doubles, clashes, purposes, inVersion, order];

/** Far more rounds than one mend that uncovers another ever took. */
const ROUNDS = 20;

/** What is wrong with a prompt, the certain first. Takes any text, in time that grows with its length. */
export function lint(text: string, around: Around): Finding[] {
  const prompt = readPrompt(text);
  const version = lastOf(prompt, 'version');
  const niji = lastOf(prompt, 'niji');
  const model = modelOf(version && valueOf(version), niji && valueOf(niji), around.bot);
  const one: Case = { ...around, prompt, model };
  const found = CHECKS.flatMap((check) => check(one));
  return [...found.filter((finding) => finding.certain), ...found.filter((finding) => !finding.certain)];
}

/**
 * The prompt with everything mended that can be. Nothing else is touched: a prompt without such findings stays as it is to the letter, and
 * so does one of which nothing would be left.
 */
export function corrected(text: string, around: Around): string {
  let now = text;
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = mended(now, lint(now, around));
    if (next === now) break;
    now = next;
  }
  return now.trim() === '' ? text : now;
}

/** Mends what does not get in each other's way; the rest has its turn in the next round. */
function mended(text: string, findings: readonly Finding[]): string {
  const taken = new Uint8Array(text.length + 1);
  const edits: Edit[] = [];
  for (const { fix } of findings) {
    if (fix.some(({ start, end }) => taken.subarray(start, Math.max(end, start + 1)).includes(1))) continue;
    for (const { start, end } of fix) taken.fill(1, start, Math.max(end, start + 1));
    edits.push(...fix);
  }
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: put } of edits) {
    parts.push(text.slice(at, start), put);
    at = end;
  }
  return edits.length === 0 ? text : [...parts, text.slice(at)].join('');
}

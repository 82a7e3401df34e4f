/**
 * One bot to a data directory. Every claimant writes a file of its own, looks at the others', and gives way to a living one. Nobody ever
 * replaces a file of another: of two that start at the same moment neither can mistake the other's fresh claim for a stale one.
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { EmbeddedRedisError } from './embedded-redis-error.ts';
import { isAlive, markOf, ProcessMark, pidSpace } from './embedded-redis-process.ts';

const Claim = z.object({
  owner: ProcessMark,
  space: z.string(),
  /** False while its writer still looks around; such a one may yet give way. */
  held: z.boolean(),
});
type Claim = z.infer<typeof Claim>;

export interface HeldClaim {
  release(): Promise<void>;
}

/** A claim from another container or machine lives as long as its file is touched. */
const TOUCH_MS = 1000;
const UNTOUCHED_MS = 3500;
const ATTEMPTS = 6;

/**
 * @throws EmbeddedRedisError `in-use` when another bot holds the directory
 */
export async function claimDirectory(directory: string): Promise<HeldClaim> {
  const name = `owner-${randomUUID()}.json`;
  const file = join(directory, name);
  const owner = markOf(process.pid);
  if (!owner) throw new Error('this process cannot see itself in the process table');
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    await write(file, { owner, space: pidSpace(), held: false });
    const others = await livingOthers(directory, name);
    if (others.length === 0) {
      await write(file, { owner, space: pidSpace(), held: true });
      return keepTouched(file);
    }
    await rm(file, { force: true });
    const holder = others.find((other) => other.held);
    if (holder) throw inUse(directory, holder);
    // Both were looking around at the same time; unequal pauses let one through.
    await pause(50 + Math.random() * 100 * attempt);
  }
  throw inUse(directory);
}

/**
 * Who works in a directory, for whoever only wants to know; nothing is claimed or cleared away.
 * @returns words such as `process 4711`; undefined where nobody does
 */
export async function holderOf(directory: string, now: number): Promise<string | undefined> {
  const names = await readdir(directory).catch((): string[] => []);
  for (const name of names.filter(isClaimFile)) {
    const file = join(directory, name);
    const claim = await read(file);
    if (claim === undefined) continue;
    const elsewhere = claim.space !== pidSpace();
    if (elsewhere ? now - ((await touchedAt(file)) ?? 0) < UNTOUCHED_MS : isAlive(claim.owner)) return nameOf(claim);
  }
  return undefined;
}

async function livingOthers(directory: string, mine: string): Promise<Claim[]> {
  const names = (await readdir(directory)).filter((name) => isClaimFile(name) && name !== mine);
  const claims = await Promise.all(
    names.map(async (name) => {
      const file = join(directory, name);
      const claim = await read(file);
      if (claim && (await isLiving(file, claim))) return [claim];
      // Only its dead owner ever knew this name, so nothing else can be removed by mistake.
      await rm(file, { force: true });
      return [];
    }),
  );
  return claims.flat();
}

async function isLiving(file: string, claim: Claim): Promise<boolean> {
  if (claim.space === pidSpace()) return isAlive(claim.owner);
  const before = await touchedAt(file);
  await pause(UNTOUCHED_MS);
  const after = await touchedAt(file);
  return after !== undefined && after !== before;
}

function keepTouched(file: string): HeldClaim {
  const touch = setInterval(() => {
    const now = new Date();
    // A missing file or full disk shows elsewhere; a claim is not worth ending the process for.
    utimes(file, now, now).catch(() => undefined);
  }, TOUCH_MS);
  touch.unref();
  return {
    async release() {
      clearInterval(touch);
      await rm(file, { force: true });
    },
  };
}

async function read(file: string): Promise<Claim | undefined> {
  try {
    return Claim.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Gone in between, or emptied by a power cut.
    return undefined;
  }
}

/** Whole or not at all, and readable by this user alone. */
async function write(file: string, claim: Claim): Promise<void> {
  const draft = `${file}.draft`;
  await writeFile(draft, JSON.stringify(claim), { mode: 0o600 });
  await rename(draft, file);
}

async function touchedAt(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return undefined;
  }
}

function isClaimFile(name: string): boolean {
  return /^owner-[\w-]+\.json$/.test(name);
}

function nameOf(claim: Claim): string {
  return claim.space === pidSpace() ? `process ${claim.owner.pid}` : 'in another container';
}

function inUse(directory: string, holder?: Claim): EmbeddedRedisError {
  const who = holder ? nameOf(holder) : 'one that is starting';
  return new EmbeddedRedisError(
    'in-use',
    `DATA_DIR: ${directory} is in use by another bot (${who}); stop that one, give this one another DATA_DIR, or let both share a Redis with REDIS_URL`,
  );
}

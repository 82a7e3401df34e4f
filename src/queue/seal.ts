/**
 * What must not be read by whoever sees the data: encrypted with `ENCRYPTION_KEY`, AES-256-GCM, a random nonce each time. What is sealed is
 * bound to the place that it is for, so it opens nowhere else.
 *
 * Form: `v1.<key>.<nonce>.<ciphertext and tag>`, base64url. `<key>` tells which of the keys sealed it, so that keys can be changed: the first
 * one seals, all of them open.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface Sealer {
  /** @param place the key in Redis */
  seal(plain: string, place: string): string;
  /** Undefined for what none of the keys opens: altered, of another place, or sealed with a key that is gone. Never throws. */
  open(sealed: string, place: string): string | undefined;
  /** True of what the first key sealed. */
  isFresh(sealed: string): boolean;
}

interface Key {
  id: string;
  bytes: Buffer;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = /^v1\.([0-9a-f]{8})\.([\w-]{16})\.([\w-]+)$/;

/** @param secrets long random texts; an 8-digit name of each stands in the open */
export function createSealer(secrets: readonly [string, ...string[]]): Sealer {
  const [first, ...older] = secrets;
  const sealing = keyOf(first);
  const keys = [sealing, ...older.map(keyOf)];
  const bound = (key: Key, place: string) => Buffer.from(`v1.${key.id}.${place}`);

  return {
    seal(plain, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing.bytes, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(bound(sealing, place));
      const hidden = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${sealing.id}.${nonce.toString('base64url')}.${hidden.toString('base64url')}`;
    },
    open(sealed, place) {
      const [, id, nonce = '', text = ''] = FORM.exec(sealed) ?? [];
      const key = keys.find((one) => one.id === id);
      const hidden = Buffer.from(text, 'base64url');
      // Base64url has several spellings of the same bytes; only ours counts.
      if (key === undefined || hidden.length < TAG_BYTES || hidden.toString('base64url') !== text) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(bound(key, place));
      decipher.setAuthTag(hidden.subarray(-TAG_BYTES));
      try {
        return decipher.update(hidden.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        // What Node throws says nothing more than that the tag does not fit.
        return undefined;
      }
    },
    isFresh: (sealed) => FORM.exec(sealed)?.[1] === sealing.id,
  };
}

/** Two independent values from one secret, so that the name tells nothing of the key (RFC 5869). */
function keyOf(secret: string): Key {
  const derive = (what: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', `midjourney-slack-bot ${what}`, bytes));
  return { id: derive('name of the key', 4).toString('hex'), bytes: derive('installations', 32) };
}

import { createHash } from 'node:crypto';
import type { KnownBlock } from '@slack/types';

/** Digest of what a person sees; equal digests look equal. */
export function faceOf(shown: unknown): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 16);
}

/** Slack asks for a new block_id with every version of a message (slack.md section 2). */
export function versioned(blocks: readonly KnownBlock[], face: string): KnownBlock[] {
  return blocks.map((block, index) => ({ ...block, block_id: `${index}-${face}` }));
}

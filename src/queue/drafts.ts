import { Draft } from '../domain/draft.ts';
import type { DraftId } from '../domain/ids.ts';
import type { Client } from './connection.ts';
import { DRAFT_MS, keys } from './keys.ts';
import { answers } from './lua.ts';
import { reach } from './reach.ts';

/** What people were asked about. All methods throw Unreachable. */
export interface Drafts {
  /** For an hour, in the place of one with this id. */
  keep(id: DraftId, draft: Draft): Promise<void>;
  /** Undefined once its time is over, and of one that another version of the bot wrote and this one cannot read. */
  get(id: DraftId): Promise<Draft | undefined>;
}

export function openDrafts(client: Client): Drafts {
  return {
    async keep(id, draft) {
      const own = keys.draftsOf(draft.team, draft.user);
      const kept = client.multi().set(keys.draft(id), JSON.stringify(draft), 'PX', DRAFT_MS);
      await reach('keep a draft', async () => answers(await kept.sadd(own, id).pexpire(own, DRAFT_MS).exec()));
    },
    async get(id) {
      const stored = await reach('find a draft', () => client.get(keys.draft(id)));
      return stored === null ? undefined : Draft.safeParse(JSON.parse(stored)).data;
    },
  };
}

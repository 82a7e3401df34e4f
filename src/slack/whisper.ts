import { call } from './calls.ts';
import type { ListenerOptions } from './listener-options.ts';
import type { Words } from './notes.ts';

interface Where {
  user: string;
  channel: string;
  threadTs: string | undefined;
}

/** To the person alone, where they are. Never rejects: whoever cannot be told is not told. */
export async function whisper({ client, log }: ListenerOptions, where: Where, said: Words): Promise<void> {
  const { user, channel, threadTs } = where;
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  try {
    await call('write', () =>
      client.chat.postEphemeral({ channel, user, ...said, ...thread, parse: 'none', link_names: false }),
    );
  } catch (error) {
    log.info({ err: error, channel }, 'could not answer a person');
  }
}

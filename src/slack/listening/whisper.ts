import { call } from '../connection/calls.ts';
import type { Words } from '../writing/notes.ts';
import type { ListenerOptions } from './listener-options.ts';

interface Where {
  user: string;
  channel: string;
  threadTs: string | undefined;
}

/** To the person alone, where they are. Never rejects: whoever cannot be told is not told. @returns whether they were */
export async function whisper({ client, log }: ListenerOptions, where: Where, said: Words): Promise<boolean> {
  const { user, channel, threadTs } = where;
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  try {
    await call('write', () =>
      client.chat.postEphemeral({ channel, user, ...said, ...thread, parse: 'none', link_names: false }),
    );
    return true;
  } catch (error) {
    log.info({ err: error, channel }, 'could not answer a person');
    return false;
  }
}

/** Where there is no conversation to be private in, the direct one is. Slack takes a person's id for it. Never rejects. */
export async function sayInDm({ client, log }: ListenerOptions, user: string, said: Words): Promise<void> {
  try {
    await call('write', () =>
      client.chat.postMessage({ channel: user, ...said, parse: 'none', link_names: false, unfurl_links: false }),
    );
  } catch (error) {
    log.info({ err: error }, 'could not answer a person in the direct conversation');
  }
}

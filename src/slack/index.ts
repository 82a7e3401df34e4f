import type { Dispatcher } from 'undici';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Installation } from '../domain/installation.ts';
import type { AroundDelivery } from './connection/app.ts';
import { boltLogger, type Log } from './connection/bolt-logger.ts';
import { createClients, fetchBy } from './connection/clients.ts';
import { type Identity, identify } from './connection/identity.ts';
import { createInstaller, type Installer } from './connection/installer.ts';
import { type Installations, openWorkspaces, type Workspace, type Workspaces } from './connection/workspaces.ts';
import type { Desk, Handlers } from './handlers.ts';
import { filesInHand } from './inbox/inbox.ts';
import { openReceiver, type Receiver, type Transport } from './receiver.ts';
import { createTools, type Tools } from './tools.ts';
import { createNotes } from './writing/notes.ts';

export type { AroundDelivery } from './connection/app.ts';
export type { Identity } from './connection/identity.ts';
export type { Installer } from './connection/installer.ts';
export { isNotInstalled, type Workspace } from './connection/workspaces.ts';
export type * from './handlers.ts';
export type { Receiver, Transport } from './receiver.ts';
export type { Tools } from './tools.ts';
export { createPrepare } from './writing/transcode.ts';

interface SharedOptions {
  /** `SLACK_API_URL`; the token goes nowhere else. */
  apiUrl: string;
  /** `SLACK_FILE_HOSTS`: where people's files may be read from with the token, `host` or `host:port`. */
  fileHosts: readonly string[];
  /** Makes every connection to Slack. */
  dispatcher: Dispatcher;
  /** Every word that people read. */
  catalogue: Catalogue;
  /** The forms, for commands, shortcuts and buttons that open one. */
  desk: Desk;
  log: Log;
  /** Waits so many milliseconds. */
  sleep: (ms: number) => Promise<void>;
  /** From 0 up to 1: replicas that lost their connections come back at different times. */
  random: () => number;
  /** Is told of each delivery, for whoever counts them. */
  around?: AroundDelivery;
}

export interface SlackOptions extends SharedOptions {
  botToken: string;
}

export interface SeveralOptions extends SharedOptions {
  /** Of the app itself; the secret goes to `apiUrl` alone. */
  clientId: string;
  clientSecret: string;
  /** What the app asks for. */
  scopes: readonly string[];
  installations: Installations;
  /** Where the app may be; undefined: anywhere. */
  allowed: ReadonlySet<string> | undefined;
  /** Epoch ms. */
  now: () => number;
}

/** One workspace, whose token stands in the environment. */
export interface Slack extends Tools {
  /**
   * Asks Slack whose token it is: a check of token and connection. Cards link to one another from then on.
   * @throws Misconfigured, Unreachable, Busy
   */
  identify(): Promise<Identity>;
  /** Listeners and their transport. A process that only works off jobs needs none. */
  receiver(transport: Transport, handlers: Handlers): Receiver;
}

/** All workspaces in which the app is installed. */
export interface SeveralSlacks extends Workspaces {
  readonly installer: Installer;
  receiver(transport: Transport, handlersOf: (workspace: Workspace) => Handlers): Receiver;
}

/** The Slack room. Makes no request until it is asked to. */
export function createSlack(options: SlackOptions): Slack {
  const { botToken, apiUrl, dispatcher, catalogue, log } = options;
  const logger = boltLogger(log);
  const clients = createClients({ botToken, apiUrl, dispatcher, logger });
  const notes = createNotes(fetchBy(dispatcher), catalogue, log);

  /** Asked for once: a token stays of one bot. Cards link to one another, which needs the address in it. */
  let identity: Identity | undefined;
  async function whoWeAre(): Promise<Identity> {
    identity ??= await identify(clients.interactive);
    return identity;
  }

  const tools = createTools({ ...options, clients, notes, teamUrl: () => identity?.teamUrl });
  return {
    ...tools,
    identify: whoWeAre,
    receiver: (transport, handlers) =>
      openReceiver({
        ...options,
        transport,
        logger,
        notes,
        around: options.around,
        handlersOf: () => handlers,
        async begin() {
          const workspace = { identity: await whoWeAre(), botToken, client: clients.interactive, tools };
          return async () => workspace;
        },
      }),
  };
}

/** The same for all workspaces in which the app is installed: what is asked of Slack there is asked with the token of that installation. */
export function createSeveralSlacks(options: SeveralOptions): SeveralSlacks {
  const { apiUrl, dispatcher, catalogue, log } = options;
  const logger = boltLogger(log);
  const notes = createNotes(fetchBy(dispatcher), catalogue, log);
  const inHand = filesInHand();

  function open({ id, token: botToken, botUserId, botId, url }: Installation): Workspace {
    const clients = createClients({ botToken, apiUrl, dispatcher, logger });
    const tools = createTools({
      ...options,
      clients,
      botToken,
      notes,
      inHand,
      whole: id.startsWith('E'),
      teamUrl: () => url,
    });
    return { identity: { team: id, botUserId, botId, teamUrl: url }, botToken, client: clients.interactive, tools };
  }

  const workspaces = openWorkspaces({ ...options, open });
  return {
    ...workspaces,
    installer: createInstaller({ ...options, logger }),
    receiver: (transport, handlersOf) =>
      openReceiver({
        ...options,
        transport,
        logger,
        notes,
        around: options.around,
        handlersOf,
        begin: async () => async (body) => await workspaces.ofDelivery(body),
      }),
  };
}

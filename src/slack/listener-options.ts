import type { WebClient } from '@slack/web-api';
import type { Messages } from '../domain/messages.ts';
import type { StoringApp } from './app.ts';
import type { Log } from './bolt-logger.ts';
import type { Desk, Handlers } from './handlers.ts';
import type { Identity } from './identity.ts';
import type { Notes } from './notes.ts';
import type { StepViews } from './step-views.ts';

/** What the listeners work with. */
export interface ListenerOptions {
  app: StoringApp;
  identity: Identity;
  /** The client for a person who waits. */
  client: WebClient;
  handlers: Handlers;
  desk: Desk;
  messages: Messages;
  notes: Notes;
  steps: StepViews;
  log: Log;
}

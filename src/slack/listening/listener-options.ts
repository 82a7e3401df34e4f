import type { WebClient } from '@slack/web-api';
import type { Messages } from '../../domain/messages.ts';
import type { StoringApp } from '../connection/app.ts';
import type { Log } from '../connection/bolt-logger.ts';
import type { Identity } from '../connection/identity.ts';
import type { Desk, Handlers } from '../handlers.ts';
import type { StepViews } from '../steps/step-views.ts';
import type { Notes } from '../writing/notes.ts';

/** What the listeners work with, for one delivery. */
export interface ListenerOptions {
  app: StoringApp;
  identity: Identity;
  /** The client for a person who waits. */
  client: WebClient;
  handlers: Handlers;
  desk: Desk;
  /** The words for the person who did it. */
  messages: Messages;
  notes: Notes;
  steps: StepViews;
  log: Log;
}

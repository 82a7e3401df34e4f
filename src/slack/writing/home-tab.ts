import type { WebClient } from '@slack/web-api';
import { type Catalogue, messagesIn } from '../../domain/catalogue.ts';
import type { Home } from '../../domain/home.ts';
import type { Language } from '../../domain/language.ts';
import { call } from '../connection/calls.ts';
import { faceOf } from '../views/face.ts';
import { homeTab } from '../views/home-tab.ts';

/** The Home tab of the app. */
export interface HomeTab {
  /** Digest of what it would show now; equal digests look equal. */
  face(user: string, home: Home, language: Language): string;
  /**
   * Publishes a person's home, in the place of what stood there: it may be repeated.
   *
   * @param user Slack's id
   * @param pictures `none` where Slack did not take them
   * @throws Refused `picture-refused` or another; Busy, Unreachable, Misconfigured
   */
  publish(user: string, home: Home, language: Language, pictures: 'shown' | 'none'): Promise<void>;
}

/** @param teamUrl the workspace's address, once it is known: pictures lead to their cards */
export function createHomeTab(client: WebClient, catalogue: Catalogue, teamUrl: () => string | undefined): HomeTab {
  const view = (user: string, home: Home, language: Language, pictures: 'shown' | 'none') =>
    homeTab(home, messagesIn(language, catalogue), { user, teamUrl: teamUrl(), pictures });
  return {
    face: (user, home, language) => faceOf(view(user, home, language, 'shown')),
    async publish(user, home, language, pictures) {
      const shown = view(user, home, language, pictures);
      await call('read', () => client.views.publish({ user_id: user, view: shown }));
    },
  };
}

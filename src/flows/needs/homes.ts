/** What is shown to one person: their home, and letters. */

import type { Person } from '../../domain/gallery.ts';
import type { Home, HomePlace } from '../../domain/home.ts';
import type { Language } from '../../domain/language.ts';
import type { Submission } from '../../domain/submission.ts';

/** Who looks at their home, and where in it they are. */
export interface Homes {
  /** They opened it, or went somewhere in it; what is left out stays. A job shows it at once. */
  visit(by: Person, place: Partial<HomePlace>): Promise<void>;
  /** Undefined once nobody has looked for a while. `askedAt`: when they last asked to see it, epoch ms; `face`: what it shows since then. */
  visited(by: Person): Promise<{ place: HomePlace; askedAt: number; face?: string | undefined } | undefined>;
  /** It shows `face` now, which a visit forgets: whoever asks to see it is shown it. */
  shown(by: Person, face: string): Promise<void>;
  /** Something that it shows is otherwise: a job shows it soon to whoever looks. */
  changed(by: Person): Promise<void>;
}

/** The Home tab, in Slack. What is published takes the place of what stood there, so it may be repeated. */
export interface HomeTab {
  /** Digest of what it would show now; equal digests look equal. */
  face(user: string, home: Home, language: Language): string;
  /**
   * @param pictures `shown`, or `none` where Slack did not take them
   * @throws Refused `picture-refused` or another; Busy, Unreachable, Misconfigured
   */
  publish(user: string, home: Home, language: Language, pictures: 'shown' | 'none'): Promise<void>;
}

/** A picture sent to one person, with what is known of it. */
export interface Letter {
  record: Submission;
  /** Where it can be told. */
  seed: string | undefined;
}

/** Letters, in the direct conversation. */
export interface Letters {
  /** @throws Refused `picture-refused`, or `cannot-post` where that person takes none; Busy, InDoubt, Unreachable, Misconfigured */
  send(user: string, letter: Letter, language: Language, pictures: 'shown' | 'none'): Promise<void>;
}

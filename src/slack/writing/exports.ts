import { type Catalogue, messagesIn } from '../../domain/catalogue.ts';
import type { Files } from './files.ts';

/** Tables for one person. */
export interface Exports {
  /** Into the person's direct conversation with the bot. @throws as `Files.give` */
  send(user: string, table: { name: string; csv: string; what: 'usage' | 'audit' }, language: string): Promise<void>;
}

export function createExports(files: Pick<Files, 'give'>, catalogue: Catalogue): Exports {
  return {
    async send(user, { name, csv, what }, language) {
      const { given } = messagesIn(language, catalogue).admin[what];
      await files.give(user, given, { bytes: Buffer.from(csv), type: 'text/csv', name });
    },
  };
}

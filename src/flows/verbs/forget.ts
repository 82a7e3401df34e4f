import { pageOf } from '../admin/pages.ts';
import type { Verb } from './verb.ts';

/** `/mj forget`: a person deletes what is kept of them. Asked twice before anything happens. */
export const forget: Verb = {
  name: 'forget',
  usage: 'forget',
  async run(needs, { place }) {
    return { admin: await pageOf(needs, place, { page: 'forget', person: place.user }) };
  },
};

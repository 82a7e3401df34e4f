import { pageOf } from '../admin/pages.ts';
import { mayManage } from '../admins.ts';
import type { Verb } from './verb.ts';

/** `/mj admin`: the rules of a team, what it uses, who did what. For admins. */
export const admin: Verb = {
  name: 'admin',
  usage: 'admin',
  admins: true,
  async run(needs, { place }) {
    await mayManage(needs, place);
    return { admin: await pageOf(needs, place, { page: 'home' }) };
  },
};

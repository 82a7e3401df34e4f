import type { BotOptions, ChannelOptions, PersonOptions, TeamOptions } from './types.ts';

const everyone = ['U0ALICE01', 'U0BRUNO02', 'U0CHIYO03', 'U0DAWEI04'];

/** A small team to play with: four people, one of whom has Slack in Chinese, channels with and without the bot, DMs. Ids are part of its surface. */
export const demoWorkspace: {
  team: TeamOptions;
  bot: BotOptions;
  users: PersonOptions[];
  channels: ChannelOptions[];
} = {
  team: { id: 'T0SANDBOX', name: 'Sandbox', domain: 'sandbox' },
  bot: { userId: 'U0MIDJOBOT', botId: 'B0MIDJOBOT', appId: 'A0MIDJOAPP', name: 'midjourney' },
  users: [
    { id: 'U0ALICE01', name: 'alice', realName: 'Alice Moreau', tz: 'Europe/Paris', isAdmin: true, colour: '9f69e7' },
    { id: 'U0BRUNO02', name: 'bruno', realName: 'Bruno Keller', tz: 'Europe/Berlin', colour: '4bbe2e' },
    { id: 'U0CHIYO03', name: 'chiyo', realName: 'Chiyo Tanaka', tz: 'Asia/Tokyo', locale: 'ja-JP', colour: 'e7392d' },
    { id: 'U0DAWEI04', name: 'dawei', realName: 'Wang Dawei', tz: 'Asia/Shanghai', locale: 'zh-CN', colour: '2b6cb0' },
  ],
  channels: [
    { id: 'C0GENERAL', name: 'general', botIn: true, members: everyone, topic: 'Everything and nothing' },
    { id: 'C0ART', name: 'art', botIn: true, members: everyone, topic: 'Pictures' },
    { id: 'C0NOBOT', name: 'lounge', botIn: false, members: everyone, topic: 'The bot has not been invited here' },
    { id: 'G0PRIVATE', name: 'private-no-bot', isPrivate: true, botIn: false, members: everyone },
    {
      id: 'G0GROUP',
      name: 'mpdm-alice--bruno--midjourney-1',
      isMpim: true,
      botIn: true,
      members: ['U0ALICE01', 'U0BRUNO02'],
    },
    { id: 'D0ALICE', name: 'alice', imWith: 'U0ALICE01', botIn: true, members: ['U0ALICE01'] },
    { id: 'D0BRUNO', name: 'bruno', imWith: 'U0BRUNO02', botIn: true, members: ['U0BRUNO02'] },
    { id: 'D0CHIYO', name: 'chiyo', imWith: 'U0CHIYO03', botIn: true, members: ['U0CHIYO03'] },
    { id: 'D0DAWEI', name: 'dawei', imWith: 'U0DAWEI04', botIn: true, members: ['U0DAWEI04'] },
    { id: 'D0PEOPLE', name: 'alice-bruno', imWith: 'U0BRUNO02', botIn: false, members: ['U0ALICE01', 'U0BRUNO02'] },
  ],
};

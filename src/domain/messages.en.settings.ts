import { THE_SERVICE } from './messages.en.words.ts';
import type { SettingsMessages } from './messages.settings.ts';

const SPEEDS = { fast: 'Fast', relax: 'Relaxed: slower, and costs less', turbo: 'Turbo: fastest, and costs more' };
const USE_PRESETS = 'Put `--preset name` into a prompt, or choose it in the form of `/imagine`.';

export const settings: SettingsMessages = {
  title: { person: 'Settings', channel: 'Channel settings' },
  submit: 'Save',
  groups: {
    defaults: 'What a picture starts from',
    presses: 'Buttons',
    results: 'Results',
    presets: 'Presets',
    shares: 'Shared pictures',
  },
  defaultsIntro: {
    person: 'I add this to your prompts where they do not say it themselves. The card shows what was added.',
    channel:
      'I add this to every prompt in the channel that does not say it itself. A person’s own settings count more.',
  },
  presetsIntro: {
    person: `Parameters under a name of yours. ${USE_PRESETS}`,
    channel: `Parameters under a name, for everybody in the channel. ${USE_PRESETS}`,
  },
  channelIntro: (channel, changed) =>
    `For everybody who asks in ${channel}, and anybody there may change it.${changed === undefined ? '' : ` Last changed by ${changed.by}, ${changed.when}.`}`,
  usual: 'As usual',
  defaults: {
    ratio: { label: 'Width : height', placeholder: '16:9' },
    version: { label: 'Version' },
    stylize: {
      label: 'Stylize',
      hint: '0 to 1000. More means more beautiful and less literal.',
      placeholder: '100',
    },
    raw: { label: 'Style', choices: { yes: 'Raw: as literal as it can be' } },
    mode: { label: 'Speed', choices: SPEEDS },
    bot: { label: 'Painter', choices: { midjourney: 'Midjourney', niji: 'Niji, for anime' } },
  },
  remix: {
    label: 'Remix',
    hint: `Remix changes the prompt when a picture is varied, panned or run again. ${THE_SERVICE} must have it switched on.`,
    choices: { off: 'Off', ask: 'When it can', on: 'Always' },
    explained: {
      off: 'I never ask. The prompt stays as it is.',
      ask: 'I ask you for the prompt whenever Remix is switched on.',
      on: 'I also ask the service to switch Remix on, where it can.',
    },
  },
  pressBy: {
    label: 'Who may press the buttons under your pictures',
    choices: { anyone: 'Anyone who sees them', me: 'Only you, and admins' },
  },
  results: {
    label: 'Where your pictures appear',
    hint: 'What you ask for in a thread always stays in that thread.',
    choices: {
      thread: 'In the channel, what you press in its threads',
      channel: 'In the channel, what you press too',
      dm: 'In direct messages, for you alone',
    },
    explained: {
      thread: 'New ones where you ask for them; the usual way.',
      channel: 'What you press stands in a thread and in the channel.',
      dm: 'New ones in your conversation with me. Nobody else sees them.',
    },
  },
  mention: {
    label: 'Mention you when one is finished',
    choices: { long: 'If it took more than a minute', always: 'Always', never: 'Never' },
  },
  shares: {
    label: 'When pictures are shared here without a word to me',
    hint: 'I hear of them only where I am a member of the channel: invite me with /invite.',
    choices: { ignored: 'Leave them alone', offered: 'Offer what can be done with them' },
    explained: {
      ignored: 'Whoever wants something of me mentions me; the usual way.',
      offered: 'Only whoever shared them sees the offer.',
    },
  },
  sharesOffered: 'I ask because the settings of this channel say so: `/mj settings channel`.',
  offer: {
    person: 'Your settings are one press away.',
    channel: 'The settings of this channel are one press away.',
  },
  open: 'Open settings',
  openChannel: 'This channel’s settings',
  presets: {
    newTitle: 'New preset',
    title: 'Preset',
    submit: 'Keep',
    name: { label: 'Name', hint: 'One word. Upper and lower case are the same.', placeholder: 'cinematic' },
    parameters: {
      label: 'Parameters',
      hint: 'Where the prompt itself says otherwise, the prompt counts.',
      placeholder: '--ar 21:9 --style raw --s 250',
    },
    add: 'New preset',
    saveAs: 'Save as preset',
    change: 'Change',
    drop: 'Delete',
    none: '_None yet._ A good first one: `--ar 21:9 --style raw --s 250`, called _cinematic_.',
    line: (name, parameters, by) => `*${name}*${by === undefined ? '' : ` · by ${by}`}\n${parameters}`,
    previous: '‹ Previous',
    next: 'Next ›',
    page: (page, of) => `Page ${page} of ${of}`,
  },
};

import { plural } from './messages.en.words.ts';
import type { Messages } from './messages.ts';

const DESCRIBE_YOUR_PICTURE = 'a red fox in snow, watercolour';

/** The words of each verb's form, by the names of its fields (the verb's file in the flows lists them). */
export const forms: Messages['forms'] = {
  imagine: {
    title: 'Imagine',
    submit: 'Imagine',
    choose: 'Use in a prompt',
    fields: {
      prompt: { label: 'What do you want to see?', placeholder: DESCRIBE_YOUR_PICTURE },
      references: { label: 'Pictures to draw from, up to 5' },
      preset: { label: 'Preset', placeholder: 'None' },
      ratio: { label: 'Width : height', placeholder: '16:9' },
      version: { label: 'Version', placeholder: 'The usual one' },
      stylize: { label: 'Stylize', hint: '0 to 1000. More means more beautiful and less literal.', placeholder: '100' },
      chaos: { label: 'Chaos', hint: '0 to 100. More means that the four pictures differ more.', placeholder: '0' },
      raw: { label: 'Style', choices: { yes: 'Raw: as literal as it can be' } },
      mode: {
        label: 'Speed',
        placeholder: 'The usual one',
        choices: { fast: 'Fast', relax: 'Relaxed: slower, and costs less', turbo: 'Turbo: fastest, and costs more' },
      },
      bot: {
        label: 'Painter',
        placeholder: 'Midjourney',
        choices: { midjourney: 'Midjourney', niji: 'Niji, for anime' },
      },
    },
  },
  blend: {
    title: 'Blend pictures',
    submit: 'Blend',
    choose: 'Blend',
    fields: {
      pictures: { label: 'Pictures, 2 to 5' },
      shape: { label: 'Shape', choices: { square: 'Square', portrait: 'Portrait', landscape: 'Landscape' } },
    },
  },
  describe: {
    title: 'Describe a picture',
    submit: 'Describe',
    choose: 'Describe',
    fields: { picture: { label: 'Picture' } },
  },
  shorten: {
    title: 'Shorten a prompt',
    submit: 'Shorten',
    choose: 'Shorten',
    fields: { prompt: { label: 'The prompt to shorten' } },
  },
  faceswap: {
    title: 'Swap a face',
    submit: 'Swap',
    choose: 'Swap a face',
    fields: {
      face: { label: 'The face', hint: 'A picture in which one face can be seen well.' },
      target: { label: 'The picture that gets it' },
    },
  },
  video: {
    title: 'Make a film',
    submit: 'Make the film',
    choose: 'Make a film',
    fields: {
      start: { label: 'First frame' },
      prompt: { label: 'What happens?', placeholder: 'the fox runs off into the wood' },
      end: { label: 'Last frame' },
      motion: { label: 'Motion', choices: { low: 'Calm', high: 'Lively' } },
      loop: { label: 'Loop', choices: { yes: 'End where it begins' } },
      batch: { label: 'How many films', choices: { '1': 'One', '2': 'Two', '4': 'Four' } },
      resolution: { label: 'Resolution', choices: { '480': '480p', '720': '720p, costs more' } },
    },
  },
  edit: {
    title: 'Edit a picture',
    submit: 'Edit',
    choose: 'Edit',
    fields: {
      picture: { label: 'Picture' },
      prompt: { label: 'What shall it become?', placeholder: 'the same fox at night' },
      mask: {
        label: 'Mask',
        hint: 'A picture of the same size: white is drawn anew, black is kept. Without it, all is drawn anew.',
      },
    },
  },
  upload: {
    title: 'Pictures to links',
    submit: 'Upload',
    choose: 'Turn into links',
    fields: { pictures: { label: 'Pictures, up to 5' } },
  },
};

export const modals: Messages['modals'] = {
  cancel: 'Cancel',
  close: 'Close',
  title: 'Midjourney',
  opening: 'One moment …',
  again: 'Back to the form',
  fileHint: 'jpg, png, gif or webp, 10 MB each.',
  brought: (label, count) =>
    `${label}: ${count === undefined ? 'the pictures of a message' : `${plural(count, 'picture', 'pictures')} brought along`}`,
  instead: 'A file chosen here takes the place of the one that was brought along.',
  preview: (prompt) => (prompt === '' ? 'Your prompt appears here as you fill this in.' : `This is sent:\n${prompt}`),
  presetsOf: { person: 'Yours', channel: 'This channel’s' },
  where: { label: 'Where shall the result appear?', hint: 'A conversation that I am in, or any public channel.' },
  use: { title: 'Use in Midjourney' },
  fillIn: (title) => `Fill in: ${title}`,
};

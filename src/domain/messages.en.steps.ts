import type { StepMessages } from './messages.steps.ts';

const RATIO = { label: 'Width : height', placeholder: '16:9' };

/** `2, 6 and 7` */
function listed(numbers: readonly number[]): string {
  const last = String(numbers.at(-1) ?? '');
  return numbers.length < 2 ? last : `${numbers.slice(0, -1).join(', ')} and ${last}`;
}

/** The words of the steps of presses. */
export const steps: StepMessages = {
  kinds: {
    prompt: {
      title: 'Remix',
      submit: 'Go on',
      intro: (button) => `*${button}* can be drawn with another prompt. Change it, or send it as it is.`,
      prompt: { label: 'Prompt' },
    },
    zoom: {
      title: 'Custom zoom',
      submit: 'Zoom out',
      intro: () => 'The picture becomes smaller, and what lies around it is drawn.',
      prompt: { label: 'Prompt', hint: 'What lies around the picture is drawn from these words, too.' },
    },
    region: {
      title: 'Vary region',
      submit: 'Redraw',
      intro: () => 'A part of the picture is drawn anew. That works best with 20 to 50 % of it.',
      prompt: { label: 'Prompt', hint: 'What shall be seen in that part.' },
    },
    pick: {
      title: 'Imagine',
      submit: 'Imagine',
      intro: (button) => `This is prompt *${button}*. Change it, or send it as it is.`,
      prompt: { label: 'Prompt' },
    },
  },
  zoom: { label: 'Zoom', hint: 'A number from 1 to 2. With 2, the picture becomes half as wide and half as high.' },
  ratio: { ...RATIO, hint: 'Leave it empty to keep the shape of the picture.' },
  cells: {
    label: 'Squares to draw anew',
    hint: 'The squares are numbered row by row: 1 is at the top left, 4 at the top right, 16 at the bottom right.',
    placeholder: 'Choose squares',
  },
  cellPlace: (row, column) => `Row ${row}, column ${column}`,
  chosen: (cells, percent) =>
    `⬜ is drawn anew, ⬛ stays: ${cells.length === 1 ? 'square' : 'squares'} ${listed(cells)}, ${percent} % of the picture.`,
  gridComing: 'The picture with its numbered squares appears here in a moment …',
  gridMissing: 'The picture with its numbered squares cannot be shown just now. You can choose squares all the same.',
  gridAlt: 'The picture, divided into 16 squares that are numbered row by row, 4 in each row.',
  mask: {
    label: 'Or a mask of your own',
    hint: 'A copy of the picture in which you painted white what shall be drawn anew. jpg, png or webp, 10 MB.',
  },
  paintIntro: 'Paint over what shall be drawn anew. The page opens in your browser; the link works for 30 minutes.',
  paint: 'Paint the region',
  paintAgain: 'Paint it anew',
  painted: (percent) => `*Painted:* ${percent} % of the picture is drawn anew. There is nothing more to choose.`,
  paintedAlt: 'The picture, with a tint over the part that is drawn anew.',
  late: (button) => `*${button}* needs a word from you, and Slack gave up waiting for me. Press *Continue* to go on.`,
};

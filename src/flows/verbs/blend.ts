import { choice } from './options.ts';
import { orderVerb } from './verb.ts';

const SHAPES = ['square', 'portrait', 'landscape'] as const;

/** Two to five pictures become one. `@bot blend portrait` with files. */
export const blend = orderVerb({
  name: 'blend',
  command: '/blend',
  usage: 'blend [portrait|landscape]',
  fields: [
    { kind: 'pictures', name: 'pictures', min: 2, max: 5 },
    { kind: 'choice', name: 'shape', options: SHAPES, initial: 'square' },
  ],
  typed(text) {
    const shape = SHAPES.find((word) => text.toLowerCase().split(/\s+/u).includes(word));
    return { prompt: '', options: shape === undefined ? {} : { shape } };
  },
  order: (given) => ({
    verb: 'blend',
    prompt: '',
    pictures: [...given.pictures],
    shape: choice(given, 'shape', SHAPES, 'square'),
  }),
});

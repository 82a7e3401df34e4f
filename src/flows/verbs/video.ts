import { parsePrompt } from '../../domain/prompt.ts';
import { choice, flag } from './options.ts';
import { orderVerb } from './verb.ts';

const MOTIONS = ['low', 'high'] as const;
const BATCHES = ['4', '2', '1'] as const;
const RESOLUTIONS = ['480', '720'] as const;

/** A picture begins to move. `@bot video the fox runs off` with a file. */
export const video = orderVerb({
  name: 'video',
  command: '/video',
  usage: 'video <prompt>',
  fields: [
    { kind: 'pictures', name: 'start', min: 1, max: 1 },
    { kind: 'prompt', name: 'prompt', required: true },
    { kind: 'pictures', name: 'end', min: 0, max: 1 },
    { kind: 'choice', name: 'motion', options: MOTIONS, initial: 'low' },
    { kind: 'flag', name: 'loop' },
    { kind: 'choice', name: 'batch', options: BATCHES, initial: '4' },
    { kind: 'choice', name: 'resolution', options: RESOLUTIONS, initial: '480' },
  ],
  order: (given) => ({
    verb: 'video',
    prompt: parsePrompt(given.prompt),
    pictures: [...given.pictures],
    motion: choice(given, 'motion', MOTIONS, 'low'),
    loop: flag(given, 'loop'),
    batch: ({ '1': 1, '2': 2, '4': 4 } as const)[choice(given, 'batch', BATCHES, '4')],
    resolution: choice(given, 'resolution', RESOLUTIONS, '480'),
  }),
});

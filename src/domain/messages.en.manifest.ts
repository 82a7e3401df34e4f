/**
 * What Slack itself shows of the app: in its directory, beside a slash command that is being typed, in its menus. A manifest has one language for
 * everybody, so these words stand beside the catalogue and not in it.
 */
export const manifestWords = {
  name: 'Midjourney',
  description: 'Makes pictures with Midjourney, from a slash command to the buttons under the result.',
  botName: 'midjourney',
  /** By the name of the verb; `hint` is what may stand behind the command. */
  commands: new Map<string, { readonly description: string; readonly hint?: string }>([
    ['imagine', { description: 'Make a picture from your words', hint: 'a red fox in snow --ar 16:9' }],
    ['blend', { description: 'Make one picture out of two to five', hint: 'portrait | landscape' }],
    ['describe', { description: 'Find prompts that a picture could have come from' }],
    [
      'shorten',
      { description: 'See which words of a prompt matter', hint: 'a very beautiful red fox sitting in the snow' },
    ],
    ['faceswap', { description: 'Put a face into another picture' }],
    ['video', { description: 'Make a picture move', hint: 'the fox runs off into the wood' }],
    ['edit', { description: 'Draw a picture anew by a prompt', hint: 'the same fox at night' }],
    [
      'mj',
      {
        description: 'Everything I can do; alone, or with help, it explains itself',
        hint: 'help | imagine a red fox in snow | tasks | search fox | status',
      },
    ],
  ]),
  shortcuts: {
    imagine: { name: 'Imagine', description: 'Make a picture from your words' },
    use_image: {
      name: 'Use in Midjourney',
      description: 'Blend, describe, edit or animate the pictures of this message',
    },
  },
} as const;

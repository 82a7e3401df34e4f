/** Keys that may last, from the tables of queue/README.md: what waits, what was learned once, and what people and their admins chose. */
export const LASTING: readonly RegExp[] = [
  /^\{mj\}:(?:due|reading|generation|once:.+|(?:channel-)?settings:.+|rules:.+)$/,
  /^\{mj\}:\w+:(?:meta|id|marker|events|repeat.*)$/,
];

/** Those of them that hold words of people: parameters of a preset, a refused word, the message of a pause. Never a prompt. */
export const CHOSEN = /^\{mj\}:(?:(?:channel-)?settings|rules):/;

/**
 * What Slack allows, in UTF-16 units unless said otherwise. Everything that truncates takes its number from here.
 * Sources: slack.md section 2 (Block Kit's type declarations and method references), except where a line names another.
 */
export const LIMITS = {
  /** Blocks in a message. */
  messageBlocks: 50,
  /** All text of a message's blocks. Slack refuses at about 13,200 (bolt-js#2509); the reference advises to stay below 10,000. */
  messageText: 10_000,
  /** `text` beside blocks: chat.update refuses more than 4,000 (chat.update, `msg_too_long`). */
  fallbackText: 4000,
  sectionText: 3000,
  actionsElements: 25,
  buttonText: 75,
  buttonUrl: 3000,
  buttonValue: 2000,
  accessibilityLabel: 75,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 75,
  optionUrl: 3000,
  altText: 2000,
  blockId: 255,
  actionId: 255,
  confirmTitle: 100,
  confirmText: 300,
  confirmAnswer: 30,
  modalTitle: 24,
  modalBlocks: 100,
  /** The address of a picture. */
  imageUrl: 3000,
  optionDescription: 75,
  /** A view's `private_metadata`. */
  privateMetadata: 3000,
  /** Of labels and hints. */
  inputLabel: 2000,
  placeholder: 150,
  contextText: 2000,
  /** Files that one input takes. */
  fileInputFiles: 10,
  fileTitle: 255,
} as const;

/** A line that is typed: a ratio, a number. */
export const LINE_MAX = 40;

/** Our own measures, chosen so that a card stays below `LIMITS.messageText` whatever it has to show. */
export const CARD = {
  /** Buttons in a row, as on Discord. */
  buttonsInRow: 5,
  /** The prompt on the card; the whole stands behind *Show prompt*. */
  prompt: 1500,
  /** The prompt in a notification. */
  summaryPrompt: 200,
  /** The gateway's reason; trueai gives up to 4,000 (gateway.md section 4.5). */
  reason: 4500,
  /** A piece of it: below half a section, because every second character may be a line's end, and each line gets a quote mark of two. */
  reasonPiece: 1400,
  /** The gateway's own progress text; a word or a percentage. */
  progress: 100,
  /** Why the gateway is busy, in its words. */
  busyReason: 300,
  /** The prompt in the first picture's alt text, and in that of each further one. */
  altPrompt: 1000,
  altPromptAgain: 80,
  /** Newest presses that are named. */
  presses: 8,
  /** The label of a button in a line of text. */
  label: 60,
  /** All labels of the gateway's buttons together. */
  buttonText: 4000,
  /** Rows of the gateway's buttons. */
  buttonRows: 32,
  /** The prompt that the builder would send. */
  preview: 2800,
  /** All of a text result; every piece of it stands in a section of its own. */
  result: 3000,
  /** The rated words of a shorten. */
  tokens: 1200,
  /** One prompt of it. */
  resultPrompt: 1000,
  /** Prompts of a text result, or links of an upload. */
  resultPieces: 10,
  /** A link; one that is longer would be of no use when it is cut, and is left out. */
  resultLink: 1000,
  /** Pictures on a card. */
  pictures: 10,
} as const;

/** Foreign text in a sentence. The list of tasks has fifteen prompts, and stays below `LIMITS.fallbackText` with their links. */
export const SENTENCE = {
  prompt: 72,
  word: 60,
  reason: 1000,
  /** Why a job died; ten of them stand in a message. */
  deadReason: 300,
} as const;

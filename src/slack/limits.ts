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
  header: 150,
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
  /** What presets and defaults added to it. */
  added: 500,
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
  /** Likely mistakes in the prompt that are named. */
  findings: 3,
} as const;

/** What a person is asked before anything is submitted. */
export const OFFER = {
  /** Certain mistakes that are named. */
  findings: 5,
  /** Prompts that are shown, and how much of each: few of them are shown whole. */
  prompts: 10,
  prompt: 300,
  onlyPrompt: 2800,
} as const;

/** The message of a series. */
export const SERIES = {
  /** The prompt, as it was typed. */
  prompt: 1000,
  summaryPrompt: 200,
  altPrompt: 1000,
  /** Its pictures are listed by the beginning of their prompts, so many to a section. */
  linePrompt: 72,
  linesInSection: 10,
} as const;

/** The modal of the settings. */
export const SETTINGS = {
  /** Presets at once: a list that is longer is turned over. */
  presetsOnPage: 10,
  /** Escaped, so longer than `PRESET_NAME_MAX` and `PRESET_PARAMETERS_MAX`. */
  presetName: 100,
  presetParameters: 1600,
} as const;

/** Foreign text in a sentence. A list of tasks has ten prompts, and stays below `LIMITS.fallbackText` with their links. */
export const SENTENCE = {
  prompt: 72,
  /** In a person's home, over a small picture. */
  homePrompt: 160,
  word: 60,
  reason: 1000,
  /** Why a job died; ten of them stand in a message. */
  deadReason: 300,
} as const;

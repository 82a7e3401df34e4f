/** Short names and their characters. The server adds the full list (`/emoji.json`); these few are enough to work without it. */
const known = new Map(
  Object.entries({
    '+1': '👍',
    '-1': '👎',
    heart: '❤️',
    eyes: '👀',
    tada: '🎉',
    fire: '🔥',
    white_check_mark: '✅',
    rocket: '🚀',
    art: '🎨',
    raised_hands: '🙌',
    star_struck: '🤩',
    thinking_face: '🤔',
    joy: '😂',
    cry: '😢',
    clap: '👏',
    sparkles: '✨',
    wave: '👋',
    hourglass_flowing_sand: '⏳',
    hourglass: '⌛',
    warning: '⚠️',
    x: '❌',
    star: '⭐',
    envelope: '✉️',
    no_entry: '⛔',
    information_source: 'ℹ️',
    link: '🔗',
    arrows_counterclockwise: '🔄',
    repeat: '🔁',
    frame_with_picture: '🖼️',
    camera: '📷',
    movie_camera: '🎥',
    film_frames: '🎞️',
    lock: '🔒',
    key: '🔑',
    mag: '🔍',
    pencil2: '✏️',
    wastebasket: '🗑️',
    seedling: '🌱',
    bulb: '💡',
    zap: '⚡',
    robot_face: '🤖',
    arrow_left: '⬅️',
    arrow_right: '➡️',
    arrow_up: '⬆️',
    arrow_down: '⬇️',
    question: '❓',
    exclamation: '❗',
    bell: '🔔',
    red_circle: '🔴',
    large_green_circle: '🟢',
    large_yellow_circle: '🟡',
    white_circle: '⚪',
    black_circle: '⚫',
    fox_face: '🦊',
  }),
);

/** What the reaction menu offers. */
export const REACTIONS = [
  '+1',
  'heart',
  'eyes',
  'tada',
  'fire',
  'white_check_mark',
  'raised_hands',
  'star_struck',
  'rocket',
  'art',
  'joy',
  'thinking_face',
  'x',
  'envelope',
  'star',
];

/** @param {Record<string, string>} names short name to character */
export function learnEmoji(names) {
  for (const [name, character] of Object.entries(names)) known.set(name, character);
}

/**
 * @param {string} name without colons
 * @returns {string | undefined}
 */
export function emojiOf(name) {
  return known.get(name);
}

import { type Button, buttonKind } from '../domain/task.ts';
import type { Task } from './schema.ts';

const SHORTENED = /^#+\s*(?:Important tokens|Shortened prompts?)\s*$/im;
/** One white space is asked for once: two runs side by side would be tried in every division. */
const DESCRIBED = /^\s*1\uFE0F?\u20E3.*\r?\n\s*2\uFE0F?\u20E3/u;

/** What a task's result is text of, by its action, its buttons, or without any the look of it (gateway.md 4.3, 4.7); undefined for a picture's. */
export function textKind(task: Task, buttons: readonly Button[]): 'describe' | 'shorten' | undefined {
  const action = task.action?.toUpperCase();
  if (action === 'DESCRIBE') return 'describe';
  if (action === 'SHORTEN') return 'shorten';
  const kinds = new Set(buttons.map(buttonKind));
  if (kinds.has('describe-pick') || kinds.has('describe-all')) return 'describe';
  if (kinds.has('shorten-pick')) return 'shorten';
  if (buttons.length > 0) return undefined;
  const looks = places(task);
  if (looks.some((text) => SHORTENED.test(text))) return 'shorten';
  return looks.some((text) => DESCRIBED.test(text)) ? 'describe' : undefined;
}

/**
 * The text of a finished task, wherever the dialect puts it (gateway.md 4.7). A shorten's `prompt` is what was to be shortened, and a `description`
 * is mostly the command line: both count only where they look like the result.
 */
export function textOf(task: Task, kind: 'describe' | 'shorten'): string | undefined {
  if (kind === 'shorten') return places(task).find((text) => SHORTENED.test(text)) ?? task.properties.finalPrompt;
  return (
    task.properties.finalPrompt ?? task.promptEn ?? task.prompt ?? places(task).find((text) => DESCRIBED.test(text))
  );
}

/** In the order in which they are believed: through new-api only the first two survive. */
function places(task: Task): string[] {
  return [task.properties.finalPrompt, task.promptEn, task.prompt, task.description].filter(
    (text) => text !== undefined,
  );
}

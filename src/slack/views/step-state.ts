import { GRID_CELLS, type MaskSource, type Step, type StepGiven } from '../../domain/step.ts';
import type { FormState } from './form-state.ts';
import { STEP_ACTION, type StepInput } from './step-view.ts';

/** What was typed and chosen in the modal of a step. Of several masks, what was painted counts before a file, a file before squares. */
export function readStep({ kind, painted }: Step, state: FormState): StepGiven {
  const value = (name: StepInput) => state[name]?.[`${STEP_ACTION}:${name}`];
  const zoom = value('zoom')?.value?.trim() ?? '';
  const ratio = value('ratio')?.value?.trim() ?? '';
  const file = value('mask')?.files?.[0];
  const cells = readCells(state);
  const masks: (MaskSource | false)[] = [
    painted !== undefined && { kind: 'painted', id: painted.id },
    file !== undefined && { kind: 'file', id: file.id },
    cells.length > 0 && { kind: 'cells', cells },
  ];
  const mask = kind === 'region' ? masks.find((one) => one !== false) : undefined;
  return {
    prompt: readPrompt(state),
    ...(zoom === '' ? {} : { zoom }),
    ...(ratio === '' ? {} : { ratio }),
    ...(mask === undefined ? {} : { mask }),
  };
}

/** Its action_id changes with what came back from the painter. */
function readPrompt(state: FormState): string {
  const name: StepInput = 'prompt';
  const [typed] = Object.values(state[name] ?? {});
  return typed?.value ?? '';
}

/** The chosen squares, 1 to 16, in order. */
export function readCells(state: FormState): number[] {
  const name: StepInput = 'cells';
  const chosen = state[name]?.[`${STEP_ACTION}:${name}`]?.selected_options ?? [];
  const cells = chosen
    .map(({ value }) => Number(value))
    .filter((cell) => Number.isInteger(cell) && cell >= 1 && cell <= GRID_CELLS);
  return [...new Set(cells)].sort((a, b) => a - b);
}

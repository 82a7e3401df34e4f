import { z } from 'zod';
import type { Form, Given } from '../../domain/form.ts';
import type { PictureRef } from '../../domain/submission.ts';
import { broughtTo, FIELD_ACTION, WHERE } from './form-modal.ts';

const Value = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_conversation: z.string().nullish(),
  selected_conversations: z.array(z.string()).nullish(),
  selected_user: z.string().nullish(),
  files: z.array(z.object({ id: z.string(), name: z.string().nullish() })).nullish(),
});
/** `state.values` of a view: by block_id, then action_id. */
export const FormState = z.record(z.string(), z.record(z.string(), Value));
export type FormState = z.infer<typeof FormState>;

/**
 * What was filled in. In a field for one picture a file takes the place of the picture that came along, in others it is added.
 *
 * @param brought the pictures that came along
 * @returns `channel` where the form asked for one
 */
export function readForm(
  form: Form,
  brought: readonly PictureRef[],
  state: FormState,
): { given: Given; channel: string | undefined } {
  const value = (name: string) => state[name]?.[`${FIELD_ACTION}:${name}`];
  const along = broughtTo(form, brought);
  const options: Record<string, string> = {};
  const pictures: PictureRef[] = [];
  for (const field of form.fields) {
    const held = value(field.name);
    if (field.kind === 'pictures') {
      const chosen = (held?.files ?? []).map(({ id, name }): PictureRef => ({ kind: 'file', id, ...named(name) }));
      const replaced = field.max === 1 && chosen.length > 0;
      pictures.push(...(replaced ? [] : (along.get(field.name) ?? [])), ...chosen);
    } else if (field.kind !== 'prompt') {
      const text = held?.selected_option?.value ?? held?.selected_options?.[0]?.value ?? held?.value?.trim() ?? '';
      if (text !== '') options[field.name] = text;
    }
  }
  return {
    given: { prompt: value('prompt')?.value ?? '', pictures, options },
    channel: value(WHERE)?.selected_conversation ?? undefined,
  };
}

function named(name: string | null | undefined): { name?: string } {
  return name === null || name === undefined ? {} : { name };
}

import type { AdminGiven } from '../../../domain/admin.ts';
import type { FormState } from '../form-state.ts';

/** What was filled in, by field. */
export function readAdminForm(state: FormState): AdminGiven {
  const fields = Object.entries(state).flatMap(([block, elements]) =>
    Object.values(elements).map((held): [string, string | readonly string[]] => [
      fieldOf(block),
      held.selected_conversations ??
        held.selected_options?.map(({ value }) => value) ??
        held.selected_user ??
        held.selected_conversation ??
        held.value ??
        '',
    ]),
  );
  return Object.fromEntries(fields);
}

/** The block in which a field stands just now. */
export function blockOf(state: FormState, field: string): string | undefined {
  return Object.keys(state).find((block) => fieldOf(block) === field);
}

/** A form for the next line of a list has a number behind the name of each field (rules-pages.ts). */
function fieldOf(block: string): string {
  return block.replace(/\.\d+$/, '');
}

import type { Form } from '../../../src/domain/form.ts';
import { forms } from '../../../src/flows/index.ts';

export type { Given } from '../../../src/domain/form.ts';

function formOf(verb: Form['verb']): Form {
  const form = forms.find((one) => one.verb === verb);
  if (form === undefined) throw new Error(`${verb} has no form`);
  return form;
}

export const blend = formOf('blend');
export const describing = formOf('describe');
export const imagine = formOf('imagine');
export const video = formOf('video');

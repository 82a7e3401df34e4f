/** File name of a finished picture as Discord makes it: account, the prompt's first words, the job's uuid. */
export function fileName(prompt: string, uuid: string): string {
  const words = prompt
    .replace(/--.*$/s, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return ['sandbox', words.slice(0, 48), uuid].filter((part) => part !== '').join('_');
}

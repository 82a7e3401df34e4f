/**
 * What a person typed into the input blocks of a view. Pure. Values are flat: text, an option's value, or a list of values or file ids.
 *
 * @typedef {Record<string, any>} Json
 * @typedef {string | string[] | null} Value
 * @typedef {Record<string, Value>} Values by block_id
 */

/**
 * What stands in an element before anybody touched it.
 *
 * @param {Json} element
 * @param {string} [here] the conversation that the person looks at
 * @returns {Value}
 */
export function initialValue(element, here) {
  if (element.initial_options) return element.initial_options.map((/** @type {Json} */ option) => option.value);
  if (element.initial_option) return element.initial_option.value;
  return (
    element.initial_value ??
    element.initial_date ??
    element.initial_time ??
    element.initial_user ??
    element.initial_channel ??
    element.initial_conversation ??
    (element.default_to_current_conversation ? here : null) ??
    null
  );
}

/**
 * The values of every input block: what was typed, else what stood there.
 *
 * @param {Json[]} blocks
 * @param {Values} typed
 * @param {string} [here] the conversation that the person looks at
 * @returns {Values}
 */
export function formValues(blocks, typed, here) {
  /** @type {Values} */
  const values = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const value = block.block_id in typed ? typed[block.block_id] : initialValue(block.element, here);
    values[block.block_id] = isEmpty(value) ? null : (value ?? null);
  }
  return values;
}

/**
 * What Slack's client itself refuses to send.
 *
 * @param {Json[]} blocks
 * @param {Values} values of `formValues`
 * @returns {Record<string, string>} sentences by block_id; empty when the view may be sent
 */
export function formErrors(blocks, values) {
  /** @type {Record<string, string>} */
  const errors = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const value = values[block.block_id];
    const { min_length: least, max_length: most, type } = block.element;
    if (isEmpty(value)) {
      if (!block.optional) errors[block.block_id] = 'Please complete this required field.';
    } else if (typeof value === 'string') {
      const length = Array.from(value).length;
      if (least !== undefined && length < least) errors[block.block_id] = `Please enter at least ${least} characters.`;
      if (most !== undefined && length > most) errors[block.block_id] = `Please enter no more than ${most} characters.`;
      if (type === 'number_input') {
        const wrong = numberError(block.element, value);
        if (wrong !== undefined) errors[block.block_id] = wrong;
      }
    }
  }
  return errors;
}

/** @param {Json} element @param {string} value @returns {string | undefined} */
function numberError(element, value) {
  const number = Number(value);
  if (!Number.isFinite(number)) return 'Please enter a number.';
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Please enter ${element.max_value} or less.`;
  return undefined;
}

/** @param {Value | undefined} value */
function isEmpty(value) {
  return value === undefined || value === null || value.length === 0;
}

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
 * What Slack keeps of an element, flat. It keeps it through every update of a view that keeps the ids, whatever the app then says stands
 * there at first.
 *
 * @param {Json} held a value of the view's state
 * @returns {Value}
 */
function heldValue(held) {
  if (held.selected_options) return held.selected_options.map((/** @type {Json} */ option) => option.value);
  if (held.files) return held.files.map((/** @type {Json} */ file) => file.id);
  return (
    held.selected_option?.value ??
    held.value ??
    held.selected_date ??
    held.selected_time ??
    held.selected_user ??
    held.selected_channel ??
    held.selected_conversation ??
    null
  );
}

/**
 * What stands in an element of a view: what Slack keeps of it, else what the app put there.
 *
 * @param {Json} block
 * @param {Json} element
 * @param {Json} [state] of the view: block_id, then action_id
 * @param {string} [here] the conversation that the person looks at
 * @returns {Value}
 */
export function standingValue(block, element, state, here) {
  const held = state?.[block.block_id]?.[element.action_id];
  if (held === undefined) return initialValue(element, here);
  return heldValue(held) ?? (element.default_to_current_conversation ? (here ?? null) : null);
}

/**
 * The values of every input block: what was typed, else what stands there.
 *
 * @param {Json[]} blocks
 * @param {Values} typed
 * @param {Json} [state] of the view
 * @param {string} [here] the conversation that the person looks at
 * @returns {Values}
 */
export function formValues(blocks, typed, state, here) {
  /** @type {Values} */
  const values = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const value = block.block_id in typed ? typed[block.block_id] : standingValue(block, block.element, state, here);
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

/**
 * What a newer version of the bot wrote into a record, and this one does not know, must outlive a write of this one: both may run side by
 * side during a rolling deploy.
 */

type Json = Record<string, unknown>;

/**
 * `after` with the fields of `raw` that reading it left out. What did not change is kept as it was stored, to the letter; where an object
 * became one of another kind, nothing is carried into it.
 *
 * @param raw what was stored, as JSON
 * @param before the same, as this version reads it
 * @param after a change of `before` that shares what it did not change
 */
export function carryUnknown(raw: unknown, before: unknown, after: unknown): unknown {
  if (after === before) return raw;
  if (Array.isArray(raw) && Array.isArray(before) && Array.isArray(after)) return carryItems(raw, before, after);
  if (!isObject(raw) || !isObject(before) || !isObject(after) || !sameKind(before, after)) return after;
  const unknown = Object.entries(raw).filter(([key]) => !(key in before) && !(key in after));
  const known = Object.entries(after).map(([key, value]) => [key, carryUnknown(raw[key], before[key], value)]);
  return Object.fromEntries([...known, ...unknown]);
}

/** Items that stayed themselves are found wherever they are now; one that changed is compared with the one in its place. */
function carryItems(raw: readonly unknown[], before: readonly unknown[], after: readonly unknown[]): unknown[] {
  return after.map((item, place) => {
    const same = isObject(item) ? before.indexOf(item) : -1;
    const was = same >= 0 ? same : place;
    return was < before.length ? carryUnknown(raw[was], before[was], item) : item;
  });
}

/** The words that tell the members of the record's unions apart. */
function sameKind(a: Json, b: Json): boolean {
  return a['kind'] === b['kind'] && a['verb'] === b['verb'];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

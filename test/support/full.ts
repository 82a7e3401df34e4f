/** The long form of the tests (`npm run test:full`): every combination, and the largest of everything. The short one keeps one of each kind. */
export const FULL = process.env['FULL_TESTS'] === '1';

import pLimit from 'p-limit';
import sharp from 'sharp';

// Pictures are seldom the same twice, and a cache of decoded ones is memory that a small machine lacks.
sharp.cache(false);
sharp.concurrency(1);

/**
 * The one queue for everything that decodes pictures, of the process: a decoded picture of 100 megapixels is 400 MB, so at most two are
 * decoded at the same time.
 */
export const decoding = pLimit(2);

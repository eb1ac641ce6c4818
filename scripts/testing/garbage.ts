import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Collects all garbage now: what is only held weakly is gone afterwards. */
export const collectGarbage: () => void = runInNewContext('gc');

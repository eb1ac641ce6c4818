import { buildIfOlder, generateClientIfOlder } from './start/build';
import { fail } from './start/settings';

/** `npm run build`: what `npm start` and `npm run web` would build, made beforehand. */
try {
  generateClientIfOlder();
  await buildIfOlder();
} catch (error) {
  fail(error);
}

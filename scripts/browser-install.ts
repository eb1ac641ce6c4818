import { messageOf } from '@/lib/core/errors';
import { findOrInstallBrowser } from './browser';

/** Makes sure of a browser before the tests, and says which. */
try {
  const { path, how } = findOrInstallBrowser();
  console.log(`Browser: ${path} (${how})`);
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}

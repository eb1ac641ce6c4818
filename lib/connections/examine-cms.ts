import { AppError } from '@/lib/core/errors';
import { outboundFetch } from '@/lib/core/outbound';
import { checkOf, judgeAll } from './judge';
import type { ConnectionTest } from './schema';

const LIMITS = { timeoutMs: 10_000, maxBytes: 1_000_000 };

/** A bare CMS has nothing to ask: that it answers at all, whatever it answers, is all there is to know. */
export async function examineCms(baseUrl: string): Promise<ConnectionTest> {
  const { host } = new URL(baseUrl);
  try {
    const outcome = await outboundFetch({
      url: `${baseUrl}/`,
      method: 'GET',
      allow: [host, new URL(baseUrl).hostname],
      ...LIMITS,
    });
    if (outcome.kind === 'answer') {
      return judgeAll([
        checkOf('reach', null, { state: 'ok', detail: `${host} answers (${outcome.status})` }),
      ]);
    }
    const finding = {
      state: 'fail',
      detail: `no answer: ${outcome.reason}`,
      fix: 'Check the address, and that this machine may reach it.',
    } as const;
    return judgeAll([checkOf('reach', null, finding)]);
  } catch (error) {
    // A host that may not be called is a finding about the connection, not a failure of the question.
    if (!(error instanceof AppError) || error.code !== 'outbound_blocked') throw error;
    const fix = 'Use the public https address, or name the host in OUTBOUND_ALLOW.';
    return judgeAll([checkOf('reach', null, { state: 'fail', detail: error.message, fix })]);
  }
}

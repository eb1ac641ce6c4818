import { addressOf } from '@/lib/core/address';
import { AppError } from '@/lib/core/errors';
import { BODY_LIMIT } from '@/lib/deliveries/intake';
import { receiveDelivery } from '@/lib/deliveries/receive';
import { spendAllowance } from '@/lib/edge/rate-limit';
import { readUpTo } from '@/lib/edge/read-body';
import { bareRoute } from '@/lib/http';

/** Who posts with the right token is never slowed; who tries others is, as every stranger. */
export const POST = bareRoute('/api/webhooks/cms/{source}', async (request, params) => {
  const { pathname, searchParams } = new URL(request.url);
  const address = addressOf(request.headers);
  try {
    const deliveryId = await receiveDelivery({
      senderId: String(params.source),
      token: searchParams.get('token') ?? '',
      headers: request.headers,
      path: pathname,
      address,
      read: () => readUpTo(request, BODY_LIMIT),
    });
    return Response.json({ deliveryId }, { status: 202 });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unauthenticated') throw error;
    const allowance = await spendAllowance('address', address ?? 'unknown');
    if (!allowance?.isSpent) throw error;
    throw new AppError('rate_limited', 'too many arrivals with a wrong token', {
      retryAfterSeconds: allowance.resetSeconds,
      cause: error,
    });
  }
});

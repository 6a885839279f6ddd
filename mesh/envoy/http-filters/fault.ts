import { parseDuration } from '../../istio/duration.js';
import type { Fault } from '../../istio/route-source.js';
import { type Distribution, scaled } from '../distribution.js';
import { type Exchange, exchange, mixed } from '../exchange.js';
import { type Response, response } from '../response.js';

/**
 * What a fault makes of what would come back: some requests are aborted, some wait. Delays are only told apart where a proxy before waits
 * for the answer (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/fault_filter).
 */
export function injectFault({ abort, delay }: Fault, isAwaited: boolean, next: () => Exchange): Exchange {
  const rest = next();
  const aborted =
    abort === undefined || abort.probability === 0
      ? rest
      : mixed([
          { probability: abort.probability, reached: 0, exchange: exchange(abortedWith(abort.status)) },
          { probability: 1 - abort.probability, reached: 1, exchange: rest },
        ]);
  return delay === undefined || delay.probability === 0 || !isAwaited
    ? aborted
    : { ...aborted, responses: delayed(aborted.responses, delay.probability, parseDuration(delay.duration) ?? 0) };
}

function abortedWith(status: number): Response {
  return response({ status: String(status), kind: 'answered', flag: 'FI', reason: 'fault' });
}

function delayed(responses: Distribution<Response>, probability: number, milliseconds: number): Distribution<Response> {
  const late = responses.map((share) => ({
    ...share,
    value: { ...share.value, delay: share.value.delay + milliseconds },
  }));
  return [...scaled(late, probability), ...scaled(responses, 1 - probability)];
}

import type { Answer } from '../../request/index.js';
import type { Place, Places } from './places.js';

/** The setting of TLS that decided about the connection to the workload. */
export interface TlsDecision extends Place {
  readonly mode: string;
}

/** The DestinationRule or BackendTLSPolicy that sets the TLS of an answer; undefined where none does, so that auto mTLS decides. */
export function tlsDecisionOf({ steps }: Answer, places: Places): TlsDecision | undefined {
  for (const { stage, reason } of steps) {
    const [, id, mode] = (stage === 'upstream-tls' && /^(\w+ \S+) sets tls mode (\S+)$/.exec(reason)) || [];
    const object = id === undefined ? undefined : places.destinationRule(id);
    if (object !== undefined && mode !== undefined) {
      return { object, mode, field: ['spec'] };
    }
  }
  return undefined;
}

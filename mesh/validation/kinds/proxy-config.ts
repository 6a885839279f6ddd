import type { Field } from '../field.js';
import { checkSelector } from '../labels.js';

/** The rules of a ProxyConfig (https://istio.io/latest/docs/reference/config/networking/proxy-config/). */
export function checkProxyConfig(spec: Field): void {
  checkSelector(spec.at('selector'), 'matchLabels');
  if (spec.at('concurrency').number < 0) {
    spec.at('concurrency').error('must not be negative');
  }
}

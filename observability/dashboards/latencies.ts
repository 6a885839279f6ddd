import { latency, type RequestScope } from '../requests.js';
import type { Query } from './panels.js';

/** Three quantiles of the same requests. */
export function latencies(scope: RequestScope): Query[] {
  return [
    { expression: latency(0.5, scope, '$__rate_interval'), legend: 'p50' },
    { expression: latency(0.95, scope, '$__rate_interval'), legend: 'p95' },
    { expression: latency(0.99, scope, '$__rate_interval'), legend: 'p99' },
  ];
}

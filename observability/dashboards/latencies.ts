import { latency, type RequestScope } from '../requests.js';
import { type Query, RATE_WINDOW } from './panels.js';

/** Three quantiles of the same requests. */
export function latencies(scope: RequestScope): Query[] {
  return [
    { expression: latency(0.5, scope, RATE_WINDOW), legend: 'p50' },
    { expression: latency(0.95, scope, RATE_WINDOW), legend: 'p95' },
    { expression: latency(0.99, scope, RATE_WINDOW), legend: 'p99' },
  ];
}

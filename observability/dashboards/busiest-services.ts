import type { IstioLabel } from '../istio-metrics.js';
import { failureRate, latency, type RequestScope, requestRate } from '../requests.js';
import { lines, RATE_WINDOW } from './panels.js';

/** The labels that name a service, in the order of a query. */
export type ServiceLabels = readonly IstioLabel[];

/** How a service is called in a legend. */
export const SERVICE_LEGEND = '{{destination_service_namespace}}/{{destination_service_name}}';

/** What a panel is called and shows. */
type Words = readonly [title: string, description: string];

/** The three panels in words. */
export interface BusiestServicesWords {
  readonly requests: Words;
  readonly failures: Words;
  readonly p95: Words;
}

/** The ten services with the most of the requests, those with the most failures, and the slowest. */
export function busiestServices(scope: RequestScope, by: ServiceLabels, words: BusiestServicesWords) {
  const panel = ([title, description]: Words, unit: string, expression: string) =>
    lines({ title, description, unit, queries: [{ expression: `topk(10, ${expression})`, legend: SERVICE_LEGEND }] });
  return [
    panel(words.requests, 'reqps', requestRate(scope, RATE_WINDOW, by)),
    panel(words.failures, 'reqps', failureRate(scope, RATE_WINDOW, by)),
    panel(words.p95, 'ms', latency(0.95, scope, RATE_WINDOW, by)),
  ];
}

export type { RequestMatch } from './request-match.js';
export type {
  Fault,
  HeaderChanges,
  Mirror,
  Retries,
  RouteRule,
  TrafficBehaviour,
  VersionWeights,
} from './route-rule.js';
export type { Exposure } from './service-routing.js';
export type { TextMatch } from './text-match.js';
export { type Lane, type LaneService, TrafficLanes, type TrafficLanesProps } from './traffic-lanes.js';
export type { ConnectionPool, LoadBalancing, OutlierDetection, TrafficPolicy } from './traffic-policy.js';

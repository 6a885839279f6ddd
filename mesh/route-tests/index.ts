export { type ReadRouteTests, readRouteTests } from './read-route-tests.js';
export type { RouteTest } from './route-test.js';
export { type RouteCoverage, type RouteFailure, type RouteTestResult, runRouteTests } from './run-route-tests.js';

import { bookinfo } from './bookinfo.js';
import { edge } from './edge.js';
import { hello } from './hello.js';
import { ingress } from './ingress.js';
import { podinfo } from './podinfo.js';
import { zeroTrust } from './zero-trust.js';

export { BookinfoChart, type BookinfoProps } from './bookinfo.js';
export { EdgeChart, type EdgeProps } from './edge.js';
export { HelloChart, type HelloProps } from './hello.js';
export { IngressChart, type IngressProps } from './ingress.js';
export { PodinfoChart, type PodinfoProps } from './podinfo.js';
export {
  referenceOf,
  type Scenario,
  type ScenarioNeeds,
  type ScenarioSurroundings,
  type Stage,
  scenario,
  stageOf,
} from './scenario.js';
export { type SettingsOf, z } from './setting-builders.js';
export { weightsSchema } from './weights.js';
export { ZeroTrustChart, type ZeroTrustProps } from './zero-trust.js';

/** Every scenario that comes with the package, by name. */
export const scenarios = { bookinfo, edge, hello, ingress, podinfo, 'zero-trust': zeroTrust } as const;

/** Name of a scenario that comes with the package. */
export type ScenarioName = keyof typeof scenarios;

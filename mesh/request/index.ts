export type { Ejection } from '../envoy/exchange.js';
export type { Stage, Step } from '../envoy/trace.js';
export type { Fault, HeaderChanges, Mirror, Retries, Rewrite } from '../istio/route-source.js';
export { Answer, type AnswerFacts, type Outcome, type PassedOver, type Verdict, type WireMode } from './answer.js';
export { type CallerDescription, type RequestQuery, readTarget } from './query.js';
export { request } from './request.js';
export { faultWords, headerWords, mirrorWords, retryWords, rewriteWords } from './rule-words.js';
export { stepText } from './trace-text.js';

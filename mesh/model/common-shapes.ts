import { list, mapOf, asNumber as number, record, asText as text } from './narrowing.js';

/** Parts that the shapes of several kinds share. */

/** Fields of any content. */
export const object = record({});
export const texts = list(text);
export const labels = mapOf(text);
/** How security, telemetry and extensions select workloads. */
export const selector = record({ matchLabels: labels });
/** How traffic configuration selects workloads. */
export const workloadSelector = record({ labels, matchLabels: labels });
const targetReference = record({ group: text, kind: text, name: text, namespace: text, sectionName: text });
/** What a policy says it is for. */
export const targets = { targetRef: targetReference, targetRefs: list(targetReference) };
export const portNumber = record({ number });
export const destination = record({ host: text, subset: text, port: portNumber });

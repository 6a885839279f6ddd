import type { Field } from '../field.js';

/** Values in Istio's kinds that only ASM takes. Each is noted; in a mesh of ASM the notes are left out. */

/** Notes a host of a service that ASM syncs from a Nacos registry, whose names need not be DNS names; whether it is one. */
export function noteNacosHost(host: Field): boolean {
  const isOne = /^\S+\.nacos$/i.test(host.text);
  if (isOne) {
    host.note(`\`${host.text}\` is a host of a Nacos registry, which only Alibaba Cloud Service Mesh knows`);
  }
  return isOne;
}

/** Notes a subset that the label of a request names (a TrafficLabel gives it); whether it is one. */
export function noteLabelledSubset(subset: Field): boolean {
  const isOne = isLabelledSubset(subset.text);
  if (isOne) {
    subset.note(
      `\`${subset.text}\` stands for the value of a traffic label, which only Alibaba Cloud Service Mesh has`,
    );
  }
  return isOne;
}

/** Whether the name of a subset stands for the value of a traffic label of ASM, so that no DestinationRule defines it by this name. */
export function isLabelledSubset(name: string): boolean {
  return /^\$[A-Za-z][-\w.]*$/.test(name);
}

/** Notes a protocol that only ASM's proxies speak; whether it is one. */
export function noteAsmProtocol(protocol: Field): boolean {
  const isOne = protocol.text.toLowerCase() === 'dubbo';
  if (isOne) {
    protocol.note('DUBBO is a protocol of Alibaba Cloud Service Mesh; Istio does not know it');
  }
  return isOne;
}

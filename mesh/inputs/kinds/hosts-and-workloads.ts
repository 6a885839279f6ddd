import { certificates, type FieldCoverage, modelled, noEffect, notModelled } from '../coverage.js';

const network = notModelled('endpoints of another network are reached through its gateway, or not at all', {
  unless: [''],
});

const workloadEntryFields = {
  address: modelled,
  ports: modelled,
  labels: modelled,
  network,
  locality: modelled,
  weight: modelled,
  serviceAccount: modelled,
};

/** `spec` of a ServiceEntry. */
export const serviceEntry: FieldCoverage = {
  hosts: modelled,
  addresses: modelled,
  ports: { number: modelled, name: modelled, protocol: modelled, targetPort: modelled },
  location: modelled,
  resolution: modelled,
  endpoints: { ...workloadEntryFields, serviceAccount: certificates },
  workloadSelector: modelled,
  exportTo: modelled,
  subjectAltNames: certificates,
};

/** `spec` of a WorkloadEntry. */
export const workloadEntry: FieldCoverage = workloadEntryFields;

/** `spec` of a WorkloadGroup. */
export const workloadGroup: FieldCoverage = {
  metadata: notModelled('machines that register with these labels become endpoints'),
  template: noEffect('machines register by the labels above'),
  probe: noEffect('workloads are taken to be ready'),
};

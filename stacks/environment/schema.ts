import { z } from 'zod';
import { cloudId, resourceName } from '../../charts/setting-schemas.js';
import { addOnsSchema } from './add-ons.js';
import { clusterSchema } from './cluster.js';
import { findingsSchema } from './findings.js';
import { loadBalancerSchema } from './load-balancers.js';
import { localSchema } from './local.js';
import { meshSchema } from './mesh.js';
import { networkSchema } from './network.js';
import { observabilitySchema } from './observability.js';
import { apiVersionsSchema, ownershipSchema } from './ownership.js';
import { environmentPromisesSchema } from './promises.js';
import { scenariosSchema } from './scenarios.js';
import { securitySchema } from './security.js';
import type { Switches } from './switches.js';

/** The other API servers of an environment, and their folders in dist/. */
const TARGETS = ['asm', 'fleet'];

const clusterName = resourceName
  .refine((name) => !TARGETS.includes(name), `must be another name than ${TARGETS.join(' and ')}`)
  .meta({ not: { enum: TARGETS } });

const cloud = {
  region: cloudId.describe('Region of everything, for example `cn-hangzhou`.'),
  network: networkSchema.describe('VPC and vSwitches.'),
  mesh: meshSchema.prefault({}).describe('The ASM instance, or an Istio of your own.'),
  observability: observabilitySchema.prefault({}).describe('Logs, metrics, traces and the audit trail.'),
  security: securitySchema.prefault({}).describe('Protection, encryption and access.'),
  loadBalancers: z.record(resourceName, loadBalancerSchema).default({}).describe('CLBs for gateways, by name.'),
  clusters: z
    .record(clusterName, clusterSchema)
    .refine((clusters) => Object.keys(clusters).length > 0, 'must name at least one cluster')
    .meta({ minProperties: 1 })
    .describe('Data-plane clusters, by name.'),
};

/** An environment as written under `asm-blueprints:` in its file, with the scenarios and add-ons of a program. */
export function environmentSchema({ scenarios, addOns = [] }: Switches) {
  const common = {
    ownership: ownershipSchema.describe('Who answers for the environment.'),
    apiVersions: apiVersionsSchema.prefault({}).describe('Version of each API group that the API servers serve.'),
    findings: findingsSchema.describe('Levels of findings, which are silent and why, and what exists elsewhere.'),
    promises: environmentPromisesSchema.describe(
      'What the mesh keeps for every request: proved at every synth, preview and up.',
    ),
    addOns: addOnsSchema(addOns).describe(
      'Settings of add-ons by name, or false for one that the environment does without.',
    ),
  };
  const on = (kind: 'cloud' | 'fleet' | 'local') => ({
    scenarios: scenariosSchema(scenarios, kind)
      .prefault({})
      .describe('Scenarios that are on, by name, each with its stage and its settings.'),
  });
  return z.discriminatedUnion('kind', [
    /** An ASM instance with its data-plane clusters. */
    z.strictObject({ kind: z.literal('cloud'), ...common, ...on('cloud'), ...cloud }),
    /** The same behind an ACK One fleet, whose members are the clusters. */
    z.strictObject({ kind: z.literal('fleet'), ...common, ...on('fleet'), ...cloud }),
    /** kind clusters on this machine. */
    z.strictObject({
      kind: z.literal('local'),
      ...common,
      ...on('local'),
      local: localSchema.prefault({}).describe('Clusters on this machine.'),
    }),
  ]);
}

/** The settings of an environment. */
export type EnvironmentSettings = z.infer<ReturnType<typeof environmentSchema>>;

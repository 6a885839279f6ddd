import { z } from 'zod';
import { podLabelsPattern, readPodLabels } from '../istio/gateway-pods.js';
import type { ExternalFacts, MeshOptions } from '../model/options.js';
import { findingCodes } from './codes.js';
import type { Level } from './finding.js';
import type { Suppression } from './suppression.js';

const code = z
  .string()
  .refine((text) => findingCodes.has(text), 'must be a code such as IST0101 or ASM0005')
  .meta({ enum: [...findingCodes.keys()].sort() });
const codePattern = z
  .string()
  .refine(
    (text) => text.includes('*') || findingCodes.has(text),
    'must be a code such as IST0101, or a pattern such as IST01*',
  )
  .meta({ anyOf: [{ enum: [...findingCodes.keys()].sort() }, { pattern: '\\*' }] });
const NAMESPACED = /^[^/\s]+\/[^/\s]+$/;
const GATEWAY_RULE = 'must be namespace/name, or a label of the pods such as istio=ingressgateway';
const namespacedName = z.string().regex(NAMESPACED, 'must be namespace/name');
const gatewayName = z
  .string()
  .refine((text) => NAMESPACED.test(text) || readPodLabels(text) !== undefined, GATEWAY_RULE)
  .meta({ pattern: `${NAMESPACED.source}|${podLabelsPattern.source}`, patternErrorMessage: GATEWAY_RULE });
const names = z.array(z.string().min(1)).default([]);

/** What a user says about findings: in the environment file under `findings`, or in a settings file of the command. */
export const findingSettingsSchema = z.strictObject({
  levels: z
    .record(code, z.enum(['off', 'info', 'warning', 'error']))
    .default({})
    .describe('Level by code; `off` for what is not to be looked for.'),
  suppress: z
    .array(
      z.strictObject({
        code: codePattern.describe('Code, in which `*` stands for any text.'),
        object: z
          .string()
          .min(1)
          .default('*')
          .describe('`Kind namespace/name`, in which `*` stands for any text. Default: any object.'),
        reason: z.string().min(1).describe('Why there is no need to act.'),
      }),
    )
    .default([])
    .describe('Findings that stay silent, each with the reason, which is printed.'),
  mesh: z
    .enum(['asm', 'istio'])
    .optional()
    .describe('Whose control plane reads the configuration. Default: ASM where an object shows it, else Istio.'),
  external: z
    .strictObject({
      hosts: names.describe('Hosts that a Service or ServiceEntry elsewhere has.'),
      gateways: z
        .array(gatewayName)
        .default([])
        .describe('Gateways, as namespace/name, or pods of gateways by a label such as istio=ingressgateway.'),
      secrets: z.array(namespacedName).default([]).describe('Secrets, as namespace/name.'),
      namespaces: names.describe('Namespaces.'),
      injected: names.describe('Namespaces whose pods get a sidecar by a label that is set elsewhere.'),
    })
    .prefault({})
    .describe('What exists outside the files and charts.'),
  complete: z
    .boolean()
    .optional()
    .describe('Whether what neither the files nor `external` have does not exist. Default: as docs/noise.md says.'),
});

/** Settings as they are used. */
export interface FindingSettings {
  readonly levels: Readonly<Record<string, Level | 'off'>>;
  readonly suppressions: readonly Suppression[];
  readonly external: ExternalFacts;
  /** @default as the objects show */
  readonly product?: MeshOptions['product'];
  /** Whether what neither the files nor `external` have does not exist. @default decided by what the files hold */
  readonly isComplete?: boolean;
}

/** The settings of a parsed section. */
export function toFindingSettings({
  levels,
  suppress,
  external,
  mesh,
  complete,
}: z.infer<typeof findingSettingsSchema>): FindingSettings {
  return {
    levels,
    external,
    ...(mesh === undefined ? {} : { product: mesh }),
    ...(complete === undefined ? {} : { isComplete: complete }),
    suppressions: suppress.map(({ code: pattern, object, reason }) => ({ code: pattern, resource: object, reason })),
  };
}

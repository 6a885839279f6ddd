import { z } from 'zod';

const component = z.looseObject({
  name: z.string().min(1),
  type: z.string().min(1),
  properties: z.record(z.string(), z.unknown()).optional(),
});

const policy = z.looseObject({
  name: z.string().min(1),
  type: z.string().min(1),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** `spec` of KubeVela's Application (core.oam.dev/v1beta1), which ACK One uses to distribute objects to clusters. */
export const applicationSpecSchema = z.looseObject({
  components: z.array(component).min(1),
  policies: z.array(policy).optional(),
  workflow: z.record(z.string(), z.unknown()).optional(),
});

/** `spec` of KubeVela's Application. */
export type ApplicationSpec = z.infer<typeof applicationSpecSchema>;

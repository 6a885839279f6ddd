import { z } from 'zod';

/** A local environment: kind clusters on this machine. */
export const localSchema = z.strictObject({
  /** Names of the clusters; with two, the first holds the control plane. */
  clusters: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9-]*$/))
    .min(1)
    .max(2)
    .refine((names) => new Set(names).size === names.length, 'must be names of different clusters')
    .default(['local']),
});

import { z } from 'zod';

/** Shares of the requests by version, in percent, as an environment may set them over those of the stage. */
export function weightsSchema(versions: readonly string[]) {
  return z
    .record(z.string(), z.int().min(0).max(100))
    .superRefine((weights, context) => {
      for (const version of Object.keys(weights)) {
        if (versions.includes(version)) continue;
        const message = `there is no version '${version}'; versions are ${versions.join(', ')}`;
        context.addIssue({ code: 'custom', message, path: [version] });
      }
    })
    .refine((weights) => sumOf(weights) === 100, {
      error: ({ input }) => `the weights sum to ${sumOf(input as Record<string, unknown>)}; they must sum to 100`,
      // Also when a single weight is wrong, so that both are reported at once.
      when: ({ value }) => typeof value === 'object' && value !== null,
    })
    .meta({ propertyNames: { enum: versions } });
}

function sumOf(weights: Readonly<Record<string, unknown>>): number {
  return Object.values(weights).reduce<number>((sum, weight) => sum + (typeof weight === 'number' ? weight : 0), 0);
}

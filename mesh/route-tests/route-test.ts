import { z } from 'zod';

const texts = z.array(z.string().min(1)).min(1);
const fields = z.record(z.string(), z.unknown());

const destination = z.strictObject({
  destination: z.strictObject({
    host: z.string().min(1),
    subset: z.string().optional(),
    port: z.strictObject({ number: z.number().int() }).optional(),
  }),
  weight: z.number().int().optional(),
  headers: fields.optional(),
});

/**
 * A file of tests of routes, in the format of istio-config-validator
 * (https://github.com/getyourguide/istio-config-validator/blob/main/docs/test-cases.md).
 */
export const routeTestsSchema = z.strictObject({
  testCases: z
    .array(
      z.strictObject({
        description: z.string().min(1).describe('What it is about.'),
        wantMatch: z.boolean().describe('Whether the requests follow a rule like this, or one that differs.'),
        request: z
          .strictObject({
            authority: texts.describe('Hosts.'),
            method: texts.default(['GET']).describe('Methods.'),
            uri: texts.default(['/']).describe('Paths, with or without query.'),
            scheme: z
              .array(z.enum(['http', 'https']))
              .min(1)
              .default(['http'])
              .describe('Schemes.'),
            headers: z.record(z.string(), z.string()).default({}).describe('Headers that every request has.'),
          })
          .describe('The requests: every combination is asked.'),
        route: z.array(destination).optional().describe('Destinations, as in a VirtualService.'),
        redirect: fields.optional().describe('The redirect, as in a VirtualService.'),
        rewrite: fields.optional().describe('The rewrite, as in a VirtualService.'),
        fault: fields.optional().describe('The fault, as in a VirtualService.'),
        headers: fields.optional().describe('What the rule changes about headers, as in a VirtualService.'),
        delegate: z
          .strictObject({ name: z.string().min(1), namespace: z.string().optional() })
          .optional()
          .describe('The VirtualService that the rule is of.'),
      }),
    )
    .describe('The tests.'),
});

/** A test of routes: requests, and the rule that all of them follow, or do not. */
export type RouteTest = z.infer<typeof routeTestsSchema>['testCases'][number];

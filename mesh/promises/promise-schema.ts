import { z } from 'zod';

const texts = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const names = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const ports = z.union([z.int().min(1).max(65535), z.array(z.int().min(1).max(65535)).min(1)]);
const condition = z.union([
  z.string(),
  z.array(z.string()).min(1),
  z.strictObject({ not: texts.describe('Values that it must not have.') }),
]);
const path = z.string().refine((text) => text.startsWith('/') || text.startsWith('*'), 'begin the path with / or *');
const paths = z.union([path, z.array(path).min(1)]);
const statuses = z.union([z.int().min(100).max(599), z.array(z.int().min(100).max(599)).min(1)]);

/** Requests, as a promise describes them: those that have all of what is given. In texts, `*` stands for any text. */
export const requestsSchema = z.strictObject({
  from: names
    .optional()
    .describe(
      'Who asks: `internet`, `workloads` (those of the files), `namespace/workload`, or a namespace. Default: all callers, also pods that are not in the files.',
    ),
  to: names
    .optional()
    .describe('Where to: `namespace/service`, a host, or a namespace. Default: every service of the mesh.'),
  port: ports.optional().describe('Ports of the service.'),
  host: texts.optional().describe('Hosts that are asked for, without the port.'),
  method: texts.optional().describe('HTTP methods.'),
  path: paths.optional().describe('Paths, without the query.'),
  query: z.record(z.string(), condition).optional().describe('Parameters of the query, by name.'),
  headers: z
    .record(z.string(), condition)
    .optional()
    .describe('Headers, by name; `{not: …}` for another value or none.'),
  claim: z
    .record(z.string(), condition)
    .optional()
    .describe('Claims of the token, by name, with dots between the names of nested ones.'),
  token: z.enum(['none', 'valid', 'invalid']).optional().describe('What is sent as a token.'),
  address: texts.optional().describe('Addresses of the caller, such as 10.0.0.0/8.'),
});

const expectation = z.union([
  z.enum(['denied', 'allowed']),
  z
    .strictObject({
      mtls: z.enum(['mutual', 'tls', 'plaintext']).optional().describe('What the wire to the workload carries.'),
      versions: z.array(z.string()).min(1).optional().describe('Versions that requests may reach.'),
      status: statuses.optional().describe('What callers may see when every workload answers 200.'),
    })
    .refine((all) => Object.keys(all).length > 0, 'give mtls, versions or status'),
]);

/** What a file of promises holds. */
export const promisesSchema = z.strictObject({
  promises: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe('What is promised, for a person.'),
        requests: requestsSchema.default({}).describe('The requests that it is about.'),
        except: z
          .union([requestsSchema, z.array(requestsSchema)])
          .optional()
          .describe('Those among them that it is not about; of several descriptions, one is enough.'),
        expect: expectation.describe(
          '`denied`: none gets through to a workload; `allowed`: all do; else what those that get through have.',
        ),
      }),
    )
    .describe('Promises about the mesh, each for every request that it describes.'),
});

/** A file of promises as it is written. */
export type WrittenPromises = z.infer<typeof promisesSchema>;
/** Requests as they are written. */
export type WrittenRequests = z.infer<typeof requestsSchema>;

/** The JSON Schema of files of promises, for editors. */
export function promisesJsonSchema(): object {
  return z.toJSONSchema(promisesSchema, { target: 'draft-7', io: 'input' });
}

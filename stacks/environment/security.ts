import { z } from 'zod';
import { cloudId } from '../../charts/setting-schemas.js';

const team = z.enum(['automation', 'platform', 'security', 'application']);

/** Protection, encryption and access of a cloud environment. */
export const securitySchema = z.strictObject({
  deletionProtection: z
    .boolean()
    .default(false)
    .describe('Whether services refuse to delete clusters, load balancers and the key.'),
  encryptionKey: z
    .union([z.boolean(), z.strictObject({ id: cloudId.describe('Id of an existing key.') })])
    .default(true)
    .describe('KMS key for Secrets (ack.pro clusters) and disks: a new one, an existing one by id, or none of yours.'),
  roles: z
    .partialRecord(team, z.array(cloudId).nullable())
    .default({})
    .describe(
      'RAM roles to make, with the RAM users and roles (ARNs) that may take each. Without a list: those the account trusts.',
    ),
});

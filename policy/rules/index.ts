import { deletionProtection } from './deletion-protection.js';
import { encryptedDisks } from './encrypted-disks.js';
import { encryptedSecrets } from './encrypted-secrets.js';
import { logRetention } from './log-retention.js';
import { noOpenSecurityGroup } from './no-open-security-group.js';
import { noPublicApiServer } from './no-public-api-server.js';
import { requiredTags } from './required-tags.js';
import { strictMutualTls } from './strict-mutual-tls.js';

/** Every rule of the pack. */
export const rules = [
  deletionProtection,
  encryptedDisks,
  encryptedSecrets,
  logRetention,
  noOpenSecurityGroup,
  noPublicApiServer,
  requiredTags,
  strictMutualTls,
] as const;

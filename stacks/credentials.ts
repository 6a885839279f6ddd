import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../mesh/index.js';

/** Ways in which the Alibaba Cloud provider finds credentials, by configuration key and environment variable. */
const KEYS = ['alicloud:accessKey', 'alicloud:profile', 'alicloud:ecsRoleName', 'alicloud:credentialsUri'] as const;
const VARIABLES = [
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'ALICLOUD_ACCESS_KEY',
  'ALICLOUD_ACCESS_KEY_ID',
  'ALIBABA_CLOUD_PROFILE',
  'ALICLOUD_PROFILE',
  'ALIBABA_CLOUD_ECS_METADATA',
  'ALICLOUD_ECS_ROLE_NAME',
  'ALIBABA_CLOUD_CREDENTIALS_URI',
  'ALICLOUD_CREDENTIALS_URI',
  'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
] as const;

/**
 * Whether the provider will find credentials, told before it tries for a minute and fails.
 *
 * @param config the stack's configuration by full key
 * @param home where the command line of Alibaba Cloud keeps its profiles. @default the user's home
 */
export function credentialProblems(
  config: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>>,
  home = homedir(),
): Problem[] {
  const given =
    KEYS.some((key) => config[key] !== undefined) ||
    VARIABLES.some((name) => env[name]) ||
    existsSync(join(home, '.aliyun', 'config.json'));
  if (given) return [];
  return [
    {
      code: 'CREDENTIALS_MISSING',
      place: 'alicloud:accessKey',
      message: 'there are no credentials for Alibaba Cloud',
      mend: 'set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run aliyun configure',
    },
  ];
}

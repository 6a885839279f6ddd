import type { Problem } from '../mesh/index.js';

/**
 * Whether there is an access key, told before the provider tries for a minute and fails. The provider finds other
 * credentials as well; joining clusters to a mesh and switching the mesh of a fleet on need this kind.
 *
 * @param config the stack's configuration by full key
 */
export function credentialProblems(
  config: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>>,
): Problem[] {
  const id = config['alicloud:accessKey'] ?? (env.ALIBABA_CLOUD_ACCESS_KEY_ID || env.ALICLOUD_ACCESS_KEY);
  const secret = config['alicloud:secretKey'] ?? (env.ALIBABA_CLOUD_ACCESS_KEY_SECRET || env.ALICLOUD_SECRET_KEY);
  if (id && secret) return [];
  return [
    {
      code: 'CREDENTIALS_MISSING',
      place: id ? 'alicloud:secretKey' : 'alicloud:accessKey',
      message: id ? 'the access key has no secret' : 'there is no access key for Alibaba Cloud',
      fix:
        'set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, with ALIBABA_CLOUD_SECURITY_TOKEN for ' +
        'temporary ones, or the secrets alicloud:accessKey and alicloud:secretKey of the stack',
    },
  ];
}

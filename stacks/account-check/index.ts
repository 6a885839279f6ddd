import type { Problem } from '../../mesh/index.js';
import { Lookup, RefusedError } from '../account-lookup.js';
import type { CloudSettings } from '../environment/index.js';
import { foreignClusters } from './cluster-networks.js';
import { needsOf } from './needs.js';
import { quotaProblems } from './quotas.js';
import { missingZones } from './zones.js';

/** What an account says of an environment before anything is made. */
export interface AccountCheck {
  /** What stops the update. */
  readonly problems: readonly Problem[];
  /** What could not be asked, and what only somebody who knows the account can judge, a line each; not a reason to stop. */
  readonly notes: readonly string[];
}

/**
 * Asks the account whether it takes the credentials, has the zones, and has room for what the environment adds.
 *
 * @param types type tokens of the resources that the stack has
 */
export async function checkAccount(
  settings: CloudSettings,
  types: readonly string[],
  config: { get(key: string): string | undefined },
): Promise<AccountCheck> {
  const lookup = new Lookup(settings.region, config, 3);
  let zones: Problem[];
  try {
    zones = await missingZones(lookup, settings);
  } catch (error) {
    return { problems: [refusal(error)], notes: [] };
  }
  try {
    const quotas = await quotaProblems(lookup, settings, needsOf(settings, types));
    return { problems: [...zones, ...quotas], notes: await foreignClusters(lookup, settings) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problems: zones, notes: [`quotas and networks of clusters were not checked: ${reason}`] };
  }
}

/** Code of the problem that no answer came: a preview goes on without one. */
export const UNREACHABLE = 'CLOUD_UNREACHABLE';

function refusal(error: unknown): Problem {
  if (!(error instanceof RefusedError)) throw error;
  const { code, reason } = error;
  if (code === 'Unreachable') {
    const fix = 'check the network and HTTPS_PROXY';
    return { code: UNREACHABLE, place: 'alicloud:region', message: reason, fix };
  }
  const credentials = /^(InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|InvalidSecurityToken|Forbidden)/;
  if (credentials.test(code)) {
    return {
      code: 'CREDENTIALS_REFUSED',
      place: 'alicloud:accessKey',
      message: `Alibaba Cloud refuses the credentials (${code})`,
      fix: 'give an access key that is enabled and may call vpc:DescribeZones',
    };
  }
  return { code: 'CLOUD_REFUSED', place: 'alicloud:region', message: `${code}: ${reason}`, fix: 'try again later' };
}

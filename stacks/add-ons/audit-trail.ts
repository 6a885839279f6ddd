import { AuditTrail } from '../../infra/audit-trail.js';
import type { AddOnContext } from '../add-on.js';
import { isCloud } from '../environment/index.js';

/** ActionTrail into the log project, where `observability.auditTrail` says so. */
export function auditTrail({ environment, logProject, accountId }: AddOnContext): void {
  if (!isCloud(environment) || !environment.settings.observability.auditTrail) return;
  if (logProject === undefined || accountId === undefined) return;
  const { region } = environment.settings;
  new AuditTrail(`asm-${environment.name}`, { project: logProject, region, accountId });
}

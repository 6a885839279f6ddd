import { FieldWriter } from '../schema/field-writer.js';
import { LazyFields } from '../schema/lazy-fields.js';
import { writeGateways } from './gateways.js';
import { writeLimits } from './limits.js';
import { writeRouting } from './routing.js';
import { writeScheduling } from './scheduling.js';
import { writeSettings } from './settings.js';

/** API group of every kind that ASM adds. */
export const asmGroup = 'istio.alibabacloud.com';

/** The fields of the kinds of Alibaba Cloud Service Mesh, whose schemas are published in words only. */
export const asmFields = new LazyFields(() => {
  const writer = new FieldWriter();
  for (const write of [writeLimits, writeRouting, writeGateways, writeSettings, writeScheduling]) {
    write(writer, asmGroup);
  }
  return writer.table;
});

import { asmCodes } from './asm-codes.js';
import type { FindingType } from './finding-type.js';
import { istioCodes } from './istio-codes.js';

/** Every type of finding by code. */
export const findingCodes: ReadonlyMap<string, FindingType> = new Map<string, FindingType>([
  ...Object.entries<FindingType>(istioCodes),
  ...Object.entries<FindingType>(asmCodes),
]);

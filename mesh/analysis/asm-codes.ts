import { findingTypes } from './finding-type.js';

/** What only this program finds. Codes are never used again for something else. */
export const asmCodes = findingTypes({});

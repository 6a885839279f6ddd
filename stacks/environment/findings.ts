import { findingSettingsSchema, toFindingSettings } from '../../mesh/index.js';

/** Section `findings` of an environment: levels by code, silenced findings with a reason, and what exists elsewhere. */
export const findingsSchema = findingSettingsSchema.prefault({}).transform(toFindingSettings);

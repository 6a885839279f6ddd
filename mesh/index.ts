export { findingSettingsSchema, toFindingSettings } from './analysis/finding-settings.js';
export * from './analysis/index.js';
export * from './manifest/index.js';
export * from './model/index.js';
export * from './request/index.js';
export * from './schema/index.js';
export * from './survey/index.js';
export * from './validation/index.js';
export * from './writer/index.js';
